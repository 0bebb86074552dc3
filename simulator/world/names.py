"""Full names: family, middle, given. Both tone placements (hoà, hòa) and one-letter middle names occur."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.world.draw import Draw
from simulator.world.tables import table

MALE = "1"
FEMALE = "2"

_OTHER_PERCENT = 14
"""Share of people who are not Kinh (census of 2019: 14.7 percent)."""


@dataclass(frozen=True)
class Name:
    """A name, and the people its bearer belongs to."""

    family: str
    middle: str
    given: str
    ethnicity: str

    @property
    def full(self) -> str:
        """Return the name as it is written in Vietnam, single spaces."""
        return f"{self.family} {self.middle} {self.given}"


def draw_name(draw: Draw, gender: str) -> Name:
    """Return the name of an adult of that gender (1 male, 2 female)."""
    names = table("names")
    if draw.below(100, "ethnicity") < _OTHER_PERCENT:
        people: Mapping[str, Any] = draw.pick(names["other"], "people")
        return _name(draw, people, gender, draw.pick(people["families"], "family"), people["ethnicity"])
    return _name(draw, names["kinh"], gender, draw.weighted(names["kinh"]["families"], "family"), "Kinh")


def draw_child_name(draw: Draw, gender: str, family: str, ethnicity: str) -> Name:
    """Return the name of a child that takes its parent's family name and ethnicity."""
    names = table("names")
    people = next((entry for entry in names["other"] if entry["ethnicity"] == ethnicity), names["kinh"])
    return _name(draw, people, gender, family, ethnicity)


def _name(draw: Draw, people: Mapping[str, Any], gender: str, family: str, ethnicity: str) -> Name:
    kind = "male" if gender == MALE else "female"
    middle = draw.pick(people[f"{kind}_middle"], f"{kind} middle")
    return Name(family, middle, draw.pick(people[f"{kind}_given"], f"{kind} given"), ethnicity)
