"""The population database as a province asks it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.wire.population import folded_name
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen

PATH = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"
CITIZEN = demo_people()[0]


def ask(client: FlaskClient, auth: tuple[str, str] | None = ("demo", "demo"), **changes: Any) -> Any:
    body = {
        "HoVaTen": folded_name(CITIZEN["full_name"]),
        "SoDinhDanh": CITIZEN["personal_id"],
        "SoCMND": "",
        "NgayThangNam": CITIZEN["birth_date"].replace("-", ""),
        "Nam": "",
        "MaTichHop": "037",
        "MaDVC": "VPCP",
        "MaCanBo": "canbo.thu",
        "MaYeuCau": "yc-1",
        "MaHoSo": "H99-1",
        "MucDich": "Giải quyết hồ sơ đăng ký khai sinh",
        **changes,
    }
    sent = {name: value for name, value in body.items() if value is not None}
    return client.post(PATH, json=sent, auth=auth)


def found(answer: Any) -> dict[str, Any] | None:
    citizen = answer.get_json()["Body"]["CongdanCollection"].get("CongDan")
    return dict(citizen) if citizen else None


def test_a_citizen_is_found_and_the_look_up_is_a_fact(
    client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    person = session.people["applicant"]
    answer = ask(
        client,
        SoDinhDanh=person["personal_id"],
        HoVaTen=folded_name(person["full_name"]),
        NgayThangNam=person["birth_date"].replace("-", ""),
    )
    assert answer.status_code == 200
    citizen = found(answer)
    assert citizen is not None
    assert citizen["ThuongTru"]["ChiTiet"] == person["residence"]
    (fact,) = seen.facts("lookup", session.id)
    assert fact.get("registry") == "CSDLQG_DAN_CU"
    assert (fact.get("requester"), fact.get("dossier_code"), fact.get("found")) == ("canbo.thu", "H99-1", True)
    assert fact.get("purpose") == "Giải quyết hồ sơ đăng ký khai sinh"
    assert fact.get("data")["residence"] == person["residence"]
    assert "phone" not in fact.get("data"), "the population database does not hold it"
    assert seen.findings(session.id) == []


def test_demo_people_are_found_too(client: FlaskClient) -> None:
    assert found(ask(client)) is not None
    assert found(ask(client, NgayThangNam="", Nam=CITIZEN["birth_date"][:4])) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"SoDinhDanh": "099999999999"},
        {"HoVaTen": "NGUYENVANKHAC"},
        {"NgayThangNam": "19000101"},
        {"NgayThangNam": "", "Nam": "1900"},
    ],
)
def test_a_wrong_name_or_birth_date_cannot_be_told_from_an_unknown_number(
    client: FlaskClient, changes: dict[str, Any]
) -> None:
    unknown = ask(client, SoDinhDanh="099999999998")
    wrong = ask(client, **changes)
    assert wrong.status_code == 200
    assert wrong.data == unknown.data
    assert found(wrong) is None


def test_a_repeated_look_up_is_answered_the_same_and_recorded_again(client: FlaskClient, seen: Seen) -> None:
    assert ask(client).data == ask(client).data
    assert len(seen.facts("lookup")) == 2


@pytest.mark.parametrize("auth", [None, ("demo", "wrong"), ("nobody", "demo"), ("", "")])
def test_bad_credentials_are_401_json(client: FlaskClient, auth: tuple[str, str] | None, seen: Seen) -> None:
    answer = ask(client, auth=auth)
    assert answer.status_code == 401
    assert [fact.get("answer") for fact in seen.facts("portal_refusal")] == ["bad_login"]
    assert "errorCode" in answer.get_json()
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert seen.facts("lookup") == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'"x"', b"null"])
def test_a_body_that_is_no_json_object_is_refused(client: FlaskClient, body: bytes, seen: Seen) -> None:
    answer = client.post(PATH, data=body, content_type="application/json", auth=("demo", "demo"))
    assert (answer.status_code, "errorCode" in answer.get_json()) == (400, True)
    assert seen.facts("lookup") == []


@pytest.mark.parametrize("number", ["", None, 5.5, [], {}])
def test_a_look_up_without_a_number_is_refused(client: FlaskClient, number: Any) -> None:
    assert ask(client, SoDinhDanh=number).status_code in (200, 400)
    assert ask(client, SoDinhDanh="").status_code == 400


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [({"MaCanBo": None}, "/MaCanBo"), ({"MaCanBo": ""}, "/MaCanBo"), ({"MucDich": None, "MaDVC": None}, "/MucDich")],
)
def test_a_look_up_without_requester_or_purpose_is_answered_and_is_an_assumed_finding(
    client: FlaskClient,
    open_session: Callable[..., Session],
    national: National,
    changes: dict[str, Any],
    pointer: str,
) -> None:
    session = open_session()
    person = session.people["applicant"]
    answer = ask(client, SoDinhDanh=person["personal_id"], HoVaTen="", NgayThangNam="", **changes)
    assert found(answer) is not None
    findings = [one for _, _, one in national.journal.findings(session.id) if one.pointer == pointer]
    assert [finding.assumed for finding in findings] == [True]


def test_a_number_that_no_session_owns_is_an_orphan(client: FlaskClient, national: National) -> None:
    ask(client, SoDinhDanh="099999999999")
    assert ["personal_id", "099999999999"] in national.journal.orphans("demo")[0]["keys"]


def test_a_disturbed_registry_refuses_with_its_status(client: FlaskClient, national: National, seen: Seen) -> None:
    with national.db.write() as tx:
        national.disturbances.start(tx, "demo", "registry-down", "registries", 503)
    assert ask(client).status_code == 503
    assert seen.facts("lookup") == []
    assert [fact.get("weather") for fact in seen.facts("disturbed")] == ["registry-down"]


def test_the_answer_follows_its_contract(client: FlaskClient, national: National) -> None:
    contract = national.contracts["registries/TraCuuThongTinCongDan"]
    assert contract.check_response(ask(client).get_json()) == ()
    assert contract.check_response(ask(client, SoDinhDanh="099999999999").get_json()) == ()
