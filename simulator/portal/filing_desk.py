"""Filing at the portal itself, for a system that says it fetches such dossiers: the form, and what is handed in."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import request

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.filing import WAYS
from simulator.domain.service import Service
from simulator.portal.citizen_desk import PATH, CitizenDesk, go
from simulator.portal.filing_form import empty_lines, filed_values, shown_form, typed_data
from simulator.portal.filing_page import handed_from_page
from simulator.portal.filing_record import FilingRecord, Visit
from simulator.portal.procedures import Procedures
from simulator.web.citizens import link_citizen
from simulator.web.pages import wants_html
from simulator.web.recording import Answer, Inbound, ViewResult
from simulator.wire.filings import Handed, handed_from_wire

_REGISTERED = 1


class FilingDesk:
    """The views of `/citizen/services/<code>/file`."""

    def __init__(self, desk: CitizenDesk, procedures: Procedures, record: FilingRecord) -> None:
        self._desk = desk
        self._procedures = procedures
        self._record = record

    def show(self, inbound: Inbound, code: str) -> ViewResult:
        """Answer the portal's form of a procedure to a citizen who is logged in."""
        return self._visited(inbound, code, self._shown)

    def take(self, inbound: Inbound, code: str) -> ViewResult:
        """Take what the citizen hands in; the same submission makes one dossier."""
        return self._visited(inbound, code, self._taken)

    def _visited(self, inbound: Inbound, code: str, then: Callable[[Visit], ViewResult]) -> ViewResult:
        found = self._procedures.find(code)
        if found is None:
            return self._desk.refuse(404, "unknown_procedure", code=code)
        receiver = self._receiver(found[0])
        if receiver is None:
            return self._desk.refuse(404, "not_fetched", service=found[0].id, asked=request.args.get("province", "∅"))
        citizen = self._desk.citizen()
        if citizen is None:
            return self._desk.ask_login()
        sheet, way = receiver
        inbound.identify(sheet)
        query = urlencode({"province": sheet.id, "way": way})
        form = shown_form(*found, citizen, f"{PATH}/services/{found[1].code}/file?{query}")
        sessions = link_citizen(inbound, citizen["personal_id"])
        return then(Visit(inbound, sheet, way, *found, citizen, form, sessions))

    def _receiver(self, service: Service) -> tuple[ClaimSheet, str] | None:
        """Return the system that fetches dossiers of the service and how; None when the one asked for does not."""
        asked, wanted = request.args.get("province"), request.args.get("way")
        for sheet in self._desk.national.provinces.all():
            for way in ways_of(sheet, service):
                if asked in (None, sheet.id) and wanted in (None, way):
                    return sheet, way
        return None

    def _shown(self, visit: Visit) -> ViewResult:
        if not wants_html():
            return Answer(dict(visit.form))
        return self._desk.pages.page(
            "file.html", form=visit.form, sheet=visit.sheet, citizen=visit.citizen, submission=random_id("f")
        )

    def _taken(self, visit: Visit) -> ViewResult:
        inbound = visit.inbound
        try:
            handed = handed_from_wire(inbound.json) if inbound.json is not None else handed_from_page(inbound.body)
        except ValueError as error:
            return self._desk.refuse(400, "filing_unreadable", part=str(error))
        values = filed_values(visit.form, handed.values)
        if missing := ", ".join(empty_lines(visit.form, values)):
            _tell(visit, handed, {}, reason=missing)
            return self._desk.refuse(422, "lines_empty", lines=missing)
        kept = self._record.keep(visit, handed, values)
        _tell(visit, handed, typed_data(visit.form, values), dossier_code=kept.code)
        view = f"{PATH}/dossiers/{kept.code}"
        answer = {"dossier_code": kept.code, "status": _REGISTERED, "view": view}
        return go(view, 303) if wants_html() else Answer(answer, 201)


def ways_of(sheet: ClaimSheet, service: Service) -> tuple[str, ...]:
    """Return the ways in which a system says that it fetches dossiers of a service."""
    claim = sheet.services.get(service.id)
    return tuple(way for way in claim.intakes if way in WAYS) if claim and claim.role == "handler" else ()


def _tell(visit: Visit, handed: Handed, typed: dict[str, str], *, dossier_code: str = "", reason: str = "") -> None:
    told = {"dossier_code": dossier_code, "accepted": bool(dossier_code), "typed": typed, "reason": reason}
    components = [one.code for one in handed.components]
    visit.inbound.fact("portal_filing", visit.sessions, way=visit.way, **told, components=components)
