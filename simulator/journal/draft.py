"""An exchange in the making: what is known of it before it gets its position."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.domain.contract_finding import ContractFinding


@dataclass
class Draft:
    """Collects an exchange, its meaning (facts) and its links to sessions, until `Journal.append` stores it."""

    at: datetime
    direction: str
    party: str
    operation: str
    method: str
    url: str
    province: str | None = None
    session_at: datetime | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: str = ""
    status: int | None = None
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: str = ""
    seconds: float = 0.0
    error: str = ""
    weather: str = ""
    links: dict[str, str] = field(default_factory=dict)
    """Session id -> run id."""
    facts: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    """(kind, session id or "", data)."""
    findings: list[tuple[ContractFinding, tuple[str, ...]]] = field(default_factory=list)
    orphans: list[tuple[int | None, list[tuple[str, str]]]] = field(default_factory=list)
    """(row, keys) that matched no session although they name somebody."""

    def fact(self, kind: str, sessions: Iterable[str], data: Mapping[str, Any]) -> None:
        """Say what the exchange meant, for each session that it belongs to; background facts have no session."""
        owners = tuple(sessions)
        marked = {**data, "ambiguous": True} if len(owners) > 1 else data
        for owner in owners or ("",):
            self.facts.append((kind, owner, marked))
