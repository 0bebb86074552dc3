"""The national population database (CSDLQG về dân cư): one citizen by personal number, name and birth date.

Who asks is known by the adapter account (HTTP Basic, assumed). A wrong name or birth date is answered as an unknown
number is, because clients in the field cannot tell the two apart. A look-up that does not say who asks or what for is
answered, and is a finding.
"""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, request

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.person import Person
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound, ViewResult, recorded
from simulator.wire.population import (
    PopulationQuery,
    citizen_to_wire,
    lookup_from_wire,
    names_person,
    not_found,
    refusal,
)

CONTRACT = "registries/TraCuuThongTinCongDan"
PATH = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"
SOURCE = "CSDLQG_DAN_CU"


def blueprint(national: National) -> Blueprint:
    """Return the routes of the registries."""
    routes = Blueprint("registries", __name__)

    @routes.post(PATH)
    @recorded(national, "registries", CONTRACT)
    def look_up_citizen(inbound: Inbound) -> ViewResult:
        caller = _caller(national)
        if caller is None:
            return Answer(refusal("bad_account"), 401, {"WWW-Authenticate": 'Basic realm="NDXP"'})
        inbound.identify(caller)
        if not isinstance(inbound.json, dict):
            return Answer(refusal("malformed"), 400)
        return _look_up(national, inbound, inbound.json)

    return routes


def _look_up(national: National, inbound: Inbound, body: dict[str, Any]) -> ViewResult:
    query = lookup_from_wire(body)
    sessions = link_citizen(inbound, query.personal_id)
    findings = list(national.contracts[CONTRACT].check_request(body))
    inbound.find([*findings, *_unexplained(query)], sessions)
    if any(finding.keyword in ("required", "type") for finding in findings):
        return Answer(refusal("malformed"), 400)
    person = find_citizen(national, query.personal_id)
    found = person is not None and names_person(query, person)
    inbound.fact(
        "lookup",
        sessions,
        registry=SOURCE,
        personal_id=query.personal_id,
        requester=query.requester,
        dossier_code=query.dossier_code,
        purpose=query.purpose,
        found=found,
        data=_held(person) if person is not None and found else {},
    )
    return Answer(citizen_to_wire(person, SOURCE) if person is not None and found else not_found())


def _caller(national: National) -> ClaimSheet | None:
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        return None
    known = national.provinces.password_ok(given.username, given.password or "")
    return national.provinces.by_account(given.username) if known else None


def _unexplained(query: PopulationQuery) -> Iterator[ContractFinding]:
    """That a look-up names requester and purpose is assumed; the fields for it are seen."""
    for value, pointer, expected in (
        (query.requester, "/MaCanBo", "who asks: the code of the officer or of the system"),
        (query.purpose, "/MucDich", "what the data are needed for"),
    ):
        if not value:
            yield ContractFinding(CONTRACT, pointer, expected, "nothing", keyword="required", assumed=True)


def _held(person: Person) -> dict[str, str]:
    return {name: person[name] for name in person.known_to.get(SOURCE, ()) if person.get(name) is not None}
