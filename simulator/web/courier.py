"""What a message that the national side sends by itself is, and what the party that wrote it knows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.file_content import FileContent
from simulator.journal.database import Transaction
from simulator.web.outbound import Reply
from simulator.wire.correlation import Key


@dataclass(frozen=True)
class Letter:
    """One message to a system, as it is tried now."""

    id: str
    party: str
    operation: str
    """Contract id."""
    province: str
    keys: tuple[Key, ...]
    """By which it finds its sessions."""
    note: Mapping[str, Any]
    """What its courier wants to remember of it."""
    attempt: int
    """1 for the first sending."""


class Outgoing(NamedTuple):
    """A message as it leaves."""

    url: str
    body: bytes
    headers: Mapping[str, str] = {"Content-Type": "application/json; charset=utf-8"}
    method: str = "POST"
    read_seconds: float | None = None
    """How long its answer is waited for; None: as the claim sheet says."""
    content: FileContent | None = None
    """Takes the answer's body, where that is a file."""
    allows: Callable[[str], bool] | None = None
    """Whether a resolved address may be connected to; None: any."""


class Meaning(NamedTuple):
    """What a sending meant."""

    taken: bool
    """Whether the system has it; else it is sent again later."""
    facts: Sequence[tuple[str, Mapping[str, Any]]] = ()
    findings: Sequence[ContractFinding] = ()
    again_now: bool = False
    """Whether the same message is sent once more at once although it was taken."""


class Courier(Protocol):
    """What a party knows of the messages of one operation."""

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
        """Return the message; None when the system has no address for it any more."""
        ...

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        """Say what a sending meant."""
        ...

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:
        """Change what is stored, in the transaction that records the sending."""
        ...
