"""The idle probe: whether the system under test still has something to send. It never decides a verdict alone."""

from typing import Any

from simulator.control.contract_ids import IDLE
from simulator.control.hooks import call_hook
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage
from simulator.wire.hooks import idle_from_wire


def probe(stage: Stage) -> dict[str, Any]:
    """Ask the idle probe; `idle` is None when there is none or it failed."""
    try:
        reply = call_hook(stage, "idle", "GET", IDLE)
        if reply.status != 200:
            raise wrong_status(reply, "200 with `idle` and `pending`")
        document = json_of(reply, "the idle probe")
        idle, pending = stage.read(reply, IDLE, document, idle_from_wire)
    except HandProblem as problem:
        return {"idle": None, "pending": None, **stage.fail(problem)}
    stage.record(reply, [("idle", {"idle": idle, "pending": pending})], stage.findings(IDLE, document))
    return {"ok": True, "idle": idle, "pending": pending}
