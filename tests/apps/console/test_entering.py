"""Who may read the console, and who may send its forms."""

import re

import pytest

OUTSIDE = {"REMOTE_ADDR": "192.0.2.7"}
PERSON = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def closed(console, national):
    national.admin_token = "token-1"
    return console


def enter(console, token="token-1", onward="/console/runs"):
    return console.post("/console/enter", data={"token": token, "next": onward})


@pytest.mark.parametrize("path", ["/", "/console/exchanges", "/console/events", "/console/work", "/exchanges/1"])
def test_without_the_token_nothing_is_read(closed, path):
    asked = closed.get(path, environ_overrides=OUTSIDE)
    assert (asked.status_code, asked.headers["WWW-Authenticate"][:6]) == (401, "Basic ")


def test_a_person_gets_a_form_and_goes_on_where_they_were_led(closed, national):
    page = closed.get("/console/runs?skip=50", headers=PERSON)
    assert page.status_code == 401
    assert "WWW-Authenticate" not in page.headers
    assert 'value="/console/runs?skip=50"' in page.text
    entered = enter(closed, onward="/console/runs?skip=50")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/console/runs?skip=50")
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "token-1" not in cookie
    assert closed.get("/console/runs", headers=PERSON).status_code == 200


def test_a_wrong_token_says_so_and_opens_nothing(closed):
    page = enter(closed, "token-2")
    assert page.status_code == 403
    assert "Mã không đúng" in page.text
    assert "Set-Cookie" not in page.headers
    assert closed.get("/console/runs", headers=PERSON).status_code == 401


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""])
def test_the_form_leads_to_no_other_site(closed, onward):
    assert enter(closed, onward=onward).headers["Location"] == "/"


def test_another_token_ends_what_an_old_one_opened(closed, national):
    enter(closed)
    national.admin_token = "token-2"
    assert closed.get("/console/runs", headers=PERSON).status_code == 401


def test_leaving_gives_the_cookie_back(closed):
    enter(closed)
    page = closed.get("/console/runs", headers=PERSON).text
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', page)[1]
    assert closed.post("/console/leave", data={"form_token": "x"}).status_code == 403
    assert closed.get("/console/runs", headers=PERSON).status_code == 200
    assert closed.post("/console/leave", data={"form_token": token}).status_code == 303
    assert closed.get("/console/runs", headers=PERSON).status_code == 401


def test_without_a_token_no_form_opens_anything_from_outside(console, national):
    assert enter(console, "").status_code == 403
    asked = console.post("/console/enter", data={"token": ""}, environ_overrides=OUTSIDE)
    assert asked.status_code == 403
    assert "Set-Cookie" not in asked.headers
