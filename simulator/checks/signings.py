"""What a system makes of webhooks about a signature: one outcome for each case that was tried.

A case counts only between two signatures as they should be, of which the system took the webhooks: a system that
believes no webhook at all shows nothing by leaving the forged ones aside.
"""

from collections.abc import Callable

from simulator.checks.in_turn import judged_in_turn
from simulator.checks.login_tried import Tried, finding, passed, unclear
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement

WAITING, SIGNED = "waiting", "signed"
_ENDS = {"agree": (SIGNED,), "refuse": ("refused",), "none": ("expired", "failed")}
"""The citizen's answer -> the states that are right then."""


def signings_judged(*expectations: str) -> Callable[[Evidence], Judgement]:
    """Return the judge of a check: all tried cases that expect one of these (`domain.identity_case`)."""
    return judged_in_turn("signing_tried", "no_signing_tried", expectations, _between)


def _between(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a case whose controls hold."""
    for control in (tried.before, tried.after):
        if control is None or not _is_good(control, evidence, "webhook" in tried.case.needs):
            seen = control or tried.fact
            said = str(seen.get("said") or "–")
            failed = Finding("control_signing_failed", {"said": said}, exchanges=(seen.exchange,), settles=False)
            return Judgement(findings=(failed,))
    if tried.fact.get("state") is None:
        return unclear(tried, "signing_silent")
    return _forged(tried, evidence) if "forge" in tried.case.signing else _told(tried, evidence)


def _is_good(control: Fact, evidence: Evidence, by_webhook: bool) -> bool:
    """Return whether a signature as it should be was signed, and its webhooks taken where the case is about them."""
    taken = [fact for fact in _webhooks(control, evidence) if fact.get("ok")]
    return control.get("state") == SIGNED and control.get("holds") is True and bool(taken or not by_webhook)


def _webhooks(fact: Fact, evidence: Evidence) -> list[Fact]:
    """Return the gateway's own messages about that signature."""
    return [one for one in evidence.of("signing_webhook") if one.get("transaction") == fact.get("handle")]


def _forged(tried: Tried, evidence: Evidence) -> Judgement:
    between, state = tried.fact.get("between"), tried.fact.get("state")
    if not tried.fact.get("forged_status"):
        return unclear(tried, "forgery_not_answered")
    if between is None:
        return unclear(tried, "signing_silent")
    if between != WAITING:
        return finding(tried, evidence, "forged_webhook_believed", WAITING, str(between))
    if state != SIGNED or tried.fact.get("holds") is not True:
        return finding(tried, evidence, "forged_webhook_spoils", SIGNED, str(state))
    return passed(tried, "forged_webhook_left")


def _told(tried: Tried, evidence: Evidence) -> Judgement:
    wanted, state = _ENDS[str(tried.fact.get("answer"))], str(tried.fact.get("state"))
    sent = _webhooks(tried.fact, evidence)
    if "webhook" in tried.case.needs and not sent:
        return unclear(tried, "webhook_not_sent")
    refused = [str(fact.get("status") or "–") for fact in sent if not fact.get("ok")]
    if refused:
        return finding(tried, evidence, "webhook_refused", "200", ", ".join(dict.fromkeys(refused)))
    if state not in wanted:
        return finding(tried, evidence, "signing_told_wrong", " | ".join(wanted), state)
    if state == SIGNED and tried.fact.get("holds") is not True:
        return finding(tried, evidence, "signature_untrue", SIGNED, "–")
    return _counted(tried, evidence, len({fact.get("id") for fact in sent}))


def _counted(tried: Tried, evidence: Evidence, most: int) -> Judgement:
    """Judge how many messages the system says it took, where the case is about that."""
    if not tried.case.signing.get("once"):
        return passed(tried, "signing_told_right")
    taken = tried.fact.get("taken")
    if taken is None:
        return unclear(tried, "webhooks_not_counted")
    if int(taken) > most:
        return finding(tried, evidence, "webhook_counted_twice", f"≤ {most}", str(taken))
    return passed(tried, "signing_told_right")
