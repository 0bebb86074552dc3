"""Consent: when a citizen is asked, what she may leave out, and that what she withholds is told to nobody."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.domain.claim_sheet import ClaimSheet
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient, query_of
from tests.apps.vneid_pages import CITIZEN, NUMBER, Citizen, element, has

WITHOUT_CONTACT = next(one for one in demo_people() if not one.get("phone"))


@pytest.fixture
def citizen(client: FlaskClient) -> Citizen:
    return Citizen(OpenIdClient(client))


def claims(citizen: Citizen, code: str) -> dict[str, str]:
    access = citizen.rp.token(code).get_json()["access_token"]
    return dict(citizen.rp.userinfo(access).get_json())


def test_the_first_login_by_hand_asks_who_wants_which_data(citizen: Citizen) -> None:
    page = citizen.log_in()
    assert page.status_code == 200
    assert "demo-rp" in page.text
    for holds in ("personal_id", "full_name", "birth_date", "tech_id", "account_type"):
        assert has(page, f"datum-{holds}")
    for value in (CITIZEN["full_name"], NUMBER, CITIZEN["phone"], CITIZEN["email"]):
        assert value in page.text
    assert "checked" in element(page, "share-phone")
    assert has(page, "agree")
    assert has(page, "refuse")


def test_the_second_login_by_hand_does_not_ask_again_but_another_client_does(
    citizen: Citizen, register: Callable[..., ClaimSheet]
) -> None:
    citizen.decide(citizen.log_in(), "agree", "phone", "email")
    assert "code" in query_of(citizen.log_in())
    register("other", "92")
    other = OpenIdClient(citizen.http, "other-rp", "other-secret", "https://other.example/callback")
    page = other.authorize()
    assert has(page, "agree")
    assert "other-rp" in page.text


def test_what_she_keeps_to_herself_is_missing_at_userinfo_and_in_the_record(citizen: Citizen, seen: Seen) -> None:
    back = citizen.decide(citizen.log_in(), "agree", "email")
    told = claims(citizen, query_of(back)["code"])
    assert "SoDienThoai" not in told
    assert told["ThuDienTu"] == CITIZEN["email"]
    assert told["SoDinhDanh"] == NUMBER
    assert "phone" not in seen.facts("identity_login")[-1].data["attributes"]
    assert "email" in seen.facts("identity_login")[-1].data["attributes"]


def test_the_choice_holds_for_a_silent_login_and_a_refreshed_token_until_she_is_asked_again(citizen: Citizen) -> None:
    citizen.decide(citizen.log_in(), "agree")
    tokens = citizen.rp.offline(NUMBER)
    renewed = citizen.rp.refresh(tokens["refresh_token"]).get_json()
    assert "ThuDienTu" not in citizen.rp.userinfo(renewed["access_token"]).get_json()
    asked = citizen.rp.authorize(prompt="consent")
    assert "checked" not in element(asked, "share-phone")
    back = citizen.decide(asked, "agree", "phone", "email")
    assert {"SoDienThoai", "ThuDienTu"} <= set(claims(citizen, query_of(back)["code"]))


def test_a_refusal_goes_back_to_the_client_once(citizen: Citizen) -> None:
    back = citizen.decide(citizen.log_in(), "refuse")
    assert back.location.startswith(citizen.rp.redirect_uri)
    query = query_of(back)
    assert (query["error"], query["state"], "code" in query) == ("access_denied", "the-state", False)
    assert has(citizen.rp.authorize(), "agree")


def test_only_the_button_agrees(citizen: Citizen) -> None:
    for decision in ("", "yes", "<b>"):
        assert query_of(citizen.decide(citizen.log_in(), decision, "phone"))["error"] == "access_denied"


def test_a_client_may_want_the_question_also_after_a_button(citizen: Citizen) -> None:
    citizen.asked = citizen.rp.request(prompt="login consent")
    answer = citizen.send()
    page = citizen.http.get(answer.location)
    assert has(page, "agree")
    assert "code" in query_of(citizen.decide(page, "agree"))


def test_neither_a_button_nor_a_silent_login_stops_at_the_question(citizen: Citizen) -> None:
    assert "code" in query_of(citizen.http.get(citizen.send().location))
    assert citizen.rp.silent_code(demo_people()[1]["personal_id"])


def test_a_refusal_in_one_browser_stops_no_login_in_another(citizen: Citizen, app: Flask) -> None:
    page = citizen.log_in()
    answer = citizen.http.post(f"/vneid/login/consent?{page.request.query_string.decode()}", data={"decision": "no"})
    assert answer.status_code == 303
    assert OpenIdClient(app.test_client()).silent_code(NUMBER)


def test_what_vneid_does_not_know_is_not_asked(citizen: Citizen) -> None:
    citizen.number = WITHOUT_CONTACT["personal_id"]
    page = citizen.log_in()
    assert has(page, "agree")
    assert not has(page, "share-phone")


def test_consent_without_a_login_leads_to_the_login_page(citizen: Citizen) -> None:
    asked = citizen.rp.request()
    answer = citizen.http.post("/vneid/login/consent", query_string=asked, data={"decision": "agree"})
    assert answer.location.startswith("/vneid/login?")
    assert has(citizen.http.get(answer.location), "log-in")
    assert citizen.http.get("/vneid/login/consent", query_string=asked).location.startswith("/vneid/authorize?")


def test_a_request_that_was_posted_keeps_its_parameters(citizen: Citizen) -> None:
    page = citizen.http.post("/vneid/authorize", data=citizen.rp.request())
    assert "state=the-state" in element(page, "log-in-password")


def test_the_question_speaks_english(citizen: Citizen) -> None:
    citizen.log_in()
    page = citizen.rp.authorize(lang="en", prompt="consent")
    assert "asks for these data about" in page.text
    assert "1 (citizen)" in page.text
