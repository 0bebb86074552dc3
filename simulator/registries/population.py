"""The population database: one citizen by personal number, name and birth date.

A wrong name or birth date is answered like an unknown number, because clients cannot tell the two apart. Who asks and
why has to be said; where that stands in the message is assumed, so a look-up without it is answered, and is a finding.
"""

from simulator.domain.person import Person
from simulator.registries.asking import PARTY, differences, disturbed, identified, linked, refused, wrong_account
from simulator.web.citizens import find_citizen
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.population import PopulationQuery, citizen_to_wire, lookup_from_wire, names_person, not_found

SOURCE = "CSDLQG_DAN_CU"
CONTRACT = "registries/TraCuuThongTinCongDan"
PATH = "/ndxp/csdlqgdc/TraCuuThongTinCongDan"


class PopulationLookUp:
    """The view of the look-up."""

    def __init__(self, national: National) -> None:
        self._national = national

    def look_up(self, inbound: Inbound) -> Answer:
        """Answer what the population database holds of the citizen who is asked for."""
        if not identified(self._national, inbound):
            return wrong_account(inbound)
        query = lookup_from_wire(inbound.json)
        findings = differences(self._national, inbound, query, CONTRACT)
        sessions = linked(self._national, inbound, CONTRACT)
        if disturbance := inbound.disturbed(PARTY, sessions):
            return disturbed(inbound, disturbance, sessions, SOURCE)
        inbound.find(findings, sessions)
        if inbound.too_large or not isinstance(inbound.json, dict):
            return refused(400, "002", "Nội dung không phải là một đối tượng JSON hoặc quá lớn.")
        if not query.personal_id:
            return refused(400, "003", "Thiếu số định danh của công dân cần tra cứu.")
        person = self._found(query)
        self._record(inbound, sessions, query, person)
        return Answer(citizen_to_wire(person, SOURCE) if person else not_found())

    def _found(self, query: PopulationQuery) -> Person | None:
        person = find_citizen(self._national, query.personal_id)
        return person if person and person.knows(SOURCE, "personal_id") and names_person(query, person) else None

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
            refused="",
            data={name: person[name] for name in known if name in person.attributes} if person else {},
        )
