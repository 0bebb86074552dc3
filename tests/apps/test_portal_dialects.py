"""The adapter in the dialects of real families: codes, rows, other names, and what is no fault of a family."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from tests.apps.dialect_provinces import agency_of, call, dossier, session_of
from tests.apps.national_fixtures import Seen

Register = Callable[..., ClaimSheet]


@pytest.mark.parametrize(
    ("dialect", "code"), [("opencps-2019", "00"), ("opencps-2021", 0), ("tandan", "0"), ("default", "0")]
)
def test_success_has_the_code_of_the_family(client: FlaskClient, register: Register, dialect: str, code: Any) -> None:
    register("other", "96", dialect=dialect)
    login = client.post("/mapi/login", json={"username": "other", "password": "other-password"}).get_json()
    answers = [login, call(client, "other", "96", "LayDanhMucLinhVuc")]
    answers.append(call(client, "other", "96", "DongBoHoSoMC", isUpdating="False", data=[dossier("96")]))
    for answer in answers:
        assert answer["error_code"] == code
        assert type(answer["error_code"]) is type(code)
        assert "thành công" in answer["message"]


def test_a_number_is_written_for_refusals_too(client: FlaskClient, register: Register) -> None:
    register("other", "96", dialect="opencps-2021")
    call(client, "other", "96", "DongBoHoSoMC", isUpdating="False", data=[dossier("96")])
    again = call(client, "other", "96", "DongBoHoSoMC", isUpdating="False", data=[dossier("96")])
    assert again["error_code"] == 3
    assert "đã tồn tại" in again["message"]


@pytest.mark.parametrize(("dialect", "keywords"), [("opencps-2019", []), ("opencps-2021", []), ("default", ["enum"])])
def test_a_status_that_a_family_has_no_number_for_is_its_known_way(
    client: FlaskClient,
    register: Register,
    open_session: Callable[..., Session],
    seen: Seen,
    dialect: str,
    keywords: list[str],
) -> None:
    register("other", "96", dialect=dialect)
    session = open_session("other")
    row = dossier("96", SoGiayToChuHoSo=session.people["applicant"]["personal_id"], TrangThaiHoSo="")
    call(client, "other", "96", "DongBoHoSoMC", isUpdating="False", data=[row])
    assert [keyword for keyword, _ in seen.findings(session.id)] == keywords
    assert [fact.get("status") for fact in seen.facts("dossier_report", session.id)] == [None]


def test_an_old_key_is_read_and_not_reported(client: FlaskClient, register: Register, seen: Seen) -> None:
    register("other", "96", dialect="opencps-2019")
    answer = call(client, "other", "96", "LayThuTuc", MaTTHC="1.001193")
    assert answer["result"][0]["MATTHC"] == "1.001193"
    assert seen.last().findings == ()


def test_an_adapter_in_between_may_log_in_for_the_one_system_that_says_so(
    client: FlaskClient, register: Register, seen: Seen
) -> None:
    assert "session" not in client.post("/mapi/login").get_json()
    register("lgsp", "96", dialect="lgsp-facade")
    for body in (b"", b"{}"):
        session = client.post("/mapi/login", data=body).get_json()["session"]
        ask = {"session": session, "madonvi": agency_of("96"), "service": "LayDanhMucLinhVuc"}
        assert client.post("/mapi/g", json=ask).get_json()["error_code"] == "0"
    assert seen.last().province == "lgsp"
    register("lgsp-2", "92", dialect="lgsp-facade")
    assert "session" not in client.post("/mapi/login").get_json(), "two systems: nobody knows whose login this is"


@pytest.mark.parametrize(
    ("query", "headers", "told"),
    [
        ("dstcode=VN%3AGOV%3AX%3Ay", {}, {"dstcode": "VN:GOV:X:y", "where": "query", "nameless": []}),
        ("", {"dstcode": "VN%3AGOV%3AX%3Ay"}, {"dstcode": "VN:GOV:X:y", "where": "header", "nameless": []}),
        ("VN%3AGOV%3AX&https%3A%2F%2Fa.example", {}, {"where": "query", "nameless": ["VN:GOV:X", "https://a.example"]}),
        ("providerurl=https://a.example", {}, {"providerurl": "https://a.example", "where": "query", "nameless": []}),
    ],
)
def test_where_a_call_was_routed_to_is_noted(
    client: FlaskClient, seen: Seen, query: str, headers: dict[str, str], told: dict[str, Any]
) -> None:
    body = {"username": "demo", "password": "demo"}
    answer = client.post(f"/gateway/mapi/login?{query}", json=body, headers=headers).get_json()
    assert answer["error_code"] == "0"
    assert [fact.data for fact in seen.facts("routing")] == [told]


@pytest.mark.parametrize(("session", "words"), [("", "không có session"), ("never-given", "chưa từng cấp")])
def test_a_dead_session_says_why_and_what_to_do(client: FlaskClient, seen: Seen, session: str, words: str) -> None:
    body = {"session": session, "madonvi": "000.00.00.H99", "service": "LayDanhMucLinhVuc"}
    message = client.post("/mapi/g", json=body).get_json()["message"]
    assert words in message
    assert "đăng nhập lại" in message
    assert "10 phút" in message
    assert [fact.get("answer") for fact in seen.facts("portal_refusal")] == ["dead_session"]


def test_a_session_of_one_dialect_is_none_of_another_system(client: FlaskClient, register: Register) -> None:
    register("a", "96", dialect="opencps-2019")
    register("b", "92", dialect="tandan")
    body = {"session": session_of(client, "a"), "madonvi": agency_of("92"), "service": "DongBoHoSoMC"}
    answer = client.post("/mapi/g", json={**body, "isUpdating": "False", "data": [dossier("92")]}).get_json()
    assert answer["error_code"] == "-1"
    assert "không thuộc tài khoản" in answer["message"]


CODE = "VN:GOV:000.00.00.G22:vpcpdvcprovider"


@pytest.mark.parametrize(
    ("query", "headers", "taken"),
    [
        ("", {}, False),
        ("dstcode=VN:GOV:000.00.00.G22:other", {}, False),
        ("", {"dstcode": CODE}, True),
        (f"dstcode={CODE}", {}, True),
        ("dstcode=VN%3AGOV%3A000.00.00.G22%3Avpcpdvcprovider", {}, True),
        ("VN%3AGOV%3A000.00.00.G22%3Avpcpdvcprovider&https%3A%2F%2Fa.example", {}, True),
    ],
)
def test_a_routing_code_is_demanded_where_the_claim_sheet_says_so(
    client: FlaskClient, register: Register, seen: Seen, query: str, headers: dict[str, str], taken: bool
) -> None:
    register("other", "96", dstcode=CODE)
    body = {"username": "other", "password": "other-password"}
    login = client.post(f"/mapi/login?{query}", json=body, headers=headers).get_json()
    assert ("session" in login) == taken
    session = login.get("session") or client.post(f"/mapi/login?dstcode={CODE}", json=body).get_json()["session"]
    ask = {"session": session, "madonvi": agency_of("96"), "service": "LayDanhMucLinhVuc"}
    answer = client.post(f"/mapi/g?{query}", json=ask, headers=headers).get_json()
    assert (answer["error_code"] == "0") == taken
    told = [fact.get("answer") for fact in seen.facts("portal_refusal")]
    assert told == ([] if taken else ["wrong_route", "wrong_route"])
    assert taken or CODE in answer["message"]
