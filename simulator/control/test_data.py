"""What a run leaves in the system under test: its dossiers, and the people in whose name they were filed."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response

from simulator.control.envelope import answer
from simulator.session.sessions import Session
from simulator.web.national import National

WHO = ("full_name", "personal_id", "phone", "email")
"""By what a system may find what it keeps of a person."""


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route that lists a run's test data."""

    @admin.get("/runs/<run>/test-data")
    def test_data(run: str) -> Response:
        rows = [row for session in national.sessions.all(run) for row in _rows(national, session)]
        return answer({"rows": rows, "position": national.db.position})


def _rows(national: National, session: Session) -> Iterator[dict[str, Any]]:
    """Yield a row for each dossier; of a session without one a row for its people, who may have logged in."""
    told = {
        "session": session.id,
        "service": session.service,
        "scenario": session.scenario,
        "weather": session.weather,
        "opened_at": session.opened_at.isoformat(timespec="seconds"),
        "people": [{name: person.get(name) or "" for name in WHO} for person in session.people.values()],
    }
    for code in national.sessions.keys(session.id, "dossier_code") or ("",):
        yield {"dossier_code": code, **told}
