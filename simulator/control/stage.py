"""What one hand works with, and how it tells the journal what its calls meant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from simulator.control.hand_store import HandStore, SubmittedDossier
from simulator.control.problems import HandProblem
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.fact import Fact
from simulator.domain.service import Service
from simulator.journal.database import Transaction
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.outbound import Outbound, Reply
from simulator.wire.scalars import UnreadableAnswer

T = TypeVar("T")
Facts = Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Stage:
    """One request to a hand of one session."""

    national: National
    outbound: Outbound
    store: HandStore
    session: Session
    sheet: ClaimSheet
    service: Service
    hand: str
    request_id: str

    @property
    def session_now(self) -> datetime:
        """Return the session's time."""
        return self.session.now(self.national.clock)

    def url(self, path: str) -> str:
        """Return the address of a path below the system's base URL; an absolute address stays as it is."""
        return self.sheet.address_of(path)

    @property
    def driver(self) -> str:
        """Return how the service is worked: api, browser or attended."""
        claim = self.sheet.services.get(self.service.id)
        return claim.driver if claim else "api"

    def dossiers(self) -> list[SubmittedDossier]:
        """Return the session's dossiers, the latest last; of one that people filed, as the system reported it."""
        known = self.store.dossiers(self.session.id)
        if self.driver == "api":
            return known
        views = {one.code: one for one in known}
        facts = self.national.journal.facts(self.session.id)
        codes = dict.fromkeys(str(fact.get("dossier_code")) for fact in facts if _names_dossier(fact))
        return [views.get(code) or SubmittedDossier(code, "") for code in dict.fromkeys([*codes, *views])]

    def dossier(self) -> SubmittedDossier:
        """Return the session's dossier, the latest if there are several."""
        known = self.dossiers()
        if not known:
            raise HandProblem("no_dossier", "no dossier was submitted in this session, so there is nothing to act on")
        return known[-1]

    def findings(self, contract: str, answer: Any) -> tuple[ContractFinding, ...]:
        """Return where an answer of the system differs from its contract."""
        return self.national.contracts[contract].check_response(answer)

    def read(self, reply: Reply, contract: str, document: Any, reader: Callable[[Any], T]) -> T:
        """Return what `reader` makes of an answer; an answer without what is needed is a problem."""
        try:
            return reader(document)
        except UnreadableAnswer as error:
            found = self.findings(contract, document)
            raise HandProblem("bad_shape", str(error), reply.draft.url, reply, findings=found) from None

    def seen(
        self,
        method: str,
        url: str,
        operation: str,
        status: int | None,
        text: str,
        sent: bytes = b"",
        error: str = "",
    ) -> Reply:
        """Return what a page of the citizen's real browser was answered, unrecorded."""
        return self.outbound.seen(
            method,
            url,
            party="citizen",
            operation=operation,
            province=self.sheet,
            sessions=(self.session.id,),
            status=status,
            text=text,
            sent=sent,
            error=error,
        )

    def record(
        self,
        reply: Reply,
        facts: Facts = (),
        findings: Sequence[ContractFinding] = (),
        then: Callable[[Transaction], None] | None = None,
    ) -> None:
        """Store the exchange with what it meant for this session."""
        owned = [(kind, (self.session.id,), data) for kind, data in facts]
        self.outbound.record(reply, owned, findings, then)

    def fail(self, problem: HandProblem) -> dict[str, Any]:
        """Record what shows the problem, as the fact `hand_failed`, and return the answer that names it."""
        if problem.reply is not None:
            failed = {"hand": self.hand, "problem": problem.kind, "detail": problem.detail, "url": problem.url}
            picture = self.store.next_picture(self.session.id) if problem.picture else ""
            failed |= {"screenshot": picture} if picture else {}

            def keep(tx: Transaction) -> None:
                if picture:
                    self.store.keep_picture(tx, self.session.id, picture, problem.picture)

            self.record(problem.reply, [*problem.facts, ("hand_failed", failed)], problem.findings, keep)
        return {"ok": False, "problem": problem.to_json()}


def _names_dossier(fact: Fact) -> bool:
    filed = fact.kind in ("submission", "counter_filing", "dossier_report") and fact.get("accepted")
    return bool(filed and fact.get("dossier_code"))
