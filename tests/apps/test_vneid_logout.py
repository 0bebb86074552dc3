"""Logout: a client asks for it, the citizen does, and the other clients of the login are told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.login_faults import Scope
from simulator.session.sessions import Session
from simulator.stack.server import BoundServer
from simulator.vneid.back_channel import EVENT
from simulator.vneid.malformed import parts_of
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.national_fixtures import PUBLIC_URL, Seen
from tests.apps.openid_client import OpenIdClient, query_of

NUMBER = demo_people()[0]["personal_id"]
OTHER = demo_people()[1]["personal_id"]
AFTER = "http://127.0.0.1:8030/bye"


@pytest.fixture
def rp(client: FlaskClient) -> OpenIdClient:
    return OpenIdClient(client)


def logout(client: FlaskClient, **asked: str) -> TestResponse:
    return client.get("/vneid/logout", query_string=asked)


def logged_in(rp: OpenIdClient) -> bool:
    return "code" in query_of(rp.authorize(prompt="none"))


def test_a_client_that_names_the_login_ends_it_and_gets_the_browser_back(rp: OpenIdClient, client: FlaskClient) -> None:
    tokens = rp.tokens(NUMBER)
    answer = logout(client, id_token_hint=tokens["id_token"], post_logout_redirect_uri=AFTER, state="a b&c")
    assert answer.status_code == 302
    assert answer.location.startswith(AFTER + "?")
    assert query_of(answer) == {"state": "a b&c"}
    assert not logged_in(rp)
    assert "logged out" in rp.userinfo(tokens["access_token"]).get_json()["error_description"]
    assert logout(client, id_token_hint=tokens["id_token"], post_logout_redirect_uri=AFTER).status_code == 302


def test_what_was_granted_for_use_without_the_citizen_outlives_the_login(rp: OpenIdClient, client: FlaskClient) -> None:
    tokens = rp.offline(NUMBER)
    logout(client, id_token_hint=tokens["id_token"])
    assert rp.refresh(tokens["refresh_token"]).status_code == 200


def test_without_a_hint_or_with_another_person_s_the_citizen_is_asked(rp: OpenIdClient, client: FlaskClient) -> None:
    first = rp.tokens(NUMBER)["id_token"]
    rp.tokens(OTHER)
    asked: list[dict[str, str]] = [
        {"client_id": "demo-rp", "post_logout_redirect_uri": AFTER},
        {"id_token_hint": first, "confirmed": "1"},
        {},
    ]
    for one in asked:
        page = logout(client, **one)
        assert (page.status_code, 'data-testid="log-out"' in page.text) == (200, True)
        assert logged_in(rp)
    answer = client.post("/vneid/logout", query_string=asked[0], data={"confirmed": "1"})
    assert answer.location == AFTER
    assert not logged_in(rp)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id_token_hint": "x.y.z"}, "not an ID token"),
        ({"post_logout_redirect_uri": AFTER}, "no client"),
        ({"client_id": "nobody", "post_logout_redirect_uri": AFTER}, "no client"),
        ({"client_id": "demo-rp", "post_logout_redirect_uri": "https://evil.example/"}, "has declared no"),
        ({"client_id": "other-rp", "post_logout_redirect_uri": "https://other.example/byE"}, "from letter 25"),
        ({"client_id": "other-rp", "id_token_hint": "good"}, "was given to demo-rp"),
    ],
)
def test_a_wrong_logout_is_a_page_that_says_what_differs_and_nothing_ends(
    rp: OpenIdClient,
    client: FlaskClient,
    register: Callable[..., ClaimSheet],
    changes: dict[str, str],
    words: str,
) -> None:
    after = {"post_logout_redirect_uris": ["https://other.example/bye"]}
    register("other", "92", openid={"client_id": "other-rp", "client_secret": "s", **after})
    tokens = rp.tokens(NUMBER)
    good = {"id_token_hint": tokens["id_token"]} if changes.get("id_token_hint") == "good" else {}
    answer = logout(client, lang="en", **{**changes, **good})
    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert words in answer.text
    assert logged_in(rp)
    assert rp.userinfo(tokens["access_token"]).status_code == 200


class Receiver:
    """A client's back-channel endpoint; looks whether the national side can write while it is called."""

    def __init__(self, national: National) -> None:
        self.national = national
        self.tokens: list[str] = []
        self.status = 200

    def app(self) -> Flask:
        app = Flask("receiver")

        @app.post("/logout-token")
        def take() -> tuple[str, int]:
            with self.national.db.write() as tx:
                tx.execute("SELECT 1")
            self.tokens.append(request.form["logout_token"])
            return "", self.status

        return app


@pytest.fixture
def receiver(national: National, register: Callable[..., ClaimSheet]) -> Iterator[Receiver]:
    made = Receiver(national)
    server = BoundServer("127.0.0.1", 0, threads=2)
    told = {"backchannel_logout_uri": f"{server.url}/logout-token", "redirect_uris": ["https://other.example/callback"]}
    register("other", "92", openid={"client_id": "other-rp", "client_secret": "other-secret", **told})
    with server.serving(made.app()):
        yield made


def other_login(client: FlaskClient, national: National, stages: dict[str, Any]) -> str:
    """Let the other client's login take a fault; return its ID token."""
    with national.db.write() as tx:
        national.login_faults.arm(tx, Scope("other-rp", personal_id=NUMBER), stages)
    other = OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback")
    return str(other.tokens(NUMBER)["id_token"])


def test_a_login_with_a_fault_gets_the_wrong_logout_token_and_no_other(
    client: FlaskClient, receiver: Receiver, national: National, seen: Seen
) -> None:
    other_login(client, national, {"back_channel": {"set": {"nonce": "n"}, "remove": ["events"], "sign": "none"}})
    client.post("/vneid/logout")
    assert [fact.data["stages"] for fact in seen.facts("fault_shown")] == [["back_channel"]]
    OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback").tokens(NUMBER)
    client.post("/vneid/logout")
    wrong, right = (parts_of(token) for token in receiver.tokens)
    assert (wrong[0]["alg"], wrong[1]["nonce"], "events" in wrong[1]) == ("none", "n", False)
    assert (right[0]["alg"], "nonce" in right[1], list(right[1]["events"])) == ("RS256", False, [EVENT])


def test_a_replayed_jti_was_good_a_moment_before_for_a_login_of_nobody(
    client: FlaskClient, receiver: Receiver, national: National
) -> None:
    sid = parts_of(other_login(client, national, {"back_channel": {"replay": True}}))[1]["sid"]
    client.post("/vneid/logout")
    first, second = (parts_of(token)[1] for token in receiver.tokens)
    assert first["jti"] == second["jti"]
    assert (second["sid"], "sub" in second) == (sid, True)
    assert (first["sid"] != sid, "sub" in first) == (True, False)


@pytest.mark.parametrize("status", [200, 500])
def test_each_client_of_the_login_is_told_once_by_a_signed_logout_token(
    client: FlaskClient, receiver: Receiver, open_session: Callable[..., Session], seen: Seen, status: int
) -> None:
    receiver.status = status
    session = open_session(province="other")
    number = session.people["applicant"]["personal_id"]
    other = OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback")
    id_token = other.tokens(number)["id_token"]
    assert "code" in query_of(OpenIdClient(client).authorize())
    assert client.post("/vneid/logout").status_code == 303
    assert logout(client, id_token_hint=id_token).status_code == 303
    keys = KeySet.import_key_set(client.get("/vneid/jwks").get_json())
    (token,) = [jwt.decode(one, keys, algorithms=["RS256"]) for one in receiver.tokens]
    login = jwt.decode(id_token, keys, algorithms=["RS256"]).claims
    assert token.header["typ"] == "logout+jwt"
    assert {name: token.claims[name] for name in ("iss", "aud", "events")} == {
        "iss": f"{PUBLIC_URL}/vneid",
        "aud": "other-rp",
        "events": {EVENT: {}},
    }
    assert (token.claims["sub"], token.claims["sid"]) == (login["sub"], login["sid"])
    assert "nonce" not in token.claims
    done = [fact.data for fact in seen.facts("logout_done", session.id)]
    assert [(one["by"], one.get("ok")) for one in done] == [("back_channel", status == 200), ("citizen", None)]
    sent = [one for one in seen.national.journal.exchanges(session.id) if one.direction == "out"]
    assert [(one.operation, one.status) for one in sent] == [("vneid/backchannel-logout", status)]
    assert "logout_token=***" in sent[0].request_body
