"""What is special about a procedure is said on the form, kept with the dossier, and told to the portal."""

from typing import Any

import pytest

from tests.unit.province import fakes
from tests.unit.province.conftest import World
from tests.unit.province.fakes import EFORM, FakeNationalSide

ORIGINAL = {"code": "T.GOC", "name": {"vi": "Giấy chứng nhận", "en": "x"}, "required": "always", "kind": "original",
            "replaced_by": []}  # fmt: skip
PRESENCE = {
    "who": ["applicant", "partner"],
    "text": {"vi": "Hai bên cùng ký.", "en": "Both sign."},
    "on": "request.day",
}
DAY = {"id": "day", "label": {"vi": "Ngày hẹn", "en": "day"}, "type": "date", "required": False,
       "datum": "request.day", "known": {"to": [], "once": ""}}  # fmt: skip
HAND_IN = "Mang nộp bản gốc tại quầy, không thay bằng bản chụp: Giấy chứng nhận."


def publish(national: FakeNationalSide, **changes: Any) -> None:
    national.eforms["9.000001"] = EFORM | changes


def page(world: World, url: str) -> str:
    return str(world.citizen.client.get(url, headers={"Accept": "text/html"}).get_data(as_text=True))


def test_an_ordinary_procedure_has_no_notices(world: World) -> None:
    form = world.citizen.land().json
    assert form["notices"] == []
    assert all("hand_in" not in part for part in form["components"])


def test_an_original_is_handed_in_at_the_counter_and_never_asked_for_online(
    world: World, national: FakeNationalSide
) -> None:
    publish(national, components=[*EFORM["components"], ORIGINAL])  # type: ignore[misc]
    form = world.citizen.land().json
    assert form["components"][-1] == {
        "code": "T.GOC", "name": "Giấy chứng nhận", "required": False, "replaced_by": [], "hand_in": "counter",
    }  # fmt: skip
    assert form["notices"] == [HAND_IN]
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.settle()
    assert national.steps[0]["NoiDungXuLy"] == f"Tiếp nhận hồ sơ. {HAND_IN}"
    assert HAND_IN in page(world, f"/ho-so/{code}")


def test_both_parties_are_told_to_come_and_when(world: World, national: FakeNationalSide) -> None:
    publish(national, presence=PRESENCE, fields=[*EFORM["fields"], DAY])  # type: ignore[misc]
    assert world.citizen.land().json["notices"] == ["Hai bên cùng ký."]
    code = world.citizen.file(values={"why": "Lý do thử", "day": "2025-07-02"})
    world.citizen.officer(code, "accept")
    world.settle()
    assert national.steps[0]["NoiDungXuLy"] == "Tiếp nhận hồ sơ. Hai bên cùng ký. Ngày hẹn: 02/07/2025."


@pytest.mark.parametrize(("typed", "told"), [("", "Hai bên cùng ký."), ("mai", "Hai bên cùng ký. Ngày hẹn: mai.")])
def test_an_appointment_that_is_no_day_is_told_as_it_is(
    world: World, national: FakeNationalSide, typed: str, told: str
) -> None:
    publish(national, presence=PRESENCE, fields=[*EFORM["fields"], DAY])  # type: ignore[misc]
    code = world.citizen.file(values={"why": "Lý do thử", "day": typed})
    dossier = world.system.archive.find(code)
    assert dossier is not None
    assert dossier.at_counter == (told,)


def test_an_exam_follows_its_calendar_and_nobody_computes_a_day(
    world: World, national: FakeNationalSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(national, deadline={"value": None, "unit": "exam_calendar"})
    way = {"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "", "DONVITINH": "Theo lịch thi"}]}
    monkeypatch.setattr(fakes, "PROCEDURE", fakes.PROCEDURE | {"CACHTHUCTHUCHIEN": [way]})
    assert world.citizen.land().json["notices"] == [
        "Giải quyết theo lịch thi hằng năm; hệ thống không tự tính ngày hẹn trả."
    ]
    world.citizen.officer(world.citizen.file(), "accept")
    world.settle()
    assert {row["NgayHenTra"] for row in national.reports} == {""}
    assert {row["NgayKetThucTheoQuyDinh"] for row in national.steps} == {""}


def test_a_payment_is_shown_with_its_place_at_the_portal_and_not_filed(
    world: World, national: FakeNationalSide
) -> None:
    payment = {"id": "phat", "code": "", "name": {"vi": "Nộp phạt", "en": "fine"}, "handled_by": "province"}
    national.services.append({**payment, "function": "payment"})
    start = page(world, "/")
    assert f'<a href="{fakes.URL}/citizen/services/phat">Nộp phạt</a>' in start
    assert "MaTTHC=&amp;" not in start
    assert world.citizen.land("/vi/nps/apply?MaTTHC=&vneid=1").status_code == 404


def test_the_notices_stand_on_the_page_of_the_form(world: World, national: FakeNationalSide) -> None:
    publish(national, components=[*EFORM["components"], ORIGINAL])  # type: ignore[misc]
    world.citizen.land()
    shown = page(world, "/vi/nps/apply?MaTTHC=9.000001&vneid=1")
    assert HAND_IN in shown
    assert "(bản gốc nộp tại quầy)" in shown
    assert 'name="component.T.GOC"' not in shown
