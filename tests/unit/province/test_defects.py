"""Each defect does its one wrong thing, and a province without any does not."""

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from simulator.core.errors import ConfigurationError
from simulator.province.defects import build_seams, catalogue
from simulator.province.defects.registry import CLASSES
from simulator.province.seams import Seams
from tests.unit.province.conftest import JSON, World

MakeWorld = Callable[..., World]


def _story(world: World, *actions: str) -> str:
    code = world.citizen.file()
    world.settle()
    for action in actions:
        world.citizen.officer(code, action)
        world.settle()
    return code


def _outage(world: World) -> str:
    """The portal is down when the officer accepts, and up again for the rest."""
    code = _story(world)
    world.national.down = True
    world.citizen.officer(code, "accept")
    world.sync()
    world.national.down = False
    world.settle()
    for action in ("process", "finish"):
        world.citizen.officer(code, action)
        world.settle()
    return code


def test_every_described_defect_has_a_class_and_the_other_way_round() -> None:
    assert [info.id for info in catalogue()] == sorted(CLASSES, key=[info.id for info in catalogue()].index)
    assert {info.id for info in catalogue()} == set(CLASSES)


@pytest.mark.parametrize("info", catalogue(), ids=lambda info: info.id)
def test_a_defect_overrides_one_seam_and_says_what_catches_it(info: Any) -> None:
    own = [name for name in vars(CLASSES[info.id]) if not name.startswith("_")]
    assert len(own) == 1
    assert own[0] in vars(Seams)
    assert info.expects
    assert set(info.expects.values()) <= {"FAIL", "WARN"}
    assert set(info.visible_in) <= {"calm", "portal-down", "registry-down", "vneid-down"}
    assert info.title.vi != info.title.en
    assert info.source


def test_an_unknown_defect_names_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match="status-lost"):
        build_seams(["status-lots"])


def test_the_descriptions_need_neither_flask_nor_requests() -> None:
    script = (
        "import sys; from simulator.province.defects import catalogue; catalogue();"
        " assert not {'flask', 'requests', 'joserfc'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_defects_can_be_combined(make_world: MakeWorld) -> None:
    world = make_world("status-lost", "asks-known-residence", "district-code-on-wire")
    assert world.citizen.form()["home"]["state"] == "input"
    world.citizen.file(values={"why": "x", "home": "Nhà tôi"})
    world.settle()
    assert world.national.reports[0]["MaHuyen"] == "001"


def test_status_lost(make_world: MakeWorld) -> None:
    world = make_world("status-lost")
    _story(world, "accept", "process", "finish")
    assert world.national.reported == ["1", "2", "9"]
    assert world.national.stepped == ["2", "9"]
    assert world.system.outbox.pending() == 0


def test_final_state_not_synced(make_world: MakeWorld) -> None:
    world = make_world("final-state-not-synced")
    _story(world, "accept", "process", "finish", "return_result")
    assert world.national.reported == ["1", "2", "4"]


def test_stale_overwrites(make_world: MakeWorld) -> None:
    world = make_world("stale-overwrites")
    _story(world, "accept", "process", "finish", "return_result")
    assert world.national.reported == ["1", "2", "4", "2", "9", "10"]


def test_no_catch_up_shows_only_when_the_portal_was_down(make_world: MakeWorld) -> None:
    world = make_world("no-catch-up")
    _outage(world)
    assert world.national.reported == ["1", "4", "9"]
    assert world.national.stepped == ["4", "9"]


def test_no_catch_up_is_unseen_in_calm(make_world: MakeWorld) -> None:
    world = make_world("no-catch-up")
    _story(world, "accept", "process")
    assert world.national.reported == ["1", "2", "4"]


def test_doubled_step(make_world: MakeWorld) -> None:
    world = make_world("doubled-step")
    _story(world, "accept")
    first, second = world.national.steps
    assert first["TrangThai"] == second["TrangThai"]
    assert first["ThoiDiemXuLy"] != second["ThoiDiemXuLy"]


def test_new_code_on_retry(make_world: MakeWorld) -> None:
    world = make_world("new-code-on-retry")
    code = _outage(world)
    assert set(world.national.dossiers) == {code, code[:-4] + "5001"}
    assert world.system.outbox.pending() == 0


def test_asks_known_residence(make_world: MakeWorld) -> None:
    field = make_world("asks-known-residence").citizen.form()["home"]
    assert (field["state"], field["value"]) == ("input", "")


def test_prefills_someone_else(make_world: MakeWorld) -> None:
    form = make_world("prefills-someone-else").citizen.form()
    assert form["birth"]["value"] == "1970-01-01"
    assert form["home"]["state"] == "locked"
    assert "Phường Cũ" in form["home"]["value"]


@pytest.mark.parametrize(
    ("defect", "kept", "phone"),
    [
        ("strips-diacritics", "Ly do thu", "0500000123"),
        ("decomposes-text", unicodedata.normalize("NFD", "Lý do thử"), "0500000123"),
        ("drops-leading-zero", "Lý do thử", "500000123"),
    ],
)
def test_typed_text_is_changed(make_world: MakeWorld, defect: str, kept: str, phone: str) -> None:
    world = make_world(defect)
    code = _story(world)
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    values = {field["id"]: field["value"] for field in view["fields"]}
    assert (values["why"], values["phone"]) == (kept, phone)
    assert world.national.dossiers[code]["SoDienThoai"] == phone


def test_demands_id_copy_and_still_takes_the_dossier(make_world: MakeWorld) -> None:
    world = make_world("demands-id-copy")
    components = {part["code"]: part["required"] for part in world.citizen.land().json["components"]}
    assert components["T.CAN_CUOC"] is True
    assert world.citizen.submit().status_code == 201


def test_supplement_for_paper(make_world: MakeWorld) -> None:
    world = make_world("supplement-for-paper")
    code = world.citizen.file()
    assert world.citizen.officer(code, "accept").json["status"] == 5


def test_supplement_for_paper_is_unseen_when_the_paper_was_handed_in(make_world: MakeWorld) -> None:
    world = make_world("supplement-for-paper")
    papers = [{"code": code, "name": "a", "content": "eA=="} for code in ("T.GIAY", "T.CAN_CUOC")]
    code = world.citizen.file(components=papers)
    assert world.citizen.officer(code, "accept").json["status"] == 2


def test_no_registry_lookup(make_world: MakeWorld) -> None:
    world = make_world("no-registry-lookup")
    form = world.citizen.form()
    assert form["home"]["state"] == "input"
    assert form["birth"]["source"] == "VNEID"
    code = world.citizen.file(values={"why": "x", "home": "Nhà tôi"})
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert {item["source"] for item in view["decision"]} == {"TO_KHAI"}
    assert world.national.look_ups == []


def test_lookup_without_purpose(make_world: MakeWorld) -> None:
    world = make_world("lookup-without-purpose")
    world.citizen.land()
    (query,) = world.national.look_ups
    assert not query.get("MucDich")
    assert not query.get("MaDVC")
    assert query["MaCanBo"]


def test_decision_from_form(make_world: MakeWorld) -> None:
    world = make_world("decision-from-form")
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert view["decision"][0]["value"] == "Do Thi Hoa"


def test_iso_dates_on_wire(make_world: MakeWorld) -> None:
    world = make_world("iso-dates-on-wire")
    code = _story(world)
    assert world.national.dossiers[code]["NgayNopHoSo"] == "2025-07-01T08:00:00"


def _asked(world: World) -> str:
    code = world.citizen.file()
    world.citizen.officer(code, "request_supplement", reason="Thiếu giấy", components=["T.THEM"], fields=["why"])
    return code


def _supplement(world: World, code: str) -> Any:
    body = {
        "supplement_id": "b-1",
        "values": {"why": "Rõ hơn"},
        "components": [{"code": code, "name": "a", "content": "eA=="} for code in ("T.THEM", "T.GIAY")],
    }
    return world.citizen.client.post(f"/ho-so/{code}/bo-sung", json=body)


def _view(world: World, code: str) -> Any:
    return world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json


def test_forgets_typed_data(make_world: MakeWorld) -> None:
    world = make_world("forgets-typed-data")
    world.citizen.file()
    assert world.citizen.form()["phone"]["state"] == "input"


def test_reason_swallowed(make_world: MakeWorld) -> None:
    world = make_world("reason-swallowed")
    code = _asked(world)
    world.settle()
    assert "Thiếu giấy" not in str(_view(world, code)) + str(world.national.steps)


def test_supplement_asked_again(make_world: MakeWorld) -> None:
    world = make_world("supplement-asked-again")
    code = _asked(world)
    assert _supplement(world, code).status_code == 200
    world.settle()
    assert world.national.stepped == ["5", "5"]
    assert len({step["NoiDungXuLy"] for step in world.national.steps}) == 2


def test_asks_for_what_was_given(make_world: MakeWorld) -> None:
    world = make_world("asks-for-what-was-given")
    assert _view(world, _asked(world))["asked"]["components"] == ["T.THEM", "T.GIAY"]


def test_new_number_after_supplement(make_world: MakeWorld) -> None:
    world = make_world("new-number-after-supplement")
    code = _asked(world)
    assert _supplement(world, code).json["dossier_code"] not in ("", code)


def test_refuses_withdrawal(make_world: MakeWorld) -> None:
    world = make_world("refuses-withdrawal")
    code = world.citizen.file()
    assert world.citizen.client.post(f"/ho-so/{code}/rut", json={"request_id": "w"}).status_code == 409
    assert world.citizen.officer(code, "accept").json["status"] == 2


def test_goes_on_after_withdrawal(make_world: MakeWorld) -> None:
    world = make_world("goes-on-after-withdrawal")
    code = world.citizen.file()
    assert world.citizen.client.post(f"/ho-so/{code}/rut", json={"request_id": "w"}).json["status"] == 7
    assert world.citizen.officer(code, "finish").json["status"] == 9


def test_withdrawal_not_reported(make_world: MakeWorld) -> None:
    world = make_world("withdrawal-not-reported")
    code = world.citizen.file()
    world.citizen.client.post(f"/ho-so/{code}/rut", json={"request_id": "w"})
    world.settle()
    assert world.national.reported == ["1"]
    assert world.citizen.officer(code, "accept").status_code == 409
