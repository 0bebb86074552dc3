"""What a careful relying party refuses: one thing wrong at a time, and no session afterwards."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from simulator.province.identity.claim_rules import ID_TOKEN, hash_of
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import ISSUER, KEY, MADE, NUMBER

DAY = 86400
RS256 = JWSRegistry.algorithms["RS256"]
STRANGER = RSAKey.generate_key(2048, {"kid": "stranger"})
HTML = (200, {"Content-Type": "text/html"}, "<html></html>")
MakeWorld = Callable[..., World]


def start(world: World, path: str = "/dang-nhap") -> dict[str, str]:
    """Start a login in the world's browser and return the query of its callback."""
    answer = world.citizen.client.get(path)
    assert answer.status_code == 302, answer.text
    return world.national.authorize(answer.location)


def come_back(world: World, query: Mapping[str, str]) -> Any:
    return world.citizen.client.get("/vneid/callback", query_string=dict(query))


def log_in(world: World, path: str = "/dang-nhap") -> Any:
    return come_back(world, start(world, path))


def who(world: World) -> Any:
    return world.citizen.client.get("/dang-nhap/toi", headers=JSON)


def told(document: object, status: int = 200) -> tuple[int, dict[str, str], str]:
    return status, {"Content-Type": "application/json"}, json.dumps(document)


def refused(world: World, status: int, path: str = "/dang-nhap") -> Any:
    answer = log_in(world, path)
    assert answer.status_code == status, answer.text
    assert who(world).status_code == 401
    return answer


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "iss": {"iss": "https://khac.example"},
    "iss-missing": {"iss": None},
    "aud": {"aud": "another-rp"},
    "aud-missing": {"aud": None},
    "aud-several-with-azp": {"aud": ["demo-rp", "another-rp"], "azp": "demo-rp"},
    "aud-list-of-anything": {"aud": ["demo-rp", 7]},
    "azp": {"azp": "another-rp"},
    "sub-missing": {"sub": None},
    "sub-empty": {"sub": ""},
    "sub-number": {"sub": 7},
    "exp": {"exp": MADE - 3600},
    "exp-missing": {"exp": None},
    "exp-text": {"exp": "4102444800"},
    "exp-huge": {"exp": 10**400},
    "iat-tomorrow": {"iat": MADE + DAY},
    "iat-missing": {"iat": None},
    "nbf-tomorrow": {"nbf": MADE + DAY},
    "nbf-text": {"nbf": "now"},
    "nonce": {"nonce": "another"},
    "nonce-missing": {"nonce": None},
    "at-hash": {"at_hash": "another"},
    "acr-lower": {"acr": "LoA1"},
    "acr-missing": {"acr": None},
    "acr-unknown": {"acr": "LoA9"},
    "auth-time-yesterday": {"auth_time": MADE - DAY},
    "auth-time-missing": {"auth_time": None},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_wrong_claim(world: World, claims: dict[str, Any]) -> None:
    world.national.id_token = claims
    refused(world, 403)
    assert "/userinfo" not in world.national.vneid_calls


RIGHT_CLAIMS: dict[str, dict[str, Any]] = {
    "aud-a-list-of-us": {"aud": ["demo-rp"], "azp": "demo-rp"},
    "clock-two-minutes-ahead": {"iat": MADE + 120, "nbf": MADE + 120, "auth_time": MADE + 120},
    "higher-level": {"acr": "LoA3"},
    "at-hash": {"at_hash": hash_of("access")},
    "unknown-claims": {"vai_tro": ["x"], "sid": None},
    "fraction-of-a-second": {"iat": MADE + 0.5},
}


@pytest.mark.parametrize("claims", RIGHT_CLAIMS.values(), ids=RIGHT_CLAIMS)
def test_what_is_unusual_and_right_is_taken(world: World, claims: dict[str, Any]) -> None:
    world.national.id_token = claims
    assert log_in(world).status_code == 302
    assert who(world).json["personal_id"] == NUMBER


def forged(header: dict[str, Any], sign: Callable[[bytes], bytes], nonce: str) -> str:
    claims = {"iss": ISSUER, "aud": "demo-rp", "sub": "tech-1", "exp": MADE + 3600, "iat": MADE, "nonce": nonce}
    claims |= {"acr": "LoA2", "auth_time": MADE}
    text = f"{base64_of(json.dumps(header).encode())}.{base64_of(json.dumps(claims).encode())}"
    return f"{text}.{base64_of(sign(text.encode()))}"


def base64_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_public_key(text: bytes) -> bytes:
    return hmac.digest(KEY.as_pem(private=False), text, "sha256")


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ({"alg": "none"}, lambda _: b""),
        ({"alg": "HS256", "kid": "k1"}, by_public_key),
        ({"alg": "RS256", "kid": "k1"}, lambda _: b"x" * 256),
        ({"alg": "RS256", "kid": "../../etc/passwd"}, lambda _: b"x" * 256),
        ({"alg": "RS256", "kid": ["k1"]}, lambda _: b"x" * 256),
        ({"alg": "ES256", "kid": "k1"}, lambda _: b"x" * 64),
        ({}, lambda _: b""),
    ],
    ids=["none", "public-key-as-secret", "broken", "kid-like-a-path", "kid-a-list", "other-alg", "no-alg"],
)
def test_a_forged_signature(world: World, header: dict[str, Any], sign: Callable[[bytes], bytes]) -> None:
    query = start(world)
    world.national.token = {"id_token": forged(header, sign, world.national.nonce)}
    assert come_back(world, query).status_code == 403
    assert who(world).status_code == 401


@pytest.mark.parametrize(
    "more", [{"jwk": STRANGER.as_dict(private=False)}, {"jku": f"{ISSUER}/jwks"}, {"kid": "other"}]
)
def test_a_header_cannot_bring_its_own_key(world: World, more: dict[str, Any]) -> None:
    world.national.key, world.national.header = STRANGER, more
    refused(world, 403)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "e30.e30.", "W10.e30.x", "." * 3, "x" * 20000, "[" * 9 + ".a.b"])
def test_what_is_no_token_at_all(world: World, text: str) -> None:
    world.national.token = {"id_token": text}
    refused(world, 403)


@pytest.mark.parametrize("header", [{"crit": ["exp"], "exp": 1}, {"crit": []}])
def test_a_header_that_has_to_be_understood(world: World, header: dict[str, Any]) -> None:
    query = start(world)
    made = {"alg": "RS256", "kid": "k1"} | header
    world.national.token = {"id_token": forged(made, lambda text: RS256.sign(text, KEY), world.national.nonce)}
    assert come_back(world, query).status_code == 403


def test_what_else_stands_in_a_header_is_ignored(world: World) -> None:
    query = start(world)
    made = {"alg": "RS256", "kid": "k1", "x5c": ["A" * 900], "cua_minh": 1}
    claims_signed = forged(made, lambda text: RS256.sign(text, KEY), world.national.nonce)
    world.national.token = {"id_token": claims_signed}
    assert come_back(world, query).status_code == 302


def test_a_logout_token_is_no_id_token(world: World) -> None:
    world.national.header = {"typ": "logout+jwt"}
    refused(world, 403)


BAD_ANSWERS: dict[str, tuple[tuple[int, dict[str, str], str], int]] = {
    "invalid-grant": (told({"error": "invalid_grant"}, 400), 502),
    "invalid-client": (told({"error": "invalid_client"}, 401), 502),
    "too-many": ((429, {"Content-Type": "application/json", "Retry-After": "120"}, "{}"), 503),
    "error": ((500, {}, "Traceback"), 503),
    "unavailable": ((503, {}, ""), 503),
    "html": (HTML, 502),
    "wrong-type": ((200, {"Content-Type": "text/plain"}, "{}"), 502),
    "empty": ((200, {"Content-Type": "application/json"}, ""), 502),
    "cut": ((200, {"Content-Type": "application/json"}, '{"access_token": "a'), 502),
    "list": (told([]), 502),
    "deep": ((200, {"Content-Type": "application/json"}, "[" * 60000), 502),
    "huge": (told({"x": "y" * 70000}), 502),
    "redirect": ((302, {"Location": "http://national.example/elsewhere"}, ""), 502),
}


@pytest.mark.parametrize("end", ["/token", "/userinfo"])
@pytest.mark.parametrize(("answer", "status"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_a_bad_answer_fails_closed_and_is_not_asked_again(
    world: World, end: str, answer: tuple[int, dict[str, str], str], status: int
) -> None:
    world.national.vneid_answers[end] = answer
    page = refused(world, status)
    assert world.national.vneid_calls.count(end) == 1
    assert page.headers.get("Retry-After") == answer[1].get("Retry-After")
    assert "Traceback" not in page.text


@pytest.mark.parametrize("change", [{"access_token": None}, {"token_type": "DPoP"}, {"token_type": None}])
def test_tokens_that_cannot_be_used(world: World, change: dict[str, Any]) -> None:
    world.national.token = change
    refused(world, 502)


def test_a_token_type_is_read_in_any_letters_and_a_login_without_id_token_refused(world: World) -> None:
    world.national.token = {"token_type": "bearer"}
    assert log_in(world).status_code == 302
    world.citizen.client.get("/dang-xuat")
    world.national.token = {"id_token": None}
    refused(world, 403)


@pytest.mark.parametrize(
    ("claims", "status"),
    [({"sub": "tech-2"}, 403), ({"sub": None}, 403), ({"SoDinhDanh": None}, 502), ({"SoDinhDanh": [NUMBER]}, 502)],
)
def test_userinfo_that_does_not_fit(world: World, claims: dict[str, Any], status: int) -> None:
    world.national.claims |= claims
    refused(world, status)


def test_what_is_null_or_unknown_in_userinfo_is_left_out(world: World) -> None:
    world.national.claims |= {"HoVaTen": None, "SoDienThoai": ["1"], "la": {"x": 1}}
    assert log_in(world).status_code == 302
    assert who(world).json == {"personal_id": NUMBER, "name": "", "acr": "LoA2", "level": 2}


def test_an_organisation_is_known_by_its_tax_code(world: World) -> None:
    del world.national.claims["SoDinhDanh"]
    world.national.claims |= {"LoaiTaiKhoan": "2", "MaSoThue": "0990000001", "HoVaTen": "Công ty Thử"}
    log_in(world)
    assert (who(world).json["personal_id"], who(world).json["name"]) == ("0990000001", "Công ty Thử")


@pytest.mark.parametrize("metadata", [{"issuer": "https://khac.example"}, {"token_endpoint": None}])
def test_a_description_that_does_not_fit(world: World, metadata: dict[str, Any]) -> None:
    world.national.metadata = metadata
    answer = world.citizen.client.get("/dang-nhap")
    answer = come_back(world, world.national.authorize(answer.location)) if answer.status_code == 302 else answer
    assert answer.status_code == 502
    assert who(world).status_code == 401


def test_keys_of_other_kinds_and_doubled_ones_do_not_disturb(world: World) -> None:
    ec = ECKey.generate_key("P-256", {"kid": "k1"}).as_dict(private=False)
    others: list[Any] = [ec, {"kty": "OKP", "kid": "k1"}, {"kty": "oct", "k": "AA"}, "x", {"kty": "RSA", "n": 1}]
    world.national.more_keys = [*others, KEY.as_dict(private=False)]
    assert log_in(world).status_code == 302


def test_without_kid_the_only_key_is_taken_and_of_several_none(world: World) -> None:
    def come(one: World) -> int:
        query = start(one)
        made = forged({"alg": "RS256"}, lambda text: RS256.sign(text, KEY), one.national.nonce)
        one.national.token = {"id_token": made}
        return int(come_back(one, query).status_code)

    assert come(world) == 302
    for other in (STRANGER, ECKey.generate_key("P-256", {"kid": "ec"})):
        world.national.more_keys = [other.as_dict(private=False)]
        world.clock.move(timedelta(minutes=11))
        assert come(world) == 403


@pytest.mark.parametrize("answer", [(404, {}, ""), (500, {}, ""), HTML, told({"keys": []}), told({"keys": "x"})])
def test_keys_that_cannot_be_read_refuse_the_login_and_the_kept_ones_stay(world: World, answer: Any) -> None:
    good = world.national.vneid_answers
    world.national.vneid_answers = good | {"/jwks": answer}
    assert log_in(world).status_code in (502, 503)
    world.national.vneid_answers = good
    assert log_in(world).status_code == 302
    world.national.vneid_answers = good | {"/jwks": answer}
    assert log_in(world).status_code == 302
    world.national.key, world.national.header = STRANGER, {"kid": "stranger"}
    assert log_in(world).status_code == 403


def test_a_log_holds_no_secret(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.national.id_token = {"nonce": "khác"}
    refused(world, 403)
    query = world.national.authorization
    for secret in (query["state"], query["nonce"], "code-1", "demo-rp-secret", "access"):
        assert secret not in caplog.text


def test_each_rule_of_the_id_token_has_a_case_here() -> None:
    assert {name.partition("-")[0] for name in WRONG_CLAIMS} == {name.partition("_")[0] for name in ID_TOKEN}
