"""Carries what the portal tells a system by itself: promotion notices, land-tax notices and receipts.

A system that answers has decided; one that does not, or not as agreed, is told again after a while.
"""

import orjson

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Called
from simulator.domain.inbound import CONTRACTS, LOOK_UP, PARTS, TWICE, PromotionAmendment, PromotionNotice, message_of
from simulator.journal.database import Transaction
from simulator.session.filings import PortalFilings
from simulator.web.courier import Letter, Meaning, Outgoing
from simulator.web.national import National
from simulator.web.outbound import Reply
from simulator.web.outbox import Outbox
from simulator.wire.inbound import Answered, answered_from_wire, message_to_wire


def employ(national: National) -> None:
    """Let the messages of this national side be carried."""
    outbox = Outbox(national)
    for operation, contract in CONTRACTS.items():
        if operation != LOOK_UP:
            outbox.employ(contract, InboundCourier(national, operation))


class InboundCourier:
    """What the portal knows of the messages of one operation."""

    def __init__(self, national: National, operation: str) -> None:
        self._national = national
        self._operation = operation
        self._filings = PortalFilings(national.db)

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
        """Return the message in the words of the system's family; None when it takes such messages no more."""
        path = str(getattr(sheet.inbound, PARTS[self._operation]))
        if not path:
            return None
        message = message_of(self._operation, letter.note["message"])
        filed = isinstance(message, PromotionNotice | PromotionAmendment)
        found = self._filings.files(self._national.db.read, message.dossier_code) if filed else []
        files = [kept for one in found if (kept := self._filings.file(self._national.db.read, one.path))]
        called = self._national.catalogue.dialects[sheet.dialect].called
        body = message_to_wire(message, called, sheet.inbound.security_key, files)
        return Outgoing(sheet.address_of(path), orjson.dumps(body))

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        """Say whether the system has it, in the words of the fact `portal_asked`."""
        answered = self._answered(letter, reply)
        decided = answered is not None and (answered.taken or answered.code is not None)
        fact = {
            "operation": self._operation,
            "dossier_code": letter.note["message"]["dossier_code"],
            "status": reply.status,
            "ok": answered is not None and answered.taken,
            "answer_code": answered.code if answered else None,
            "answer": {"message": answered.message} if answered else {},
            "told": letter.note["message"],
            "attempt": letter.attempt,
            "faults": list(letter.note.get("faults", ())),
            "problem": reply.error or ("" if decided else "bad_shape"),
        }
        again = TWICE in fact["faults"] and bool(fact["ok"])
        return Meaning(decided, [("portal_asked", fact)], self._findings(letter, reply, answered), again)

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:
        """Change nothing: what the system makes of it comes back by messages of its own."""

    def _answered(self, letter: Letter, reply: Reply) -> Answered | None:
        if reply.status is None or not 200 <= reply.status < 300:
            return None
        return answered_from_wire(reply.status, reply.json(), self._called(letter))

    def _findings(self, letter: Letter, reply: Reply, answered: Answered | None) -> tuple[ContractFinding, ...]:
        """A family that answers with a result of its own is not held against the contract."""
        own = self._called(letter).taken == "status" and answered is not None and answered.code is None
        if answered is None or own:
            return ()
        return self._national.contracts[CONTRACTS[self._operation]].check_response(reply.json())

    def _called(self, letter: Letter) -> Called:
        sheet = self._national.provinces.get(letter.province)
        return self._national.catalogue.dialects[sheet.dialect].called if sheet else Called()
