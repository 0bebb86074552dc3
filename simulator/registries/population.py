"""The population database: one citizen by personal number, name and birth date.

A wrong name or birth date is answered like an unknown number, because clients cannot tell the two apart. Who asks and
why has to be said; where that stands in the message is assumed, so a look-up without it is answered, and is a finding.
"""

from http import HTTPStatus

from flask import Blueprint, request

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.person import Person
from simulator.session.disturbances import Disturbance
from simulator.web.citizens import find_citizen
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound, recorded
from simulator.wire.population import (
    PopulationQuery,
    citizen_to_wire,
    lookup_from_wire,
    names_person,
    not_found,
    unsaid,
)

PARTY = "registries"
SOURCE = "CSDLQG_DAN_CU"
CONTRACT = "registries/TraCuuThongTinCongDan"
PATH = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"


def blueprint(national: National) -> Blueprint:
    """Return the routes below `/ndxp`."""
    routes = Blueprint("registries", __name__)
    view = recorded(national, PARTY, CONTRACT)(PopulationLookUp(national).look_up)
    routes.add_url_rule(PATH, "population", view, methods=["GET", "POST"], strict_slashes=False)
    return routes


class PopulationLookUp:
    """The view of the look-up."""

    def __init__(self, national: National) -> None:
        self._national = national

    def look_up(self, inbound: Inbound) -> Answer:
        """Answer what the population database holds of the citizen who is asked for."""
        if not self._identified(inbound):
            return _refused(401, "001", "Sai tài khoản hoặc mật khẩu.", {"WWW-Authenticate": 'Basic realm="ndxp"'})
        query = lookup_from_wire(inbound.json)
        findings = self._findings(inbound, query)
        sessions = self._link(inbound)
        if disturbance := inbound.disturbed(PARTY):
            return _disturbed(inbound, disturbance, sessions)
        inbound.find(findings, sessions)
        if inbound.too_large or not isinstance(inbound.json, dict):
            return _refused(400, "002", "Nội dung không phải là một đối tượng JSON hoặc quá lớn.")
        if not query.personal_id:
            return _refused(400, "003", "Thiếu số định danh của công dân cần tra cứu.")
        person = self._found(query)
        self._record(inbound, sessions, query, person)
        return Answer(citizen_to_wire(person, SOURCE) if person else not_found())

    def _identified(self, inbound: Inbound) -> bool:
        basic = request.authorization
        if basic is None or basic.type != "basic":
            return False
        account, password = basic.username or "", basic.password or ""
        sheet = self._national.provinces.by_account(account)
        if sheet is not None:
            inbound.identify(sheet)
        return sheet is not None and self._national.provinces.password_ok(account, password)

    def _findings(self, inbound: Inbound, query: PopulationQuery) -> list[ContractFinding]:
        if not isinstance(inbound.json, dict):
            return []
        found = list(self._national.contracts[CONTRACT].check_request(inbound.json))
        pointers = {finding.pointer for finding in found}
        return found + [finding for finding in unsaid(query, CONTRACT) if finding.pointer not in pointers]

    def _link(self, inbound: Inbound) -> tuple[str, ...]:
        if not isinstance(inbound.json, dict):
            return ()
        rows = self._national.contracts[CONTRACT].keys(inbound.json)
        return tuple(dict.fromkeys(session for row in rows for session in inbound.link(row.keys)))

    def _found(self, query: PopulationQuery) -> Person | None:
        person = find_citizen(self._national, query.personal_id)
        return person if person and names_person(query, person) and person.knows(SOURCE, "personal_id") else None

    def _record(
        self, inbound: Inbound, sessions: tuple[str, ...], query: PopulationQuery, person: Person | None
    ) -> None:
        known = person.known_to.get(SOURCE, ()) if person else ()
        inbound.fact(
            "lookup",
            sessions,
            registry=SOURCE,
            personal_id=query.personal_id,
            requester=query.requester,
            dossier_code=query.dossier_code,
            purpose=query.purpose,
            found=person is not None,
            data={name: person[name] for name in known if name in person.attributes} if person else {},
        )


def _refused(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Answer:
    return Answer({"errorCode": code, "message": message}, status, headers or {})


def _disturbed(inbound: Inbound, disturbance: Disturbance, sessions: tuple[str, ...]) -> Answer:
    inbound.fact("disturbed", sessions, weather=disturbance.weather, operation=inbound.draft.operation)
    phrase = HTTPStatus(disturbance.status).phrase
    return Answer({"errorCode": str(disturbance.status), "message": phrase}, disturbance.status, {"Retry-After": "1"})
