"""A payment: the published amount, taken from the platform alone, and counted once."""

from collections.abc import Iterator

from simulator.checks.paid import accounts, counted, not_paid, own, payments, total
from simulator.checks.seen import exchanges_of, nothing_more_is_due
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import Finding, Judgement


def paid_fee_as_published(evidence: Evidence) -> Judgement:
    """Judge the amount that the platform was asked to collect."""
    started = [fact for fact in own(evidence, "payment_started") if fact.get("accepted")]
    if not started:
        blocked = not_paid(evidence)
        return Judgement(findings=(blocked,) if blocked else ())
    fee = evidence.service.fee
    wrong = {fact.get("amount"): fact for fact in started if fact.get("amount") != fee.online_vnd}
    findings = tuple(
        Finding(
            "paid_fee_differs",
            {"asked": amount, "published": fee.online_vnd},
            where="fee.online_vnd",
            expected=str(fee.online_vnd),
            found=str(amount),
            exchanges=(fact.exchange,),
            assumed=fee.mark is not Mark.SEEN,
        )
        for amount, fact in wrong.items()
    )
    return Judgement(exchanges_of(started), findings)


def payment_counted_once(evidence: Evidence) -> Judgement:
    """Judge what the system shows as paid after the platform has told of it, however often."""
    if blocked := not_paid(evidence):
        # That a fee cannot be paid at all is the first thing that can go wrong.
        return Judgement(findings=(blocked if blocked.code != "payment_not_started" else _impossible(blocked),))
    paid = payments(evidence)
    shown = accounts(evidence, paid[-1])
    told = [fact for fact in own(evidence, "payment_callback") if fact.get("genuine")]
    if not shown:
        unseen = Finding("payment_not_shown", exchanges=exchanges_of([*paid, *told]), settles=False)
        return Judgement(findings=(unseen,))
    findings = tuple(_miscounted(evidence, paid, told, shown[-1]))
    return Judgement(exchanges_of([*paid, *told, shown[-1]]), findings)


def _impossible(blocked: Finding) -> Finding:
    return Finding("payment_impossible", blocked.values, found=blocked.found, exchanges=blocked.exchanges)


def _miscounted(evidence: Evidence, paid: list[Fact], told: list[Fact], view: Fact) -> Iterator[Finding]:
    seen, due = counted(view), total(paid)
    if seen is None or seen == due:
        return
    twice = seen > due
    yield Finding(
        "payment_counted_twice" if twice else "payment_not_counted",
        {"seen": seen, "due": due, "times": len(told)},
        where="payment.paid",
        expected=str(due),
        found=str(seen),
        exchanges=exchanges_of([*paid, *told, view]),
        settles=twice or nothing_more_is_due(evidence),
    )


def forged_payment_refused(evidence: Evidence) -> Judgement:
    """Judge what the system answered to a result with a wrong signature, or of another amount.

    Who takes nothing at all refuses forgeries too: the true result has to have been taken as well.
    """
    if blocked := not_paid(evidence):
        return Judgement(findings=(blocked,))
    told = own(evidence, "payment_callback")
    forged = [fact for fact in told if not fact.get("genuine")]
    if not forged:
        return Judgement(findings=(Finding("no_forged_payment", settles=False),))
    findings = tuple(_taken(fact) for fact in forged if fact.get("ok"))
    true = [fact for fact in told if fact.get("genuine") and fact.get("ok")]
    true += [view for view in accounts(evidence, payments(evidence)[-1]) if counted(view) != 0]
    if not findings and not true:
        return Judgement(findings=(Finding("true_payment_not_taken", exchanges=exchanges_of(told), settles=False),))
    return Judgement(exchanges_of([*forged, *true]), findings)


def _taken(fact: Fact) -> Finding:
    wrong_amount = "wrong_amount" in (fact.get("faults") or ())
    return Finding(
        "wrong_amount_taken" if wrong_amount else "wrong_signature_taken",
        {"amount": fact.get("amount"), "answer": fact.get("answer_code")},
        expected="≠ 00",
        found=str(fact.get("answer_code")),
        exchanges=(fact.exchange,),
    )
