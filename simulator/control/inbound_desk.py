"""The portal's own part when it calls a system: what it files, asks and sends, for a story or for a person who tries.

A message leaves through the outbox, so that a system that does not answer is told again; no transaction is held then.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from simulator.control.problems import HandProblem, json_of, no_answer, wrong_status
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.fact import Fact
from simulator.domain.filing import HANDED_OVER, Filing, FilingFile
from simulator.domain.inbound import (
    CONTRACTS,
    LOOK_UP,
    PARTS,
    Message,
    PromotionAmendment,
    PromotionNotice,
    note_of,
)
from simulator.domain.report import DossierReport, ProgressReport
from simulator.journal.database import Transaction
from simulator.session.dossiers import PortalDossiers
from simulator.session.filings import PortalFilings
from simulator.web.national import National
from simulator.web.outbound import Outbound, Reply
from simulator.web.outbox import Outbox
from simulator.wire.correlation import Key
from simulator.wire.inbound import look_up_to_wire, looked_up_from_wire
from simulator.wire.scalars import UnreadableAnswer

PARTY = "portal"
_REGISTERED = 1
_ONLINE = "2"
_PAPERS = (("Thông báo thực hiện khuyến mại", "thong-bao.txt"), ("Thể lệ chương trình", "the-le.txt"))


class InboundDesk:
    """The portal as it calls one system."""

    def __init__(self, national: National, outbound: Outbound, sheet: ClaimSheet) -> None:
        self.national = national
        self.outbound = outbound
        self.sheet = sheet
        self._outbox = Outbox(national)
        self._filings = PortalFilings(national.db)
        self._dossiers = PortalDossiers(national.db)

    def require(self, operation: str) -> None:
        """Raise when the claim sheet names no address for this."""
        if not getattr(self.sheet.inbound, PARTS[operation]):
            detail = f"claim sheet {self.sheet.id} names no `inbound.{PARTS[operation]}`"
            raise HandProblem("not_offered", detail)

    def brought(self, dossier_code: str) -> bool:
        """Return whether the portal brought that dossier to the system by itself."""
        filing = self._filings.find(self.national.db.read, self.sheet.id, dossier_code)
        return filing is not None and filing.way == HANDED_OVER

    def look_up(self, dossier_code: str, sessions: Iterable[str]) -> dict[str, Any]:
        """Ask about a dossier and return what was said: `found`, and texts by name."""
        self.require(LOOK_UP)
        reply = self.outbound.send(
            "POST",
            self.sheet.address_of(self.sheet.inbound.lookup),
            party=PARTY,
            operation=CONTRACTS[LOOK_UP],
            province=self.sheet,
            sessions=sessions,
            headers={"Accept": "application/json"},
            json=look_up_to_wire(self.sheet.agency, dossier_code),
        )
        try:
            told, document = _looked_up(reply)
        except HandProblem as problem:
            problem.facts = [("portal_asked", _asked(reply, dossier_code, {}, problem.kind))]
            raise
        found = self.national.contracts[CONTRACTS[LOOK_UP]].check_response(document)
        fact = ("portal_asked", tuple(reply.draft.links), _asked(reply, dossier_code, told))
        self.outbound.record(reply, [fact], found)
        return told

    def send(self, operation: str, message: Message, faults: tuple[str, ...] = ()) -> Fact | None:
        """Send a message; return what came of it, or None when the background is at it already."""
        before = self.national.db.position
        with self.national.db.write() as tx:
            self.write(tx, operation, message, faults)
        return self.deliver(operation, message.dossier_code, before)

    def write(self, tx: Transaction, operation: str, message: Message, faults: tuple[str, ...]) -> None:
        """Keep a message to be sent."""
        note = {"message": note_of(message), "faults": list(faults)}
        keys = [Key("dossier_code", message.dossier_code)]
        self._outbox.write(tx, PARTY, CONTRACTS[operation], self.sheet.id, keys, note)

    def deliver(self, operation: str, dossier_code: str, after: int) -> Fact | None:
        """Send what is due; return what came of this message since a position, if it is known by now."""
        self._outbox.deliver_due(self.sheet.id)
        sessions = self.national.sessions.match(self.national.db.read, self.sheet.id, [("dossier_code", dossier_code)])
        facts = [fact for session in sessions for fact in self.national.journal.facts(session)]
        facts += self.national.journal.background(self.sheet.id, after, ["portal_asked"])
        about = (
            fact
            for fact in facts
            if fact.kind == "portal_asked"
            and fact.exchange > after
            and (fact.get("operation"), fact.get("dossier_code")) == (operation, dossier_code)
        )
        return next(about, None)

    def file(
        self,
        operation: str,
        notice: PromotionNotice | PromotionAmendment,
        request_id: str,
        session: str = "",
        faults: tuple[str, ...] = (),
        then: Callable[[Transaction, str], None] | None = None,
    ) -> str:
        """Keep a notice among the portal's dossiers and write the message; the same request does it once.

        Return its code.
        """
        filings = self._filings
        with self.national.db.write() as tx:
            before = filings.of_submission(tx.execute, request_id)
            if before is not None:
                return before.code
            filed = _filing(notice, self.sheet, request_id, session, self.national.clock.now())
            code = filings.keep(tx, filed, _files()).code
            notice = replace(notice, dossier_code=code)
            if isinstance(notice, PromotionAmendment):
                notice = replace(notice, file_path=filings.files(tx.execute, code)[0].path)
            self._keep(tx, notice)
            self.write(tx, operation, notice, faults)
            if then is not None:
                then(tx, code)
        return code

    def _keep(self, tx: Transaction, notice: PromotionNotice | PromotionAmendment) -> None:
        """What the system tells of it later then finds it."""
        report = _report(notice, self.sheet.name.vi)
        self._dossiers.keep(tx, self.sheet.id, self.sheet.agency, report, self.national.clock.now().isoformat())
        step = ProgressReport(0, notice.dossier_code, _REGISTERED, notice.filed_at, "", "")
        self._dossiers.add_step(tx, self.sheet.id, step)


def _asked(reply: Reply, dossier_code: str, told: Mapping[str, Any], problem: str = "") -> dict[str, Any]:
    return {
        "operation": LOOK_UP,
        "dossier_code": dossier_code,
        "status": reply.status,
        "ok": bool(told.get("found")),
        "answer_code": None,
        "answer": dict(told),
        "told": {},
        "attempt": 1,
        "faults": [],
        "problem": problem,
    }


def _looked_up(reply: Reply) -> tuple[dict[str, Any], Any]:
    if reply.error:
        raise no_answer(reply)
    if reply.status != 200:
        raise wrong_status(reply, "200, also for a dossier that is not there")
    document = json_of(reply, "the look-up")
    try:
        return looked_up_from_wire(document), document
    except UnreadableAnswer as error:
        raise HandProblem("bad_shape", str(error), reply.draft.url, reply) from None


def _filing(
    notice: PromotionNotice | PromotionAmendment, sheet: ClaimSheet, request_id: str, session: str, wall: datetime
) -> Filing:
    return Filing(
        code="",
        submission_id=request_id,
        way=HANDED_OVER,
        province=sheet.id,
        session=session,
        service="",
        agency=sheet.receiving_agency,
        procedure_code=notice.procedure_code,
        owner_id=notice.tax_code,
        owner_name=notice.trader,
        tech_id="",
        birth_date="",
        residence=notice.address,
        filed_at=notice.filed_at,
        arrived_at=wall.isoformat(),
    )


def _files() -> list[FilingFile]:
    return [
        FilingFile("", "", "", title, name, "text/plain; charset=utf-8", f"{title} (thử nghiệm)\n".encode())
        for title, name in _PAPERS
    ]


def _report(notice: PromotionNotice | PromotionAmendment, agency_name: str) -> DossierReport:
    empty = dict.fromkeys(("due_at", "finished_at", "returned_at"), "")
    told: Mapping[str, Any] = {"phone": notice.phone, "email": notice.email, "summary": notice.programme, **empty}
    return DossierReport(
        row=0,
        dossier_code=notice.dossier_code,
        status=_REGISTERED,
        raw_status=str(_REGISTERED),
        is_update=False,
        procedure_code=notice.procedure_code,
        raw_procedure_code=notice.procedure_code,
        procedure_name=notice.programme,
        owner_name=notice.trader,
        owner_id=notice.tax_code,
        tech_id="",
        received_at=notice.filed_at,
        result_codes=(),
        result_links=(),
        channel=_ONLINE,
        agency_name=agency_name,
        **told,
    )
