"""What VNeID and the population database say of a person, and the hand-over of the browser."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.person import Person
from simulator.wire.contracts import Contracts
from simulator.wire.handover import handover_from_query, handover_query, local_code_of, online_code_of
from simulator.wire.identity import claims_of, personal_id_of
from simulator.wire.population import citizen_to_wire, folded_name, lookup_from_wire, names_person, not_found

ATTRIBUTES = {
    "personal_id": "099190000101",
    "tech_id": "7d1f4a52-0000-5000-8000-000000000101",
    "full_name": "Đỗ Thị Hoà",
    "birth_date": "1990-05-12",
    "gender": "2",
    "residence": "Số 5, Phường Thử Nghiệm, Tỉnh Thử nghiệm",
    "phone": "0500000101",
    "email": "hoa.101@dancu.example",
}
POPULATION = ("personal_id", "full_name", "birth_date", "residence")
NAMES = load_catalogue(data_folders()).identity_profiles["standard"].claims
PERSON = Person(
    101, ATTRIBUTES, {"VNEID": ("personal_id", "full_name", "birth_date", "phone"), "CSDLQG_DAN_CU": POPULATION}
)


def query(**change: str) -> dict[str, str]:
    return {"SoDinhDanh": "099190000101", "HoVaTen": "DOTHIHOA", "NgayThangNam": "19900512", **change}


def test_claims_hold_only_the_contact_data_that_vneid_knows() -> None:
    claims = claims_of(PERSON, NAMES)
    assert claims["SoDienThoai"] == "0500000101"
    assert "ThuDienTu" not in claims
    assert (claims["HoVaTen"], claims["NgayThangNamSinh"], claims["LoaiTaiKhoan"]) == ("Đỗ Thị Hoà", "19900512", "1")
    assert claims["sub"] == claims["TechID"]


def test_an_organisation_is_told_by_its_tax_code_and_by_who_represents_it() -> None:
    company = {"account_type": "organisation", "tax_code": "9900000016", "full_name": "Công ty", "tech_id": "t"}
    someone = Person(1, {**company, "personal_id": "9900000016", "representative": "Vy", "subject": "old"}, {})
    claims = claims_of(someone, NAMES)
    assert (claims["MaSoThue"], claims["NguoiDaiDien"], claims["TenDoanhNghiep"]) == ("9900000016", "Vy", "Công ty")
    assert (claims["sub"], claims["TechID"]) == ("old", "t")
    assert "SoDinhDanh" not in claims
    assert personal_id_of(claims) == "9900000016"
    assert personal_id_of({"LoaiTaiKhoan": "1", "SoDinhDanh": "099", "MaSoThue": "99"}) == "099"


def test_person_without_a_phone_has_no_phone_claim() -> None:
    kept = {name: value for name, value in ATTRIBUTES.items() if name != "phone"}
    assert "SoDienThoai" not in claims_of(Person(101, kept, PERSON.known_to), NAMES)


@pytest.mark.parametrize(
    ("name", "folded"), [("Đỗ Thị Hoà", "DOTHIHOA"), ("Đỗ Thị Hòa", "DOTHIHOA"), ("Lê Ưu Ơn", "LEUUON")]
)
def test_names_are_folded_as_clients_send_them(name: str, folded: str) -> None:
    assert folded_name(name) == folded


def test_look_up_says_who_asks_and_why() -> None:
    body = query(MaCanBo="CB01", MaHoSo="H99-250701-0001", MaDVC="1.001193", MaYeuCau="1")
    asked = lookup_from_wire(body)
    assert (asked.requester, asked.dossier_code, asked.purpose) == ("CB01", "H99-250701-0001", "1.001193")
    assert lookup_from_wire(query(MucDich="Khai sinh", MaDVC="x")).purpose == "Khai sinh"


@pytest.mark.parametrize(
    "change", [{}, {"HoVaTen": ""}, {"HoVaTen": "Đỗ Thị Hoà"}, {"NgayThangNam": "", "Nam": "1990"}]
)
def test_right_data_as_far_as_given_name_the_person(change: dict[str, str]) -> None:
    assert names_person(lookup_from_wire(query(**change)), PERSON)


@pytest.mark.parametrize(
    "change", [{"HoVaTen": "DOTHIHA"}, {"NgayThangNam": "19900513"}, {"SoDinhDanh": "099190000102"}]
)
def test_one_wrong_datum_names_nobody(change: dict[str, str]) -> None:
    assert not names_person(lookup_from_wire(query(**change)), PERSON)


def test_answer_is_limited_to_what_the_source_holds(contracts: Contracts) -> None:
    answer = citizen_to_wire(PERSON)
    citizen = answer["Body"]["CongdanCollection"]["CongDan"]
    assert citizen["HoVaTen"]["Ten"] == "Đỗ Thị Hoà"
    assert citizen["ThuongTru"]["ChiTiet"] == ATTRIBUTES["residence"]
    assert citizen["GioiTinh"] == ""
    assert contracts["registries/TraCuuThongTinCongDan"].check_response(answer) == ()


def test_no_match_is_a_collection_without_a_citizen(contracts: Contracts) -> None:
    assert not_found() == {"Body": {"CongdanCollection": {}}}
    assert contracts["registries/TraCuuThongTinCongDan"].check_response(not_found()) == ()


def test_handover_goes_there_and_back(contracts: Contracts) -> None:
    query = handover_query("1.001193", local_code_of("1.001193", "H99.12"), online_code_of("1.001193"), "H99.12")
    assert contracts["portal/handover"].check_request(query) == ()
    assert handover_from_query(query) == ("1.001193", "1.001193.H99", "1.001193.01", "H99.12", "1")
    assert handover_from_query({}) == ("", "", "", "", "")


@pytest.mark.parametrize(("agency", "local"), [("000.00.00.H99", "1.1.H99"), ("H99.12", "1.1.H99"), ("000", "1.1")])
def test_local_code_is_made_for_both_orders_of_an_agency_code(agency: str, local: str) -> None:
    assert local_code_of("1.1", agency) == local
