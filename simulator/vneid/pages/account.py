"""What is known of a person's VNeID account; a person of whom nothing is said has a full, active citizen's account."""

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.vneid.refusal import TEXTS

_TYPES = ("citizen", "foreigner", "organisation")
_STATES = ("active", "locked", "deceased", "lowered")


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


def account_refusal(person: Person) -> Text | None:
    """Return why nobody may log in with the account, or None."""
    state = account_state(person)
    return TEXTS[f"account_{state}"].fill(name=person["full_name"]) if state in ("locked", "deceased") else None
