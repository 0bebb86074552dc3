"""Routes that arm, show and lift the faults that VNeID makes in the next logins of one client."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from simulator.catalogue.identity_cases import fault_problem
from simulator.control.body import YEAR_SECONDS, bad_request, json_object, object_of, text_of, whole_of
from simulator.control.envelope import answer, not_found
from simulator.core.text import Text
from simulator.session.login_faults import KEPT_SECONDS, LoginFault, Scope
from simulator.web.national import National

_MOST_LOGINS = 1000


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes below `/admin/vneid/faults`."""

    @admin.post("/vneid/faults")
    def arm() -> Response:
        """Arm a case, or stages told in full, for the next login (or `next` logins) in the scope."""
        body = json_object()
        case_id = text_of(body, "case", "")
        stages, scope = _stages(national, case_id, body), _scope(national, body)
        seconds = whole_of(body, "ttl_seconds", KEPT_SECONDS, YEAR_SECONDS)
        with national.db.write() as tx:
            fault = national.login_faults.arm(tx, scope, stages, case_id, seconds)
        return answer({"id": fault, "case": case_id, "stages": stages}, 201)

    @admin.get("/vneid/faults")
    def show() -> Response:
        return answer({"faults": [_row(fault) for fault in national.login_faults.all()]})

    @admin.delete("/vneid/faults/<fault>")
    def lift(fault: str) -> Response:
        with national.db.write() as tx:
            lifted = national.login_faults.lift(tx, fault)
        if not lifted:
            known = [one.id for one in national.login_faults.all()]
            raise not_found("unknown_fault", Text("lỗi đã đặt", "fault"), fault, known)
        return answer({"id": fault, "lifted": True})


def _stages(national: National, case_id: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    if not case_id:
        stages = object_of(body, "fault")
        if wrong := fault_problem(national.catalogue.schemas, stages):
            raise bad_request("fault", wrong)
        if not stages:
            raise bad_request("fault", "a `case`, or an object of stages as in contracts/vneid/cases")
        return stages
    case = national.catalogue.identity_cases.get(case_id)
    if case is None:
        raise not_found("unknown_case", Text("ca kiểm thử", "case"), case_id, list(national.catalogue.identity_cases))
    return case.fault


def _scope(national: National, body: Mapping[str, Any]) -> Scope:
    client_id, session = text_of(body, "client_id"), text_of(body, "session", "")
    if national.provinces.client(client_id) is None:
        known = [sheet.openid_client for sheet in national.provinces.all()]
        raise not_found("unknown_client", Text("ứng dụng OpenID", "OpenID client"), client_id, known)
    logins = whole_of(body, "next", 1)
    if not 1 <= logins <= _MOST_LOGINS:
        raise bad_request("next", f"a whole number from 1 to {_MOST_LOGINS}")
    return Scope(client_id, session, text_of(body, "personal_id", ""), logins)


def _row(fault: LoginFault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "case": fault.case_id,
        "stages": fault.stages,
        **vars(fault.scope),
        "expires_at": fault.expires_at.isoformat(),
        "active": fault.active,
    }
