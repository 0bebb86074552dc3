"""Every registry but the population database, as a province asks it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.core.clock import VIETNAM
from simulator.session.sessions import NewSession, Session
from simulator.web.national import National
from simulator.world.casting import cast
from tests.apps.national_fixtures import Seen

INSURANCE = "CSDLQG_BAO_HIEM"
BENEFIT = "tro-cap-that-nghiep"


@pytest.fixture
def open_story(national: National) -> Callable[..., Session]:
    """Open a session with the whole cast of a service, as the state knows it."""

    def make(service: str, first: int = 700, **people: Any) -> Session:
        told = national.catalogue.services[service]
        made = cast(told, 7, first, people, date(2025, 7, 1), national.catalogue.sources)
        starts_at = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)
        new = NewSession(f"open-{first}", "r1", "demo", service, "data/mismatch", "calm", 7, made, starts_at)
        with national.db.write() as tx:
            opened = national.sessions.open(tx, new)
        found = national.sessions.get(opened)
        assert found is not None
        return found

    return make


def ask(client: FlaskClient, session: Session, source: str = INSURANCE, whom: str = "applicant", **changes: Any) -> Any:
    body = {
        "MaYeuCau": "yc-1",
        "MaCanBo": "canbo.thu",
        "MaTTHC": "1.001978",
        "MucDich": "Giải quyết hồ sơ",
        "SoDinhDanh": session.people[whom]["personal_id"],
        **changes,
    }
    sent = {name: value for name, value in body.items() if value is not None}
    return client.post(f"/ndxp/{source}/TraCuuDuLieu", json=sent, auth=("demo", "demo"))


def told(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {row["datum"]: row["value"] for row in answer.get_json()["DuLieu"]}


def test_a_registry_tells_what_the_service_covers_and_nothing_else(
    client: FlaskClient, open_story: Callable[..., Session], national: National, seen: Seen
) -> None:
    session = open_story(BENEFIT)
    answer = ask(client, session, MaHoSo="H99-1")
    fields = national.catalogue.services[BENEFIT].fields
    assert set(told(answer)) == {field.datum for field in fields if INSURANCE in field.known_to}
    assert told(answer)["insurance.insurance_no"] == session.people["insurance"]["insurance_no"]
    assert national.contracts["registries/TraCuuDuLieu"].check_response(answer.get_json()) == ()
    (fact,) = seen.facts("lookup", session.id)
    assert (fact.get("registry"), fact.get("requester"), fact.get("dossier_code")) == (INSURANCE, "canbo.thu", "H99-1")
    assert (fact.get("found"), fact.get("refused")) == (True, "")
    assert fact.get("data") == told(answer)
    assert seen.findings(session.id) == []


def test_a_source_that_the_service_does_not_name_is_refused(
    client: FlaskClient, open_story: Callable[..., Session], seen: Seen
) -> None:
    session = open_story(BENEFIT)
    answer = ask(client, session, "CSDLQG_DAT_DAI")
    assert (answer.status_code, answer.get_json()["errorCode"]) == (403, "004")
    (fact,) = seen.facts("lookup", session.id)
    assert (fact.get("found"), fact.get("refused"), fact.get("data")) == (False, "004", {})


@pytest.mark.parametrize("code", ["", "9.999999"])
def test_a_look_up_for_no_known_procedure_is_refused(
    client: FlaskClient, open_story: Callable[..., Session], code: str
) -> None:
    assert ask(client, open_story(BENEFIT), MaTTHC=code).status_code == 403


def test_a_local_procedure_code_is_understood(client: FlaskClient, open_story: Callable[..., Session]) -> None:
    assert told(ask(client, open_story(BENEFIT), MaTTHC="1.001978.H99"))


def test_an_unknown_source_names_the_nearest(client: FlaskClient, open_story: Callable[..., Session]) -> None:
    answer = ask(client, open_story(BENEFIT), "CSDLQG_BAOHIEM")
    assert (answer.status_code, INSURANCE in answer.get_json()["message"]) == (404, True)


@pytest.mark.parametrize("source", ["VNEID", "CSDLQG_DAN_CU"])
def test_what_has_a_protocol_of_its_own_is_not_asked_here(
    client: FlaskClient, open_story: Callable[..., Session], source: str
) -> None:
    assert ask(client, open_story(BENEFIT), source).status_code == 404


@pytest.mark.parametrize("lacking", ["MaCanBo", "MucDich"])
def test_a_look_up_that_does_not_say_who_or_why_is_answered_and_found(
    client: FlaskClient, open_story: Callable[..., Session], national: National, lacking: str
) -> None:
    session = open_story(BENEFIT)
    assert told(ask(client, session, **{lacking: None}))
    findings = [one for _, _, one in national.journal.findings(session.id)]
    assert [(one.pointer, one.assumed) for one in findings] == [(f"/{lacking}", True)]


def test_a_person_whom_the_source_does_not_know_has_no_record(
    client: FlaskClient, open_story: Callable[..., Session], seen: Seen
) -> None:
    session = open_story(BENEFIT, applicant={"unknown_to": [INSURANCE]})
    assert told(ask(client, session)) == {}
    assert [fact.get("found") for fact in seen.facts("lookup", session.id)] == [False]


def test_somebody_else_is_found_by_their_own_number(client: FlaskClient, open_story: Callable[..., Session]) -> None:
    session = open_story("khai-tu")
    by_applicant = ask(client, session, "DU_LIEU_BAO_TU", MaTTHC="1.000656")
    by_deceased = ask(client, session, "DU_LIEU_BAO_TU", "deceased", MaTTHC="1.000656")
    assert told(by_applicant) == {}
    assert told(by_deceased) == {"deceased.death_notice": session.people["deceased"]["death_notice"]}


def test_only_the_people_of_the_disturbed_session_are_not_answered(
    client: FlaskClient, open_story: Callable[..., Session], national: National, seen: Seen
) -> None:
    session, other = open_story(BENEFIT), open_story(BENEFIT, 800)
    with national.db.write() as tx:
        national.disturbances.start(tx, "demo", "registry-down", "registries", 503, session.id)
    assert ask(client, session).status_code == 503
    assert told(ask(client, other))
    (fact,) = seen.facts("disturbed", session.id)
    assert (fact.get("registry"), fact.get("weather")) == (INSURANCE, "registry-down")
    assert seen.facts("disturbed", other.id) == []
    with national.db.write() as tx:
        national.disturbances.stop(tx, "demo", "registry-down", session.id)
    assert told(ask(client, session))
    stopped = national.disturbances.get("demo", "registry-down", session.id)
    assert stopped is not None
    assert stopped.refused == 1


def test_a_wrong_account_and_an_unreadable_body_are_refused(client: FlaskClient) -> None:
    path = f"/ndxp/{INSURANCE}/TraCuuDuLieu"
    assert client.post(path, json={}, auth=("demo", "wrong")).status_code == 401
    assert client.post(path, data=b"[]", content_type="application/json", auth=("demo", "demo")).status_code == 400
    assert client.post(path, json={"MaTTHC": "1.001978"}, auth=("demo", "demo")).status_code == 400
