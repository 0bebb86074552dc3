"""The sentences of the checks, from `texts.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file


@cache
def _texts() -> Mapping[str, Any]:
    document: Mapping[str, Any] = load_data_file(
        DataFile(files("simulator.checks").joinpath("texts.yaml"), "simulator/checks/texts.yaml")
    )
    return document


def check_title(check_id: str) -> Text:
    """Return the fact that the check confirms, as a sentence."""
    return Text.of(_texts()["checks"][check_id])


def sentence(code: str, values: Mapping[str, Any] | None = None) -> Text:
    """Return the sentence of a finding code; a value that is a `Text` is put in by language."""
    entry = _texts()["findings"][code]
    return Text(entry["vi"].format(**_in("vi", values)), entry["en"].format(**_in("en", values)))


def settling(code: str) -> Text:
    """Return what would settle a finding that cannot tell."""
    return Text.of(_texts()["findings"][code].get("settle") or _texts()["settle_default"])


def finding_codes() -> frozenset[str]:
    """Return the codes that have a sentence."""
    return frozenset(_texts()["findings"])


def _in(language: str, values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        name: getattr(value, language) if isinstance(value, Text) else value for name, value in (values or {}).items()
    }
