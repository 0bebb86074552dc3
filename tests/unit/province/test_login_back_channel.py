"""VNeID says that a login ended: a right logout token ends the session, a wrong one ends nothing."""

from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.unit.province.conftest import World
from tests.unit.province.fakes import ISSUER, KEY, MADE
from tests.unit.province.test_login_refusals import by_public_key, forged, log_in, who

EVENT = "http://schemas.openid.net/event/backchannel-logout"
STRANGER = RSAKey.generate_key(2048, {"kid": "stranger"})


def token(key: Any = KEY, header: dict[str, Any] | None = None, **changes: Any) -> str:
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "aud": "demo-rp",
        "iat": MADE,
        "exp": MADE + 120,
        "jti": "jti-1",
        "sub": "tech-1",
        "sid": "sid-1",
        "events": {EVENT: {}},
    }
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    made = {"alg": "RS256", "kid": "k1", "typ": "logout+jwt"} | (header or {})
    return jwt.encode(made, claims, key, algorithms=[made["alg"]])


def post(world: World, text: str) -> Any:
    return world.app.test_client().post("/vneid/dang-xuat", data={"logout_token": text})


def test_a_right_token_ends_the_session_and_is_good_once(world: World) -> None:
    log_in(world)
    text = token()
    answer = post(world, text)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert who(world).status_code == 401
    log_in(world)
    assert post(world, text).status_code == 400
    assert who(world).status_code == 200


@pytest.mark.parametrize("changes", [{"sid": None}, {"sub": None}, {"aud": ["demo-rp"]}])
def test_sid_or_sub_is_enough(world: World, changes: dict[str, Any]) -> None:
    log_in(world)
    assert post(world, token(**changes)).status_code == 200
    assert who(world).status_code == 401


def test_the_end_of_another_login_ends_nothing_here(world: World) -> None:
    log_in(world)
    assert post(world, token(sid="sid-2")).status_code == 200
    assert post(world, token(sid="sid-1", sub="tech-2", jti="jti-2")).status_code == 200
    assert who(world).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://khac.example"},
        {"aud": "another-rp"},
        {"aud": None},
        {"aud": ["x", "demo-rp"]},
        {"iat": None},
        {"iat": MADE - 86400},
        {"iat": MADE + 86400},
        {"exp": None},
        {"exp": MADE - 3600},
        {"jti": None},
        {"jti": 7},
        {"events": None},
        {"events": []},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": {EVENT: "x"}},
        {"nonce": "n"},
        {"sid": None, "sub": None},
    ],
    ids=str,
)
def test_a_wrong_claim_ends_nothing(world: World, changes: dict[str, Any]) -> None:
    log_in(world)
    assert post(world, token(**changes)).status_code == 400
    assert who(world).status_code == 200


def test_a_forged_token_ends_nothing(world: World) -> None:
    log_in(world)
    for text in (
        token(STRANGER),
        token(STRANGER, {"kid": "stranger"}),
        forged({"alg": "HS256", "kid": "k1"}, by_public_key, ""),
        forged({"alg": "none"}, lambda _: b"", ""),
        token(header={"typ": "at+jwt"}),
        "",
        "x",
    ):
        assert post(world, text).status_code == 400
    assert world.app.test_client().post("/vneid/dang-xuat").status_code == 400
    assert who(world).status_code == 200


def test_posted_tokens_do_not_make_us_ask_for_keys_again_and_again(world: World) -> None:
    log_in(world)
    world.clock.move(timedelta(seconds=20))
    for _ in range(5):
        post(world, token(STRANGER, {"kid": "stranger"}))
    assert world.national.key_look_ups == 2
