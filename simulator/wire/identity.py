"""VNeID's statement about the citizen who logged in."""

from collections.abc import Collection, Mapping
from typing import Any

from simulator.domain.person import Person
from simulator.domain.persona import CITIZEN, FOREIGNER, ORGANISATION
from simulator.wire.scalars import field
from simulator.wire.times import to_wire_date

SOURCE = "VNEID"
_CONTACT = ("phone", "email")
_TOLD = ("personal_id", "full_name", "birth_date", "tech_id", *_CONTACT)
_FULL_ACCOUNT = "2"
_ACCOUNT_TYPES = {CITIZEN: "1", FOREIGNER: "1", ORGANISATION: "2"}
"""1 a person, 2 an enterprise: read in public code. That a foreigner is a 1 is assumed."""
_KEPT_AS = {"organisation_name": "full_name"}
_OF_AN_ORGANISATION = ("tax_code", "business_code", "organisation_name", "address", "representative")


def claims_of(person: Person, names: Mapping[str, str]) -> dict[str, str]:
    """Return the claims of the userinfo answer; phone and e-mail only when VNeID knows them.

    `names`: claim -> what it tells, as the profile of the login service has them.
    """
    return {claim: _value(person, holds) for claim, holds in names.items() if _known(person, holds)}


def attributes_told(person: Person, names: Mapping[str, str]) -> list[str]:
    """Return the attributes that the userinfo answer carries of a person."""
    told = set(names.values())
    return [name for name in _TOLD if name in told and _known(person, name)]


def without(names: Mapping[str, str], withheld: Collection[str]) -> dict[str, str]:
    """Return the claims that a citizen lets a client have: all but those that tell a withheld attribute."""
    return {claim: holds for claim, holds in names.items() if holds not in withheld}


def _known(person: Person, holds: str) -> bool:
    if holds in _OF_AN_ORGANISATION:
        return account_type(person) == ORGANISATION and person.get(_KEPT_AS.get(holds, holds)) is not None
    return holds not in (*_CONTACT, "old_id", "personal_id", "birth_date") or person.knows(SOURCE, holds)


def account_type(person: Person) -> str:
    """Return whose account it is: citizen, organisation or foreigner."""
    return person.get("account_type") or CITIZEN


def _value(person: Person, holds: str) -> str:
    if holds == "birth_date":
        return to_wire_date(person["birth_date"])
    if holds == "account_type":
        return _ACCOUNT_TYPES[account_type(person)]
    if holds == "account_level":
        return person.get("account_level") or _FULL_ACCOUNT
    if holds == "subject":
        return subject_of(person)
    return person[_KEPT_AS.get(holds, holds)]


def subject_of(person: Person) -> str:
    """Return by what an account is known at VNeID; that it is the TechID of the portal, too, is assumed."""
    return person.get("subject") or person["tech_id"]


def personal_id_of(claims: Mapping[str, Any]) -> str:
    """Return the personal number in a userinfo answer, an organisation's tax code; an empty text without either."""
    is_organisation = field(claims, "LoaiTaiKhoan") == _ACCOUNT_TYPES[ORGANISATION]
    return field(claims, "MaSoThue" if is_organisation else "SoDinhDanh")
