"""One HTTP request and its answer, either direction: the unit of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.domain.contract_finding import ContractFinding


@dataclass(frozen=True)
class Exchange:
    """A recorded exchange. Bodies are text (UTF-8, undecodable bytes replaced)."""

    id: int
    """Position in the journal: 1, 2, 3 ... in the order of commit."""
    at: datetime
    """Wall time of the request."""
    session_at: datetime | None
    """Session time, when the exchange belongs to exactly one session."""
    direction: str
    """`in`: the system under test (or the browser) called us; `out`: we called the system under test."""
    party: str
    """portal, vneid, registries, control ..."""
    operation: str
    """Contract id (`portal/DongBoHoSoMC`), or a name such as `citizen/apply`."""
    province: str | None
    method: str
    url: str
    status: int | None
    """HTTP status of the answer; None when there was none."""
    seconds: float
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: str = ""
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: str = ""
    error: str = ""
    """Why there was no answer: `refused`, `timeout`, `closed`, `tls`."""
    findings: tuple[ContractFinding, ...] = ()
    sessions: tuple[str, ...] = ()
    weather: str = ""
    """The weather that refused it, when one did."""

    def to_json(self) -> dict[str, Any]:
        """Return the exchange as `/admin` sends it."""
        value = dict(vars(self))
        value["at"] = self.at.isoformat()
        value["session_at"] = self.session_at.isoformat() if self.session_at else None
        value["findings"] = [finding.to_json() for finding in self.findings]
        value["sessions"] = list(self.sessions)
        value["request_headers"] = dict(self.request_headers)
        value["response_headers"] = dict(self.response_headers)
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Exchange":
        """Read what `to_json` wrote."""
        data = dict(value)
        data["at"] = datetime.fromisoformat(data["at"])
        data["session_at"] = datetime.fromisoformat(data["session_at"]) if data["session_at"] else None
        data["findings"] = tuple(ContractFinding.from_json(item) for item in data["findings"])
        data["sessions"] = tuple(data["sessions"])
        return cls(**data)
