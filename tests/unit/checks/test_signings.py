"""What is made of webhooks about a signature: forged, disturbed, and how the citizen wanted it to end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.checks import CHECKS
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.identity_case import IdentityCase
from simulator.domain.outcome import Judgement
from tests.unit.checks.evidence_builder import OPENED, Story, text

CHECK = {"refuse": "forged_webhook_ignored", "either": "forged_webhook_ignored", "take": "signing_told"}
FORGE = {"forge": {"tells": "refused", "key": "other"}}
SIGNED = {"answer": "agree", "between": None, "state": "signed", "holds": True, "taken": 2, "forged_status": None}
Row = tuple[str, dict[str, Any]]


def case(expects: str, needs: tuple[str, ...] = ("webhook",), **signing: Any) -> IdentityCase:
    words = {"title": text("Ca"), "does": text("Làm"), "remedy": text("Sửa")}
    return replace(
        IdentityCase.control(), id="one", group="signing", expects=expects, signing=signing, needs=needs, **words
    )


def tried(handle: str, **told: Any) -> Row:
    return ("signing_tried", {**SIGNED, "case": "control", "control": True, "handle": handle, **told})


def webhook(handle: str, message: str, ok: bool = True) -> Row:
    return ("signing_webhook", {"transaction": handle, "id": message, "ok": ok, "status": 200 if ok else 500})


def evidence(one: IdentityCase, *rows: Row) -> Evidence:
    facts = tuple(Fact(kind, n, OPENED + timedelta(seconds=n), data) for n, (kind, data) in enumerate(rows, 1))
    return replace(Story().evidence(), facts=facts, cases={"one": one})


def judged(one: IdentityCase, *sent: Row, control: Row | None = None, **told: Any) -> Judgement:
    """Judge the case between two signatures, of which the first may be `control`; `sent` are the case's webhooks."""
    first, last = control or tried("a"), tried("z")
    middle = tried("one", case="one", control=False, **told)
    seen = evidence(one, webhook("a", "1"), first, *sent, middle, webhook("z", "2"), last)
    (part,) = CHECKS[CHECK[one.expects]].judge(seen).parts
    return part.judgement


def code(judgement: Judgement) -> str:
    """Return the code of the one finding, with a mark when it settles nothing; empty when all is well."""
    if judgement.witness and not judgement.findings:
        return ""
    (finding,) = judgement.findings
    return finding.code if finding.settles else f"? {finding.code}"


@pytest.mark.parametrize(
    ("between", "state", "status", "expected"),
    [
        ("waiting", "signed", 401, ""),
        ("waiting", "signed", 200, ""),
        ("refused", "signed", 200, "forged_webhook_believed"),
        ("signed", "signed", 200, "forged_webhook_believed"),
        ("waiting", "refused", 200, "forged_webhook_spoils"),
        (None, "signed", 401, "? signing_silent"),
        ("waiting", "signed", None, "? forgery_not_answered"),
        ("waiting", None, 401, "? signing_silent"),
    ],
)
def test_a_forged_webhook_changes_nothing(
    between: str | None, state: str | None, status: int | None, expected: str
) -> None:
    told = {"between": between, "state": state, "forged_status": status}
    assert code(judged(case("refuse", **FORGE), **told)) == expected
    assert code(judged(case("either", **FORGE), **told)) == expected


def test_a_believed_forgery_is_no_more_than_a_warning_where_the_rule_is_doubtful() -> None:
    (found,) = judged(case("either", **FORGE), between="refused", forged_status=200).findings
    assert found.assumed


@pytest.mark.parametrize(
    ("answer", "state", "expected"),
    [
        ("agree", "signed", ""),
        ("agree", "waiting", "signing_told_wrong"),
        ("refuse", "refused", ""),
        ("refuse", "failed", "signing_told_wrong"),
        ("none", "expired", ""),
        ("none", "failed", ""),
        ("none", "waiting", "signing_told_wrong"),
        ("none", None, "? signing_silent"),
    ],
)
def test_the_end_is_told_as_the_citizen_wanted_it(answer: str, state: str | None, expected: str) -> None:
    told = {"answer": answer, "state": state}
    assert code(judged(case("take", answer=answer), webhook("one", "m"), **told)) == expected


def test_signed_without_a_signature_that_fits_is_not_signed() -> None:
    assert code(judged(case("take", disturb=["duplicate"]), webhook("one", "m"), holds=False)) == "signature_untrue"


def test_every_message_of_the_gateway_has_to_be_taken() -> None:
    told = judged(case("take", disturb=["unknown_type"]), webhook("one", "m", ok=False), webhook("one", "n"))
    assert code(told) == "webhook_refused"


def test_without_a_message_nothing_is_said_about_messages() -> None:
    assert code(judged(case("take", disturb=["duplicate"]))) == "? webhook_not_sent"
    assert code(judged(case("take", needs=(), answer="refuse"), answer="refuse", state="refused")) == ""


@pytest.mark.parametrize(
    ("taken", "expected"), [(1, ""), (2, "webhook_counted_twice"), (None, "? webhooks_not_counted")]
)
def test_a_message_that_comes_twice_counts_once(taken: int | None, expected: str) -> None:
    twice = (webhook("one", "m"), webhook("one", "m"))
    assert code(judged(case("take", disturb=["duplicate"], once=True), *twice, taken=taken)) == expected


@pytest.mark.parametrize(
    "control", [tried("a", state="waiting"), tried("a", holds=False), tried("never told of"), tried("", state=None)]
)
def test_a_system_that_signs_nothing_or_takes_no_webhook_shows_nothing(control: Row) -> None:
    told = {"between": "waiting", "forged_status": 401}
    assert code(judged(case("refuse", **FORGE), control=control, **told)) == "? control_signing_failed"


def test_a_system_that_only_polls_is_judged_for_what_needs_no_webhook() -> None:
    polled = judged(case("take", needs=(), answer="refuse"), control=tried("b"), answer="refuse", state="refused")
    assert code(polled) == ""


def test_what_could_not_be_tried_is_left_out_with_its_reason() -> None:
    control = tried("a", left_out=[{"case": "one", "lacks": "webhook"}])
    (part,) = CHECKS["signing_told"].judge(evidence(case("take", once=True), control)).parts
    assert part.judgement.left_out == "case_left_out"


def test_nothing_tried_is_nothing_judged() -> None:
    (found,) = CHECKS["signing_told"].judge(evidence(case("take", once=True))).findings
    assert (found.code, found.settles) == ("no_signing_tried", False)
