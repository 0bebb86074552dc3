"""The population database, asked through the JSON facade and answered as its SOAP text reads in JSON."""

import unicodedata
from typing import Any, NamedTuple, Protocol

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.person import Person
from simulator.wire.scalars import field
from simulator.wire.times import from_wire_date, to_wire_date


class PopulationQuery(NamedTuple):
    """A look-up of one citizen."""

    personal_id: str
    full_name: str
    """As it was sent; clients send capital letters without marks and spaces."""
    birth_date: str
    """`yyyy-mm-dd`, a year, or empty."""
    requester: str
    """The officer or the agency that asks; empty when the message does not say."""
    dossier_code: str
    purpose: str
    request_id: str


def lookup_from_wire(body: Any) -> PopulationQuery:
    """Read a look-up; empty texts for what is missing."""
    return PopulationQuery(
        personal_id=field(body, "SoDinhDanh", "SoCMND"),
        full_name=field(body, "HoVaTen"),
        birth_date=from_wire_date(field(body, "NgayThangNam", "Nam")),
        requester=field(body, "MaCanBo"),
        dossier_code=field(body, "MaHoSo"),
        purpose=field(body, "MucDich", "MaDVC"),
        request_id=field(body, "MaYeuCau"),
    )


class Explained(Protocol):
    """A look-up that should say who asks and what for."""

    @property
    def requester(self) -> str:
        """Return who asks."""
        ...

    @property
    def purpose(self) -> str:
        """Return what for."""
        ...


def unsaid(query: Explained, contract: str) -> tuple[ContractFinding, ...]:
    """Return a finding for each of requester and purpose that the look-up does not say (where it stands is assumed)."""
    missing = (("MaCanBo", query.requester), ("MucDich", query.purpose))
    return tuple(
        ContractFinding(contract, f"/{name}", f"`{name}`", "nothing", keyword="required", assumed=True)
        for name, said in missing
        if not said.strip()
    )


def folded_name(name: str) -> str:
    """Return a name as clients send it: capital letters, no marks, no spaces (`Đỗ Thị Hoà` -> `DOTHIHOA`)."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalnum()).upper()


def names_person(query: PopulationQuery, person: Person) -> bool:
    """Return whether number, name and birth date (as far as given) are those of this person."""
    if query.personal_id != person["personal_id"]:
        return False
    if query.full_name and folded_name(query.full_name) != folded_name(person["full_name"]):
        return False
    return person["birth_date"].startswith(query.birth_date)


def citizen_to_wire(person: Person, source: str = "CSDLQG_DAN_CU") -> dict[str, Any]:
    """Return the answer with the one citizen, limited to what `source` holds of this person."""
    return {"Body": {"CongdanCollection": {"CongDan": _citizen(person, source)}}}


def not_found() -> dict[str, Any]:
    """Return the answer for no match: a collection without a citizen; a wrong name cannot be told from it."""
    return {"Body": {"CongdanCollection": {}}}


_REFUSALS = {
    "bad_account": ("005", "Tài khoản không được phép tra cứu"),
    "malformed": ("001", "Yêu cầu không đúng định dạng"),
}
"""005 (account not allowed) is read by a public client; 001 is assumed."""


def refusal(reason: str) -> dict[str, str]:
    """Return the error body: `bad_account` or `malformed`."""
    code, message = _REFUSALS[reason]
    return {"errorCode": code, "message": message}


def _citizen(person: Person, source: str) -> dict[str, Any]:
    def known(attribute: str) -> str:
        return person[attribute] if person.knows(source, attribute) else ""

    return {
        "SoDinhDanh": known("personal_id"),
        "SoCMND": "",
        "HoVaTen": {"Ho": "", "ChuDem": "", "Ten": known("full_name")},
        "GioiTinh": known("gender"),
        "DanToc": known("ethnicity"),
        "TonGiao": "",
        "TinhTrangHonNhan": known("marital_status"),
        "NgayThangNamSinh": {"Nam": known("birth_date")[:4], "NgayThangNam": to_wire_date(known("birth_date"))},
        "QueQuan": _place(known("home_town")),
        "ThuongTru": _place(known("residence")),
        "NoiOHienTai": _place(known("residence")),
        "QuocTich": known("nationality"),
        "GiayToTuyThan": known("id_document"),
    }


def _place(address: str) -> dict[str, str]:
    """Clients since July 2025 skip the district code; the whole address stands in the detail."""
    return {"MaTinhThanh": "", "MaQuanHuyen": "", "MaPhuongXa": "", "ChiTiet": address, "QuocGia": "VN"}
