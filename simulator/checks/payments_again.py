"""When a payment goes wrong: a result that got lost is asked for, and who did not pay is not shown as having paid."""

from simulator.checks.blocked import hand_problem, no_dossier, officer_stopped
from simulator.checks.paid import PAID, accounts, counted, not_paid, own, payments
from simulator.checks.seen import acknowledged, exchanges_of, nothing_more_is_due
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner

_ON_PLATFORM = "1"


def lost_payment_found(evidence: Evidence) -> Judgement:
    """Judge whether the system asks for a payment of which it was never told."""
    if blocked := not_paid(evidence):
        return Judgement(findings=(blocked,))
    paid = payments(evidence)
    if any(fact.get("genuine") for fact in own(evidence, "payment_callback")):
        return Judgement(findings=(Finding("no_lost_payment", owner=Owner.TESTER, settles=False),))
    asked = [fact for fact in own(evidence, "payment_query") if fact.exchange > paid[-1].exchange]
    shown = [view for view in accounts(evidence, paid[-1]) if counted(view) != 0]
    if shown or any(fact.get("state") == PAID for fact in asked):
        return Judgement(exchanges_of([*paid, *asked, *shown]))
    lost = Finding(
        "payment_never_asked_for",
        expected="QUERY",
        found="–",
        exchanges=exchanges_of([*paid, *accounts(evidence, paid[-1])]),
        settles=nothing_more_is_due(evidence),
    )
    return Judgement(exchanges_of(paid), (lost,))


def unpaid_not_shown_paid(evidence: Evidence) -> Judgement:
    """Judge what was shown and reported while nothing was paid: after a payment that failed or ran out of time."""
    if blocked := _nothing_tried(evidence):
        return Judgement(findings=(blocked,))
    started, paid = own(evidence, "payment_started"), payments(evidence)
    end = paid[0].exchange if paid else None
    views = [view for view in accounts(evidence, started[0]) if end is None or view.exchange < end]
    reports = [one for one in acknowledged(evidence, "dossier_report") if one.exchange > started[0].exchange]
    false = [view for view in views if counted(view) != 0]
    false += [one for one in reports if one.get("paid_online") == _ON_PLATFORM and (end is None or one.exchange < end)]
    if false:
        shown = Finding("shown_paid_without_payment", found=PAID, exchanges=exchanges_of([*started, *false]))
        return Judgement(exchanges_of(views), (shown,))
    if not views:
        return Judgement(findings=(Finding("payment_not_shown", exchanges=exchanges_of(started), settles=False),))
    return Judgement(exchanges_of([*started, *views]))


def payment_tried_again(evidence: Evidence) -> Judgement:
    """Judge whether the citizen can pay after a payment that failed or ran out of time."""
    if blocked := _nothing_tried(evidence):
        return Judgement(findings=(blocked,))
    asked, started = own(evidence, "payment_asked"), own(evidence, "payment_started")
    if len(asked) < 2:
        return Judgement(findings=(Finding("payment_tried_once", owner=Owner.TESTER, settles=False),))
    if not asked[-1].get("problem"):
        return Judgement(exchanges_of([*started, *asked]))
    last, before = started[-1], {fact.get("reference") for fact in started[:-1]}
    if any(counted(view) != 0 for view in accounts(evidence, started[0]) if view.exchange < asked[-1].exchange):
        return Judgement(findings=(Finding("shown_paid_not_tried", exchanges=exchanges_of(asked), settles=False),))
    if not last.get("accepted") and last.get("reference") in before:
        return Judgement(exchanges_of(started), (_reused(last),))
    problem = str(asked[-1].get("problem"))
    again = Finding("second_payment_refused", {"problem": problem}, found=problem, exchanges=(asked[-1].exchange,))
    return Judgement(exchanges_of(started), (again,))


def _reused(refused: Fact) -> Finding:
    values = {"reference": refused.get("reference"), "answer": refused.get("answer_code")}
    return Finding("reference_reused", values, found=str(refused.get("reference")), exchanges=(refused.exchange,))


def _nothing_tried(evidence: Evidence) -> Finding | None:
    """Return why no payment was started; None when one was."""
    if any(fact.get("accepted") for fact in own(evidence, "payment_started")):
        return None
    nothing = Finding("nothing_paid", owner=Owner.TESTER, settles=False)
    first = no_dossier(evidence) or officer_stopped(evidence) or not_paid(evidence)
    return first or hand_problem(evidence) or nothing
