"""The way of the browser: states, where it comes back to, what it is told, and at which level it is logged in."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import RSAKey

from simulator.province.identity.return_to import own_path
from tests.unit.province.conftest import JSON, LANDING, World
from tests.unit.province.fakes import ISSUER, NUMBER
from tests.unit.province.test_login_refusals import come_back, log_in, start, told, who


def test_a_login_asks_for_what_protects_it_and_for_the_level_of_a_service(world: World) -> None:
    start(world)
    asked = world.national.authorization
    assert asked["acr_values"] == "LoA2"
    assert (asked["code_challenge_method"], asked["max_age"], asked["response_type"]) == ("S256", "28800", "code")
    assert all(len(asked[name]) >= 32 for name in ("state", "nonce", "code_challenge"))
    first = dict(asked)
    start(world, "/dang-nhap?level=3")
    asked = world.national.authorization
    assert asked["acr_values"] == "LoA3"
    assert all(asked[name] != first[name] for name in ("state", "nonce", "code_challenge"))


def test_a_level_that_is_none_asks_for_the_usual_one(world: World) -> None:
    start(world, "/dang-nhap?level=9")
    assert world.national.authorization["acr_values"] == "LoA2"


def test_a_callback_works_once_and_the_second_is_told_so(world: World) -> None:
    query = start(world)
    assert come_back(world, query).status_code == 302
    again = come_back(world, query)
    assert again.status_code == 403
    assert "đã dùng" in again.text
    assert world.national.vneid_calls.count("/token") == 1
    assert who(world).json["personal_id"] == NUMBER


@pytest.mark.parametrize("change", [{"state": "another"}, {"state": ""}, {"code": ""}, {"iss": "https://khac.example"}])
def test_a_changed_callback_gets_no_token(world: World, change: dict[str, str]) -> None:
    answer = come_back(world, start(world) | change)
    assert answer.status_code in (403, 502)
    assert "/token" not in world.national.vneid_calls
    assert who(world).status_code == 401


def test_a_callback_in_another_browser_opens_nothing(world: World) -> None:
    query = start(world)
    other = world.app.test_client()
    assert other.get("/vneid/callback", query_string=query).status_code == 403
    assert other.get("/dang-nhap/toi").status_code == 401
    other.get("/dang-nhap")
    query = start(world)
    assert other.get("/vneid/callback", query_string=query).status_code == 403


def test_a_callback_ten_minutes_late_and_one_with_a_doubled_parameter_are_refused(world: World) -> None:
    query = start(world)
    world.clock.move(timedelta(minutes=11))
    assert come_back(world, query).status_code == 403
    query = start(world)
    doubled = world.citizen.client.get(f"/vneid/callback?code=a&code=b&state={query['state']}")
    assert doubled.status_code == 403


def test_the_issuer_of_the_callback_is_needed_once_it_is_promised(world: World) -> None:
    world.national.metadata = {"authorization_response_iss_parameter_supported": True}
    assert come_back(world, start(world)).status_code == 403
    assert come_back(world, start(world) | {"iss": ISSUER}).status_code == 302


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("access_denied", 403),
        ("login_required", 403),
        ("consent_required", 403),
        ("interaction_required", 403),
        ("unmet_authentication_requirements", 403),
        ("temporarily_unavailable", 503),
        ("server_error", 502),
        ("invalid_scope", 502),
        ("unauthorized_client", 502),
        ("untrusted", 502),
        ("<b>", 502),
    ],
)
def test_an_error_of_vneid_is_a_page_with_advice_and_escaped(world: World, error: str, status: int) -> None:
    query = {"state": start(world)["state"], "error": error, "error_description": "<script>alert(1)</script>"}
    page = come_back(world, query)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "/token" not in world.national.vneid_calls


def test_a_program_is_told_in_json(world: World) -> None:
    query = {"state": start(world)["state"], "error": "access_denied"}
    answer = world.citizen.client.get("/vneid/callback", query_string=query, headers=JSON)
    assert answer.status_code == 403
    assert list(answer.json) == ["message"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/ /evil.example",
        "/\r\nSet-Cookie: a=b",
        "",
        "/" + "x" * 3000,
    ],
)
def test_the_way_back_stays_here(world: World, target: str) -> None:
    world.citizen.client.get("/")
    answer = world.citizen.client.get("/dang-nhap", query_string={"return_to": target})
    assert come_back(world, world.national.authorize(answer.location)).location == "/"


def test_the_way_back_may_be_any_page_of_ours(world: World) -> None:
    for target in ("/", "/ho-so?x=1#y", "/dich-vu/%2F"):
        assert own_path(target) == target
    landed = world.citizen.client.get(LANDING)
    assert come_back(world, world.national.authorize(landed.location)).location == LANDING


def test_a_level_too_low_is_refused_with_the_way_to_a_higher_one(world: World) -> None:
    world.national.id_token = {"acr": "LoA1"}
    page = log_in(world, "/dang-nhap?return_to=/ho-so")
    assert page.status_code == 403
    assert "/dang-nhap?return_to=%2Fho-so&amp;level=2" in page.text


def test_a_session_of_level_one_is_asked_for_more_where_a_service_needs_it(world: World) -> None:
    world.national.id_token = {"acr": "LoA1"}
    assert log_in(world, "/dang-nhap?level=1").status_code == 302
    assert (who(world).json["acr"], who(world).json["level"]) == ("LoA1", 1)
    stepped = world.citizen.client.get(LANDING, headers=JSON)
    assert stepped.status_code == 302
    world.national.id_token = {}
    assert come_back(world, world.national.authorize(stepped.location)).location == LANDING
    assert who(world).json["level"] == 2


def test_a_refresh_to_an_unknown_level_is_no_level_for_a_service(world: World) -> None:
    world.national.token = {"refresh_token": "refresh-1"}
    log_in(world)
    world.national.id_token = {"acr": "LoA9"}
    assert refresh(world).json["level"] is None
    assert world.citizen.client.get(LANDING).status_code == 302


def test_a_new_login_ends_the_former_session_of_the_browser(world: World) -> None:
    log_in(world)
    former = world.citizen.client.get_cookie("phien_000_00_00_H99")
    assert former is not None
    log_in(world)
    with world.app.test_client() as other:
        other.set_cookie(former.key, former.value)
        assert other.get("/dang-nhap/toi").status_code == 401


def test_vneid_down_is_told_before_the_browser_leaves(world: World) -> None:
    world.national.vneid_answers["/.well-known/openid-configuration"] = (503, {"Retry-After": "7"}, "")
    page = world.citizen.client.get("/dang-nhap?return_to=/ho-so")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "7")
    assert "return_to=%2Fho-so" in page.text


def test_what_is_published_is_kept_for_minutes_and_a_rotated_key_found_within_one_login(world: World) -> None:
    log_in(world)
    log_in(world)
    calls = world.national.vneid_calls
    assert (calls.count("/.well-known/openid-configuration"), calls.count("/jwks")) == (1, 1)
    world.national.key = world.national.published = RSAKey.generate_key(2048, {"kid": "k2"})
    world.national.header = {"kid": "k2"}
    assert log_in(world).status_code == 302
    assert calls.count("/jwks") == 2
    world.clock.move(timedelta(minutes=6))
    log_in(world)
    assert calls.count("/.well-known/openid-configuration") == 2


def test_secrets_rest_as_hashes_or_sealed(world: World) -> None:
    world.national.token = {"refresh_token": "refresh-1"}
    log_in(world)
    path = world.config.data_dir / "province.sqlite3"
    raw = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    cookie = world.citizen.client.get_cookie("phien_000_00_00_H99")
    assert cookie is not None
    for secret in (cookie.value, "refresh-1", base64.urlsafe_b64encode(json.dumps({"alg": "RS256"}).encode()[:9])):
        assert (secret if isinstance(secret, bytes) else secret.encode()) not in raw


# Refresh


@pytest.fixture
def refreshing(world: World) -> World:
    world.national.token = {"refresh_token": "refresh-1"}
    log_in(world)
    return world


def refresh(world: World) -> Any:
    return world.citizen.client.post("/dang-nhap/lam-moi", headers=JSON)


def test_a_refresh_reads_the_citizen_again_and_keeps_the_rotated_token(refreshing: World) -> None:
    national = refreshing.national
    national.claims |= {"HoVaTen": "Đỗ Thị Hòa Mới"}
    national.token = {"refresh_token": "refresh-2"}
    assert refresh(refreshing).json["name"] == "Đỗ Thị Hòa Mới"
    assert national.token_form["refresh_token"] == "refresh-1"
    national.token = {"id_token": None}
    assert refresh(refreshing).status_code == 200
    assert national.token_form["refresh_token"] == "refresh-2"
    assert refresh(refreshing).status_code == 200
    assert national.token_form["refresh_token"] == "refresh-2"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://khac.example"},
        {"sub": "tech-2"},
        {"aud": "another-rp"},
        {"azp": "another-rp"},
        {"auth_time": 1},
        {"exp": 1},
        {"iat": 4102444800},
    ],
    ids=str,
)
def test_a_refresh_of_another_login_ends_the_session(refreshing: World, claims: dict[str, Any]) -> None:
    refreshing.national.id_token = claims
    assert refresh(refreshing).status_code == 401
    assert who(refreshing).status_code == 401


def test_a_refresh_that_vneid_refuses_ends_the_session(refreshing: World) -> None:
    refreshing.national.vneid_answers["/token"] = told({"error": "invalid_grant"}, 400)
    assert refresh(refreshing).status_code == 401
    assert who(refreshing).status_code == 401


def test_a_refresh_without_a_session_or_token_is_nobody(make_world: Callable[..., World]) -> None:
    world = make_world()
    assert refresh(world).status_code == 401
    log_in(world)
    assert refresh(world).status_code == 401


# Logout by the citizen


def test_a_logout_ends_the_session_here_and_goes_to_vneid_with_hint_and_state(world: World) -> None:
    world.national.metadata = {"end_session_endpoint": f"{ISSUER}/logout?x=1"}
    log_in(world)
    answer = world.citizen.client.get("/dang-xuat")
    assert who(world).status_code == 401
    query = dict(parse_qsl(urlsplit(answer.location).query))
    assert answer.location.startswith(f"{ISSUER}/logout?x=1&")
    assert query["id_token_hint"].count(".") == 2
    assert query["post_logout_redirect_uri"] == "http://province.example/dang-xuat/xong"
    back = "/dang-xuat/xong"
    assert world.citizen.client.get(back).status_code == 400
    assert world.citizen.client.get(f"{back}?state=another").status_code == 400
    assert world.app.test_client().get(f"{back}?state={query['state']}").status_code == 400


def test_the_return_of_a_logout_is_known_once(world: World) -> None:
    world.national.metadata = {"end_session_endpoint": f"{ISSUER}/logout"}
    log_in(world)
    query = dict(parse_qsl(urlsplit(world.citizen.client.get("/dang-xuat").location).query))
    statuses = [world.citizen.client.get(f"/dang-xuat/xong?state={query['state']}").status_code for _ in "12"]
    assert statuses == [200, 400]


def test_a_logout_ends_the_session_also_when_vneid_is_down_or_has_no_logout(world: World) -> None:
    log_in(world)
    world.clock.move(timedelta(minutes=6))
    world.national.vneid_answers["/.well-known/openid-configuration"] = (503, {}, "")
    answer = world.citizen.client.get("/dang-xuat")
    assert who(world).status_code == 401
    assert world.citizen.client.get(answer.location).status_code == 200
