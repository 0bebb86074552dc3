"""An organisation logs in with its own account, files, and comes back with another account."""

from collections.abc import Callable

import pytest

from tests.unit.province.conftest import LANDING, World
from tests.unit.province.fakes import NUMBER, FakeNationalSide

TAX_CODE = "9900000016"
COMPANY = {
    "LoaiTaiKhoan": "2",
    "MaSoThue": TAX_CODE,
    "HoVaTen": "Công ty Thử",
    "TenDoanhNghiep": "Công ty TNHH Thử",
    "DiaChi": "Số 1, Phường Thử, tỉnh Thử",
    "SoDienThoai": "0500000123",
}


@pytest.fixture(autouse=True)
def company(national: FakeNationalSide) -> None:
    for name in ("SoDinhDanh", "NgayThangNamSinh"):
        del national.claims[name]
    national.claims |= COMPANY


def test_the_form_has_its_name_tax_code_and_address_and_no_register_of_people_is_asked(world: World) -> None:
    form = world.citizen.form()
    shown = {name: form[name]["value"] for name in ("name", "number", "home", "birth")}
    assert shown == {"name": "Công ty TNHH Thử", "number": TAX_CODE, "home": COMPANY["DiaChi"], "birth": ""}
    assert world.national.look_ups == []


def test_its_dossier_is_reported_as_an_enterprises_and_decided_without_a_note_about_people(world: World) -> None:
    code = world.citizen.file(values={"why": "Lý do thử"})
    for action in ("accept", "process", "finish"):
        assert world.citizen.officer(code, action).status_code == 200
    world.settle()
    row = world.national.reports[-1]
    assert (row["LoaiDoiTuong"], row["SoGiayToChuHoSo"], row["ChuHoSo"]) == ("2", TAX_CODE, "Công ty TNHH Thử")
    assert row["DinhDanhCHS"] == []
    assert world.national.look_ups == []
    assert world.citizen.client.get(f"/ho-so/{code}", headers={"Accept": "application/json"}).json["notes"] == []


@pytest.mark.parametrize(("defects", "status"), [((), 200), (("loses-old-account",), 404)])
def test_another_account_with_the_same_tax_code_finds_the_dossier(
    make_world: Callable[..., World], defects: tuple[str, ...], status: int
) -> None:
    world = make_world(*defects)
    code = world.citizen.file(values={"why": "Lý do thử"})
    world.citizen.client = world.app.test_client()
    world.national.claims["sub"] = world.national.id_token["sub"] = "another-account"
    assert world.citizen.land(LANDING).status_code == 200
    answer = world.citizen.client.get(f"/ho-so/{code}", headers={"Accept": "application/json"})
    assert answer.status_code == status


def test_a_person_is_still_reported_as_one(world: World) -> None:
    del world.national.claims["MaSoThue"]
    world.national.claims |= {"LoaiTaiKhoan": "1", "SoDinhDanh": NUMBER}
    world.citizen.file()
    world.settle()
    assert world.national.reports[-1]["LoaiDoiTuong"] == "1"
    assert world.national.reports[-1]["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": NUMBER}]
