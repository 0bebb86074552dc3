"""The officer's hand: one action on the session's dossier, through the officer hook."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.control.asking import Asked, what_to_ask
from simulator.control.contract_ids import OFFICER
from simulator.control.hooks import call_hook
from simulator.control.problems import json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.web.outbound import Reply
from simulator.wire.hooks import officer_from_wire, officer_to_wire

_REFUSALS = (404, 409)
"""The hook knows the request but does not do it: unknown dossier, or not allowed from its status."""


@dataclass(frozen=True)
class Order:
    """What the story lets the officer do."""

    action: str
    """A key of `domain.dossier.OFFICER_STATUS`."""
    reason: str = ""
    ask: tuple[str, ...] = ()
    """What a supplement is asked for: words of `control.asking`, codes of components or ids of fields."""
    refusable: bool = False
    """The story only tries whether the action is still possible: that it is not is no problem."""


def act(stage: Stage, order: Order) -> dict[str, Any]:
    """Let the officer act."""
    dossier = stage.dossier()
    asked = what_to_ask(stage, order.ask)
    reply = call_hook(stage, "officer", "POST", OFFICER, _body(stage, order, dossier.code, asked))
    fact = {"dossier_code": dossier.code, "action": order.action, "refusable": order.refusable, **vars(asked)}
    if reply.status != 200:
        return _not_done(stage, order, reply, fact)
    document = json_of(reply, "the officer hook")
    answer = stage.read(reply, OFFICER, document, officer_from_wire)
    done = ("officer_action", {**fact, "status": answer.status, "done": True, "reason": order.reason})
    stage.record(reply, [done], stage.findings(OFFICER, document))
    return {"ok": True, "dossier_code": dossier.code, "status": answer.status}


def _body(stage: Stage, order: Order, dossier_code: str, asked: Asked) -> dict[str, Any]:
    return officer_to_wire(
        request_id=stage.request_id,
        dossier_code=dossier_code,
        action=order.action,
        reason=order.reason,
        session_time=stage.session_now,
        components=asked.components,
        fields=asked.fields,
    )


def _not_done(stage: Stage, order: Order, reply: Reply, fact: Mapping[str, Any]) -> dict[str, Any]:
    refused = ("officer_action", {**fact, "status": None, "done": False, "reason": said(reply)})
    if order.refusable and reply.status in _REFUSALS:
        stage.record(reply, [refused])
        return {"ok": True, "dossier_code": fact["dossier_code"], "status": None}
    problem = wrong_status(reply, "200 with the new status")
    if reply.status in _REFUSALS:
        problem.facts = [refused]
    raise problem
