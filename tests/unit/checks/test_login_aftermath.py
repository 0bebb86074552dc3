"""What is made of what follows a login: refresh, logout, a logout token; and of a userinfo that alone was wrong."""

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
    "take": "right_login_taken",
    "cope": "login_trouble_told",
    "end": "logout_ends_session",
    "stay": "forged_logout_refused",
}
NUMBER = TRUTH["personal_id"]
LOGGED_IN = {"opened": True, "status": 200, "callback_status": 302, "personal_id": NUMBER, "expected_id": NUMBER}
RENEWED = ("token_called", {"grant_type": "refresh_token"})
Seen = tuple[str, dict[str, Any]]


def told(status: int | None) -> Seen:
    return ("logout_done", {"by": "back_channel", "status": status})


def case(expects: str, then: str = "", binding: bool = True, **fault: Any) -> IdentityCase:
    words = {"title": text("Ca"), "does": text("Làm"), "remedy": text("Sửa")}
    browser = {"then": then} if then else {}
    made = replace(IdentityCase.control(), id="one", group="g", expects=expects, fault=fault, browser=browser, **words)
    return replace(made, binding=binding)


def judged(one: IdentityCase, seen: list[Seen], **tried: Any) -> Judgement:
    """Judge the case between two logins; `seen` are the facts while it was tried."""
    control: Seen = ("login_tried", {**LOGGED_IN, "case": "control", "control": True})
    rows = [control, *seen, ("login_tried", {**LOGGED_IN, "case": "one", "control": False, **tried}), control]
    facts = tuple(Fact(kind, n, OPENED + timedelta(seconds=n), data) for n, (kind, data) in enumerate(rows, 1))
    evidence = replace(Story().evidence(), facts=facts, cases={"one": one})
    (part,) = CHECKS[CHECK[one.expects]].judge(evidence).parts
    return part.judgement


def found(judgement: Judgement) -> tuple[str, bool]:
    """Return (code, whether it may weigh more than a warning) of the one finding; ("", False) when all is well."""
    if judgement.witness and not judgement.findings:
        return "", False
    (finding,) = judgement.findings
    return finding.code, finding.settles and not finding.assumed


@pytest.mark.parametrize(
    ("expects", "after", "status", "code"),
    [
        ("refuse", True, 200, "forged_refresh_taken"),
        ("refuse", True, 401, ""),
        ("refuse", False, 200, ""),
        ("take", True, 200, ""),
        ("take", False, 401, "right_refresh_refused"),
        ("end", True, 401, "session_goes_on"),
        ("end", False, 401, ""),
    ],
)
def test_a_refresh(expects: str, after: bool, status: int, code: str) -> None:
    judgement = judged(case(expects, "refresh"), [RENEWED], after=after, after_status=status)
    assert found(judgement) == (code, bool(code))


@pytest.mark.parametrize("expects", ["refuse", "take", "end"])
def test_a_refresh_that_asked_vneid_for_nothing_settles_nothing(expects: str) -> None:
    seen: list[Seen] = [("token_called", {"grant_type": "authorization_code"})]
    judgement = judged(case(expects, "refresh"), seen, after=False, after_status=200)
    assert found(judgement) == ("refresh_not_seen", False)


@pytest.mark.parametrize(
    ("after", "status", "expected"),
    [
        (False, 200, ("", False)),
        (True, 200, ("session_goes_on", True)),
        (False, 500, ("logout_page_breaks", False)),
        (False, 0, ("logout_page_breaks", False)),
        (False, 503, ("", False)),
    ],
)
def test_a_logout(after: bool, status: int, expected: tuple[str, bool]) -> None:
    assert found(judged(case("end", "logout"), [], after=after, after_status=status)) == expected


@pytest.mark.parametrize(
    ("after", "answers", "expected"),
    [
        (True, [400], ("", False)),
        (True, [200], ("forged_logout_answered", False)),
        (True, [None], ("forged_logout_answered", False)),
        (True, [200, 400], ("", False)),
        (False, [400], ("session_ended_by_forgery", True)),
        (True, [], ("logout_token_not_sent", False)),
        (None, [400], ("whoami_silent", False)),
    ],
)
def test_a_forged_logout_token(after: bool | None, answers: list[int | None], expected: tuple[str, bool]) -> None:
    assert found(judged(case("stay", "back_channel"), [told(one) for one in answers], after=after)) == expected


def test_a_right_logout_token_ends_the_session() -> None:
    assert found(judged(case("end", "back_channel"), [told(200)], after=False)) == ("", False)
    assert found(judged(case("end", "back_channel"), [told(200)], after=True)) == ("session_goes_on", True)


def test_what_a_document_only_recommends_warns() -> None:
    optional = case("stay", "back_channel", binding=False)
    assert optional.mark is Mark.SEEN
    assert found(judged(optional, [told(200)], after=False)) == ("session_ended_by_forgery", False)


def test_a_session_without_userinfo_is_a_warning_when_the_person_is_right() -> None:
    broken = case("cope", userinfo={"answer": {"status": 500}})
    called: list[Seen] = [("userinfo_called", {})]
    assert found(judged(broken, called)) == ("forged_login_taken", False)
    assert found(judged(broken, called, personal_id="tech-id")) == ("forged_login_taken", True)
    assert judged(broken, []).left_out == "userinfo_not_called"


@pytest.mark.parametrize(("calls", "code"), [(1, ""), (2, ""), (3, "login_storm")])
def test_a_storm_of_token_calls_warns(calls: int, code: str) -> None:
    one = case("cope", token={"answer": {"status": 429}})
    judgement = judged(one, [("token_called", {})] * calls, opened=False, status=502)
    assert found(judgement) == (code, False)
