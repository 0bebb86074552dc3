"""Land taxes: what the tax office wants reaches the citizen, and the receipt lets the dossier go on."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from simulator.checks.blocked import hand_problem, no_dossier
from simulator.checks.inbound import not_taken, sendings
from simulator.checks.seen import acknowledged, dossier_code, exchanges_of, nothing_more_is_due, owns, status_of
from simulator.checks.telling import other_numbers
from simulator.domain.dossier import DossierStatus
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.outcome import Finding, Judgement

WAITS = DossierStatus.PAYMENT_REQUESTED


def tax_notice_reaches_citizen(evidence: Evidence) -> Judgement:
    """Judge the items on the citizen's page, and that the portal hears of the dossier waiting for them."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    sent = sendings(evidence, "tax_notice")
    taken = next((fact for fact in sent if fact.get("ok")), None)
    if taken is None:
        return Judgement(findings=(not_taken(evidence, sent, "tax_notice"),))
    view = _view_after(evidence, taken)
    if isinstance(view, Finding):
        return Judgement((taken.exchange,), (view,))
    missing = [line for line in _lines(taken) if not any(_same(line, one) for one in view.get("obligations"))]
    findings = [_missing(line, taken, view) for line in missing]
    waiting = _waiting(evidence)
    if not waiting:
        values = {"status": int(WAITS)}
        settles = nothing_more_is_due(evidence)
        findings.append(
            Finding("tax_status_untold", values, "status", "6", exchanges=(taken.exchange,), settles=settles)
        )
    return Judgement(exchanges_of([taken, view, *waiting]), tuple(findings))


def tax_receipt_settles(evidence: Evidence) -> Judgement:
    """Judge that nothing is left to pay on the citizen's page, and that the dossier no longer waits."""
    blocked = no_dossier(evidence)
    if blocked:
        return Judgement(findings=(blocked,))
    notices, sent = sendings(evidence, "tax_notice"), sendings(evidence, "tax_receipt")
    notice = next((fact for fact in notices if fact.get("ok")), None)
    if notice is None:
        return Judgement(findings=(Finding("tax_notice_missing", exchanges=exchanges_of(notices), settles=False),))
    taken = next((fact for fact in sent if fact.get("ok")), None)
    if taken is None:
        return Judgement(findings=(not_taken(evidence, sent, "tax_receipt"),))
    view = _view_after(evidence, taken)
    if isinstance(view, Finding):
        return Judgement((taken.exchange,), (view,))
    findings = [_unpaid(one, taken, view) for one in view.get("obligations") if not one.get("paid")]
    findings += _still_waiting(evidence, taken)
    return Judgement(exchanges_of([taken, view]), tuple(findings))


def _view_after(evidence: Evidence, sent: Fact) -> Fact | Finding:
    """Return the citizen's first look after a message, or why there is none to judge."""
    after = (fact for fact in evidence.of("dossier_view") if fact.exchange > sent.exchange)
    view = next((fact for fact in after if fact.get("place") == "province"), None)
    if view is None:
        return hand_problem(evidence) or Finding("no_view_of_taxes", exchanges=(sent.exchange,), settles=False)
    if view.get("obligations") is None:
        return Finding("obligations_not_shown", exchanges=(view.exchange,), settles=False)
    return view


def _lines(sent: Fact) -> list[Mapping[str, Any]]:
    return list((sent.get("told") or {}).get("lines") or ())


def _same(line: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
    return line.get("amount") == shown.get("amount") and _plain(line.get("item")) == _plain(shown.get("item"))


def _plain(text: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text or "")).casefold().split())


def _missing(line: Mapping[str, Any], sent: Fact, view: Fact) -> Finding:
    shown = "; ".join(f"{one.get('item')}: {one.get('amount')}" for one in view.get("obligations")) or "–"
    values = {"item": str(line.get("item")), "amount": str(line.get("amount")), "shown": shown}
    expected = f"{values['item']}: {values['amount']}"
    return Finding("tax_item_missing", values, "obligations", expected, shown, exchanges=exchanges_of([sent, view]))


def _unpaid(one: Mapping[str, Any], sent: Fact, view: Fact) -> Finding:
    values = {"item": str(one.get("item")), "amount": str(one.get("amount"))}
    exchanges = exchanges_of([sent, view])
    return Finding("tax_still_due", values, "obligations", "paid: true", "paid: false", exchanges=exchanges)


def _waiting(evidence: Evidence) -> list[Fact]:
    """Return the reports that say that the dossier waits for its taxes, also under the family's other number.

    A report may be recorded before the message's own exchange is, when the system reports while it answers.
    """
    told = (WAITS, *other_numbers(evidence, int(WAITS)))
    code = dossier_code(evidence)
    return [fact for fact in acknowledged(evidence) if owns(fact, code) and status_of(fact) in told]


def _still_waiting(evidence: Evidence, receipt: Fact) -> list[Finding]:
    waiting = _waiting(evidence)
    later = [fact for fact in acknowledged(evidence) if waiting and fact.exchange > waiting[-1].exchange]
    if not waiting or any(status_of(fact) not in (None, WAITS) for fact in later):
        return []
    settles = nothing_more_is_due(evidence)
    exchanges = exchanges_of([waiting[-1], receipt])
    return [Finding("tax_status_stays", {}, "status", "4", "6", exchanges=exchanges, settles=settles)]
