"""What the national sources say of a person, in one vocabulary: attribute -> text, dates as yyyy-mm-dd."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from simulator.province.identity.userinfo import ACCOUNT_TYPE, ORGANISATION

VNEID = "VNEID"
POPULATION = "CSDLQG_DAN_CU"
ONLINE_SOURCES = frozenset({VNEID, POPULATION})
"""Sources about the person itself; every other one is asked by the look-up that registries share."""

_CLAIMS = {
    "personal_id": "SoDinhDanh",
    "full_name": "HoVaTen",
    "birth_date": "NgayThangNamSinh",
    "phone": "SoDienThoai",
    "email": "ThuDienTu",
    "tech_id": "TechID",
}
_ORGANISATION = {"full_name": "TenDoanhNghiep", "residence": "DiaChi", "representative": "NguoiDaiDien"}
_PLAIN = {
    "personal_id": "SoDinhDanh",
    "gender": "GioiTinh",
    "ethnicity": "DanToc",
    "nationality": "QuocTich",
    "marital_status": "TinhTrangHonNhan",
    "id_document": "GiayToTuyThan",
}


def person_from_claims(claims: Mapping[str, Any]) -> dict[str, str]:
    """Read the userinfo of VNeID."""
    person = {attribute: str(claims[claim]) for attribute, claim in _CLAIMS.items() if claims.get(claim)}
    if "birth_date" in person:
        person["birth_date"] = date_from_wire(person["birth_date"])
    if is_organisation(claims):
        person |= {attribute: str(claims[claim]) for attribute, claim in _ORGANISATION.items() if claims.get(claim)}
    return person


def is_organisation(claims: Mapping[str, Any]) -> bool:
    """Return whether the account is that of an organisation (LoaiTaiKhoan 2), which no register of people knows."""
    return claims.get(ACCOUNT_TYPE) == ORGANISATION


def person_from_population(citizen: Mapping[str, Any]) -> dict[str, str]:
    """Read one `CongDan` of the population database; the full name stands in `Ten`."""
    person = {attribute: str(citizen.get(name) or "") for attribute, name in _PLAIN.items()}
    name, birth = _part(citizen, "HoVaTen"), _part(citizen, "NgayThangNamSinh")
    person["full_name"] = " ".join(part for part in (name.get("Ho"), name.get("ChuDem"), name.get("Ten")) if part)
    person["birth_date"] = date_from_wire(str(birth.get("NgayThangNam") or birth.get("Nam") or ""))
    person["home_town"] = str(_part(citizen, "QueQuan").get("ChiTiet") or "")
    living = _part(citizen, "NoiOHienTai").get("ChiTiet") or _part(citizen, "ThuongTru").get("ChiTiet")
    person["residence"] = str(living or "")
    return {attribute: text for attribute, text in person.items() if text}


def date_from_wire(text: str) -> str:
    """Return `yyyy-mm-dd` for eight digits, anything else (a year alone) as it is."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdecimal() else text


def without_marks(text: str) -> str:
    """Return a text without Vietnamese marks (`Đỗ Thị Hoà` -> `Do Thi Hoa`)."""
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def folded_name(name: str) -> str:
    """Return a name as the population database is asked for it: capital letters, no marks, no spaces."""
    return "".join(letter for letter in without_marks(name) if letter.isalnum()).upper()


def _part(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}
