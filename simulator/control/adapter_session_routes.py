"""Routes that list and revoke a system's sessions at the adapter, so that a test can let one die early."""

from flask import Blueprint, Response

from simulator.control.envelope import answer
from simulator.control.known_province import known_province
from simulator.session.adapter_sessions import AdapterSessions
from simulator.web.national import National


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes below `/admin/provinces/<province>`."""
    sessions = AdapterSessions(national.db, national.clock)

    @admin.get("/provinces/<province>/adapter-sessions")
    def list_adapter_sessions(province: str) -> Response:
        sheet = known_province(national, province)
        return answer({"sessions": sessions.of(national.db.read, sheet.id)})

    @admin.delete("/provinces/<province>/adapter-sessions")
    def revoke_adapter_sessions(province: str) -> Response:
        sheet = known_province(national, province)
        with national.db.write() as tx:
            revoked = sessions.revoke_all(tx, sheet.id)
        return answer({"revoked": revoked})
