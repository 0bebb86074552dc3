"""The portal's hand: it asks the system about a dossier, and hands over what was filed or has to be paid.

What the system makes of a message arrives later; here a story stops only for an answer that refuses it.
"""

from collections.abc import Mapping
from typing import Any

from simulator.control import inbound_words as words
from simulator.control.inbound_desk import InboundDesk
from simulator.control.journey import Wishes, citizen_of
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.domain.fact import Fact
from simulator.domain.inbound import (
    AMENDMENT,
    PROMOTION,
    TAX_NOTICE,
    TAX_RECEIPT,
    PromotionAmendment,
    PromotionNotice,
    TaxNotice,
    message_of,
)
from simulator.domain.person import Person
from simulator.journal.database import Transaction

UNKNOWN = "unknown"
"""In a story's `dossier`: a code that the system never gave."""


def look_up(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Ask about the session's dossier, or with `dossier: unknown` about one that there is not."""
    if wishes.told.get("dossier") == UNKNOWN:
        told = _desk(stage).look_up(f"{stage.sheet.agency}-{stage.session_now:%y%m%d}-99999", (stage.session.id,))
        return {"ok": True, "found": told["found"]}
    code = stage.dossier().code
    told = _desk(stage).look_up(code, (stage.session.id,))
    return {"ok": True, "dossier_code": code, "found": told["found"]}


def send_promotion(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Hand over a promotion notice of the session's citizen. `procedure_code`; `faults: [twice]`: sent twice."""
    notice = words.promotion(stage.national.contracts, wishes.told, _citizen(stage), stage.session_now)
    return _file(stage, PROMOTION, notice, wishes.told)


def amend_promotion(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Hand over an amendment of the notice that was sent before; the same wishes."""
    earlier = stage.dossier().code
    notice = words.amendment(stage.national.contracts, wishes.told, _citizen(stage), stage.session_now, earlier)
    return _file(stage, AMENDMENT, notice, wishes.told)


def send_tax_notice(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Hand over what is to be paid for the session's dossier. `lines`: [{item, amount}], `faults`."""
    desk, code = _desk(stage), stage.dossier().code
    desk.require(TAX_NOTICE)
    notice = words.tax_notice(stage.national.contracts, wishes.told, _citizen(stage), stage.session_now, code)
    return _result(stage, code, desk.send(TAX_NOTICE, notice, words.faults_of(wishes.told)))


def send_tax_receipt(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Hand over the receipt of the notice that was sent last. `faults`."""
    desk = _desk(stage)
    desk.require(TAX_RECEIPT)
    receipt = words.tax_receipt(stage.national.contracts, _sent_notice(stage), _citizen(stage), stage.session_now)
    sent = desk.send(TAX_RECEIPT, receipt, words.faults_of(wishes.told))
    return _result(stage, receipt.dossier_code, sent)


def _desk(stage: Stage) -> InboundDesk:
    return InboundDesk(stage.national, stage.outbound, stage.sheet)


def _citizen(stage: Stage) -> Person:
    return stage.session.people[citizen_of(stage)]


def _file(
    stage: Stage, operation: str, notice: PromotionNotice | PromotionAmendment, told: Mapping[str, Any]
) -> dict[str, Any]:
    desk, before = _desk(stage), stage.national.db.position
    desk.require(operation)

    def keep(tx: Transaction, code: str) -> None:
        stage.store.submitted(tx, stage.session.id, code, "")
        stage.national.sessions.register_key(tx, stage.session.id, stage.sheet.id, "dossier_code", code)

    request = f"{stage.session.id}/{stage.request_id}"
    code = desk.file(operation, notice, request, stage.session.id, words.faults_of(told), keep)
    return _result(stage, code, desk.deliver(operation, code, before))


def _result(stage: Stage, code: str, told: Fact | None) -> dict[str, Any]:
    """Return what the story goes on with; a refusal by the system ends it."""
    if told is None or told.get("ok"):
        return {"ok": True, "dossier_code": code}
    said = str((told.get("answer") or {}).get("message") or told.get("problem") or "")
    detail = f"the system did not take it: HTTP {told.get('status')}, error_code {told.get('answer_code')} {said}"
    problem = HandProblem(str(told.get("problem") or "refused_by_system"), detail.strip(), stage.sheet.base_url)
    return {"ok": False, "dossier_code": code, "problem": problem.to_json()}


def _sent_notice(stage: Stage) -> TaxNotice:
    facts = stage.national.journal.facts(stage.session.id)
    sent = [one.get("told") for one in facts if one.kind == "portal_asked" and one.get("operation") == TAX_NOTICE]
    notice = message_of(TAX_NOTICE, sent[-1]) if sent else None
    if not isinstance(notice, TaxNotice) or not notice.lines:
        raise HandProblem("no_dossier", "no land-tax notice was sent in this session, so there is none to pay")
    return notice
