"""Opening, showing and closing sessions."""

import pytest

from simulator.control.hand_store import HandStore
from simulator.world.people import FIRST_FREE_NUMBER
from tests.apps.control.conftest import PROVINCE, claim, register, session_body


@pytest.fixture
def known(national):
    register(national, claim("http://127.0.0.1:1"))


def opened(admin, request_id="r-open", **changes):
    return admin.post("/admin/sessions", json=session_body(request_id, **changes))


def refused(admin, **changes):
    answer = opened(admin, **changes)
    return answer.status_code, answer.get_json()["error"]


def test_a_session_has_people_and_starts_at_eight_on_its_day(admin, known):
    answer = opened(admin)
    body = answer.get_json()
    assert answer.status_code == 201
    assert body["session_now"] == "2025-07-01T08:00:00+07:00"
    assert set(body["people"]) == {"applicant", "partner", "child", "request"}
    assert body["people"]["applicant"]["number"] == FIRST_FREE_NUMBER


def test_the_same_request_opens_one_session(admin, known, national):
    assert opened(admin).get_json() == opened(admin).get_json()
    assert len(national.sessions.all()) == 1


def test_people_are_never_allotted_twice(admin, known):
    one = opened(admin, "r-1").get_json()["people"]
    two = opened(admin, "r-2").get_json()["people"]
    assert not {person["number"] for person in one.values()} & {person["number"] for person in two.values()}


def test_the_people_lead_exchanges_to_the_session(admin, known, national):
    body = opened(admin).get_json()
    applicant = body["people"]["applicant"]["attributes"]
    for kind in ("personal_id", "tech_id", "phone", "email"):
        found = national.sessions.match(national.db.read, PROVINCE, [(kind, applicant[kind])])
        assert found == (body["session"],)


def test_a_scenario_changes_people(admin, known, national):
    body = opened(admin, people={"applicant": {"without": ["phone"], "set": {"residence": "Huế"}}}).get_json()
    attributes = body["people"]["applicant"]["attributes"]
    assert "phone" not in attributes
    assert attributes["residence"] == "Huế"
    assert national.sessions.keys(body["session"], "phone") == (body["people"]["partner"]["attributes"]["phone"],)


def test_an_unknown_province_is_refused_in_both_languages(admin, known):
    status, error = refused(admin, province="tinh-thuu")
    assert (status, error["code"]) == (409, "unknown_province")
    assert "tinh-thu" in error["vi"]
    assert "did you mean tinh-thu" in error["en"]


def test_an_unknown_service_names_near_ones(admin, known):
    status, error = refused(admin, service="khai-sin")
    assert (status, error["code"]) == (404, "unknown_service")
    assert "did you mean khai-sinh" in error["en"]


def test_a_change_of_nobody_is_refused(admin, known):
    status, error = refused(admin, people={"aplicant": {"without": ["phone"]}})
    assert status == 422
    assert "did you mean applicant" in error["en"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("run", None), ("service", 5), ("as_of", "1/7/2025"), ("seed", -1), ("people", []), ("request_id", "")],
)
def test_a_wrong_value_is_named(admin, known, name, value):
    body = {**session_body(), name: value}
    if name == "people":
        body[name] = ["applicant"]
    answer = admin.post("/admin/sessions", json=body)
    assert answer.status_code == 400
    assert repr(name) in answer.get_json()["error"]["en"]


def test_a_session_can_be_shown_listed_and_closed(admin, known):
    session = opened(admin).get_json()["session"]
    shown = admin.get(f"/admin/sessions/{session}").get_json()
    assert (shown["status"], shown["province"], shown["dossiers"]) == ("open", PROVINCE, [])
    assert [one["session"] for one in admin.get("/admin/sessions?run=run-1").get_json()["sessions"]] == [session]
    assert admin.post(f"/admin/sessions/{session}/close").get_json()["status"] == "closed"
    assert admin.get(f"/admin/sessions/{session}").get_json()["status"] == "closed"
    assert admin.get("/admin/status").get_json()["sessions_open"] == 0


def test_an_unknown_session_is_404_everywhere(admin, known):
    for path in ("", "/evidence", "/exchanges"):
        assert admin.get(f"/admin/sessions/s-none{path}").status_code == 404
    for path, body in (
        ("citizen", {"request_id": "r", "action": "apply"}),
        ("officer", {"request_id": "r", "action": "accept"}),
        ("clock", {"request_id": "r", "hours": 1}),
        ("idle", {}),
        ("close", {}),
    ):
        assert admin.post(f"/admin/sessions/s-none/{path}", json=body).status_code == 404


def test_a_picture_of_a_session_is_shown(admin, known, national):
    session = opened(admin).get_json()["session"]
    store = HandStore(national.db)
    with national.db.write() as tx:
        store.keep_picture(tx, session, store.next_picture(session), b"PNG")
    answer = admin.get(f"/admin/sessions/{session}/screenshots/1.png")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", b"PNG")
    assert store.next_picture(session) == "2.png"
    missing = admin.get(f"/admin/sessions/{session}/screenshots/2.png")
    assert (missing.status_code, missing.get_json()["error"]["code"]) == (404, "unknown_screenshot")
