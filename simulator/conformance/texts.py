"""The engine's own sentences, from `texts.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file
from simulator.domain.identity_profile import IdentityProfile


@cache
def _texts() -> Mapping[str, Any]:
    document: Mapping[str, Any] = load_data_file(
        DataFile(files("simulator.conformance").joinpath("texts.yaml"), "simulator/conformance/texts.yaml")
    )
    return document


def reason(code: str, **values: object) -> Text:
    """Return why a cell got its verdict; a value that is a `Text` is put in by language."""
    entry = _texts()["reasons"][code]
    filled = {language: {name: _in(language, value) for name, value in values.items()} for language in ("vi", "en")}
    return Text(entry["vi"].format(**filled["vi"]), entry["en"].format(**filled["en"]))


def assumptions() -> list[Text]:
    """Return what a run rests on that no public source shows: printed in every report."""
    return [Text.of(entry) for entry in _texts()["assumptions"]]


def login_profile(profile: IdentityProfile, open_mode: bool) -> Text:
    """Return how VNeID spoke to the system, and which fields of that were read in public and which were not."""
    fields: dict[str, list[str]] = {}
    for field, mark in profile.marks.items():
        fields.setdefault(mark.value, []).append(field)
    told = "; ".join(f"{mark}: {', '.join(names)}" for mark, names in sorted(fields.items()))
    mode = reason("mode_open") if open_mode else reason("mode_strict")
    return reason("login_profile", title=profile.title, id=profile.id, mode=mode, fields=told)


def _in(language: str, value: object) -> object:
    return getattr(value, language) if isinstance(value, Text) else value
