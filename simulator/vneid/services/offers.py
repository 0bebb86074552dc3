"""What may be shared and which papers there are: data of `offers.yaml`, and how a value is shown to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.core.text import Text
from simulator.core.yaml_file import parse_yaml
from simulator.domain.person import Person

PACKAGE = "simulator.vneid.services"


@dataclass(frozen=True)
class Offer:
    """One thing that can be asked of a citizen: a set of data, or a paper."""

    id: str
    title: Text
    attributes: tuple[str, ...]
    source: str = ""
    """Who keeps the paper; empty for a set of data."""

    def is_held_of(self, person: Person) -> bool:
        """Return whether the paper's source holds all that stands on it."""
        return all(name in person.attributes for name in self.attributes) and all(
            person.knows(self.source, name) for name in self.attributes if name not in _NAMES
        )


_NAMES = ("personal_id", "full_name")
"""Every source finds a person by these, whether or not it is the one that keeps them."""


def shareable() -> Mapping[str, Offer]:
    """Return the sets of data by service code."""
    return {key: _offer(key, value) for key, value in _document()["sharing"].items()}


def papers() -> Mapping[str, Offer]:
    """Return the papers by id."""
    return {key: _offer(key, value) for key, value in _document()["papers"].items()}


def shown(person: Person, attributes: tuple[str, ...]) -> list[tuple[Text, Text]]:
    """Return (label, value) of what the state knows of these, for people."""
    return [(_label(name), _value(name, person[name])) for name in attributes if name in person.attributes]


def _label(name: str) -> Text:
    return Text.of(_document()["attributes"][name])


def _value(name: str, value: str) -> Text:
    word = _document()["words"].get(name, {}).get(value)
    if word is not None:
        return Text.of(word)
    return Text.of("/".join(reversed(value.split("-"))) if name.endswith("_date") else value)


def _offer(key: str, value: Mapping[str, Any]) -> Offer:
    return Offer(key, Text.of(value["title"]), tuple(value["attributes"]), str(value.get("source", "")))


@cache
def _document() -> Mapping[str, Any]:
    text = files(PACKAGE).joinpath("offers.yaml").read_text(encoding="utf-8")
    document: Mapping[str, Any] = parse_yaml(text, f"{PACKAGE}/offers.yaml")
    return document
