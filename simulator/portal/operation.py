"""One call of the adapter, and what an operation makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Transaction
from simulator.portal.matching import Found
from simulator.web.recording import Inbound

_LACKING = ("required", "type", "minLength")

_NAMED = 10
"""Places that a refusal names; the findings of the exchange name them all."""


class Reply(NamedTuple):
    """What the portal answers, in the words of a dialect."""

    name: str
    """An answer of `domain.dialect.ANSWERS`; only `ok` acknowledges anything."""
    result: Sequence[Any] | Mapping[str, Any] = ()
    """Rows; an object where the operation answers one."""
    detail: str = ""
    beside: Mapping[str, Any] = {}
    """What else stands in the envelope, where a client reads its rows under another key than `result`."""
    by_row: Mapping[int, "Reply"] = {}
    """Row of a batch -> its own answer; empty when the rows were not looked at."""

    def of_row(self, row: int) -> "Reply":
        """Return the answer to one row of a batch."""
        return self.by_row.get(row, self)


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
        """Return the refusal of a message that lacks a required part or has one of the wrong type, rows aside.

        What is only assumed to be required does not refuse anything.
        """
        return _missing([one for one in self._broken() if one.row is None])

    def without_key(self) -> Reply:
        """Return the refusal of a message that does not say what is asked for, be that only assumed to be required."""
        lacking = [one for one in self.findings if one.row is None and one.keyword in _LACKING]
        return _missing(lacking) or Reply("missing_field", detail="/")

    def missing_anywhere(self) -> Reply | None:
        """Return the same refusal for a message that is taken whole or not at all: its rows count, too."""
        return _missing(self._broken())

    def broken_rows(self) -> dict[int, Reply]:
        """Return the same of the rows of a batch: row -> its refusal."""
        by_row: dict[int, list[ContractFinding]] = {}
        for one in self._broken():
            if one.row is not None:
                by_row.setdefault(one.row, []).append(one)
        return {row: refusal for row, broken in by_row.items() if (refusal := _missing(broken))}

    def _broken(self) -> list[ContractFinding]:
        return [one for one in self.findings if one.keyword in ("required", "type") and not one.assumed]


def _missing(broken: Sequence[ContractFinding]) -> Reply | None:
    named = [one.pointer or "/" for one in broken]
    return (
        Reply("missing_field", detail=", ".join(named[:_NAMED]) + (" ..." if named[_NAMED:] else "")) if named else None
    )


class Operation(Protocol):
    """An operation of the adapter."""

    def answer(self, call: Call) -> Reply:
        """Decide, and change what is stored; nothing may have changed when the reply is not `ok`."""
        ...

    def facts(self, call: Call, reply: Reply) -> None:
        """Say what the call meant, also when it was refused."""
        ...
