"""Each rule of the login is applied in one place: without it the one wrong thing passes, and with it, it does not."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.province.defects.login import (
    BreaksInTrouble,
    ConfusesAlgorithms,
    KnowsEveryClaim,
    RepeatsCalls,
    ShowsMarkup,
    TakesLowerLevel,
    TakesUnsigned,
    TrustsHeaderKey,
    VerifiesNothing,
    WantsAccessTokenHash,
    WantsAudienceAsText,
    WantsExactLevel,
    WantsOneClock,
    without,
)
from simulator.province.identity.claim_rules import hash_of
from simulator.province.identity.rules import EVERY_RULE
from simulator.province.seams import Seams
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import ISSUER, KEY, MADE
from tests.unit.province.test_login_back_channel import EVENT, post, token
from tests.unit.province.test_login_refusals import (
    HTML,
    RS256,
    STRANGER,
    WRONG_CLAIMS,
    by_public_key,
    come_back,
    forged,
    log_in,
    start,
    told,
    who,
)

With = Callable[[type[Seams]], World]


def is_in(world: World) -> bool:
    return bool(who(world).status_code == 200)


CLAIMS = {
    "iss": "iss",
    "aud": "aud",
    "azp": "azp",
    "sub": "sub-missing",
    "exp": "exp",
    "iat": "iat-tomorrow",
    "nbf": "nbf-tomorrow",
    "nonce": "nonce",
    "at_hash": "at-hash",
    "acr": "acr-lower",
    "auth_time": "auth-time-yesterday",
}


@pytest.mark.parametrize("rule", CLAIMS)
def test_a_claim_that_nobody_compares(with_seams: With, rule: str) -> None:
    world = with_seams(without(rule))
    world.national.id_token = WRONG_CLAIMS[CLAIMS[rule]]
    log_in(world)
    assert is_in(world)


ALONE = ("callback_error", "single", "id_token", "kept_keys", "time", "wrapped")
CALLBACKS: dict[str, dict[str, str]] = {"callback_iss": {"iss": "https://khac.example"}, "state": {"state": "another"}}


@pytest.mark.parametrize("rule", CALLBACKS)
def test_a_callback_that_nobody_compares(with_seams: With, rule: str) -> None:
    world = with_seams(without(rule))
    come_back(world, start(world) | CALLBACKS[rule])
    assert is_in(world)


def test_a_login_that_any_browser_may_finish(with_seams: With) -> None:
    world = with_seams(without("browser"))
    other = world.app.test_client()
    other.get("/vneid/callback", query_string=start(world))
    assert other.get("/dang-nhap/toi").status_code == 200


def test_a_way_back_to_anywhere(with_seams: With) -> None:
    world = with_seams(without("return_to"))
    assert log_in(world, "/dang-nhap?return_to=//evil.example/").location == "//evil.example/"


ANSWERS: dict[str, tuple[str, Any]] = {
    "content_type": ("/userinfo", (200, {"Content-Type": "text/plain"}, "{}")),
    "size": ("/userinfo", told({"sub": "tech-1", "SoDinhDanh": "099300000017", "x": "y" * 70000})),
    "redirects": ("/userinfo", (302, {"Location": f"{ISSUER}/elsewhere"}, "")),
}


@pytest.mark.parametrize("rule", ANSWERS)
def test_an_answer_that_nobody_looks_at(with_seams: With, rule: str) -> None:
    world = with_seams(without(rule))
    end, answer = ANSWERS[rule]
    right = told({"sub": "tech-1", "SoDinhDanh": "099300000017"})
    world.national.vneid_answers = {end: answer, "/elsewhere": right}
    if rule == "content_type":
        world.national.vneid_answers[end] = (200, HTML[1], right[2])
    log_in(world)
    assert is_in(world)


def test_a_token_of_any_type_and_a_citizen_of_any_token(with_seams: With) -> None:
    world = with_seams(without("token_type", "userinfo_sub"))
    world.national.token = {"token_type": "DPoP"}
    world.national.claims |= {"sub": "tech-2"}
    log_in(world)
    assert is_in(world)


@pytest.mark.parametrize("acr", ["LoA1", "LoA9", None, 2])
def test_a_level_that_was_asked_for_and_not_given(with_seams: With, acr: object) -> None:
    world = with_seams(TakesLowerLevel)
    world.national.id_token = {"acr": acr}
    log_in(world)
    assert who(world).json["level"] == 2


def test_several_audiences_need_to_say_who_asked(with_seams: With) -> None:
    world = with_seams(without("aud"))
    world.national.id_token = {"aud": ["demo-rp", "another-rp"]}
    assert log_in(world).status_code == 403


def test_a_callback_that_says_two_things(with_seams: With) -> None:
    world = with_seams(without("callback_error", "single"))
    come_back(world, start(world) | {"error": "access_denied"})
    assert is_in(world)
    query = start(world)
    world.citizen.client.get(f"/vneid/callback?code=a&code=b&state={query['state']}")
    assert is_in(world)


def test_a_login_without_an_id_token(with_seams: With) -> None:
    world = with_seams(without("id_token"))
    world.national.token = {"id_token": None}
    log_in(world)
    assert is_in(world)


def test_keys_that_are_read_for_each_login(with_seams: With) -> None:
    world = with_seams(without("kept_keys"))
    log_in(world)
    world.national.vneid_answers["/jwks"] = (503, {}, "")
    assert log_in(world).status_code == 503


@pytest.mark.parametrize(
    ("seams", "claims", "right"),
    [
        (WantsAudienceAsText, {"aud": ["demo-rp"]}, {}),
        (WantsOneClock, {"iat": MADE + 120}, {}),
        (WantsAccessTokenHash, {}, {"at_hash": hash_of("access")}),
        (WantsExactLevel, {"acr": "LoA3"}, {}),
        (KnowsEveryClaim, {"vai_tro": "x"}, {}),
    ],
)
def test_a_login_that_is_refused_for_no_reason(
    with_seams: With, seams: type[Seams], claims: dict[str, Any], right: dict[str, Any]
) -> None:
    for chosen, told_claims, status in ((seams, claims, 403), (seams, right, 302), (Seams, claims, 302)):
        world = with_seams(chosen)
        world.national.id_token = told_claims
        assert log_in(world).status_code == status


def test_a_description_of_anybody(with_seams: With) -> None:
    world = with_seams(without("discovery_issuer"))
    world.national.metadata = {"issuer": "https://khac.example"}
    log_in(world)
    assert is_in(world)


def test_keys_that_are_never_read_again(with_seams: With) -> None:
    world = with_seams(without("refetch"))
    log_in(world)
    world.citizen.client.get("/dang-xuat")
    world.national.key = world.national.published = STRANGER
    world.national.header = {"kid": "stranger"}
    log_in(world)
    assert not is_in(world)


@pytest.mark.parametrize(
    ("seams", "header", "sign"),
    [
        (VerifiesNothing, {"alg": "RS256", "kid": "k1"}, lambda _: b"x"),
        (TakesUnsigned, {"alg": "none"}, lambda _: b""),
        (ConfusesAlgorithms, {"alg": "HS256", "kid": "k1"}, by_public_key),
        (
            TrustsHeaderKey,
            {"alg": "RS256", "jwk": STRANGER.as_dict(private=False)},
            lambda text: RS256.sign(text, STRANGER),
        ),
    ],
)
def test_a_signature_that_is_believed(
    with_seams: With, seams: type[Seams], header: dict[str, Any], sign: Callable[[bytes], bytes]
) -> None:
    for chosen, opened in ((seams, True), (Seams, False)):
        world = with_seams(chosen)
        query = start(world)
        world.national.token = {"id_token": forged(header, sign, world.national.nonce)}
        come_back(world, query)
        assert is_in(world) is opened


def test_a_storm_a_broken_page_and_a_script(with_seams: With) -> None:
    world = with_seams(type("All", (RepeatsCalls, BreaksInTrouble), {}))
    world.national.vneid_answers["/token"] = (503, {}, "")
    assert log_in(world).status_code == 500
    assert world.national.vneid_calls.count("/token") == 6
    world = with_seams(ShowsMarkup)
    query = {"state": start(world)["state"], "error": "access_denied", "error_description": "<script>1</script>"}
    assert "<script>1</script>" in come_back(world, query).text


REFRESHED: dict[str, dict[str, Any]] = {
    "refresh_iss": {"iss": "https://khac.example"},
    "refresh_aud": {"aud": "another-rp"},
    "refresh_auth_time": {"auth_time": 1},
    "refresh_time": {"exp": 1},
}


@pytest.mark.parametrize("rule", [*REFRESHED, "refresh_sub", "refresh_ends"])
def test_a_refresh_that_nobody_compares(with_seams: With, rule: str) -> None:
    world = with_seams(without(rule))
    world.national.token = {"refresh_token": "refresh-1"}
    log_in(world)
    world.national.id_token = REFRESHED.get(rule, {"sub": "tech-2"})
    if rule == "refresh_sub":
        world.national.claims |= {"sub": "tech-2"}
    world.citizen.client.post("/dang-nhap/lam-moi", headers=JSON)
    assert is_in(world)


def test_a_logout_that_is_one_in_name(with_seams: With) -> None:
    world = with_seams(without("logout_local", "logout_hint", "logout_state"))
    world.national.metadata = {"end_session_endpoint": f"{ISSUER}/logout"}
    log_in(world)
    assert "id_token_hint" not in world.citizen.client.get("/dang-xuat").location
    assert is_in(world)
    assert world.citizen.client.get("/dang-xuat/xong?state=another").status_code == 200


LOGOUT_TOKENS: dict[str, dict[str, Any]] = {
    "logout_iss": {"iss": "https://khac.example"},
    "logout_aud": {"aud": "another-rp"},
    "logout_iat": {"iat": MADE - 86400},
    "logout_exp": {"exp": MADE - 3600},
    "logout_events": {"events": {EVENT + "-other": {}}},
    "logout_nonce": {"nonce": "n"},
    "logout_subject": {"sid": None, "sub": None},
}


@pytest.mark.parametrize("rule", LOGOUT_TOKENS)
def test_a_logout_token_that_nobody_compares(with_seams: With, rule: str) -> None:
    world = with_seams(without(rule))
    assert post(world, token(**LOGOUT_TOKENS[rule])).status_code == 200


def test_a_logout_token_that_is_taken_twice_and_one_that_ends_nothing(with_seams: With) -> None:
    world = with_seams(without("logout_jti", "logout_ends"))
    log_in(world)
    assert [post(world, token(KEY)).status_code for _ in "12"] == [200, 200]
    assert is_in(world)


def test_a_level_that_is_never_asked_for(with_seams: With) -> None:
    world = with_seams(without("acr_values"))
    start(world)
    assert "acr_values" not in world.national.authorization


def test_no_rule_is_without_a_story() -> None:
    named = {"acr_values", "browser", "return_to", "token_type", "userinfo_sub", "discovery_issuer", "refetch"}
    named |= {"refresh_sub", "refresh_ends", "logout_local", "logout_hint", "logout_state", "logout_jti", "logout_ends"}
    assert named | {*CLAIMS, *CALLBACKS, *ANSWERS, *REFRESHED, *LOGOUT_TOKENS, *ALONE} == EVERY_RULE
