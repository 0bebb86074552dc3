"""Session time: moved here, and carried to the system under test where it offers a test clock."""

from datetime import datetime, timedelta
from typing import Any

from simulator.control.contract_ids import CLOCK
from simulator.control.hooks import call_hook
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage
from simulator.domain.calendar import add_working_days
from simulator.wire.hooks import clock_from_wire, clock_to_wire


def time_to_add(start: datetime, working_days: int, hours: int, minutes: int) -> timedelta:
    """Return by how much session time moves: working days first, then hours and minutes."""
    return add_working_days(start, working_days) - start + timedelta(hours=hours, minutes=minutes)


def follow_clock(stage: Stage) -> dict[str, Any]:
    """Tell the system under test the session's time, after it was moved; a problem is named beside the new time."""
    now = stage.session_now
    try:
        set_clock(stage, now)
    except HandProblem as problem:
        return {**stage.fail(problem), "session_now": now.isoformat()}
    return {"ok": True, "session_now": now.isoformat()}


def set_clock(stage: Stage, now: datetime | None = None) -> None:
    """Call the clock hook for the session's dossier, if there are both; else there is nothing to tell."""
    dossiers = stage.store.dossiers(stage.session.id)
    if not dossiers or stage.sheet.test_clock == "none" or "clock" not in stage.sheet.hooks:
        return
    body = clock_to_wire(
        request_id=f"{stage.request_id}/clock", dossier_code=dossiers[-1].code, now=now or stage.session_now
    )
    try:
        reply = call_hook(stage, "clock", "POST", CLOCK, body)
        if reply.status != 200:
            raise wrong_status(reply, "200 with the time")
        document = json_of(reply, "the clock hook")
        stage.read(reply, CLOCK, document, clock_from_wire)
    except HandProblem as problem:
        problem.facts = [("clock_advance", {"session_time": body["now"], "done": False})]
        raise
    moved = ("clock_advance", {"session_time": body["now"], "done": True})
    stage.record(reply, [moved], stage.findings(CLOCK, document))
