"""Every other registry: what it holds of one person, as far as the procedure's service covers it.

Which registry there is, and what it may hold, is data (contracts/codes/sources.yaml and the service files).
"""

from collections.abc import Mapping

from simulator.core.errors import near_matches
from simulator.domain.person import Person
from simulator.domain.service import Service
from simulator.domain.source import Source
from simulator.registries.asking import PARTY, differences, disturbed, identified, linked, refused, wrong_account
from simulator.web.citizens import find_citizen
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.records import RecordQuery, record_query_from_wire, records_to_wire

CONTRACT = "registries/TraCuuDuLieu"
PATH = "/ndxp/<source>/TraCuuDuLieu"
SHARED = "look_up"
NOT_COVERED = "004"
"""A procedure without licence for the source: seen for the population database."""


class RecordLookUp:
    """The view of the look-up."""

    def __init__(self, national: National) -> None:
        self._national = national

    def look_up(self, inbound: Inbound, source: str) -> Answer:
        """Answer what a registry holds of the person, or refuse what the procedure does not cover."""
        if not identified(self._national, inbound):
            return wrong_account(inbound)
        query = record_query_from_wire(inbound.json)
        findings = differences(self._national, inbound, query, CONTRACT)
        sessions = linked(self._national, inbound, CONTRACT)
        registry = self._national.catalogue.sources.get(source)
        if registry is None or registry.answers != SHARED:
            return self._no_such_registry(source)
        if disturbance := inbound.disturbed(PARTY, sessions):
            return disturbed(inbound, disturbance, sessions, source)
        inbound.find(findings, sessions)
        if inbound.too_large or not isinstance(inbound.json, dict):
            return refused(400, "002", "Nội dung không phải là một đối tượng JSON hoặc quá lớn.")
        if not query.personal_id:
            return refused(400, "003", "Thiếu số định danh của công dân cần tra cứu.")
        return self._answer(inbound, sessions, registry, query)

    def _answer(self, inbound: Inbound, sessions: tuple[str, ...], registry: Source, query: RecordQuery) -> Answer:
        service = self._national.catalogue.service_by_code(query.procedure_code)
        if service is None or not service.names(registry.id):
            _record(inbound, sessions, registry, query, {}, NOT_COVERED)
            return refused(403, NOT_COVERED, f"Thủ tục {query.procedure_code} không được khai thác {registry.id}.")
        data = held(service, registry, self._people(query.personal_id), query.personal_id)
        _record(inbound, sessions, registry, query, data, "")
        return Answer(records_to_wire(query, data))

    def _people(self, personal_id: str) -> Mapping[str, Person]:
        """Return who is known beside this person, as their session names them."""
        for owner in self._national.sessions.owners("personal_id", personal_id):
            if session := self._national.sessions.get(owner):
                return session.people
        citizen = find_citizen(self._national, personal_id)
        return {"applicant": citizen} if citizen else {}

    def _no_such_registry(self, source: str) -> Answer:
        sources = self._national.catalogue.sources.values()
        near = near_matches(source, [one.id for one in sources if one.answers == SHARED])
        return refused(404, "404", f"Không có cơ sở dữ liệu {source} ở đường này ({near}).")


def held(service: Service, registry: Source, people: Mapping[str, Person], personal_id: str) -> dict[str, str]:
    """Return datum -> text of what the registry holds and the service covers.

    Things have no number of their own: they are found by the applicant's.
    """
    name = next((one for one, person in people.items() if person.get("personal_id") == personal_id), "")
    found: dict[str, str] = {}
    for datum in service.covered(registry):
        whom, attribute = service.person_of(datum), datum.partition(".")[2]
        person = people.get(whom)
        is_asked = whom == name or (name == service.citizen and person and person.get("personal_id") is None)
        if person and is_asked and person.knows(registry.id, attribute):
            found[datum] = person[attribute]
    return found


def _record(
    inbound: Inbound,
    sessions: tuple[str, ...],
    registry: Source,
    query: RecordQuery,
    data: Mapping[str, str],
    refusal: str,
) -> None:
    inbound.fact(
        "lookup",
        sessions,
        registry=registry.id,
        personal_id=query.personal_id,
        requester=query.requester,
        dossier_code=query.dossier_code,
        purpose=query.purpose,
        found=bool(data),
        data=dict(data),
        refused=refusal,
    )
