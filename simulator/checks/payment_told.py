"""Who hears of a payment: the portal, the citizen by a receipt; and what is said of a dossier that costs nothing."""

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.paid import accounts, not_paid, own, payments
from simulator.checks.seen import acknowledged, exchanges_of, nothing_more_is_due, status_of
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement, Owner
from simulator.domain.service import Service

_ON_PLATFORM = "1"


def payment_told_to_portal(evidence: Evidence) -> Judgement:
    """Judge the last report after the payment: that it was paid, and on the national platform."""
    if blocked := not_paid(evidence):
        return Judgement(findings=(blocked,))
    paid = payments(evidence)
    reports = [one for one in acknowledged(evidence, "dossier_report") if one.exchange > paid[-1].exchange]
    if reports and reports[-1].get("paid_online") == _ON_PLATFORM:
        return Judgement(exchanges_of([*paid, reports[-1]]))
    told = str(reports[-1].get("paid_online") or "–") if reports else "–"
    untold = Finding(
        "payment_told_otherwise" if reports else "payment_untold",
        {"told": told},
        expected=_ON_PLATFORM,
        found=told,
        exchanges=exchanges_of([*paid, *reports[-1:]]),
        settles=nothing_more_is_due(evidence),
    )
    return Judgement(exchanges_of(paid), (untold,))


def receipt_reaches_citizen(evidence: Evidence) -> Judgement:
    """Judge whether the citizen gets a receipt from the page of the dossier, whoever made it."""
    if blocked := not_paid(evidence):
        return Judgement(findings=(blocked,))
    paid, shown = payments(evidence), accounts(evidence, payments(evidence)[-1])
    fetched = own(evidence, "bill_read")
    if not shown:
        return Judgement(findings=(Finding("payment_not_shown", exchanges=exchanges_of(paid), settles=False),))
    opened = own(evidence, "receipt_read")
    if opened and not opened[-1].get("problem"):
        return Judgement(exchanges_of([*paid, *fetched, shown[-1], opened[-1]]))
    if opened:
        found = str(opened[-1].get("problem"))
        return Judgement(
            findings=(Finding("receipt_broken", {"found": found}, "", "200", found, (opened[-1].exchange,)),)
        )
    missing = Finding(
        "receipt_not_shown" if fetched else "receipt_not_fetched",
        where="payment.receipt",
        found="–",
        exchanges=exchanges_of([*paid, *fetched, shown[-1]]),
        settles=nothing_more_is_due(evidence),
    )
    return Judgement(exchanges_of(paid), (missing,))


def fee_lookup_true(evidence: Evidence) -> Judgement:
    """Judge what the portal was told is to be paid: the amount before the payment, nothing after it."""
    asked = own(evidence, "fee_asked")
    if not asked:
        failed = hand_problem(evidence) if any(_is_of_look_up(one) for one in evidence.of("hand_failed")) else None
        return Judgement(findings=(failed,)) if failed else Judgement(left_out="no_fee_lookup")
    if blocked := not_paid(evidence):
        return Judgement(findings=(blocked,))
    paid = payments(evidence)
    wrong = tuple(found for fact in asked if (found := _told_wrong(fact, paid[-1])))
    return Judgement(exchanges_of([*paid, *asked]), wrong)


def _told_wrong(fact: Fact, paid: Fact) -> Finding | None:
    due = paid.get("amount") if fact.exchange < paid.exchange else 0
    told = fact.get("amount") if fact.get("due") else 0 if fact.get("due") is False else "–"
    if told == due:
        return None
    values = {"told": told, "due": due}
    return Finding("fee_lookup_wrong", values, expected=str(due), found=str(told), exchanges=(fact.exchange,))


def _is_of_look_up(fact: Fact) -> bool:
    return str(fact.get("hand")) == "payment.ask_fee"


def not_free(service: Service) -> str:
    """Return why nothing is judged: the service costs something online, or nobody knows."""
    return "" if service.fee.online_vnd == 0 else "not_free"


def free_service_asks_nothing(evidence: Evidence) -> Judgement:
    """Judge that nothing is asked for a service that is free, once its dossier is accepted."""
    if blocked := no_dossier(evidence):
        return Judgement(findings=(blocked,))
    asked = [view for view in accounts(evidence) if (view.get("payment") or {}).get("amount")]
    asked += own(evidence, "payment_started")
    if asked:
        amounts = {_amount(fact) for fact in asked}
        told = ", ".join(map(str, sorted(amounts)))
        charged = Finding(
            "free_service_charged", {"amount": told}, expected="0", found=told, exchanges=exchanges_of(asked)
        )
        return Judgement(exchanges_of(asked), (charged,))
    reports = acknowledged(evidence, "dossier_report")
    taken = [one for one in reports if (status_of(one) or 0) >= DossierStatus.ACCEPTED]
    if not taken:
        return Judgement(findings=(Finding("not_accepted_yet", owner=Owner.TESTER, settles=False),))
    return Judgement(exchanges_of([*taken, *own(evidence, "dossier_view")]))


def _amount(fact: Fact) -> int:
    shown = fact.get("payment") or {}
    return int(fact.get("amount") or shown.get("amount") or 0)
