"""The adapter: login, the head of a call, and everything that is refused before an operation is asked."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.catalogue.catalogue import Catalogue
from simulator.control.blueprint import blueprint as control
from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from simulator.web.national import National, open_national
from simulator.wire.contracts import Contracts
from tests.apps.national_fixtures import PUBLIC_URL, Seen, national_app
from tests.apps.portal_messages import AGENCY, call, codes, log_in, report

PREFIXES = ("", "/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward", "/apiDVC/tcdbdvcdata")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_login_answers_a_session_below_every_adapter_prefix(client: FlaskClient, prefix: str, seen: Seen) -> None:
    answer = client.post(
        f"{prefix}/mapi/login?dstcode=VN%3AGOV%3A000.00.00.G22%3Avpcpdvcprovider",
        json={"username": "demo", "password": "demo"},
    )
    body = answer.get_json()
    assert (answer.status_code, body["error_code"]) == (200, "0")
    assert "thành công" in body["message"].lower()
    assert len(body["session"]) >= 32
    assert [fact.data for fact in seen.facts("portal_login")] == [{"account": "demo", "ok": True}]
    assert seen.last().province == "demo"


def test_a_wrong_password_is_an_envelope_without_session(client: FlaskClient, seen: Seen) -> None:
    answer = client.post("/mapi/login", json={"username": "demo", "password": "guess"})
    assert answer.status_code == 200
    assert answer.get_json()["error_code"] == codes("bad_login")
    assert "session" not in answer.get_json()
    assert [fact.get("ok") for fact in seen.facts("portal_login")] == [False]


def test_an_unknown_account_is_answered_like_a_wrong_password(client: FlaskClient) -> None:
    known = client.post("/mapi/login", json={"username": "demo", "password": "x"}).get_json()
    unknown = client.post("/mapi/login", json={"username": "nobody", "password": "x"}).get_json()
    assert known["error_code"] == unknown["error_code"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"demo"', b"\xff\xfe", b"null"])
def test_a_login_that_is_no_json_object_is_an_envelope(client: FlaskClient, body: bytes, seen: Seen) -> None:
    answer = client.post("/mapi/login", data=body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.get_json()["error_code"] == codes("malformed")
    assert answer.get_json()["result"] == []
    assert seen.last().operation == "portal/login"


@pytest.mark.parametrize("body", [{"username": "demo"}, {"password": "demo"}, {"username": ["demo"], "password": 1}])
def test_a_login_without_name_or_password_is_an_envelope(client: FlaskClient, body: Any) -> None:
    assert client.post("/mapi/login", json=body).get_json()["error_code"] != "0"


def test_an_account_may_hold_many_sessions(client: FlaskClient) -> None:
    first, second = log_in(client), log_in(client)
    assert first != second
    for session in (first, second):
        assert call(client, "LayDanhMucLinhVuc", session)["error_code"] == "0"


def test_a_session_lives_thirty_minutes(client: FlaskClient, clock: FixedClock) -> None:
    session = log_in(client)
    clock.move(timedelta(minutes=29))
    assert call(client, "LayDanhMucLinhVuc", session)["error_code"] == "0"
    clock.move(timedelta(minutes=2))
    assert call(client, "LayDanhMucLinhVuc", session)["error_code"] == codes("dead_session")


def test_a_session_survives_a_restart(
    tmp_path: Path, catalogue: Catalogue, contracts: Contracts, clock: FixedClock
) -> None:
    folder = tmp_path / "lasting"
    before = open_national(folder, catalogue, contracts, public_url=PUBLIC_URL, clock=clock)
    session = log_in(national_app(before).test_client())
    before.db.close()
    after = open_national(folder, catalogue, contracts, public_url=PUBLIC_URL, clock=clock)
    assert call(national_app(after).test_client(), "LayDanhMucLinhVuc", session)["error_code"] == "0"
    after.db.close()


def test_the_session_itself_is_stored_nowhere(client: FlaskClient, national: National) -> None:
    session = log_in(client)
    assert call(client, "LayDanhMucLinhVuc", session)["error_code"] == "0"
    kept = national.db.read("SELECT * FROM portal_session")
    assert len(kept) == 1
    assert session not in {str(value) for value in tuple(kept[0])}


def test_a_revoked_session_is_dead_says_so_and_a_new_one_is_not(
    client: FlaskClient, app: Flask, national: National, register: Callable[..., ClaimSheet]
) -> None:
    app.register_blueprint(control(national))
    register("other", "92")
    first, second, foreign = log_in(client), log_in(client), log_in(client, "other", "other-password")
    assert client.delete("/admin/provinces/demo/adapter-sessions").get_json()["revoked"] == 2
    for session in (first, second):
        refused = call(client, "LayDanhMucLinhVuc", session)
        assert refused["error_code"] == codes("dead_session")
        assert "bị thu hồi lúc" in refused["message"]
        assert "xóa session đã lưu" in refused["message"], "the hint about cached sessions"
    assert call(client, "LayDanhMucLinhVuc", log_in(client))["error_code"] == "0"
    assert call(client, "LayDanhMucLinhVuc", foreign, agency="000.00.00.H92")["error_code"] == "0"
    assert client.delete("/admin/provinces/demo/adapter-sessions").get_json()["revoked"] == 1
    assert client.delete("/admin/provinces/nowhere/adapter-sessions").status_code == 404


def test_sessions_are_listed_with_their_times_and_without_themselves(
    client: FlaskClient, app: Flask, national: National, clock: FixedClock
) -> None:
    app.register_blueprint(control(national))
    session = log_in(client)
    opened = clock.now()
    clock.move(timedelta(minutes=5))
    call(client, "LayDanhMucLinhVuc", session)
    text = client.get("/admin/provinces/demo/adapter-sessions").get_data(as_text=True)
    assert session not in text
    (shown,) = json.loads(text)["sessions"]
    assert shown == {
        "account": "demo",
        "opened_at": opened.isoformat(),
        "expires_at": (opened + timedelta(minutes=30)).isoformat(),
        "used_at": clock.now().isoformat(),
        "revoked_at": "",
        "alive": True,
    }


def test_a_data_folder_of_before_opens_and_forgets_the_sessions_that_it_held(
    tmp_path: Path, catalogue: Catalogue, contracts: Contracts, clock: FixedClock
) -> None:
    folder = tmp_path / "old"
    before = open_national(folder, catalogue, contracts, public_url=PUBLIC_URL, clock=clock)
    before.db.add_schema(
        "CREATE TABLE adapter_session (token TEXT PRIMARY KEY, province TEXT, account TEXT, expires_at TEXT);"
        "INSERT INTO adapter_session VALUES ('plain-token', 'demo', 'demo', '2999');"
    )
    client = national_app(before).test_client()
    assert call(client, "LayDanhMucLinhVuc", "plain-token")["error_code"] == codes("dead_session")
    assert call(client, "LayDanhMucLinhVuc", log_in(client))["error_code"] == "0"
    assert before.db.read("SELECT 1 FROM sqlite_master WHERE name = 'adapter_session'") == []
    before.db.close()


@pytest.mark.parametrize("session", ["", "never-given", 7])
def test_a_session_that_was_never_given_is_dead(client: FlaskClient, session: Any) -> None:
    assert call(client, "LayDanhMucLinhVuc", session)["error_code"] == codes("dead_session")


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"3", b"\xff", b'{"service": }'])
def test_a_call_that_is_no_json_object_is_an_envelope(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/mapi/g", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error_code"]) == (200, codes("malformed"))


def test_a_byte_order_mark_is_tolerated(client: FlaskClient) -> None:
    answer = client.post("/mapi/login", data=b'\xef\xbb\xbf{"username": "demo", "password": "demo"}')
    assert answer.get_json()["error_code"] == "0"


@pytest.mark.parametrize("service", ["LayDanhSachHoSo", "dongbohosomc", "", None, 5])
def test_an_unknown_service_is_an_envelope(client: FlaskClient, service: Any) -> None:
    body = {"session": log_in(client), "madonvi": AGENCY, "service": service}
    answer = client.post("/mapi/g", json=body)
    assert answer.status_code == 200
    assert answer.get_json()["error_code"] not in ("0", "00")


def test_a_foreign_agency_is_refused_and_nothing_changes(
    client: FlaskClient, register: Callable[..., ClaimSheet], seen: Seen
) -> None:
    register("other", "92")
    for agency in ("000.00.00.H92", "000.00.00.H01", "H01.1", ""):
        body = call(client, "DongBoHoSoMC", agency=agency, isUpdating="False", data=[report()])
        assert body["error_code"] == codes("foreign_agency"), agency
    assert seen.count("portal_dossier") == 0


@pytest.mark.parametrize("agency", [AGENCY, "H99.12", "000.00.12.H99", "H99.34.5"])
def test_units_below_the_own_agency_may_be_named(client: FlaskClient, agency: str) -> None:
    assert call(client, "DongBoHoSoMC", agency=agency, isUpdating="False", data=[report()])["error_code"] == "0"


def test_a_body_over_25_mb_is_an_envelope_and_not_a_dropped_line(client: FlaskClient, seen: Seen) -> None:
    huge = b'{"service": "DongBoHoSoMC", "data": "' + b"x" * (25 * 1024 * 1024) + b'"}'
    answer = client.post("/mapi/g", data=huge, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error_code"]) == (200, codes("malformed"))
    assert seen.last().status == 200


@pytest.mark.parametrize("path", ["/mapi/g", "/mapi/login"])
def test_another_method_than_post_is_an_envelope(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()["error_code"]) == (200, codes("malformed"))


@pytest.mark.parametrize(
    "path",
    [
        "/KetNoiMotCuaQuocGia/LayGi?idQDCB=1",
        "/KetNoiMotCuaQuocGia",
        "/gateway/KetNoiMotCuaQuocGia/a/b",
    ],
)
def test_what_is_not_built_answers_the_envelope_and_is_recorded(client: FlaskClient, path: str, seen: Seen) -> None:
    for answer in (client.get(path), client.post(path, json={})):
        assert answer.status_code == 200
        assert answer.get_json()["error_code"] == codes("unknown_service")
    assert seen.last().operation == "portal/unbuilt"


def test_a_disturbed_portal_refuses_with_its_own_status_and_changes_nothing(
    client: FlaskClient, national: National, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    token = log_in(client)
    with national.db.write() as tx:
        national.disturbances.start(tx, "demo", "portal-down", "portal", 503)
    row = report(SoGiayToChuHoSo=session.people["applicant"]["personal_id"])
    body = {"session": token, "madonvi": AGENCY, "service": "DongBoHoSoMC", "isUpdating": "False", "data": [row]}
    answer = client.post("/mapi/g", json=body)
    assert answer.status_code == 503
    assert "error_code" not in answer.get_json()
    assert client.post("/mapi/login", json={"username": "demo", "password": "demo"}).status_code == 503
    assert seen.count("portal_dossier") == 0
    disturbed = seen.facts("disturbed", session.id)
    assert [fact.data for fact in disturbed] == [{"weather": "portal-down", "operation": "portal/DongBoHoSoMC"}]
    assert seen.facts("dossier_report", session.id) == []
    with national.db.write() as tx:
        national.disturbances.stop(tx, "demo", "portal-down")
    assert client.post("/mapi/g", json=body).get_json()["error_code"] == "0"
    stored = national.disturbances.get("demo", "portal-down")
    assert stored is not None
    assert stored.refused == 2


def test_a_disturbance_of_one_province_does_not_touch_another(
    client: FlaskClient, national: National, register: Callable[..., ClaimSheet]
) -> None:
    register("other", "92")
    with national.db.write() as tx:
        national.disturbances.start(tx, "other", "portal-down", "portal", 503)
    assert client.post("/mapi/login", json={"username": "demo", "password": "demo"}).status_code == 200
    other = {"username": "other", "password": "other-password"}
    assert client.post("/mapi/login", json=other).status_code == 503


def test_passwords_and_sessions_do_not_reach_the_journal(client: FlaskClient, seen: Seen) -> None:
    answer = client.post("/mapi/login", json={"username": "demo", "password": "demo-secret"})
    assert "demo-secret" not in seen.last().request_body
    token = client.post("/mapi/login", json={"username": "demo", "password": "demo"}).get_json()["session"]
    assert answer.status_code == 200
    assert token not in seen.last().response_body
