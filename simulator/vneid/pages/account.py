"""What is known of a person's VNeID account; a person of whom nothing is said has a full, active citizen's account."""

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.refusal import TEXTS

_TYPES = ("citizen", "foreigner", "organisation")
_STATES = ("active", "locked", "deceased", "lowered")
_OF_LEVEL_1 = 1
"""The highest level of a login with an account of level 1."""


def account_level(person: Person) -> str:
    """Return the level of the account: `1`, or `2` for a full one (Decree 69/2024)."""
    return "1" if person.get("account_level") == "1" else "2"


def account_type(person: Person) -> str:
    """Return whose account it is: `citizen`, `foreigner` or `organisation`."""
    known = person.get("account_type") or ""
    return known if known in _TYPES else "citizen"


def account_state(person: Person) -> str:
    """Return `active`, `locked`, `deceased` or `lowered`."""
    known = person.get("account_state") or ""
    return known if known in _STATES else "active"


def level_of_login(person: Person, level: int) -> int:
    """Return the level that a login of this person reaches.

    The level of an account and that of a login are two things; that an account of level 1 is good for a login of
    level 1 alone is our design: from 2 on a login needs the data of the card.
    """
    return min(level, _OF_LEVEL_1) if account_level(person) == "1" else level


def level_refusal(person: Person, asked: int | None) -> Text | None:
    """Return why the account does not reach the level that a client asks for, or None."""
    if not asked or level_of_login(person, asked) >= asked:
        return None
    return TEXTS["account_lowered" if account_state(person) == "lowered" else "account_level_low"].fill(asked=asked)


def account_refusal(person: Person) -> Text | None:
    """Return why nobody may log in with the account, or None."""
    state = account_state(person)
    return TEXTS[f"account_{state}"].fill(name=person["full_name"]) if state in ("locked", "deceased") else None
