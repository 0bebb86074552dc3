"""The portal asks the system what is still to be paid for the dossier, at the address of its claim sheet."""

from typing import Any

from simulator.control.contract_ids import FEE_LOOK_UP
from simulator.control.problems import HandProblem, json_of, no_answer, wrong_status
from simulator.control.stage import Stage
from simulator.wire.fee_lookup import fee_from_wire, question_to_wire

PARTY = "payment"


def ask(stage: Stage) -> dict[str, Any]:
    """Ask once; a system that names no address for it is not asked."""
    account, code = stage.sheet.payment, stage.dossier().code
    if account is None or not account.fee_lookup:
        return {"ok": True, "dossier_code": code, "status": None}
    reply = stage.outbound.send(
        "POST",
        stage.url(account.fee_lookup),
        party=PARTY,
        operation=FEE_LOOK_UP,
        province=stage.sheet,
        sessions=(stage.session.id,),
        headers={"Accept": "application/json"},
        json=question_to_wire(code),
    )
    if reply.error:
        raise no_answer(reply)
    if reply.status != 200:
        raise wrong_status(reply, "200 with what is to be paid")
    document = json_of(reply, "the fee look-up")
    told = fee_from_wire(document)
    fact = {"dossier_code": code, "due": told.due, "amount": told.amount, "ok": told.due is not None}
    stage.record(reply, [("fee_asked", fact)], stage.findings(FEE_LOOK_UP, document))
    problem = {} if fact["ok"] else {"problem": HandProblem("bad_shape", "says not what is to be paid").to_json()}
    return {"ok": bool(fact["ok"]), "dossier_code": code, "status": None, **problem}
