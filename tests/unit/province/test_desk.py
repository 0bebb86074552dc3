"""The officer's hook, the dossier's own clock, and the decision."""

from collections.abc import Callable
from datetime import datetime

import pytest

from simulator.core.clock import VIETNAM
from simulator.province import workflow
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import CITIZEN, NAME

RESIDENCE = "Số 7 phố Mới, Phường Thử, tỉnh Thử"


def _decision(world: World, code: str) -> dict[str, tuple[str, str]]:
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    return {item["datum"]: (item["value"], item["source"]) for item in view["decision"]}


def test_each_action_leads_to_its_status(world: World) -> None:
    code = world.citizen.file()
    for action, status in [("accept", 2), ("process", 4), ("request_supplement", 5), ("process", 4), ("finish", 9)]:
        assert world.citizen.officer(code, action).json == {"dossier_code": code, "status": status}
    assert world.citizen.officer(code, "return_result").json["status"] == 10


@pytest.mark.parametrize("action", ["finish", "process", "return_result", "stop"])
def test_what_is_not_allowed_from_a_status_is_409(world: World, action: str) -> None:
    code = world.citizen.file()
    answer = world.citizen.officer(code, action)
    assert answer.status_code == 409
    assert "Mới đăng ký" in answer.json["message"]


def test_nothing_follows_a_final_status() -> None:
    for final in (workflow.NOT_ACCEPTED, workflow.WITHDRAWN, workflow.STOPPED, workflow.RETURNED):
        assert not any(workflow.is_allowed(final, target) for target in workflow.NAMES)


def test_the_same_request_is_answered_the_same_and_done_once(world: World) -> None:
    code = world.citizen.file()
    first = world.citizen.officer(code, "accept", request_id="same")
    again = world.citizen.officer(code, "accept", request_id="same")
    assert first.json == again.json
    assert again.status_code == 200
    assert world.system.outbox.pending() == 2
    assert world.citizen.officer(code, "accept").status_code == 409


def test_hooks_want_the_token_and_a_sound_request(world: World) -> None:
    client = world.app.test_client()
    assert client.post("/test/officer", json={}).status_code == 401
    assert client.get("/test/idle").status_code == 401
    assert world.citizen.officer("no-such", "accept").status_code == 404
    code = world.citizen.file()
    assert world.citizen.officer(code, "dance").status_code == 400
    assert world.citizen.officer(code, "accept", session_time="yesterday").status_code == 400
    assert world.citizen.set_clock(code, "2025-07-01T08:00:00").status_code == 400
    assert world.citizen.set_clock("no-such", "2025-07-01T08:00:00+07:00").status_code == 404


def test_the_decision_takes_the_registrys_values(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.national.citizen = CITIZEN | {"NoiOHienTai": {"ChiTiet": "Địa chỉ mới"}}
    world.citizen.officer(code, "finish")
    assert _decision(world, code) == {
        "mother.full_name": (NAME, "CSDLQG_DAN_CU"),
        "mother.residence": ("Địa chỉ mới", "CSDLQG_DAN_CU"),
        "request.reason": ("Lý do thử", "TO_KHAI"),
    }


def test_the_look_up_for_a_decision_names_the_dossier(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    assert len(world.national.look_ups) == 1
    world.citizen.officer(code, "finish")
    assert world.national.look_ups[-1]["MaHoSo"] == code
    assert "ra kết quả" in world.national.look_ups[-1]["MucDich"]


def test_a_typed_value_that_differs_is_noted(world: World) -> None:
    world.national.eforms["9.000001"] = {
        **world.national.eforms["9.000001"],
        "results": [{"code": "KQ", "name": "Kết quả", "data": ["applicant.residence"]}],
    }
    world.national.registry_down = True
    code = world.citizen.file(values={"why": "x", "home": "Nơi khác"})
    world.national.registry_down = False
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    assert _decision(world, code) == {"applicant.residence": (RESIDENCE, "CSDLQG_DAN_CU")}
    dossier = world.system.archive.find(code)
    assert dossier is not None
    outage, difference = dossier.notes
    assert "CSDLQG_DAN_CU không trả lời" in outage
    assert "khai khác" in difference


def test_other_people_are_looked_up_by_the_number_on_the_form(world: World) -> None:
    world.national.eforms["9.000001"] = {
        **world.national.eforms["9.000001"],
        "results": [{"code": "KQ", "name": "Kết quả", "data": ["father.full_name"]}],
    }
    code = world.citizen.file(values={"why": "x", "father": "099200000018"})
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    assert {query["SoDinhDanh"] for query in world.national.look_ups[1:]} == {"099300000017", "099200000018"}


def test_a_finish_while_the_registry_is_down_changes_nothing(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.national.registry_down = True
    assert world.citizen.officer(code, "finish", request_id="f").status_code == 503
    world.national.registry_down = False
    assert world.citizen.officer(code, "finish", request_id="f").json["status"] == 9


def test_a_dossier_lives_on_its_own_clock(world: World) -> None:
    one, other = world.citizen.file(submission_id="a"), world.citizen.file(submission_id="b")
    assert world.citizen.set_clock(one, "2025-08-04T09:30:00+07:00").json == {"now": "2025-08-04T09:30:00+07:00"}
    world.citizen.officer(one, "accept")
    world.citizen.officer(other, "accept")
    moved, stayed = world.system.archive.find(one), world.system.archive.find(other)
    assert moved is not None
    assert stayed is not None
    assert moved.received_at == "2025-08-04T09:30:01+07:00"
    assert moved.filed_at == "2025-08-04T09:30:00+07:00"
    assert stayed.received_at == "2025-07-01T08:00:01+07:00"


def test_the_clock_moves_on_with_the_session(world: World) -> None:
    code = world.citizen.file()
    world.citizen.set_clock(code, "2025-07-01T08:00:00+07:00")
    world.citizen.set_clock(code, "2025-07-02T08:00:00+07:00")
    world.citizen.officer(code, "accept", session_time="2025-07-03T10:00:00+07:00")
    dossier = world.system.archive.find(code)
    assert dossier is not None
    assert dossier.filed_at == "2025-07-01T08:00:00+07:00"
    assert dossier.received_at == "2025-07-03T10:00:00+07:00"


def test_events_of_one_second_have_times_of_their_own(world: World) -> None:
    code = world.citizen.file()
    for action in ("accept", "process", "request_supplement", "process"):
        world.citizen.officer(code, action, session_time="2025-07-01T09:00:00+07:00")
    times = [at for _, at, _ in world.system.archive.history(code)]
    assert len(set(times)) == 5
    assert times == sorted(times)


def test_a_result_can_be_fetched_from_its_link(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    world.settle()
    (paper,) = world.national.dossiers[code]["DanhSachGiayToKetQua"]
    assert paper["MaGiayToKetQua"] == "KQ.T"
    answer = world.app.test_client().get(paper["DuongDanTepTinKetQua"].removeprefix("http://province.example"))
    assert code in answer.text
    assert world.app.test_client().get("/ket-qua/guess").status_code == 404


def test_new_dossiers_start_at_the_configured_time(make_world: Callable[..., World]) -> None:
    world = make_world(starts_at=datetime(2026, 1, 5, 9, 0, tzinfo=VIETNAM))
    assert world.citizen.file() == "000.00.12.H99-260105-0001"
    assert make_world(starts_at=None).citizen.file(submission_id="wall").endswith("-250701-0001")
