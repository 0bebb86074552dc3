"""Keeps what a citizen filed at the portal: for the system that fetches it, and among the portal's own dossiers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.filing import Filing, FilingFile
from simulator.domain.person import Person
from simulator.domain.report import DossierReport, ProgressReport
from simulator.domain.service import ProcedureCode, Service
from simulator.session.dossiers import PortalDossiers
from simulator.session.filings import PortalFilings
from simulator.web.national import National
from simulator.web.recording import Inbound
from simulator.wire.filings import Handed, lines_of

REGISTERED = 1
_ONLINE = "2"


@dataclass(frozen=True)
class Visit:
    """A citizen who is logged in, at the form of one procedure for one system."""

    inbound: Inbound
    sheet: ClaimSheet
    way: str
    """`pull` or `poll-linked`."""
    service: Service
    code: ProcedureCode
    citizen: Person
    form: Mapping[str, Any]
    sessions: tuple[str, ...]

    @property
    def session(self) -> str:
        """Return the test session of the citizen; an empty text without one."""
        return self.sessions[0] if len(self.sessions) == 1 else ""


class FilingRecord:
    """Turns what was handed in into a dossier of the portal."""

    def __init__(self, national: National, filings: PortalFilings, dossiers: PortalDossiers) -> None:
        self._national = national
        self._filings = filings
        self._dossiers = dossiers

    def keep(self, visit: Visit, handed: Handed, values: Mapping[str, str]) -> Filing:
        """Return the filing of a submission, a new one or the one that it has made already."""
        tx, sheet = visit.inbound.tx, visit.sheet
        assert tx is not None
        before = self._filings.of_submission(tx.execute, handed.submission_id)
        if before is not None and before.owner_id == visit.citizen["personal_id"]:
            return before
        wall = self._national.clock.now()
        filing = _filing(visit, handed, values, self._calendar(visit, wall), wall)
        kept = self._filings.keep(tx, filing, _files(visit.service, handed))
        report = _report(visit, kept, values)
        self._dossiers.keep(tx, sheet.id, kept.agency, report, wall.isoformat())
        step = ProgressReport(0, kept.code, REGISTERED, kept.filed_at, "", "")
        self._dossiers.add_step(tx, sheet.id, step)
        if visit.session:
            self._national.sessions.register_key(tx, visit.session, sheet.id, "dossier_code", kept.code)
        return kept

    def _calendar(self, visit: Visit, wall: datetime) -> datetime:
        """Return the filing's time: a system without a test clock would look for it on the wall's day."""
        session = self._national.sessions.get(visit.session, visit.inbound.query) if visit.session else None
        if session is None or visit.sheet.test_clock == "none":
            return wall
        return session.now(self._national.clock)


def _filing(visit: Visit, handed: Handed, values: Mapping[str, str], at: datetime, wall: datetime) -> Filing:
    citizen = visit.citizen
    return Filing(
        code="",
        submission_id=handed.submission_id,
        way=visit.way,
        province=visit.sheet.id,
        session=visit.session,
        service=visit.service.id,
        agency=handed.agency or visit.sheet.receiving_agency,
        procedure_code=visit.code.code,
        owner_id=citizen["personal_id"],
        owner_name=citizen.get("full_name") or "",
        tech_id=citizen.get("tech_id") or "",
        birth_date=citizen.get("birth_date") or "",
        residence=citizen.get("residence") or "",
        filed_at=at.replace(microsecond=0).isoformat(),
        arrived_at=wall.isoformat(),
        lines=lines_of(values.items()),
    )


def _files(service: Service, handed: Handed) -> list[FilingFile]:
    titles = {one.code: one.name.vi for one in service.components}
    return [
        FilingFile("", "", one.code, titles.get(one.code, one.code), one.name, one.content_type, one.content)
        for one in handed.components
    ]


def _report(visit: Visit, filing: Filing, values: Mapping[str, str]) -> DossierReport:
    """The dossier as the portal shows it from the start, in the shape in which systems report theirs."""
    return DossierReport(
        row=0,
        dossier_code=filing.code,
        status=REGISTERED,
        raw_status=str(REGISTERED),
        is_update=False,
        procedure_code=filing.procedure_code,
        raw_procedure_code=filing.procedure_code,
        procedure_name=visit.service.name.vi,
        owner_name=filing.owner_name,
        owner_id=filing.owner_id,
        tech_id=filing.tech_id,
        phone=_told(visit, values, "phone"),
        email=_told(visit, values, "email"),
        summary=visit.service.name.vi,
        received_at=filing.filed_at,
        due_at="",
        finished_at="",
        returned_at="",
        result_codes=(),
        result_links=(),
        channel=_ONLINE,
        agency_name=visit.sheet.name.vi,
    )


def _told(visit: Visit, values: Mapping[str, str], attribute: str) -> str:
    datum = f"applicant.{attribute}"
    written = (values.get(field.key, "") for field in visit.service.fields if field.datum == datum)
    return next(written, "") or visit.citizen.get(attribute) or ""
