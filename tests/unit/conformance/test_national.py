"""The engine's hand on `/admin`: what it says when the other end is not what it should be."""

import pytest
import responses

from simulator.conformance import StopSignal, national
from simulator.conformance.national import NationalSide
from simulator.conformance.reach import SystemUnderTestUnreachable, national_url, require_national_side, require_system
from simulator.core.errors import ConfigurationError, SuiteBroken, SystemUnreachable
from tests.unit.conformance.conftest import sheet

URL = "http://127.0.0.1:8025"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(national, "COMES_BACK_SECONDS", 0.2)


@pytest.fixture
def web():
    with responses.RequestsMock() as mock:
        yield mock


def side() -> NationalSide:
    return NationalSide(f"{URL}/", StopSignal())


def test_a_page_for_people_is_not_the_national_side(web):
    web.get(f"{URL}/admin/status", body="<html>", content_type="text/html")

    with pytest.raises(SystemUnreachable, match=r"200, text/html.*JSON of dvcsim"):
        require_national_side(URL)


def test_another_program_is_not_the_national_side(web):
    web.get(f"{URL}/admin/status", json={"tool": "other"})

    with pytest.raises(SystemUnreachable, match="not dvcsim"):
        require_national_side(URL)


def test_a_refusal_that_the_user_can_mend_is_theirs(web):
    web.put(f"{URL}/admin/provinces/tinh-thu", status=422, json={"error": {"code": "unusable", "vi": "a", "en": "b"}})

    with pytest.raises(ConfigurationError, match="b"):
        side().register(sheet())


def test_any_other_refusal_is_ours(web):
    web.get(f"{URL}/admin/sessions/s-1", status=500, json={"error": {"code": "broken", "vi": "a", "en": "b"}})

    with pytest.raises(SuiteBroken, match="500 broken"):
        side().session("s-1")


def test_a_session_that_is_not_known_is_not_open(web):
    error = {"code": "unknown_session", "vi": "a", "en": "b"}
    web.get(f"{URL}/admin/sessions/s-1", status=404, json={"error": error})

    assert side().is_open("s-1") is False


def test_a_busy_answer_is_asked_again(web):
    web.get(f"{URL}/admin/status", status=503, json={"error": {"code": "busy", "vi": "a", "en": "b"}})
    web.get(f"{URL}/admin/status", json={"position": 1})

    assert side().status() == {"position": 1}


def test_the_token_travels_as_a_bearer(web):
    web.get(f"{URL}/admin/status", json={"position": 1})

    NationalSide(URL, StopSignal(), token="geheim").status()

    assert web.calls[0].request.headers["Authorization"] == "Bearer geheim"


def test_a_claim_sheet_without_a_national_side_says_how_to_name_one():
    with pytest.raises(ConfigurationError, match="DVCSIM_SIMULATOR"):
        national_url(sheet(""), "")


def test_the_chosen_national_side_wins():
    assert national_url(sheet("http://a"), "http://b") == "http://b"


def test_a_system_that_answers_the_probe_is_there(web):
    web.post(f"{URL}/admin/provinces/tinh-thu/probe", json={"reachable": True, "status": 500, "seconds": 0.1})

    require_system(side(), sheet())


@pytest.mark.parametrize("kind", ["refused", "timeout", "closed", "tls"])
def test_a_system_without_an_answer_is_named_with_what_was_seen_and_what_to_do(web, kind):
    problem = {"kind": kind, "detail": "what was seen", "url": "http://p/x"}
    web.post(f"{URL}/admin/provinces/tinh-thu/probe", json={"reachable": False, "status": None, "problem": problem})

    with pytest.raises(SystemUnderTestUnreachable) as caught:
        require_system(side(), sheet())

    assert f"http://p/x: {kind}: what was seen" in caught.value.text()
    assert "base_url and landing in province.yaml" in caught.value.text()
