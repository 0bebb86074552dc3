"""Routes that register claim sheets, ask whether a system under test is there, and switch its weather."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.control import reach, reachability
from simulator.control.body import bad_request, json_object, object_of, text_of, whole_of
from simulator.control.contact import contact_json
from simulator.control.envelope import AdminError, answer
from simulator.control.known_province import known_province
from simulator.control.sheet_change import refuse_changed
from simulator.core.errors import ConfigurationError
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.disturbances import EVERYBODY, Disturbance
from simulator.web.national import National
from simulator.web.outbound import Outbound


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes of provinces and of their disturbances."""
    outbound = Outbound(national)

    @admin.get("/provinces")
    def list_provinces() -> Response:
        return answer({"provinces": [province_json(sheet) for sheet in national.provinces.all()]})

    @admin.put("/provinces/<province>")
    def register(province: str) -> Response:
        body = json_object()
        if "document" not in body:
            raise bad_request("document", 'the claim sheet as JSON: {"document": {...}}')
        sheet = claim_sheet_of(object_of(body, "document"), text_of(body, "label", province), national.catalogue)
        if sheet.id != province:
            raise bad_request("document.id", f"{province!r}, as in the path, not {sheet.id!r}")
        refuse_changed(national, sheet)
        _register(national, sheet)
        return answer({**province_json(sheet), "position": national.db.position})

    @admin.post("/provinces/<province>/probe")
    def probe(province: str) -> Response:
        found = reachability.probe(outbound, known_province(national, province))
        return answer({**found, "position": national.db.position})

    @admin.post("/provinces/<province>/reach")
    def reach_all(province: str) -> Response:
        found = reach.reach(outbound, known_province(national, province), national.catalogue)
        return answer({"addresses": found, "position": national.db.position})

    @admin.get("/provinces/<province>/contact")
    def contact(province: str) -> Response:
        return answer(contact_json(national, known_province(national, province)))

    @admin.put("/provinces/<province>/disturbances/<weather>")
    def start_disturbance(province: str, weather: str) -> Response:
        body = json_object()
        party, status = text_of(body, "party"), _error_status(body)
        session = text_of(body, "session", EVERYBODY)
        known_province(national, province)
        with national.db.write() as tx:
            national.disturbances.start(tx, province, weather, party, status, session)
        return answer(_disturbance(national, province, weather, session))

    @admin.delete("/provinces/<province>/disturbances/<weather>")
    def stop_disturbance(province: str, weather: str) -> Response:
        known_province(national, province)
        session = request.args.get("session", EVERYBODY)
        with national.db.write() as tx:
            national.disturbances.stop(tx, province, weather, session)
        return answer(_disturbance(national, province, weather, session))

    @admin.get("/provinces/<province>/disturbances/<weather>")
    def show_disturbance(province: str, weather: str) -> Response:
        known_province(national, province)
        return answer(_disturbance(national, province, weather, request.args.get("session", EVERYBODY)))


def _error_status(body: Mapping[str, Any]) -> int:
    """Return the status that a disturbed party answers with: one that HTTP knows for an error."""
    status = whole_of(body, "status", HTTPStatus.SERVICE_UNAVAILABLE)
    if status not in {one.value for one in HTTPStatus} or status < HTTPStatus.BAD_REQUEST:
        raise bad_request("status", "an HTTP status of an error: 400 to 511")
    return status


def province_json(sheet: ClaimSheet) -> dict[str, Any]:
    """Return what may be shown of a claim sheet: everything but its secrets."""
    return {
        "id": sheet.id,
        "name": sheet.name.to_json(),
        "kind": sheet.kind,
        "agency": sheet.agency,
        "province_code": sheet.province_code,
        "account": sheet.account,
        "openid_client": sheet.openid_client,
        "base_url": sheet.base_url,
        "version": sheet.version,
        "label": sheet.label,
        "digest": sheet.digest,
        "services": sorted(sheet.services),
    }


def _register(national: National, sheet: ClaimSheet) -> None:
    try:
        with national.db.write() as tx:
            national.provinces.register(tx, sheet)
    except ConfigurationError as error:
        text = Text(
            f"Tờ khai trùng danh tính với một tờ khai khác: {error.text()}",
            f"The claim sheet shares an identity with another: {error.text()}",
        )
        raise AdminError(409, "conflict", text) from None


def _disturbance(national: National, province: str, weather: str, session: str) -> dict[str, Any]:
    found: Disturbance | None = national.disturbances.get(province, weather, session)
    return {"active": bool(found and found.active), "refused": found.refused if found else 0}
