"""The officer's hand: one action on the session's dossier, through the officer hook."""

from typing import Any

from simulator.control.contract_ids import OFFICER
from simulator.control.hooks import call_hook
from simulator.control.problems import json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.wire.hooks import officer_from_wire, officer_to_wire

_REFUSALS = (404, 409)
"""The hook knows the request but does not do it: unknown dossier, or not allowed from its status."""


def act(stage: Stage, action: str, reason: str) -> dict[str, Any]:
    """Let the officer act; `action` is a key of `domain.dossier.OFFICER_STATUS`."""
    dossier = stage.dossier()
    body = officer_to_wire(
        request_id=stage.request_id,
        dossier_code=dossier.code,
        action=action,
        reason=reason,
        session_time=stage.session_now,
    )
    reply = call_hook(stage, "officer", "POST", OFFICER, body)
    fact = {"dossier_code": dossier.code, "action": action}
    if reply.status != 200:
        problem = wrong_status(reply, "200 with the new status")
        if reply.status in _REFUSALS:
            problem.facts = [("officer_action", {**fact, "status": None, "done": False, "reason": said(reply)})]
        raise problem
    document = json_of(reply, "the officer hook")
    answer = stage.read(reply, OFFICER, document, officer_from_wire)
    done = ("officer_action", {**fact, "status": answer.status, "done": True, "reason": reason})
    stage.record(reply, [done], stage.findings(OFFICER, document))
    return {"ok": True, "dossier_code": dossier.code, "status": answer.status}
