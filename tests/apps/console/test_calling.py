"""The form by which a person lets the portal call a system."""

import pytest

from simulator.console.entering import form_token
from tests.apps.control.conftest import PROVINCE, claim, register
from tests.apps.live import free_address

LOOK_UP = {"lookup": "/search/call"}


@pytest.fixture
def claimed(national, admin):
    register(national, claim(free_address(), inbound=LOOK_UP))


def test_the_form_offers_what_the_claim_sheet_names(console, claimed):
    page = console.get(f"/?province={PROVINCE}").text
    assert 'value="look_up"' in page
    assert 'value="promotion"' not in page
    assert 'data-testid="call"' not in console.get("/").text


def test_a_system_that_names_no_address_gets_no_form(console, national, admin):
    register(national, claim(free_address()))
    assert 'data-testid="call"' not in console.get(f"/?province={PROVINCE}").text


def test_the_call_is_made_and_shown(console, national, claimed):
    sent = {"form_token": form_token(national), "province": PROVINCE, "operation": "look_up", "dossier_code": "H98-1"}
    answer = console.post("/console/call", data=sent)

    assert (answer.status_code, answer.location) == (303, f"/?province={PROVINCE}#exchanges")
    (made,) = national.journal.latest(1)
    assert (made.operation, made.direction, made.error) == ("portal/inbound-lookup", "out", "refused")
    assert f'id="x{made.id}"' in console.get(answer.location).text


@pytest.mark.parametrize(
    ("change", "status"),
    [({"form_token": "x"}, 403), ({"province": "none"}, 404), ({"operation": "x"}, 400), ({"dossier_code": ""}, 400)],
)
def test_what_is_wrong_with_a_form_is_said(console, national, claimed, change, status):
    sent = {"form_token": form_token(national), "province": PROVINCE, "operation": "look_up", "dossier_code": "H98-1"}
    assert console.post("/console/call", data=sent | change).status_code == status
    assert national.journal.latest(1) == []
