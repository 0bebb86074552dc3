"""VNeID's statement about the citizen who logged in."""

from collections.abc import Mapping
from typing import Any

from simulator.domain.person import Person
from simulator.wire.scalars import field
from simulator.wire.times import to_wire_date

SOURCE = "VNEID"
_CONTACT = {"SoDienThoai": "phone", "ThuDienTu": "email"}


def claims_of(person: Person) -> dict[str, str]:
    """Return the claims of the userinfo answer; phone and e-mail only when VNeID knows them."""
    claims = {
        "sub": person["tech_id"],
        "LoaiTaiKhoan": "1",
        "SoDinhDanh": person["personal_id"],
        "HoVaTen": person["full_name"],
        "NgayThangNamSinh": to_wire_date(person["birth_date"]),
        "TechID": person["tech_id"],
    }
    known = {claim: person[name] for claim, name in _CONTACT.items() if person.knows(SOURCE, name)}
    return claims | known


def attributes_told(person: Person) -> list[str]:
    """Return the attributes that the userinfo answer carries of a person."""
    always = ["personal_id", "full_name", "birth_date", "tech_id"]
    return always + [name for name in _CONTACT.values() if person.knows(SOURCE, name)]


def personal_id_of(claims: Mapping[str, Any]) -> str:
    """Return the personal number in a userinfo answer; an empty text when there is none."""
    return field(claims, "SoDinhDanh")
