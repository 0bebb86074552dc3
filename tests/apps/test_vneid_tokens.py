"""Refresh, introspection and revocation, and what ends a token."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient

NUMBER = demo_people()[0]["personal_id"]


@pytest.fixture
def rp(client: FlaskClient) -> OpenIdClient:
    return OpenIdClient(client)


@pytest.fixture
def other(client: FlaskClient, register: Callable[..., ClaimSheet]) -> OpenIdClient:
    register("other", "92")
    return OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback")


def id_token_of(rp: OpenIdClient, tokens: dict[str, str]) -> dict[str, object]:
    keys = KeySet.import_key_set(rp.http.get("/vneid/jwks").get_json())
    return dict(jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims)


def test_a_refresh_token_comes_only_when_it_is_asked_for(rp: OpenIdClient) -> None:
    assert "refresh_token" not in rp.tokens(NUMBER)
    assert "offline_access" in rp.offline(NUMBER)["scope"]


def test_a_refresh_gives_new_tokens_of_the_same_login_without_a_nonce(rp: OpenIdClient, clock: FixedClock) -> None:
    first = rp.offline(NUMBER)
    clock.move(timedelta(minutes=10))
    answer = rp.refresh(first["refresh_token"])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    second = answer.get_json()
    assert second["refresh_token"] != first["refresh_token"]
    before, after = id_token_of(rp, first), id_token_of(rp, second)
    assert {name: after[name] for name in ("iss", "sub", "aud", "auth_time")} == {
        name: before[name] for name in ("iss", "sub", "aud", "auth_time")
    }
    assert int(str(after["iat"])) == int(str(before["iat"])) + 600
    assert "nonce" not in after
    assert rp.userinfo(second["access_token"]).status_code == 200


def test_a_refresh_token_that_comes_twice_ends_every_token_of_the_login(rp: OpenIdClient) -> None:
    first = rp.offline(NUMBER)
    second = rp.refresh(first["refresh_token"]).get_json()
    again = rp.refresh(first["refresh_token"])
    assert (again.status_code, again.get_json()["error"]) == (400, "invalid_grant")
    assert "đã được đổi" in again.get_json()["error_description_vi"]
    for access in (first["access_token"], second["access_token"]):
        assert "used twice" in rp.userinfo(access).get_json()["error_description"]
    assert rp.refresh(second["refresh_token"]).status_code == 400


def test_a_refresh_may_ask_for_less_but_not_for_more(rp: OpenIdClient) -> None:
    tokens = rp.offline(NUMBER)
    more = rp.refresh(tokens["refresh_token"], scope="openid phone")
    assert (more.status_code, more.get_json()["error"]) == (400, "invalid_scope")
    assert "phone" in more.get_json()["error_description"]
    assert rp.refresh(tokens["refresh_token"], scope="openid").get_json()["scope"] == "openid"


@pytest.mark.parametrize(
    ("sent", "error", "words"),
    [("", "invalid_request", "missing"), ("never", "invalid_grant", "never gave"), ("a", "invalid_grant", "access")],
)
def test_a_wrong_refresh_says_what_differs(rp: OpenIdClient, sent: str, error: str, words: str) -> None:
    written = rp.tokens(NUMBER)["access_token"] if sent == "a" else sent
    body = rp.refresh(written).get_json()
    assert (body["error"], words in body["error_description"]) == (error, True)
    assert body["error_description_vi"] != body["error_description"]


def test_a_refresh_token_of_another_client_is_refused_and_stays_good(rp: OpenIdClient, other: OpenIdClient) -> None:
    tokens = rp.offline(NUMBER)
    assert other.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert rp.refresh(tokens["refresh_token"]).status_code == 200


def test_a_refresh_token_lives_one_day_and_is_no_access_token(rp: OpenIdClient, clock: FixedClock) -> None:
    refresh = rp.offline(NUMBER)["refresh_token"]
    assert "refresh token" in rp.userinfo(refresh).get_json()["error_description"]
    clock.move(timedelta(days=1))
    assert "expired" in rp.refresh(refresh).get_json()["error_description"]


def test_introspection_tells_a_client_of_its_own_tokens_only(
    rp: OpenIdClient, other: OpenIdClient, clock: FixedClock
) -> None:
    tokens = rp.offline(NUMBER)
    told = rp.post("introspect", token=tokens["access_token"]).get_json()
    assert (told["active"], told["client_id"], told["sub"]) == (True, "demo-rp", demo_people()[0]["tech_id"])
    assert told["exp"] - told["iat"] == 3600
    assert rp.post("introspect", token=tokens["refresh_token"]).get_json()["active"] is True
    assert other.post("introspect", token=tokens["access_token"]).get_json() == {"active": False}
    assert rp.post("introspect", token="never").get_json() == {"active": False}
    clock.move(timedelta(hours=1))
    assert rp.post("introspect", token=tokens["access_token"]).get_json() == {"active": False}


def test_revoking_an_access_token_ends_it_alone_and_a_refresh_token_the_whole_login(rp: OpenIdClient) -> None:
    tokens = rp.offline(NUMBER)
    assert rp.post("revoke", token=tokens["access_token"], token_type_hint="refresh_token").status_code == 200
    assert "revoked" in rp.userinfo(tokens["access_token"]).get_json()["error_description"]
    second = rp.refresh(tokens["refresh_token"]).get_json()
    assert rp.post("revoke", token=second["refresh_token"]).status_code == 200
    assert rp.userinfo(second["access_token"]).status_code == 401
    assert rp.refresh(second["refresh_token"]).status_code == 400


@pytest.mark.parametrize("path", ["introspect", "revoke"])
def test_a_wrong_question_about_a_token_says_what_differs(rp: OpenIdClient, other: OpenIdClient, path: str) -> None:
    assert rp.post(path).get_json()["error"] == "invalid_request"
    wrong = rp.post(path, token="x", token_type_hint="id_token")
    assert (wrong.status_code, wrong.get_json()["error"]) == (400, "unsupported_token_type")
    assert rp.post(path, token="never-given").status_code == 200
    stranger = OpenIdClient(rp.http, "demo-rp", "wrong")
    assert (stranger.post(path, token="x").status_code, stranger.post(path, token="x").get_json()["error"]) == (
        401,
        "invalid_client",
    )
    assert other.post("revoke", token=rp.tokens(NUMBER)["access_token"]).get_json()["error"] == "invalid_grant"


def test_what_the_province_asked_is_a_fact_of_its_session(
    rp: OpenIdClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    code = rp.silent_code(session.people["applicant"]["personal_id"])
    rp.token(code, code_verifier="c" * 64)
    rp.userinfo(rp.token(code, by_header=False).get_json()["access_token"])
    called = [fact.data for fact in seen.facts("token_called", session.id)]
    assert [(one["ok"], one["error"], one["by_header"], one["verifier"]) for one in called] == [
        (False, "invalid_grant", True, True),
        (True, "", False, True),
    ]
    (asked,) = seen.facts("userinfo_called", session.id)
    assert dict(asked.data) == {"client_id": "demo-rp", "method": "GET", "by_header": True, "ok": True, "error": ""}
    rp.userinfo("unknown")
    assert [fact.get("error") for fact in seen.facts("userinfo_called")][-1] == "invalid_token"
