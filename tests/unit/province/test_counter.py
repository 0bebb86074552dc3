"""The counter of the reference province, and where its dossiers lie before and after the change to two tiers."""

from typing import Any

import pytest

from simulator.province.units import prefix_of
from tests.unit.province.conftest import LANDING, World
from tests.unit.province.fakes import NAME, NUMBER

OLD = "Số 5, Phường Thử Nhì, Quận Thử nghiệm, Tỉnh Thử nghiệm"
KIEM = "Trung tâm Phục vụ hành chính công phường Kiểm thử"
GIA = "Trung tâm Phục vụ hành chính công phường Giả định"
JSON = {"Accept": "application/json"}


def row(code: str, name: str, agency: str, **former: int) -> dict[str, Any]:
    olds = [{"code": old, "name": old, "district": "991", "share": share} for old, share in former.items()]
    return {"code": code, "name": name, "agency": agency, "former": olds}


COMMUNES = {
    "changed_on": "2025-07-01",
    "communes": [
        row("99005", "Phường Kiểm thử", "H99.14", nga_ba=40, kiem=100),
        row("99009", "Phường Giả định", "H99.16", nga_ba=60),
    ],
    "districts": [{"code": "991", "name": "Quận Thử nghiệm", "agency": "H99.3", "office": "Một cửa quận"}],
    "closed": {"agencies": [{"code": "H99.13", "name": "UBND phường Thử Nhì", "successors": ["99009"]}]},
}


@pytest.fixture(autouse=True)
def _units(national: Any) -> None:
    national.communes = COMMUNES


def file(world: World, **changes: Any) -> Any:
    body: dict[str, Any] = {
        "request_id": "yc-1",
        "procedure": "9.000001",
        "agency": "H99.12",
        "identified_by": "card",
        "person": {"personal_id": NUMBER, "full_name": NAME, "birth_date": "1990-05-17", "address_on_card": OLD},
        "values": {"request.reason": "Lý do thử", "applicant.phone": "0500000123"},
        "components": [{"code": "T.GIAY", "name": "giay", "content": "eA=="}],
        "session_time": "2025-07-01T09:00:00+07:00",
    }
    return world.citizen.client.post("/test/counter", json=body | changes, headers=world.citizen.officer_headers)


def at_the_district(world: World, ward: str, **changes: Any) -> str:
    person = {"personal_id": NUMBER, "full_name": NAME, "address_on_card": OLD, "commune_on_card": ward}
    told: dict[str, Any] = {"agency": "H99.3", "person": person, "session_time": "2025-06-25T08:00:00+07:00"}
    return str(file(world, **(told | changes)).json["dossier_code"])


def test_a_card_with_an_old_address_is_enough(world: World) -> None:
    answer = file(world)
    assert answer.status_code == 201, answer.text
    assert file(world).json == answer.json
    world.settle()
    (report,) = world.national.reports
    assert (report["KenhThucHien"], report["TaiKhoanDuocXacThucVoiVNeID"]) == ("1", "0")
    assert report["SoGiayToChuHoSo"] == NUMBER
    assert report["NgayNopHoSo"] == "20250701090000"
    assert report["SoDienThoai"] == "0500000123"


def test_what_is_missing_is_named_and_what_cannot_be_read_is_400(world: World) -> None:
    assert file(world, values={}, components=[]).status_code == 422
    assert file(world, person={}).status_code == 400
    assert file(world, session_time="hôm nay").status_code == 400
    assert file(world, procedure="9.999999").status_code == 404
    world.citizen.officer_headers = {}
    assert file(world).status_code == 401


def test_a_district_hands_over_with_number_and_day_as_they_were(world: World) -> None:
    code = at_the_district(world, "kiem")
    assert code.startswith("000.00.03.H99-250625-")
    world.citizen.officer(code, "accept", session_time="2025-06-25T08:01:00+07:00")
    world.settle()
    before = world.national.dossiers[code]
    assert before["DonViXuLy"] == "Một cửa quận"
    world.citizen.set_clock(code, "2025-06-30T17:00:00+07:00")
    world.citizen.officer(code, "process")
    world.settle()
    assert world.national.dossiers[code]["DonViXuLy"] == "Một cửa quận"
    world.citizen.set_clock(code, "2025-07-01T07:00:00+07:00")
    world.citizen.officer(code, "finish")
    world.settle()
    after = world.national.dossiers[code]
    assert (after["DonViXuLy"], after["NgayHenTra"]) == (KIEM, before["NgayHenTra"])
    assert list(world.national.dossiers) == [code]


def test_a_split_ward_goes_where_most_of_it_went(world: World) -> None:
    code = at_the_district(world, "nga_ba")
    world.citizen.set_clock(code, "2025-07-02T08:00:00+07:00")
    world.citizen.land()
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert view["unit"] == {"code": "H99.16", "name": GIA}


def test_after_the_change_a_district_takes_nothing_itself(world: World) -> None:
    code = at_the_district(world, "kiem", session_time="2025-07-01T08:00:00+07:00")
    assert code.startswith("000.00.14.H99-250701-")


def test_a_closed_code_leads_to_its_successor_and_an_unknown_one_to_the_province(world: World) -> None:
    world.citizen.land(LANDING.replace("H99.12", "H99.13"))
    assert world.citizen.submit(agency="H99.13").json["dossier_code"].startswith("000.00.16.H99-")
    assert world.citizen.submit("s-2", agency="H99.99").json["dossier_code"].startswith("000.00.12.H99-")


def test_without_the_list_of_units_dossiers_are_taken_all_the_same(world: World) -> None:
    world.national.communes = None
    assert file(world, agency="H99.3").status_code == 201


@pytest.mark.parametrize(
    ("defect", "demand"),
    [
        ("demands-vneid", "vneid"),
        ("demands-place-name-proof", "place_name_proof"),
        ("refuses-old-address", "address_change"),
    ],
)
def test_invented_demands(make_world: Any, defect: str, demand: str) -> None:
    answer = file(make_world(defect))
    assert answer.status_code == 422
    assert [error["demand"] for error in answer.json["errors"]] == [demand]


def test_defects_of_the_hand_over(make_world: Any) -> None:
    world = make_world("handed-to-wrong-commune", "new-number-at-hand-over", "deadline-starts-anew")
    code = at_the_district(world, "kiem")
    world.citizen.officer(code, "accept")
    world.settle()
    before = world.national.dossiers[code]
    world.citizen.officer(code, "process", session_time="2025-07-02T08:00:00+07:00")
    world.settle()
    other, after = list(world.national.dossiers.items())[-1]
    assert other != code
    assert "đặc khu" in after["DonViXuLy"]
    assert after["NgayHenTra"] > before["NgayHenTra"]


def test_files_under_closed_code(make_world: Any) -> None:
    world = make_world("files-under-closed-code")
    world.citizen.land()
    assert world.citizen.submit(agency="H99.13").json["dossier_code"].startswith("000.00.13.H99-")


def test_an_agency_in_the_order_of_dossier_codes() -> None:
    assert prefix_of("H99.3") == "000.00.03.H99"
    assert prefix_of("H56.242") == "H56.242"
