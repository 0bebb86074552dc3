"""The hooks that a system under test offers for tests: officer, idle probe and clock (our own, assumed)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from simulator.wire.scalars import UnreadableAnswer, field, number, require_object


class OfficerAnswer(NamedTuple):
    """What the system says after an officer acted."""

    dossier_code: str
    status: int | None


def officer_to_wire(
    *,
    request_id: str,
    dossier_code: str,
    action: str,
    reason: str,
    session_time: datetime,
    components: Sequence[str] = (),
    fields: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the body of the officer hook; `action` is a key of `domain.dossier.OFFICER_STATUS`."""
    asked = {"components": list(components), "fields": list(fields)} if components or fields else {}
    return {
        "request_id": request_id,
        "dossier_code": dossier_code,
        "action": action,
        "reason": reason,
        "session_time": session_time.isoformat(),
        **asked,
    }


def officer_from_wire(document: Any) -> OfficerAnswer:
    """Read the answer of the officer hook."""
    answer = require_object(document, "the answer of the officer hook")
    return OfficerAnswer(field(answer, "dossier_code"), number(answer.get("status")))


def idle_from_wire(document: Any) -> tuple[bool, int]:
    """Return (nothing is waiting to be sent, how much is)."""
    answer = require_object(document, "the answer of the idle probe")
    if not isinstance(answer.get("idle"), bool):
        raise UnreadableAnswer("the answer of the idle probe has no `idle` (true or false)")
    return answer["idle"], number(answer.get("pending")) or 0


def clock_to_wire(*, request_id: str, dossier_code: str, now: datetime) -> dict[str, str]:
    """Return the body of the clock hook: from now on, this dossier lives at `now`."""
    return {"request_id": request_id, "dossier_code": dossier_code, "now": now.isoformat()}


def clock_from_wire(document: Any) -> str:
    """Return the time that the system says it has set; an empty text when it does not say."""
    return field(require_object(document, "the answer of the clock hook"), "now")


def problem_from_wire(document: Any) -> str:
    """Return why a hook refused; an empty text when the answer does not say."""
    return field(document, "message")
