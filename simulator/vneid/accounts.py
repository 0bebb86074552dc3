"""What the state and the level of an account make of a login.

A locked account and one of a deceased person open nothing. The level of an account and the level of a login are two
things; that an account of level 1 is good for a login of level 1 alone is our design (the level of a login needs the
data of the card from 2 on).
"""

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.domain.persona import DECEASED, LOCKED, LOWERED
from simulator.vneid.refusal import TEXTS, refuse

LOGIN_LEVEL_OF_LEVEL_1 = 1


def level_for(person: Person, asked: int | None, usual: int) -> int:
    """Return the level at which a person logs in: what is asked for, else the usual one or what the account allows."""
    return asked or min(usual, _highest(person))


def refusal_key(person: Person, asked: int | None) -> str:
    """Return the text that says why this person cannot log in, at this level if one is asked for; empty: they can."""
    state = person.get("account_state")
    if state in (LOCKED, DECEASED):
        return f"account_{state}"
    if asked and asked > _highest(person):
        return "account_lowered" if state == LOWERED else "account_level_low"
    return ""


def obstacle(person: Person, asked: int | None) -> Text | None:
    """Return what to say to somebody who cannot log in, or None."""
    key = refusal_key(person, asked)
    return TEXTS[key].fill(asked=asked) if key else None


def stop(person: Person, asked: int | None) -> None:
    """Refuse the request of a client for somebody who cannot log in."""
    key = refusal_key(person, asked)
    if key in ("account_locked", "account_deceased"):
        raise refuse("access_denied", key)
    if key:
        raise refuse("unmet_authentication_requirements", key, asked=asked)


def _highest(person: Person) -> int:
    return LOGIN_LEVEL_OF_LEVEL_1 if person.get("account_level") == "1" else 4
