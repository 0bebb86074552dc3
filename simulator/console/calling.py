"""The form by which a person lets the portal call a system: what it says is the ready example, to one dossier."""

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.entering import go_on, require_form
from simulator.control.inbound_desk import InboundDesk
from simulator.control.inbound_routes import call_by_hand
from simulator.control.known_province import known_province
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.inbound import OPERATIONS, PARTS
from simulator.web.outbound import Outbound

CALL = "/console/call"


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the address of the form; the exchange that it makes is the newest of the page to which it leads."""
    outbound = Outbound(desk.national)

    @console.post(CALL)
    def call() -> Response:
        require_form(desk.national)
        sheet = known_province(desk.national, request.form.get("province", ""))
        told = {name: request.form[name].strip() for name in ("dossier_code", "person") if request.form.get(name)}
        call_by_hand(InboundDesk(desk.national, outbound, sheet), request.form.get("operation", ""), told)
        return go_on(f"/?province={sheet.id}#exchanges")


def callable_at(sheet: ClaimSheet | None) -> list[str]:
    """Return what the portal may call on a system, by its claim sheet."""
    return [one for one in OPERATIONS if sheet is not None and getattr(sheet.inbound, PARTS[one])]
