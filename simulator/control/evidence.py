"""Everything that one session saw, read once at close: what the checks judge."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response

from simulator.control.envelope import answer
from simulator.control.hands import find_session
from simulator.control.session_routes import people_json
from simulator.domain.fact import Fact
from simulator.web.national import National


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route of the evidence."""

    @admin.get("/sessions/<session>/evidence")
    def show(session: str) -> Response:
        return answer(evidence_json(national, session))


def evidence_json(national: National, session_id: str) -> dict[str, Any]:
    """Return the evidence of a session."""
    session = find_session(national, session_id)
    facts = national.journal.facts(session_id)
    return {
        "session": session.id,
        "service": session.service,
        "people": people_json(session),
        "weather": session.weather,
        "opened_at": session.opened_at.isoformat(),
        "session_opened_at": session.session_opened_at.isoformat(),
        "session_now": session.now(national.clock).isoformat(),
        "facts": [fact.to_json() for fact in facts],
        "findings": [
            {"exchange": exchange, "operation": operation, "finding": finding.to_json()}
            for exchange, operation, finding in national.journal.findings(session_id)
        ],
        "dossiers": _dossiers(facts),
        "late": session.late,
        "ambiguous": any(fact.get("ambiguous") for fact in facts),
    }


def _dossiers(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The dossiers as the citizen last saw them on the portal: one per code."""
    last: dict[str, Mapping[str, Any]] = {}
    for fact in facts:
        if fact.kind == "dossier_view" and fact.get("place") == "portal" and fact.get("status") is not None:
            last[fact.get("dossier_code")] = fact.data
    return [
        {
            "code": code,
            "status": seen["status"],
            **{name: seen.get(name, "") for name in ("procedure_code", "owner_name", "phone", "email")},
            "history": seen.get("history", []),
        }
        for code, seen in last.items()
    ]
