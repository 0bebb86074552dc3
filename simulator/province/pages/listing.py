"""What citizens read before they file: the services, the counters, and the way out to whoever handles a service."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.province.codes import national_code
from simulator.province.config import COUNTERS, LANDING, LEAVING, LISTING, MIRROR
from simulator.province.offer import HANDLER, OfferedService
from simulator.province.pages.replies import go, json_reply, page, problem, wants_json
from simulator.province.system import ProvinceSystem


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the lists and the way out; all are public."""
    pages = Blueprint("listing", __name__)

    @pages.get(LISTING)
    def listing() -> Response:
        rows = list(system.seams.listed_services([_row(service) for service in system.offer.shown()]))
        return json_reply({"services": rows}) if wants_json() else page("listing.html", services=rows)

    @pages.get(COUNTERS)
    def counters() -> Response:
        code = national_code(request.args.get("procedure") or "")
        rows = system.counters.all() if not code or system.offer.offers(code) else []
        return json_reply({"counters": rows}) if wants_json() else page("counters.html", counters=rows)

    @pages.get(f"{LEAVING}/<service_id>")
    def leave(service_id: str) -> Response:
        service = next((one for one in system.offer.shown() if one.id == service_id), None)
        if service is None or not service.page:
            return problem(404, "Không có dịch vụ", f"Hệ thống này không hiển thị dịch vụ {service_id}.")
        address = system.seams.leaving_to(system.config.simulator_url.rstrip("/") + service.page)
        asked = system.seams.asked_before_leaving()
        if not asked:
            return go(address)
        if wants_json():
            return json_reply({"fields": list(asked), "handover": address})
        return page("leaving.html", service=service, fields=asked, address=address)

    return pages


def _row(service: OfferedService) -> dict[str, Any]:
    own = f"{LANDING}?MaTTHC={service.code}&vneid=1"
    row = {
        "procedure": service.code,
        "id": service.id,
        "name": service.name,
        "role": "handler" if service.role == HANDLER else "relay",
        "link": own if service.is_taken else f"{LEAVING}/{service.id}",
    }
    return row | ({"follow": f"{MIRROR}/{{dossier_code}}"} if "mirror" in service.claims else {})
