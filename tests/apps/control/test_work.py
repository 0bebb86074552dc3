"""The work list of a system that people work: items, who takes them, what is answered, and what that means."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.catalogue.catalogue import Catalogue
from simulator.web.national import National, open_national
from simulator.wire.contracts import Contracts
from tests.apps.control.conftest import PROVINCE, admin_app, claim, register, session_body

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PEOPLE = {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "attended"}}


@pytest.fixture
def session(national: National, admin: FlaskClient) -> str:
    attended = {
        "minutes": {"citizen": 7, "officer": 2},
        "unit": "Bộ phận một cửa",
        "officer_url": "http://x.example/cb",
    }
    document = claim("http://127.0.0.1:9", services=PEOPLE, hooks={}, test_clock="none", attended=attended)
    register(national, document)
    body = session_body(scenario="once/known-not-asked", people={"applicant": {"without": ["phone"]}})
    return str(admin.post("/admin/sessions", json=body).get_json()["session"])


def apply(admin: FlaskClient, session: str, request_id: str = "r1", **more: Any) -> dict[str, Any]:
    body = {"request_id": request_id, "action": "apply", "typed": {"applicant.phone": "0500001234"}, **more}
    return dict(admin.post(f"/admin/sessions/{session}/citizen", json=body).get_json())


def item_of(admin: FlaskClient, waiting: dict[str, Any]) -> dict[str, Any]:
    return dict(admin.get(f"/admin/work/{waiting['waiting']['item']}").get_json()["item"])


def done(admin: FlaskClient, item: str, **more: Any) -> Any:
    return admin.post(f"/admin/work/{item}/answer", json={"result": "done", "by": "Lan", **more})


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.get_json()["error"]["code"]


def test_item_tells_a_person_everything(admin: FlaskClient, session: str) -> None:
    item = item_of(admin, apply(admin, session))
    citizen = admin.get(f"/admin/sessions/{session}").get_json()["people"]["applicant"]["attributes"]
    assert item["status"] == "waiting"
    assert (item["kind"], item["action"], item["group"]) == ("citizen", "citizen.apply", citizen["personal_id"])
    assert item["open"].endswith(f"/citizen/services/1.001193/apply?province={PROVINCE}")
    assert item["who"]["name"] == citizen["full_name"]
    assert citizen["personal_id"] in item["login"]["vi"]
    assert {"datum": "applicant.phone", "value": "0500001234", "known": False} in [
        {name: row[name] for name in ("datum", "value", "known")} for row in item["type"]
    ]
    assert [question["id"] for question in item["questions"]] == ["known_data_not_asked", "prefilled_data_true"]
    assert item["minutes"] == 7
    assert not {"filed", "asked"} & item.keys()


def test_same_request_finds_its_item_and_then_its_result(admin: FlaskClient, session: str) -> None:
    first = apply(admin, session)
    assert apply(admin, session)["waiting"] == first["waiting"]
    done(admin, first["waiting"]["item"], dossier_code="H98.12-1")
    answered = apply(admin, session)
    assert (answered["ok"], answered["dossier_code"]) == (True, "H98.12-1")
    assert apply(admin, session) == answered


def test_answer_is_an_exchange_with_facts(national: National, admin: FlaskClient, session: str) -> None:
    item = item_of(admin, apply(admin, session))
    sent = {"name": "../a/form.png", "base64": base64.b64encode(PNG).decode()}
    answer = done(admin, item["id"], answers={"known_data_not_asked": "yes"}, screenshot=sent).get_json()["item"]
    assert answer["answer"]["screenshot"] == "form.png"
    facts = {fact.kind: fact for fact in national.journal.facts(session)}
    assert facts["work_done"].get("answers") == {"known_data_not_asked": "yes"}
    assert facts["submission"].get("typed")["applicant.phone"] == "0500001234"
    assert "applicant.full_name" not in facts["submission"].get("typed")
    assert facts["submission"].get("accepted") is True
    file = admin.get(f"/admin/work/{item['id']}/screenshot")
    assert (file.data, file.mimetype) == (PNG, "image/png")


def test_cannot_is_the_testers_to_mend(national: National, admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    refused = admin.post(f"/admin/work/{item}/answer", json={"result": "cannot", "by": "Lan"})
    assert code(refused) == (400, "bad_request")
    assert "reason" in refused.get_json()["error"]["en"]
    admin.post(f"/admin/work/{item}/answer", json={"result": "cannot", "by": "Lan", "reason": "Trang lỗi"})
    assert apply(admin, session)["problem"]["kind"] == "cannot"
    assert [fact.get("problem") for fact in national.journal.facts(session) if fact.kind == "hand_failed"] == ["cannot"]


def test_officers_without_a_hook_are_people(national: National, admin: FlaskClient, session: str) -> None:
    done(admin, apply(admin, session)["waiting"]["item"], dossier_code="H98.12-1")
    body = {"request_id": "r2", "action": "refuse", "reason": "Sai tên"}
    waiting = admin.post(f"/admin/sessions/{session}/officer", json=body).get_json()
    item = item_of(admin, waiting)
    assert (item["kind"], item["group"], item["dossier_code"]) == ("officer", "Bộ phận một cửa", "H98.12-1")
    assert (item["open"], item["reason"], item["minutes"]) == ("http://x.example/cb", "Sai tên", 2)
    done(admin, item["id"])
    acted = [fact for fact in national.journal.facts(session) if fact.kind == "officer_action"]
    assert [(fact.get("action"), fact.get("status"), fact.get("done")) for fact in acted] == [("refuse", 3, True)]


def test_what_may_be_refused_is_answered_by_cannot(national: National, admin: FlaskClient, session: str) -> None:
    done(admin, apply(admin, session)["waiting"]["item"], dossier_code="H98.12-1")
    body = {"request_id": "r2", "action": "finish", "refusable": True}
    item = admin.post(f"/admin/sessions/{session}/officer", json=body).get_json()["waiting"]["item"]
    admin.post(f"/admin/work/{item}/answer", json={"result": "cannot", "by": "Lan", "reason": "Hồ sơ đã rút"})
    assert admin.post(f"/admin/sessions/{session}/officer", json=body).get_json()["ok"] is True
    acted = next(fact for fact in national.journal.facts(session) if fact.kind == "officer_action")
    assert (acted.get("done"), acted.get("refusable")) == (False, True)


def test_list_is_grouped_and_estimated(admin: FlaskClient, session: str) -> None:
    apply(admin, session)
    other = admin.post("/admin/sessions", json=session_body("r-two")).get_json()["session"]
    apply(admin, other)
    done(admin, apply(admin, other)["waiting"]["item"])
    document = admin.get("/admin/work").get_json()
    assert [one["status"] for one in document["items"]] == ["waiting", "done"]
    assert document["estimate"] == {"items": 1, "log_ins": 1, "minutes": 7}
    assert [one["session"] for one in admin.get("/admin/work?status=open").get_json()["items"]] == [session]
    assert admin.get("/admin/work?run=another").get_json()["items"] == []
    assert code(admin.get("/admin/work?status=lost")) == (404, "unknown_status")


def test_taken_by_one_person_at_a_time(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    assert admin.post(f"/admin/work/{item}/take", json={"by": "Lan"}).get_json()["item"]["status"] == "taken"
    assert admin.post(f"/admin/work/{item}/take", json={"by": "Lan"}).status_code == 200
    refused = admin.post(f"/admin/work/{item}/take", json={"by": "Minh"})
    assert code(refused) == (409, "taken")
    assert "Lan" in refused.get_json()["error"]["vi"]
    assert admin.post(f"/admin/work/{item}/release", json={"by": "Lan"}).get_json()["item"]["taken_by"] == ""
    assert admin.post(f"/admin/work/{item}/take", json={"by": "Minh"}).status_code == 200


def test_first_answer_stays(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    done(admin, item)
    again = admin.post(f"/admin/work/{item}/answer", json={"result": "cannot", "by": "Minh", "reason": "x"})
    assert code(again) == (409, "already_answered")
    assert "Lan" in again.get_json()["error"]["vi"]
    assert code(admin.post(f"/admin/work/{item}/take", json={"by": "Minh"})) == (409, "already_answered")
    assert code(admin.post(f"/admin/work/{item}/release", json={"by": "Minh"})) == (409, "already_answered")


def test_nothing_is_answered_for_a_closed_session(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    admin.post(f"/admin/sessions/{session}/close", json={})
    assert admin.get(f"/admin/work/{item}").get_json()["item"]["status"] == "withdrawn"
    assert code(done(admin, item)) == (409, "session_closed")
    assert code(admin.post(f"/admin/work/{item}/take", json={"by": "Lan"})) == (409, "session_closed")


def test_unknown_item_names_what_is_open(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    refused = done(admin, f"{item[:-1]}x")
    assert code(refused) == (404, "unknown_work_item")
    assert item in refused.get_json()["error"]["vi"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"result": "later", "by": "Lan"}, "result"),
        ({"result": "done"}, "by"),
        ({"result": "done", "by": "Lan", "answers": {"known_data": "yes"}}, "known_data_not_asked"),
        ({"result": "done", "by": "Lan", "answers": {"known_data_not_asked": "maybe"}}, "yes or no"),
        ({"result": "done", "by": "Lan", "screenshot": {"name": "a.png", "base64": "§"}}, "base64"),
        ({"result": "done", "by": "Lan", "screenshot": {"name": "a.png", "base64": "aGVsbG8="}}, "image"),
        ({"result": "done", "by": "Lan", "note": "x" * 4001}, "note"),
    ],
)
def test_what_cannot_be_taken_is_named(admin: FlaskClient, session: str, body: dict[str, Any], named: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    refused = admin.post(f"/admin/work/{item}/answer", json=body)
    assert code(refused) == (400, "bad_request")
    assert named in refused.get_json()["error"]["en"]
    assert admin.get(f"/admin/work/{item}").get_json()["item"]["status"] == "waiting"


def test_form_brings_its_file(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    form = {"result": "done", "by": "Lan", "answers.known_data_not_asked": "no"}
    sent = admin.post(f"/admin/work/{item}/answer", data={**form, "screenshot": (io.BytesIO(PNG), "a.png")})
    answer = sent.get_json()["item"]["answer"]
    assert (answer["screenshot"], answer["answers"]) == ("a.png", {"known_data_not_asked": "no"})


def test_form_of_a_foreign_page_is_refused(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    form = {"result": "done", "by": "Lan", "screenshot": (io.BytesIO(PNG), "a.png")}
    headers = {"Origin": "https://evil.example"}
    assert admin.post(f"/admin/work/{item}/answer", data=form, headers=headers).status_code == 415
    assert admin.get(f"/admin/work/{item}").get_json()["item"]["status"] == "waiting"


def test_form_of_our_page_arrives_through_a_proxy(admin: FlaskClient, national: National, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    national.public_url = "https://sim.example"
    form = {"result": "done", "by": "Lan", "screenshot": (io.BytesIO(PNG), "a.png")}
    sent = admin.post(f"/admin/work/{item}/answer", data=form, headers={"Origin": "https://sim.example"})
    assert sent.status_code == 200, sent.text


def test_large_file_is_refused(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    form = {"result": "done", "by": "Lan", "screenshot": (io.BytesIO(PNG + b"0" * 5 * 1024 * 1024), "a.png")}
    assert code(admin.post(f"/admin/work/{item}/answer", data=form)) == (413, "too_large")
    assert code(done(admin, item, note="x" * 11 * 1024 * 1024)) == (413, "too_large")


def test_item_without_a_file_says_so(admin: FlaskClient, session: str) -> None:
    item = apply(admin, session)["waiting"]["item"]
    done(admin, item)
    assert code(admin.get(f"/admin/work/{item}/screenshot")) == (404, "no_screenshot")


def test_items_survive_a_restart(
    national: National, admin: FlaskClient, session: str, tmp_path: Path, catalogue: Catalogue, contracts: Contracts
) -> None:
    item = apply(admin, session)["waiting"]["item"]
    national.db.close()
    again = open_national(tmp_path / "data", catalogue, contracts, clock=national.clock)
    anew = admin_app(again).test_client()
    assert done(anew, item, dossier_code="H98.12-1").status_code == 200
    assert apply(anew, session)["dossier_code"] == "H98.12-1"
    again.db.close()


def test_closed_unit_stands_in_the_link_and_in_what_it_meant(
    national: National, admin: FlaskClient, session: str
) -> None:
    item = item_of(admin, apply(admin, session, agency="closed"))
    agency = item["open"].partition("&agency=")[2]
    assert agency
    admin.post(f"/admin/work/{item['id']}/answer", json={"result": "cannot", "by": "Lan", "reason": "Đã sáp nhập"})
    handed = next(fact for fact in national.journal.facts(session) if fact.kind == "handover")
    assert (handed.get("landed"), handed.get("closed")["code"]) == (True, agency)
    assert handed.get("closed")["successors"]


def test_visit_at_the_counter_is_an_officers_item(national: National, admin: FlaskClient, session: str) -> None:
    body = {"request_id": "r9", "action": "file", "identified_by": "card", "address": "former"}
    item = item_of(admin, admin.post(f"/admin/sessions/{session}/counter", json=body).get_json())
    assert (item["kind"], item["who"]["role"], item["group"]) == ("counter", "officer", "Bộ phận một cửa")
    assert "thẻ căn cước" in item["instructions"][0]["vi"]
    done(admin, item["id"], dossier_code="H98.12-1")
    filed = next(fact for fact in national.journal.facts(session) if fact.kind == "counter_filing")
    assert (filed.get("identified_by"), filed.get("dossier_code"), filed.get("accepted")) == ("card", "H98.12-1", True)
    assert filed.get("heirs")


def test_supplement_asks_for_a_line_of_the_published_form(national: National, admin: FlaskClient, session: str) -> None:
    done(admin, apply(admin, session)["waiting"]["item"], dossier_code="H98.12-1")
    body = {"request_id": "r2", "action": "request_supplement", "reason": "Chưa rõ", "ask": ["typed_line"]}
    item = item_of(admin, admin.post(f"/admin/sessions/{session}/officer", json=body).get_json())
    assert len(item["ask"]) == 1
    assert item["ask"][0] in item["instructions"][-1]["vi"]


def test_report_brings_the_code_that_nobody_told(national: National, admin: FlaskClient, session: str) -> None:
    done(admin, apply(admin, session)["waiting"]["item"])
    assert apply(admin, session)["dossier_code"] == ""
    with national.db.write() as tx:
        national.sessions.register_key(tx, session, PROVINCE, "dossier_code", "H98.12-7")
    waiting = admin.post(f"/admin/sessions/{session}/officer", json={"request_id": "r2", "action": "accept"}).get_json()
    assert item_of(admin, waiting)["dossier_code"] == "H98.12-7"
