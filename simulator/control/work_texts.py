"""What people are told on a work item, from `work.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file

_LABEL = "simulator/control/work.yaml"
Values = Mapping[str, str | Text]


@cache
def _document() -> Mapping[str, Any]:
    document: Mapping[str, Any] = load_data_file(DataFile(files("simulator.control").joinpath("work.yaml"), _LABEL))
    return document


def actions() -> tuple[str, ...]:
    """Return the actions that a person can be asked for: `citizen.apply`, `officer.accept` ..."""
    return tuple(_document()["actions"])


def title(action: str, values: Values) -> Text:
    """Return what an item is about, in one line."""
    return _filled(_document()["actions"][action]["title"], values)


def instructions(action: str, values: Values) -> list[Text]:
    """Return what to do, step by step."""
    return [_filled(entry, values) for entry in _document()["actions"][action]["instructions"]]


def told(key: str, values: Values) -> Text:
    """Return one of the other sentences."""
    return _filled(_document()[key], values)


def login(role: str, values: Values) -> Text:
    """Return how a citizen or an officer logs in."""
    return _filled(_document()["login"][role], values)


def _filled(entry: Mapping[str, str], values: Values) -> Text:
    def of(language: str) -> str:
        spoken = {name: getattr(one, language) if isinstance(one, Text) else one for name, one in values.items()}
        return str(entry[language]).format(**spoken)

    return Text(of("vi"), of("en"))
