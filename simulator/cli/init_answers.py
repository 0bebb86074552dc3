"""What `dvcsim init` has to know of a system, each answer checked against the catalogue, with near matches."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.catalogue.catalogue import Catalogue
from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.text import Text
from simulator.domain.administrative_unit import AdministrativeUnit

TRIAL = "99"
"""The province that does not exist: its agency codes are free to use."""
KINDS = ("province", "ministry")
DRIVERS = ("api", "browser", "attended")
INTAKES = ("redirect", "pull", "poll-linked", "counter", "push")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_AGENCY = re.compile(r"[0-9A-Z.]{1,35}")
_KIND_OF_UNIT = re.compile(r"^(tinh|thanh pho|tp\.?)\s+")


@dataclass(frozen=True)
class Answers:
    """All that a claim sheet is written from; secrets are not among it."""

    id: str
    name: Text
    kind: str
    province_code: str
    agency: str
    receiving_agency: str
    base_url: str
    national_url: str
    landing: str
    dialect: str
    profile: str
    services: tuple[str, ...]
    intake: str
    driver: str
    account: str
    client_id: str


def one_of(where: str, word: str, known: Iterable[str]) -> str:
    """Return the word when it is known; raise with near matches when not."""
    candidates = list(known)
    if word in candidates:
        return word
    raise ConfigurationError(where, repr(word), near_matches(word, candidates))


def province_of(where: str, word: str, catalogue: Catalogue) -> str:
    """Return the code of a province that is named by code or name; a code or name of before July 2025 tells the new."""
    folded = _folded(word)
    for unit in catalogue.codes.values():
        if word == unit.code or folded == _folded(unit.name):
            return unit.code
    for unit in catalogue.codes.values():
        if word in unit.former or folded in map(_folded, unit.former.values()):
            raise ConfigurationError(where, f"{word!r} was merged into {unit.name}", unit.code)
    raise ConfigurationError(where, repr(word), _near_province(word, catalogue.codes.values()))


def services_of(services: Sequence[str], sets: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the chosen services; the essential ones, which are all there are, when none was chosen."""
    chosen: list[str] = []
    for word in services:
        known = [*catalogue.services, *catalogue.sets]
        one_of("--service", word, known)
        chosen += catalogue.sets.get(word, (word,))
    chosen += catalogue.services_of(sets)
    return tuple(dict.fromkeys(chosen)) or tuple(catalogue.services)


def address_of(where: str, word: str) -> str:
    """Return an http(s) address without a slash at the end."""
    try:
        parts = urlsplit(word)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or " " in word or parts.query or parts.fragment:
        raise ConfigurationError(where, repr(word), "an address such as https://mot-cua.tinh.example")
    return word.rstrip("/")


def path_of(where: str, word: str) -> str:
    """Return a path below the system's address."""
    if not word.startswith("/") or " " in word:
        raise ConfigurationError(where, repr(word), "a path that starts with /")
    return word


def id_of(where: str, word: str) -> str:
    """Return an id: lower-case words joined by a hyphen."""
    if _ID.fullmatch(word):
        return word
    near = re.sub(r"[^a-z0-9]+", "-", _folded(word)).strip("-")
    raise ConfigurationError(where, repr(word), f"lower-case words joined by -{f', such as {near}' if near else ''}")


def agency_of(where: str, word: str) -> str:
    """Return an agency code as Decision 20/2020/QĐ-TTg writes it."""
    if _AGENCY.fullmatch(word):
        return word
    upper = f", such as {word.upper()}" if _AGENCY.fullmatch(word.upper()) else ", such as 000.00.00.H99"
    raise ConfigurationError(where, repr(word), f"at most 35 upper-case letters, digits and points{upper}")


def words_of(where: str, word: str) -> str:
    """Return a name or a text that is not empty."""
    if word.strip():
        return word.strip()
    raise ConfigurationError(where, "an empty text", "a name")


def _near_province(word: str, units: Iterable[AdministrativeUnit]) -> str:
    names = {_folded(unit.name): f"{unit.name} ({unit.code})" for unit in units}
    names |= {unit.code: f"{unit.name} ({unit.code})" for unit in units}
    found = near_matches(_folded(word), names)
    if not found.startswith("did you mean"):
        return f"a code or a name of Decision 19/2025/QĐ-TTg ({len(set(names.values()))} units)"
    near = found.removeprefix("did you mean ").rstrip("?").split(", ")
    return f"did you mean {', '.join(dict.fromkeys(names[one] for one in near))}?"


def _folded(word: str) -> str:
    """Return a name in small letters without marks and without the kind of unit before it."""
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    plain = "".join(one for one in parts if not unicodedata.combining(one))
    return _KIND_OF_UNIT.sub("", " ".join(plain.split()))
