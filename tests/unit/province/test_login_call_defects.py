"""Defects of what a login sends and of how its answers are read: each does its one wrong thing."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from simulator.province.config import ProvinceConfig
from simulator.province.defects import login_asking, login_reading
from simulator.province.defects.login import without
from simulator.province.defects.registry import CLASSES
from simulator.province.identity.calls import Calls
from simulator.province.identity.unwrapping import is_wrapped
from simulator.province.seams import Seams
from tests.unit.province.conftest import World
from tests.unit.province.fakes import MADE
from tests.unit.province.test_login_back_channel import post, token
from tests.unit.province.test_login_refusals import come_back, log_in, start, who

With = Callable[[type[Seams]], World]


def asked(world: World) -> dict[str, str]:
    """The query of the login request."""
    return dict(parse_qsl(urlsplit(world.citizen.client.get("/dang-nhap").location).query))


def is_in(world: World) -> bool:
    return bool(who(world).status_code == 200)


@pytest.mark.parametrize(
    ("seams", "gone"),
    [
        (login_asking.AsksByPublishedLink, {"state", "nonce", "code_challenge", "acr_values"}),
        (login_asking.NamesNoWayBack, {"redirect_uri"}),
    ],
)
def test_a_request_that_lacks_something(with_seams: With, seams: type[Seams], gone: set[str]) -> None:
    assert not gone & asked(with_seams(seams)).keys()
    assert gone <= asked(with_seams(Seams)).keys()


def test_a_request_for_tokens_and_one_with_a_secret(with_seams: With) -> None:
    request = asked(with_seams(login_asking.AsksForTokens))
    assert (request["response_type"], request["scope"]) == ("token", "profile")
    assert asked(with_seams(login_asking.SecretInAddress))["client_secret"]


def test_a_secret_in_the_body_and_a_verifier_that_is_forgotten(with_seams: With) -> None:
    world = with_seams(login_asking.SecretInBody)
    log_in(world)
    assert (world.national.token_form["client_id"], is_in(world)) == ("demo-rp", True)
    world = with_seams(login_asking.ForgetsVerifier)
    log_in(world)
    assert "code_verifier" not in world.national.token_form


def test_a_token_in_the_body() -> None:
    sent: list[dict[str, Any]] = []
    call = {"method": "GET", "url": "u", "headers": {"Authorization": "Bearer t"}}
    login_asking.TokenInBody().login_call("userinfo", call, lambda one: sent.append(one) or {})  # type: ignore[func-returns-value]
    assert sent == [{"method": "POST", "url": "u", "form": {"access_token": "t"}}]


def test_one_verifier_for_all(with_seams: With) -> None:
    world = with_seams(login_asking.SameVerifierAlways)
    assert asked(world)["code_challenge"] == asked(world)["code_challenge"]
    world.national.id_token = {"nonce": "another"}
    log_in(world)
    assert is_in(world)


@pytest.mark.parametrize(("return_to", "leads"), [("/\\evil.example/", "//evil.example/"), ("//evil.example/", "/")])
def test_a_way_back_that_is_checked_too_early(with_seams: With, return_to: str, leads: str) -> None:
    world = with_seams(login_asking.ReadsBackslashLate)
    query = world.citizen.client.get("/dang-nhap", query_string={"return_to": return_to})
    assert come_back(world, world.national.authorize(query.location)).location == leads


def refreshed(world: World, first: Mapping[str, Any], then: Mapping[str, Any]) -> int:
    world.national.token = {"refresh_token": "a-long-refresh-token", **first}
    log_in(world)
    world.national.token = {"refresh_token": "a-long-refresh-token", **then}
    return int(world.citizen.client.post("/dang-nhap/lam-moi").status_code)


def test_a_refresh_token_that_was_cut_and_a_refresh_without_an_id_token(with_seams: With) -> None:
    world = with_seams(login_asking.CutsRefreshToken)
    refreshed(world, {}, {})
    assert world.national.token_form["refresh_token"] == "a-long-refresh-t"
    assert refreshed(with_seams(CLASSES["wants-id-token-at-refresh"]), {}, {"id_token": None}) == 401
    assert refreshed(with_seams(Seams), {}, {"id_token": None}) == 200


@pytest.mark.parametrize(
    ("defect", "told"),
    [
        ("wants-capital-bearer", {"token": {"token_type": "bearer"}}),
        ("knows-every-member", {"token": {"session_state": "abc"}}),
        ("knows-every-datum", {"claims": {"NhomMau": "O"}}),
        ("stumbles-over-null", {"claims": {"SoDienThoai": None}}),
        ("knows-every-header", {"header": {"cty": "JSON"}}),
        ("knows-two-levels", {"id_token": {"acr": "LoA3"}}),
    ],
)
def test_an_answer_that_is_refused_for_no_reason(
    with_seams: With, defect: str, told: dict[str, dict[str, Any]]
) -> None:
    world = with_seams(CLASSES[defect])
    log_in(world)
    assert is_in(world)
    for name, change in told.items():
        setattr(world.national, name, {**getattr(world.national, name), **change})
    for seams, opened in ((CLASSES[defect], False), (Seams, True)):
        world = with_seams(seams)
        log_in(world)
        assert is_in(world) is opened


def test_the_citizen_of_the_last_login() -> None:
    defect, right = login_reading.FallsBackOnLastAnswer(), {"SoDinhDanh": "099300000017"}
    assert defect.login_call("token", {}, lambda _: {"id_token": "t"})["access_token"] == "-"
    assert defect.login_call("token", {}, lambda _: {"access_token": "a"})["access_token"] == "a"
    defect.login_call("userinfo", {}, lambda _: right)

    def refuse(_: object) -> dict[str, Any]:
        raise login_reading.LoginRefused("userinfo", "HTTP 401")

    assert defect.login_call("userinfo", {}, refuse) == right
    with pytest.raises(login_reading.LoginRefused):
        defect.login_call("token", {}, refuse)


@pytest.mark.parametrize(
    ("seams", "code", "read"),
    [
        (login_reading.DropsBlanks, "a b+c", "ab+c"),
        (login_reading.DecodesTwice, "a+b", "ab"),
        (Seams, "a b+c", "a b+c"),
    ],
)
def test_a_plus_that_is_lost(seams: type[Seams], code: str, read: str) -> None:
    assert seams().callback_answer({"code": code, "state": "x"}) == {"code": read, "state": "x"}


def test_calls_wait_so_long_or_for_ever(world: World) -> None:
    config: ProvinceConfig = world.config
    waits = [Calls(config, world.clock, seams())._read_seconds for seams in (Seams, without("time"))]
    assert waits == [config.read_seconds, None]


def test_an_envelope_is_told_by_its_two_parts() -> None:
    assert is_wrapped({"data": "x", "key": "y"})
    assert not is_wrapped({"data": "x", "key": "y", "more": 1})
    assert not is_wrapped({"access_token": "x"})


def test_a_logout_of_nobody_is_one_of_everybody(with_seams: With) -> None:
    for seams, stays in ((without("logout_subject"), False), (Seams, True)):
        world = with_seams(seams)
        log_in(world)
        post(world, token(sid=None, sub=None, iat=MADE))
        assert is_in(world) is stays


def test_a_session_that_nothing_ends(with_seams: With) -> None:
    world = with_seams(CLASSES["logout-in-name-only"])
    start(world)
    log_in(world)
    world.citizen.client.get("/dang-xuat")
    post(world, token())
    assert is_in(world)
