"""What is made of a login in which something was wrong, case by case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.checks import CHECKS
from simulator.domain.fact import Fact
from simulator.domain.identity_case import IdentityCase
from simulator.domain.mark import Mark
from simulator.domain.outcome import Judgement
from tests.unit.checks.evidence_builder import OPENED, TRUTH, Story, text

CHECK = {
    "refuse": "forged_login_refused",
    "either": "doubtful_login_refused",
    "take": "right_login_taken",
    "cope": "login_trouble_told",
    "ask": "login_asks_well",
}
NOBODY = {"opened": False, "status": 403, "callback_status": 403, "asked": {"state": "…"}}
SOMEBODY = {
    "opened": True,
    "status": 200,
    "callback_status": 302,
    "personal_id": TRUTH["personal_id"],
    "expected_id": TRUTH["personal_id"],
    "level": 2,
    "asked": {"state": "…"},
}
Seen = tuple[str, dict[str, Any]]


def case(expects: str, mark: Mark = Mark.SEEN, fault: dict[str, Any] | None = None, **browser: Any) -> IdentityCase:
    control = IdentityCase.control()
    told = {"title": text("Ca"), "does": text("Làm"), "remedy": text("Sửa")}
    return replace(control, id="one", group="g", expects=expects, mark=mark, fault=fault or {}, browser=browser, **told)


def judged(one: IdentityCase, tried: dict[str, Any], *seen: Seen, controls: bool = True) -> Judgement:
    """Judge the case between two logins; `seen` are the facts while it was tried."""
    control: Seen = ("login_tried", {"case": "control", "control": True, **(SOMEBODY if controls else NOBODY)})
    rows = [control, *seen, ("login_tried", {"case": "one", "control": False, **tried}), control]
    facts = tuple(Fact(kind, n, OPENED + timedelta(seconds=n), data) for n, (kind, data) in enumerate(rows, 1))
    evidence = replace(Story().evidence(), facts=facts, cases={"one": one})
    (part,) = CHECKS[CHECK[one.expects]].judge(evidence).parts
    return part.judgement


def found(judgement: Judgement) -> tuple[str, bool]:
    """Return (code, whether it may weigh more than a warning) of the one finding."""
    (finding,) = judgement.findings
    return finding.code, not finding.assumed


def test_a_session_after_a_wrong_login_is_told_with_the_calls_that_led_to_it() -> None:
    judgement = judged(case("refuse"), SOMEBODY, ("token_called", {"ok": True}), ("userinfo_called", {"ok": True}))
    assert found(judgement) == ("forged_login_taken", True)
    assert "token 1×, userinfo 1×" in judgement.findings[0].found


@pytest.mark.parametrize("mark", [Mark.RECALLED, Mark.UNSURE, Mark.ASSUMED])
def test_a_rule_that_nobody_read_only_warns(mark: Mark) -> None:
    assert found(judged(case("refuse", mark), SOMEBODY)) == ("forged_login_taken", False)


def test_nothing_is_told_of_a_system_that_refuses_everybody() -> None:
    judgement = judged(case("refuse"), NOBODY, controls=False)
    assert found(judgement)[0] == "control_login_failed"
    assert judgement.findings[0].settles is False


def test_a_case_about_what_was_not_asked_for_means_nothing() -> None:
    one = case("refuse", only_if_asked="nonce")
    assert judged(one, SOMEBODY).left_out == "case_not_asked"
    assert found(judged(one, {**SOMEBODY, "asked": {"nonce": "…"}}))[0] == "forged_login_taken"


def test_another_guard_turns_a_session_into_a_warning() -> None:
    one = case("refuse", guarded_by=["nonce", "code_challenge"])
    assert found(judged(one, SOMEBODY)) == ("forged_login_taken", True)
    assert found(judged(one, {**SOMEBODY, "asked": {"code_challenge": "…"}})) == ("forged_login_taken", False)


@pytest.mark.parametrize(("level", "code"), [(3, "forged_login_taken"), (2, "forged_login_taken"), (0, "level_untold")])
def test_a_session_may_not_be_called_one_of_a_level_that_was_not_reached(level: int, code: str) -> None:
    one = case("refuse", fault={"login": {"level": 1}}, level=2)
    assert found(judged(one, {**SOMEBODY, "level": level}))[0] == code


def test_a_session_that_is_called_by_its_real_lower_level_is_right() -> None:
    one = case("refuse", fault={"login": {"level": 1}}, level=2)
    judgement = judged(one, {**SOMEBODY, "level": 1})
    assert (judgement.findings, judgement.confirms) == ((), "case_level_told")


def test_a_browser_that_is_led_to_a_strange_host_fails_though_its_session_is_right() -> None:
    one = case("take", return_to="//evil.example/")
    assert found(judged(one, {**SOMEBODY, "left_host": "evil.example"})) == ("login_left_host", True)
    assert judged(one, SOMEBODY).confirms == "case_taken"
    assert judged(one, NOBODY).confirms == "case_refused"
    assert found(judged(case("take"), NOBODY))[0] == "right_login_refused"


def test_a_right_login_that_vneid_kept_is_nobodys_mistake() -> None:
    kept = {**NOBODY, "callback_status": 0, "status": 200}
    assert found(judged(case("take", level=3), kept))[0] == "case_not_reached"
    assert found(judged(case("take", level=3), {**kept, "asked": {}}))[0] == "right_login_refused"


def test_going_back_may_not_end_on_a_broken_page() -> None:
    assert found(judged(case("take", twice=True), {**SOMEBODY, "status": 500})) == ("page_breaks", False)
    assert judged(case("take", twice=True), {**SOMEBODY, "status": 400}).confirms == "case_taken"


def test_markup_from_outside_fails_and_a_broken_page_warns() -> None:
    one = case("cope", fault={"authorize": {"error": "access_denied"}})
    assert found(judged(one, {**NOBODY, "raw_markup": True})) == ("markup_not_escaped", True)
    assert found(judged(one, {**NOBODY, "status": 500})) == ("login_trouble_breaks", False)
    assert judged(one, NOBODY).confirms == "case_coped"
    assert judged(one, {**NOBODY, "status": 503}).confirms == "case_coped"


def test_a_token_call_without_a_code_is_a_warning_only_where_vneid_refused() -> None:
    call: Seen = ("token_called", {"ok": False})
    assert found(judged(case("cope", fault={"authorize": {"error": "e"}}), NOBODY, call)) == (
        "token_called_for_nothing",
        False,
    )
    assert judged(case("cope", replay_code=True), NOBODY, call).confirms == "case_coped"


@pytest.mark.parametrize("expects", ["refuse", "cope"])
def test_nothing_is_told_of_a_case_that_never_reached_the_system(expects: str) -> None:
    judgement = judged(case(expects), {**NOBODY, "callback_status": 0, "status": 500})
    assert found(judgement)[0] == "case_not_reached"


@pytest.mark.parametrize(
    ("asks", "sent", "right"),
    [
        ({"scope": "openid"}, {"scope": "profile openid"}, True),
        ({"scope": "openid"}, {"scope": "openid-like"}, False),
        ({"state": "*"}, {"state": "…"}, True),
        ({"state": "*"}, {"scope": "openid"}, False),
        ({"client_secret": "!"}, {"state": "…"}, True),
        ({"client_secret": "!"}, {"client_secret": "…"}, False),
        ({"code_challenge_method": "S256|S512"}, {"code_challenge_method": "S256"}, True),
        ({"code_challenge_method": "S256"}, {"code_challenge_method": "plain"}, False),
    ],
)
def test_a_login_request_is_held_against_what_it_has_to_be(
    asks: dict[str, str], sent: dict[str, str], right: bool
) -> None:
    judgement = judged(case("ask", asks=asks), {**SOMEBODY, "asked": sent})
    assert (judgement.confirms == "case_asked") is right


def test_a_request_is_judged_though_vneid_lets_nobody_in_who_asks_like_that() -> None:
    bare = {**NOBODY, "asked": {"scope": "openid"}, "callback_status": 0}
    judgement = judged(case("ask", asks={"state": "*"}), bare, controls=False)
    assert found(judgement) == ("login_asks_wrong", True)
    unseen = judged(case("ask", asks={"state": "*"}), {**bare, "asked": {}}, controls=False)
    assert found(unseen)[0] == "control_login_failed"
    call: Seen = ("token_called", {"verifier": False, "ok": False})
    one = case("ask", asks={"token.verifier": "yes"})
    assert found(judged(one, bare, call, controls=False))[0] == "login_asks_wrong"
    assert found(judged(one, bare, controls=False))[0] == "control_login_failed"


def test_how_userinfo_is_called_means_nothing_to_a_system_that_never_calls_it() -> None:
    one = case("ask", asks={"userinfo.by_header": "yes"})
    assert judged(one, SOMEBODY).left_out == "userinfo_not_called"


@pytest.mark.parametrize(("verifiers", "right"), [((True,), True), ((True, False), False), ((), False)])
def test_every_call_has_to_carry_what_is_asked_of_calls(verifiers: tuple[bool, ...], right: bool) -> None:
    calls: list[Seen] = [("token_called", {"verifier": one}) for one in verifiers]
    judgement = judged(case("ask", asks={"token.verifier": "yes"}), SOMEBODY, *calls)
    assert (judgement.confirms == "case_asked") is right
