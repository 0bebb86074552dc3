"""What VNeID refuses, and that it says exactly what differs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient, query_of

NUMBER = demo_people()[0]["personal_id"]


@pytest.fixture
def rp(client: FlaskClient) -> OpenIdClient:
    return OpenIdClient(client)


@pytest.fixture
def other(client: FlaskClient, register: Callable[..., ClaimSheet]) -> OpenIdClient:
    register("other", "92")
    return OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback")


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"response_type": "token"}, "unsupported_response_type", "token"),
        ({"response_type": None}, "unsupported_response_type", ""),
        ({"response_type": 'x"\\é'}, "unsupported_response_type", ""),
        ({"response_mode": "fragment"}, "invalid_request", "fragment"),
        ({"scope": "profile"}, "invalid_scope", "openid"),
        ({"scope": None}, "invalid_scope", "openid"),
        ({"nonce": None}, "invalid_request", "nonce"),
        ({"nonce": ""}, "invalid_request", "nonce"),
        ({"code_challenge": None}, "invalid_request", "PKCE"),
        ({"code_challenge_method": None}, "invalid_request", "S256"),
        ({"code_challenge_method": "plain"}, "invalid_request", "plain"),
        ({"code_challenge": "short"}, "invalid_request", "5"),
        ({"prompt": "none login"}, "invalid_request", "stand alone"),
        ({"prompt": "later"}, "invalid_request", "later"),
        ({"max_age": "soon"}, "invalid_request", "soon"),
        ({"max_age": "-1"}, "invalid_request", "-1"),
        ({"request": "ey"}, "request_not_supported", "request"),
        ({"prompt": "none"}, "login_required", "silent"),
        ({"prompt": "none", "login_hint": "099999999999"}, "login_required", "099999999999"),
    ],
)
def test_a_wrong_request_travels_back_to_the_registered_address(
    rp: OpenIdClient, changes: dict[str, str | None], error: str, words: str
) -> None:
    answer = rp.authorize(**changes)
    assert answer.status_code == 302
    assert answer.location.startswith(rp.redirect_uri)
    query = query_of(answer)
    assert (query["error"], query["state"]) == (error, "the-state")
    assert words in query["error_description"]
    assert query["error_description"].isascii()


def test_a_repeated_parameter_is_refused(rp: OpenIdClient, client: FlaskClient) -> None:
    pairs = [*rp.request().items(), ("nonce", "another")]
    query = query_of(client.get("/vneid/authorize", query_string="&".join(f"{k}={v}" for k, v in pairs)))
    assert (query["error"], "nonce" in query["error_description"]) == ("invalid_request", True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_unregistered_address_is_a_page_that_shows_the_difference(other: OpenIdClient, language: str) -> None:
    answer = other.authorize(redirect_uri="https://other.example/callback/", lang=language)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "https://other.example/callback/" in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert ("từ ký tự thứ 31" if language == "vi" else "from letter 31") in answer.text


def test_the_demo_client_is_told_that_it_is_bound_to_this_machine(rp: OpenIdClient) -> None:
    answer = rp.authorize(redirect_uri="https://tinh.example/cb", lang="en")
    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert "redirect to this machine only" in answer.text
    assert "https://tinh.example/cb" in answer.text


@pytest.mark.parametrize("address", ["http://other.example/callback", "https://evil.example/", "", None])
def test_only_the_registered_address_is_served(other: OpenIdClient, address: str | None) -> None:
    answer = other.authorize(redirect_uri=address, prompt="none", login_hint=NUMBER)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


@pytest.mark.parametrize("client_id", ["demo-rq", None, "", "<script>"])
def test_an_unknown_client_is_a_page(rp: OpenIdClient, client_id: str | None) -> None:
    answer = rp.authorize(client_id=client_id)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    if client_id == "demo-rq":
        assert "đã đăng ký: demo-rp." in answer.text


@pytest.mark.parametrize(
    ("changes", "status", "error", "words"),
    [
        ({"code": "never-given"}, 400, "invalid_grant", "never gave"),
        ({"code": None}, 400, "invalid_request", "code"),
        ({"redirect_uri": "http://127.0.0.1:8030/other"}, 400, "invalid_grant", "differs"),
        ({"redirect_uri": None}, 400, "invalid_request", "missing"),
        ({"code_verifier": None}, 400, "invalid_request", "code_verifier"),
        ({"code_verifier": "c" * 64}, 400, "invalid_grant", "code_challenge"),
        ({"code_verifier": "short"}, 400, "invalid_request", "code_verifier"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", ""),
        ({"grant_type": None}, 400, "unsupported_grant_type", ""),
    ],
)
def test_a_wrong_token_request_says_what_differs_in_both_languages(
    rp: OpenIdClient, changes: dict[str, Any], status: int, error: str, words: str
) -> None:
    answer = rp.token(rp.silent_code(NUMBER), **changes)
    body = answer.get_json()
    assert (answer.status_code, body["error"]) == (status, error)
    assert words in body.get("error_description", "")
    assert "error_description_vi" in body
    assert "access_token" not in body


def test_a_refused_verifier_does_not_burn_the_code(rp: OpenIdClient) -> None:
    code = rp.silent_code(NUMBER)
    assert rp.token(code, code_verifier="c" * 64).status_code == 400
    assert rp.token(code).status_code == 200


@pytest.mark.parametrize(
    ("client_id", "secret", "words"),
    [("demo-rp", "wrong", "client_secret"), ("demo-rp", "", "client_secret"), ("nobody", "x", "not registered")],
)
@pytest.mark.parametrize("by_header", [True, False])
def test_a_client_that_does_not_prove_itself_is_refused(
    rp: OpenIdClient, client_id: str, secret: str, words: str, by_header: bool
) -> None:
    code = rp.silent_code(NUMBER)
    rp.client_id, rp.secret = client_id, secret
    answer = rp.token(code, by_header=by_header)
    assert answer.status_code == (401 if by_header else 400)
    assert answer.get_json()["error"] == "invalid_client"
    assert words in answer.get_json()["error_description"]
    assert ("WWW-Authenticate" in answer.headers) is by_header


@pytest.mark.parametrize("header", ["Basic !!!", "Basic /w==", "Bearer x", "Basic", ""])
def test_a_broken_authorization_header_is_refused_and_not_an_error_of_ours(client: FlaskClient, header: str) -> None:
    form = {"grant_type": "authorization_code", "client_id": "demo-rp", "client_secret": "wrong", "code": "x"}
    answer = client.post("/vneid/token", data=form, headers={"Authorization": header})
    assert answer.status_code in (400, 401)
    assert answer.get_json()["error"] == "invalid_client"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"grant_type", b"grant_type=authorization_code&code=%ff"])
def test_a_malformed_token_request_is_refused(client: FlaskClient, body: bytes) -> None:
    answer = client.post(
        "/vneid/token",
        data=body,
        content_type="application/x-www-form-urlencoded",
        auth=("demo-rp", "demo-rp-secret"),
    )
    assert answer.status_code == 400
    assert "error" in answer.get_json()


def test_a_code_of_another_client_is_refused(rp: OpenIdClient, other: OpenIdClient) -> None:
    answer = other.token(rp.silent_code(NUMBER), redirect_uri=rp.redirect_uri)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_grant")
    assert "other-rp" in answer.get_json()["error_description"]


def test_a_code_lives_five_minutes_and_a_token_one_hour(
    rp: OpenIdClient, client: FlaskClient, clock: FixedClock
) -> None:
    old, fresh = rp.silent_code(NUMBER), rp.silent_code(NUMBER)
    access = rp.token(fresh).get_json()["access_token"]
    clock.move(timedelta(minutes=5))
    assert "expired" in rp.token(old).get_json()["error_description"]
    bearer = {"Authorization": f"Bearer {access}"}
    assert client.get("/vneid/userinfo", headers=bearer).status_code == 200
    clock.move(timedelta(minutes=55))
    assert client.get("/vneid/userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nothing", "Basic eDp5", "bearer  x"])
def test_userinfo_without_a_good_token_is_401_with_a_challenge(client: FlaskClient, header: str) -> None:
    answer = client.get("/vneid/userinfo", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "error_description_vi" in answer.get_json()


def test_a_disturbed_vneid_refuses_the_client_of_that_province_only(
    rp: OpenIdClient, other: OpenIdClient, national: National, seen: Seen
) -> None:
    code = rp.silent_code(NUMBER)
    with national.db.write() as tx:
        national.disturbances.start(tx, "demo", "vneid-down", "vneid", 503)
    assert rp.token(code).status_code == 503
    assert rp.authorize().status_code == 503
    assert len(seen.facts("disturbed")) == 2
    assert other.silent_code(NUMBER)


@pytest.mark.parametrize(
    ("refused", "operation", "words"),
    [
        (lambda rp: rp.authorize(nonce=None), "authorize", "nonce"),
        (lambda rp: rp.authorize(client_id="no-such-rp"), "authorize", "no-such-rp"),
        (lambda rp: rp.authorize(redirect_uri="https://elsewhere.example/"), "authorize", "127.0.0.1"),
        (lambda rp: rp.token("never-given"), "token", "never gave"),
    ],
)
def test_the_console_can_say_why_a_request_was_refused(
    national: National, rp: OpenIdClient, refused: Callable[[OpenIdClient], Any], operation: str, words: str
) -> None:
    refused(rp)
    last = next(iter(national.journal.after(national.db.position - 1, limit=1)))
    told = [fact["data"] for fact in last["facts"] if fact["kind"] == "identity_refused"]
    assert [one["operation"] for one in told] == [operation]
    assert words in told[0]["en"]
    assert told[0]["vi"] != told[0]["en"]


def test_a_header_that_is_not_ascii_is_refused_and_not_an_error_of_ours(client: FlaskClient, rp: OpenIdClient) -> None:
    environ = {"HTTP_AUTHORIZATION": "Basic é"}
    form = {"grant_type": "authorization_code", "code": "x", "redirect_uri": "http://127.0.0.1:9/callback"}
    answer = client.post("/vneid/token", data=form, environ_base=environ)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "invalid_client")
    assert client.get("/vneid/userinfo", environ_base=environ).status_code == 401
