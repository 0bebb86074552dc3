"""Everything that one session saw, read once at close: what the checks judge."""

from typing import Any

from flask import Blueprint, Response

from simulator.control.envelope import answer
from simulator.control.hands import find_session
from simulator.control.session_routes import people_json
from simulator.session.dossiers import PortalDossiers
from simulator.session.sessions import Session
from simulator.web.national import National


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route of the evidence."""

    @admin.get("/sessions/<session>/evidence")
    def show_evidence(session: str) -> Response:
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
        "dossiers": _dossiers(national, session),
        "late": session.late,
        "ambiguous": any(fact.get("ambiguous") for fact in facts),
    }


def _dossiers(national: National, session: Session) -> list[dict[str, Any]]:
    """The session's dossiers as the portal holds them now."""
    kept = PortalDossiers(national.db)
    codes = national.sessions.keys(session.id, "dossier_code")
    found = (kept.find(session.province, code) for code in codes)
    return [vars(dossier.evidence()) for dossier in found if dossier is not None]
