"""When two ways of writing the same datum mean the same.

A name may be shown in capitals, a date in any of the usual orders, a phone number with the country code, an address
with other punctuation: none of that is an untruth. Coded data (gender, ethnicity ...) are not compared, because the
code lists of the field differ.
"""

import re
import unicodedata
from datetime import date, datetime

from simulator.core.clock import VIETNAM

_WORDS = re.compile(r"[^\W_]+")
_DAY_FIRST = re.compile(r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$")
_YEAR_FIRST = re.compile(r"^([0-9]{4})[/.-]?([0-9]{2})[/.-]?([0-9]{2})$")

_UNIT_WORDS = frozenset(
    {"phường", "xã", "tỉnh", "thành", "phố", "thị", "trấn", "đặc", "khu", "p", "x", "tt", "tp", "t", "đk"}
)
"""Words for kinds of administrative unit: written out, shortened or left out, the place is the same."""

KINDS: dict[str, str] = {
    "full_name": "text",
    "birth_date": "date",
    "personal_id": "number",
    "phone": "phone",
    "email": "text",
    "residence": "address",
    "home_town": "address",
    "birth_place": "address",
}
"""Attribute -> how its values are compared; an attribute that is not here is coded and is not judged."""


def attribute_of(datum: str) -> str:
    """Return `residence` of `applicant.residence`."""
    return datum.rpartition(".")[2]


def same_value(attribute: str, left: str, right: str) -> bool:
    """Return whether both texts say the same about this attribute."""
    return same_as(KINDS.get(attribute, "text"), left, right)


def same_as(kind: str, left: str, right: str) -> bool:
    """Return whether both texts say the same, compared as this kind of value."""
    if kind == "date":
        return same_date(left, right)
    if kind in ("number", "phone"):
        return digits(left, kind) == digits(right, kind)
    if kind == "address":
        return _words(left) == _words(right)
    return folded(left) == folded(right)


def overlaps(left: str, right: str) -> bool:
    """Return whether one address only leaves out, or adds, words of the other."""
    here, there = set(_words(left)), set(_words(right))
    return bool(here) and bool(there) and (here <= there or there <= here)


def folded(text: str) -> str:
    """Return the text in NFC, without the difference of case and of white space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def digits(text: str, kind: str = "number") -> str:
    """Return the ASCII digits; of a phone number in its national form."""
    found = re.sub("[^0-9]", "", text)
    return "0" + found[2:] if kind == "phone" and found.startswith("84") and len(found) == 11 else found


def same_date(left: str, right: str) -> bool:
    """Return whether both texts name the same day; texts that are no dates are compared as texts."""
    one, other = read_date(left), read_date(right)
    return one == other if one and other else folded(left) == folded(right)


def read_date(text: str) -> date | None:
    """Return the day that a text names in one of the usual orders; None when it names none."""
    plain = text.strip()
    if found := _YEAR_FIRST.match(plain):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.match(plain):
        return _day(found[3], found[2], found[1])
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).date()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _words(text: str) -> list[str]:
    return sorted(word for word in _WORDS.findall(folded(text)) if word not in _UNIT_WORDS)
