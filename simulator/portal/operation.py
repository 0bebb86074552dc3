"""One call of the adapter, and what an operation makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Transaction
from simulator.portal.matching import Found
from simulator.web.recording import Inbound


class Reply(NamedTuple):
    """What the portal answers, in the words of a dialect."""

    name: str
    """An answer of `domain.dialect.ANSWERS`; only `ok` acknowledges anything."""
    result: Sequence[Any] | Mapping[str, Any] = ()
    """Rows; an object where the operation answers one."""
    detail: str = ""
    beside: Mapping[str, Any] = {}
    """What else stands in the envelope, where a client reads its rows under another key than `result`."""


@dataclass(frozen=True)
class Call:
    """A call whose session is alive and whose agency is the account's own, or one that was refused before that."""

    inbound: Inbound
    tx: Transaction
    sheet: ClaimSheet
    agency: str
    body: Mapping[str, Any]
    findings: tuple[ContractFinding, ...]
    found: Mapping[int | None, Found]
    """Row of the batch (None for a message without rows) -> the sessions that it belongs to."""

    def sessions_of(self, row: int | None) -> tuple[str, ...]:
        """Return the sessions of a row."""
        return self.found.get(row, Found()).sessions

    def found_by(self, row: int | None) -> str:
        """Return by what the sessions of a row were found."""
        return self.found.get(row, Found()).by

    def missing(self) -> Reply | None:
        """Return the refusal of a message that lacks a required part or has one of the wrong type.

        What is only assumed to be required does not refuse anything.
        """
        broken = [one for one in self.findings if one.keyword in ("required", "type") and not one.assumed]
        return Reply("missing_field", detail=", ".join(one.pointer or "/" for one in broken)) if broken else None


class Operation(Protocol):
    """An operation of the adapter."""

    def answer(self, call: Call) -> Reply:
        """Decide, and change what is stored; nothing may have changed when the reply is not `ok`."""
        ...

    def facts(self, call: Call, reply: Reply) -> None:
        """Say what the call meant, also when it was refused."""
        ...
