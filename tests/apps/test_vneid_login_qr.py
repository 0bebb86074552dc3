"""Logging in by QR: two browsers, one minute, and nobody who reads the code can take the login over."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from simulator.core.clock import FixedClock
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient
from tests.apps.vneid_pages import NUMBER, Citizen, action_of, element, has, shown

JSON = {"Accept": "application/json"}


@pytest.fixture
def citizen(client: FlaskClient) -> Citizen:
    return Citizen(OpenIdClient(client))


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """Another browser."""
    return app.test_client()


def start(citizen: Citizen) -> str:
    """Ask for a code and return where the browser waits."""
    answer = citizen.send("/qr", personal_id="")
    assert answer.status_code == 303
    return str(answer.location)


def phone_address(page: TestResponse) -> str:
    found = re.search(r'href="([^"]*)"', element(page, "open-phone"))
    assert found is not None
    parts = urlsplit(found[1])
    return f"{parts.path}?{parts.query}"


def test_what_the_phone_confirms_logs_the_waiting_browser_in(citizen: Citizen, phone: FlaskClient, seen: Seen) -> None:
    waiting = start(citizen)
    page = citizen.http.get(waiting)
    assert '<svg role="img"' in page.text
    address = phone_address(page)
    asked = phone.get(address)
    assert "demo-rp" in shown(asked, "asker")
    assert shown(asked, "compare") == shown(page, "compare")
    assert has(phone.post(address, data={"persona": NUMBER}), "phone-confirmed")
    assert citizen.http.get(waiting, headers=JSON).get_json()["state"] == "confirmed"
    onward = citizen.http.get(waiting)
    assert (onward.status_code, onward.location.startswith("/vneid/authorize?")) == (303, True)
    citizen.decide(citizen.http.get(onward.location), "agree")
    assert [fact.data["personal_id"] for fact in seen.facts("identity_login")] == [NUMBER]


def test_the_phone_s_address_finishes_no_login(citizen: Citizen, phone: FlaskClient) -> None:
    address = phone_address(citizen.http.get(start(citizen)))
    answer = phone.post(address, data={"persona": NUMBER})
    assert "Set-Cookie" not in answer.headers
    name = address.partition("login_qr=")[2]
    assert phone.get(f"/vneid/login/qr?login_step={name}").status_code == 410


def test_the_code_expires_after_a_minute_and_a_new_one_is_offered(
    citizen: Citizen, phone: FlaskClient, clock: FixedClock
) -> None:
    waiting = start(citizen)
    address = phone_address(citizen.http.get(waiting))
    clock.move(timedelta(seconds=59))
    assert citizen.http.get(waiting, headers=JSON).get_json() == {"state": "pending", "seconds": 1}
    assert "Còn 1 giây" in citizen.http.get(waiting).text
    clock.move(timedelta(seconds=1))
    expired = citizen.http.get(waiting)
    assert "60 giây" in shown(expired, "problem")
    assert not has(expired, "qr")
    assert phone.get(address).status_code == 410
    assert phone.post(address, data={"persona": NUMBER}).status_code == 410
    again = citizen.http.post(action_of(expired))
    new = citizen.http.get(again.location)
    assert has(new, "qr")
    assert phone_address(new) != address
    assert citizen.http.get(waiting).status_code == 410


def test_a_refusal_on_the_phone_is_said_in_the_browser_and_stands(citizen: Citizen, phone: FlaskClient) -> None:
    waiting = start(citizen)
    address = phone_address(citizen.http.get(waiting))
    assert has(phone.post(address, data={"decision": "refuse"}), "phone-refused")
    phone.post(address, data={"persona": NUMBER})
    page = citizen.http.get(waiting)
    assert "từ chối" in shown(page, "problem")
    assert has(page, "qr-again")


def test_a_number_of_nobody_is_said_on_the_phone_and_the_code_goes_on_waiting(
    citizen: Citizen, phone: FlaskClient
) -> None:
    waiting = start(citizen)
    address = phone_address(citizen.http.get(waiting))
    wrong = phone.post(address, data={"personal_id": "<b>"})
    assert wrong.status_code == 422
    assert 'href="#personal_id"' in wrong.text
    assert "<b>" not in wrong.text
    typed = phone.post(address, data={"personal_id": demo_people()[3]["personal_id"]})
    assert has(typed, "phone-confirmed")


def test_without_a_script_the_page_renews_itself_and_has_a_link(citizen: Citizen) -> None:
    page = citizen.http.get(start(citizen))
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert 'href="/vneid/login/qr?login_step=' in element(page, "check-qr")
    assert 'role="status"' in element(page, "time-limit")


def test_both_pages_speak_english(citizen: Citizen, phone: FlaskClient) -> None:
    waiting = start(citizen)
    page = citizen.http.get(f"{waiting}&lang=en")
    assert "Scan the QR code to log in" in page.text
    assert "Confirm the login" in phone.get(f"{phone_address(page)}&lang=en").text


def test_neither_name_of_the_login_is_in_the_journal_or_the_store(
    citizen: Citizen, phone: FlaskClient, seen: Seen
) -> None:
    waiting = start(citizen)
    address = phone_address(citizen.http.get(waiting))
    phone.get(address)
    kept = "".join(f"{one.url} {one.response_headers} {one.response_body}" for one in seen.national.journal.latest(20))
    kept += str([tuple(row) for row in seen.national.db.read("SELECT * FROM vneid_login_step")])
    assert "demo-rp" in kept
    for name in (waiting.partition("login_step=")[2], address.partition("login_qr=")[2]):
        assert name
        assert name not in kept
