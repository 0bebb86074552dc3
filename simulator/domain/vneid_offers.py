"""What a system may ask of a citizen through VNeID: sets of data to share, papers of her wallet."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.person import Person

_NAMES = ("personal_id", "full_name")
"""Every source finds a person by these, whether or not it is the one that keeps them."""


@dataclass(frozen=True)
class Offer:
    """One thing that can be asked for."""

    id: str
    title: Text
    attributes: tuple[str, ...]
    source: str = ""
    """Who keeps the paper; empty for a set of data."""

    def is_held_of(self, person: Person) -> bool:
        """Return whether the paper's source holds all that stands on it."""
        known = all(name in person.attributes for name in self.attributes)
        return known and all(person.knows(self.source, name) for name in self.attributes if name not in _NAMES)


@dataclass(frozen=True)
class VneidOffers:
    """Everything that can be asked for, and the words for it."""

    sharing: Mapping[str, Offer]
    """By service code."""
    papers: Mapping[str, Offer]
    attributes: Mapping[str, Text]
    """Labels."""
    words: Mapping[str, Mapping[str, Text]]
    """Attribute -> code -> what it means."""

    def shown(self, person: Person, attributes: tuple[str, ...]) -> list[tuple[Text, Text]]:
        """Return (label, value) of what the state knows of these, for people."""
        known = [name for name in attributes if name in person.attributes]
        return [(self.attributes[name], self._value(name, person[name])) for name in known]

    def _value(self, name: str, value: str) -> Text:
        written = "/".join(reversed(value.split("-"))) if name.endswith("_date") else value
        return self.words.get(name, {}).get(value, Text.of(written))
