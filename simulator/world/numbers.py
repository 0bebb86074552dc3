"""Numbers of a person, all from ranges that no living person can have.

Personal number (structure as recalled): 12 digits, place of birth (3), century and gender (1), year of
birth (2), serial (6), no check digit. Place 099 is given to nobody, and no mobile number starts with 050.
"""

from datetime import date

from simulator.core.ids import derived_uuid
from simulator.world.names import FEMALE

PLACE = "099"
PHONE_PREFIX = "050"
TAX_PREFIX = "99"
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


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


def tax_code(number: int) -> str:
    """Return a ten-digit tax code with its check digit (as recalled); it begins with 99, which no tax office has."""
    # One of the two has a check digit: with this distance they never leave the same remainder.
    serials = (number % 5_000_000, number % 5_000_000 + 5_000_000)
    bodies = (f"{TAX_PREFIX}{serial:07d}" for serial in serials)
    return next(f"{body}{digit}" for body in bodies if (digit := _check_digit(body)) < 10)


def _check_digit(body: str) -> int:
    return 10 - sum(int(digit) * weight for digit, weight in zip(body, _TAX_WEIGHTS, strict=True)) % 11


def account_before(seed: int, number: int) -> str:
    """Return the opaque id of the account that an organisation had at the portal itself."""
    return derived_uuid("account_before", str(seed), str(number))


def tech_id(seed: int, number: int) -> str:
    """Return the opaque id by which the portal knows the person."""
    return derived_uuid("tech_id", str(seed), str(number))
