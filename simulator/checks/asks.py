"""What a person is asked about a check that nothing else can see, from `asks.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file


@dataclass(frozen=True)
class Ask:
    """The question of one check; "yes" means that it is as it should be."""

    check: str
    at: tuple[str, ...]
    """The actions on whose work items it stands."""
    again: bool
    """Whether it is only asked when the citizen has filed before."""
    text: Text


@cache
def asks() -> Mapping[str, Ask]:
    """Return check -> its question."""
    return {check: _ask(check, entry) for check, entry in _document()["asks"].items()}


@cache
def only_people_see() -> frozenset[str]:
    """Return the checks that would pass although only people could see what they are about."""
    return frozenset(_document()["only_people_see"])


@cache
def rest_on_typing() -> frozenset[str]:
    """Return the checks that compare with what a person was told to type."""
    return frozenset(_document()["rest_on_typing"])


@cache
def rest_on_pages() -> frozenset[str]:
    """Return the checks that would find something missing although only people could have seen it."""
    return frozenset(_document()["rest_on_pages"])


def _ask(check: str, entry: Mapping[str, Any]) -> Ask:
    return Ask(check, tuple(entry["at"]), bool(entry.get("again")), Text(str(entry["vi"]), str(entry["en"])))


@cache
def _document() -> Mapping[str, Any]:
    label = "simulator/checks/asks.yaml"
    document: Mapping[str, Any] = load_data_file(DataFile(files("simulator.checks").joinpath("asks.yaml"), label))
    return document
