"""Faults that a login takes: each stage's answer really leaves as told, and touches that one login and nothing else."""

import socket
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.login_faults import Scope
from simulator.vneid.malformed import parts_of
from simulator.web.leaving import HeldAnswers
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient

NUMBER = demo_people()[0]["personal_id"]
OTHER = demo_people()[1]["personal_id"]
AFTER = "http://127.0.0.1:8030/bye"
Stages = Mapping[str, Any]


@pytest.fixture
def rp(client: FlaskClient) -> OpenIdClient:
    return OpenIdClient(client)


@pytest.fixture
def arm(national: National) -> Callable[..., str]:
    def do(stages: Stages, client_id: str = "demo-rp", personal_id: str = NUMBER, logins: int = 1) -> str:
        with national.db.write() as tx:
            scope = Scope(client_id, personal_id=personal_id, logins=logins)
            return national.login_faults.arm(tx, scope, stages, "a-case")

    return do


def test_another_answer_leaves_in_place_of_the_right_one_and_is_told(
    rp: OpenIdClient, arm: Callable[..., str], seen: Seen
) -> None:
    answer = {"status": 429, "body": "slow down", "type": "text/plain", "headers": {"Retry-After": "30"}}
    fault = arm({"token": {"answer": answer}})
    left = rp.token(rp.silent_code(NUMBER))
    assert (left.status_code, left.text, left.content_type) == (429, "slow down", "text/plain")
    assert left.headers["Retry-After"] == "30"
    assert (seen.last().status, seen.last().response_body) == (429, "slow down")
    shown = seen.facts("fault_shown")[-1].data
    assert (shown["fault"], shown["case"], shown["stages"]) == (fault, "a-case", ["token"])
    called = seen.facts("token_called")[-1].data
    assert (called["ok"], called["error"]) == (False, "429")
    assert rp.token(rp.silent_code(NUMBER)).status_code == 200


@pytest.mark.parametrize(
    ("answer", "status", "size"),
    [({"status": 200, "body": ""}, 200, 0), ({"type": "text/plain"}, 200, None), ({"size_mb": 5}, 200, 5 * 1024**2)],
)
def test_a_body_may_be_empty_of_another_type_or_huge(
    rp: OpenIdClient, arm: Callable[..., str], answer: Stages, status: int, size: int | None
) -> None:
    arm({"token": {"answer": answer}})
    left = rp.token(rp.silent_code(NUMBER))
    assert left.status_code == status
    assert size is None or len(left.data) == size
    assert left.mimetype == answer.get("type", "application/json")
    assert size == 0 or "access_token" in left.get_json(force=True)


def test_members_are_changed_at_token_and_userinfo(rp: OpenIdClient, arm: Callable[..., str]) -> None:
    arm({"token": {"set": {"token_type": "mac"}, "remove": ["id_token"]}, "userinfo": {"set": {"sub": "other"}}})
    tokens = rp.tokens(NUMBER)
    assert tokens["token_type"] == "mac"
    assert "id_token" not in tokens
    assert rp.userinfo(tokens["access_token"]).get_json()["sub"] == "other"
    arm({"userinfo": {"answer": {"status": 401, "body": "{}"}}})
    first, second = rp.tokens(NUMBER), rp.tokens(OTHER)
    assert rp.userinfo(first["access_token"]).status_code == 401
    assert rp.userinfo(second["access_token"]).get_json()["SoDinhDanh"] == OTHER


def test_a_late_answer_is_held_after_the_commit_and_only_so_many_at_once(
    rp: OpenIdClient, arm: Callable[..., str], national: National, clock: FixedClock, seen: Seen
) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        with national.db.write() as tx:
            tx.execute("SELECT 1")
        waited.append(seconds)

    national.held = HeldAnswers(clock, wait)
    arm({"token": {"answer": {"delay_seconds": 8}}}, logins=9)
    for _ in range(9):
        assert rp.token(rp.silent_code(NUMBER)).status_code == 200
    assert waited == [8.0] * 8
    held = [fact.data["held_seconds"] for fact in seen.facts("fault_shown")]
    assert held == [*[8.0] * 8, 0.0]
    spent = [one.seconds for one in national.journal.latest(40) if one.operation == "vneid/token"]
    assert sorted(spent) == [0.0, *[8.0] * 8]


@pytest.mark.parametrize(("cut", "status"), [("before", None), ("midway", 200)])
def test_a_cut_answer_breaks_off_and_the_journal_keeps_what_was_sent(
    live: National, arm: Callable[..., str], seen: Seen, cut: str, status: int | None
) -> None:
    rp = OpenIdClient(FlaskClient(_no_app))  # only for what it asks
    arm({"token": {"answer": {"cut": cut}}})
    code = _get(live, f"/vneid/authorize?{urlencode(rp.request(prompt='none', login_hint=NUMBER))}")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": rp.redirect_uri}
    form |= {"code_verifier": "a" * 64, "client_id": rp.client_id, "client_secret": rp.secret}
    received = _raw_post(live, "/vneid/token", urlencode(form))
    if cut == "before":
        assert received == b""
    else:
        head, _, body = received.partition(b"\r\n\r\n")
        promised = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        assert 0 < len(body) < int(promised.split(b":")[1])
    kept = next(one for one in live.journal.latest(5) if one.operation == "vneid/token")
    assert (kept.status, kept.error) == (status, "closed")
    assert (kept.response_body == "") is (cut == "before")
    assert seen.facts("token_called")[-1].data["error"] == "cut"


def _no_app(_environ: Any, _start: Any) -> list[bytes]:
    return []


def _get(live: National, path: str) -> str:
    connection = HTTPConnection(urlsplit(live.public_url).netloc, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    query = urlsplit(str(answer.headers["Location"])).query
    return dict(pair.split("=", 1) for pair in query.split("&"))["code"]


def _raw_post(live: National, path: str, body: str) -> bytes:
    parts = urlsplit(live.public_url)
    head = f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_a_refresh_brings_another_id_token_none_or_a_refusal(rp: OpenIdClient, arm: Callable[..., str]) -> None:
    arm({"refresh": {"id_token": {"set": {"sub": "other"}}}})
    first = rp.offline(NUMBER)
    right = parts_of(first["id_token"])[1]
    renewed = rp.refresh(first["refresh_token"]).get_json()
    assert parts_of(renewed["id_token"])[1]["sub"] == "other" != right["sub"]
    arm({"refresh": {"id_token": {"omit": True}}})
    assert "id_token" not in rp.refresh(rp.offline(NUMBER)["refresh_token"]).get_json()
    arm({"refresh": {"answer": {"status": 400, "body": '{"error": "invalid_grant"}'}}})
    tokens = rp.offline(NUMBER)
    assert "id_token" in tokens
    assert rp.refresh(tokens["refresh_token"]).get_json() == {"error": "invalid_grant"}


def test_a_logout_comes_back_with_another_state_or_not_at_all(
    rp: OpenIdClient, arm: Callable[..., str], client: FlaskClient
) -> None:
    def leave(stage: Stages) -> Any:
        arm({"logout": stage})
        hint = rp.tokens(NUMBER)["id_token"]
        asked = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "mine"}
        return client.get("/vneid/logout", query_string=asked)

    assert leave({"set": {"state": "other"}}).location == f"{AFTER}?state=other"
    assert leave({"remove": ["state"]}).location == AFTER
    down = leave({"answer": {"status": 503, "body": "down", "type": "text/plain"}})
    assert (down.status_code, down.text, "Location" in down.headers) == (503, "down", False)


@pytest.fixture
def own(client: FlaskClient, register: Callable[..., ClaimSheet]) -> OpenIdClient:
    """A client with an issuer of its own."""
    told = {"client_id": "other-rp", "client_secret": "s", "redirect_uris": ["https://other.example/cb"]}
    register("other", "92", openid={**told, "own_issuer": True})
    return OpenIdClient(client, "other-rp", "s", "https://other.example/cb")


def own_tokens(rp: OpenIdClient) -> dict[str, Any]:
    base = "/vneid/rp/other-rp"
    asked = rp.request(prompt="none", login_hint=NUMBER)
    code = rp.http.get(f"{base}/authorize", query_string=asked).location.partition("code=")[2].partition("&")[0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": rp.redirect_uri,
        "code_verifier": "a" * 64,
    }
    return dict(rp.http.post(f"{base}/token", data=form, auth=(rp.client_id, rp.secret)).get_json())


def own_keys(rp: OpenIdClient) -> list[dict[str, Any]]:
    return list(rp.http.get("/vneid/rp/other-rp/jwks").get_json()["keys"])


@pytest.mark.parametrize("keys", ["rotated", "rotated_late", "duplicate_kid", "ec_first", "unknown_kind"])
def test_a_login_is_signed_with_a_key_that_only_its_own_issuer_publishes(
    own: OpenIdClient, arm: Callable[..., str], national: National, keys: str
) -> None:
    right = own_keys(own)
    fault = arm({"jwks": {"keys": keys}}, "other-rp")
    assert own_keys(own) == right
    id_token = own_tokens(own)["id_token"]
    kid = parts_of(id_token)[0]["kid"]
    assert kid not in {key["kid"] for key in right}
    shown = own_keys(own)
    assert [key for key in right if key not in shown] == []
    usable = [key for key in shown if key["kid"] == kid and key["kty"] == "RSA"]
    assert jwt.decode(id_token, KeySet.import_key_set({"keys": usable}), algorithms=["RS256"]).claims["sub"]
    assert not {name for key in shown for name in key} & {"d", "p", "q", "dp", "dq", "qi"}
    assert own.http.get("/vneid/jwks").get_json()["keys"] == right
    with national.db.write() as tx:
        national.login_faults.lift(tx, fault)
    assert own_keys(own) == right


def test_a_late_key_is_published_only_once_it_has_signed(own: OpenIdClient, arm: Callable[..., str]) -> None:
    right = own_keys(own)
    arm({"jwks": {"keys": "rotated_late"}}, "other-rp")
    own.http.get("/vneid/rp/other-rp/authorize", query_string=own.request(prompt="none", login_hint=NUMBER))
    assert own_keys(own) == right


def test_the_own_issuer_s_keys_and_description_may_fail(own: OpenIdClient, arm: Callable[..., str]) -> None:
    arm({"jwks": {"answer": {"status": 500, "body": "x"}}, "discovery": {"set": {"issuer": "other"}}}, "other-rp")
    own_tokens(own)
    assert own.http.get("/vneid/rp/other-rp/jwks").status_code == 500
    place = ".well-known/openid-configuration"
    assert own.http.get(f"/vneid/rp/other-rp/{place}").get_json()["issuer"] == "other"
    assert own.http.get("/vneid/jwks").status_code == 200
    assert own.http.get(f"/vneid/{place}").get_json()["issuer"] != "other"


def test_at_the_common_issuer_a_fault_of_the_keys_changes_nothing(rp: OpenIdClient, arm: Callable[..., str]) -> None:
    arm({"jwks": {"keys": "none"}})
    id_token = rp.tokens(NUMBER)["id_token"]
    keys = KeySet.import_key_set(rp.http.get("/vneid/jwks").get_json())
    assert jwt.decode(id_token, keys, algorithms=["RS256"]).claims["sub"]
