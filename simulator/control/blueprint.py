"""Puts `/admin` together."""

from flask import Blueprint, Response, request

from simulator import __version__
from simulator.control import (
    acting,
    adapter_session_routes,
    dialect_proposal,
    dossier_routes,
    envelope,
    evidence,
    fault_routes,
    inbound_routes,
    journal_routes,
    key_routes,
    payment_routes,
    people_routes,
    province_routes,
    service_routes,
    session_routes,
    test_data,
    work_routes,
)
from simulator.control.access import require_access, require_json
from simulator.control.envelope import answer, not_found
from simulator.control.hands import Hands
from simulator.core.text import Text
from simulator.web.national import National

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/admin`."""
    admin = Blueprint("admin", __name__, url_prefix="/admin")
    hands = Hands(national)
    envelope.install(admin)

    @admin.before_request
    def guard() -> None:
        require_access(national, request)
        if not work_routes.is_answer_form(national, request):
            require_json(request)

    @admin.get("/status")
    def status() -> Response:
        return answer(
            {
                "tool": "dvcsim",
                "version": __version__,
                "position": national.db.position,
                "provinces": [sheet.id for sheet in national.provinces.all()],
                "sessions_open": len(national.sessions.all(status="open")),
            }
        )

    session_routes.add_routes(admin, national, hands)
    acting.add_routes(admin, national, hands)
    province_routes.add_routes(admin, national)
    inbound_routes.add_routes(admin, national)
    journal_routes.add_routes(admin, national)
    dossier_routes.add_routes(admin, national)
    evidence.add_routes(admin, national)
    key_routes.add_routes(admin, national)
    fault_routes.add_routes(admin, national)
    payment_routes.add_routes(admin, national)
    service_routes.add_routes(admin, national)
    test_data.add_routes(admin, national)
    dialect_proposal.add_routes(admin, national)
    work_routes.add_routes(admin, national)
    people_routes.add_routes(admin, national)
    adapter_session_routes.add_routes(admin, national)

    @admin.route("/", defaults={"rest": ""}, methods=_METHODS)
    @admin.route("/<path:rest>", methods=_METHODS)
    def unknown(rest: str) -> Response:
        vneid = ("vneid/keys", "vneid/rotate", "vneid/requests", "vneid/faults")
        known = ("status", "provinces", "sessions", "exchanges", "orphans", "payments", "work", *vneid)
        raise not_found(
            "unknown_path",
            Text("đường dẫn", "path"),
            f"{request.method} /admin/{rest}",
            [f"/admin/{one}" for one in known],
        )

    return admin
