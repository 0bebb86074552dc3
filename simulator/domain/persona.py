"""A named person to log in as: an ordinary adult of the synthetic country, and what is special about this one."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text

CITIZEN = "citizen"
ORGANISATION = "organisation"
FOREIGNER = "foreigner"

ACTIVE = "active"
LOCKED = "locked"
DECEASED = "deceased"
LOWERED = "lowered"


@dataclass(frozen=True)
class Persona:
    """One entry of a personas file."""

    id: str
    number: int
    """The n of f(seed, n), from which everything that is not said here follows."""
    title: Text
    note: Text
    """What goes wrong in systems that do not expect somebody like this."""
    account_type: str = CITIZEN
    account_level: int = 2
    """1 digital identity only, 2 with the data of the card (Decree 69/2024/NĐ-CP); not the level of a login."""
    account_state: str = ACTIVE
    """active, locked, deceased, or lowered: it had level 2 and has level 1 now."""
    gender: str | None = None
    birth_date: str | None = None
    """yyyy-mm-dd; the personal number follows it."""
    set: Mapping[str, str] | None = None
    """Attribute -> text, instead of the one that would follow from the number."""
    without: tuple[str, ...] = ()
    """Attributes that nobody knows of this person."""
    shares: Mapping[str, str] | None = None
    """Attribute -> the persona whose value it is."""
    decomposed: bool = False
    """Whether the name is written in NFD: letters and their marks one by one."""
