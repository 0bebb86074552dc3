"""Numbers of a person, all from ranges that no living person can have.

Personal number (structure as recalled): 12 digits, place of birth (3), century and gender (1), year of
birth (2), serial (6), no check digit. Place 099 is given to nobody, and no mobile number starts with 050.
"""

from datetime import date

from simulator.core.ids import derived_uuid
from simulator.world.names import FEMALE

PLACE = "099"
PHONE_PREFIX = "050"


def personal_id(number: int, gender: str, birth_date: date) -> str:
    """Return the personal number; different for different numbers below one million."""
    century = 2 * (birth_date.year // 100 - 19) + (1 if gender == FEMALE else 0)
    return f"{PLACE}{century}{birth_date.year % 100:02d}{number % 1_000_000:06d}"


def phone(number: int) -> str:
    """Return a ten-digit mobile number; different for different numbers below ten million."""
    # The factor shares no divisor with ten million, so this is a shuffle without collisions.
    return f"{PHONE_PREFIX}{number * 7_654_321 % 10_000_000:07d}"


def email(number: int) -> str:
    """Return an address in a domain that can never be registered (RFC 6761)."""
    return f"congdan{number}@dancu.example"


def tech_id(seed: int, number: int) -> str:
    """Return the opaque id by which the portal knows the person."""
    return derived_uuid("tech_id", str(seed), str(number))
