"""Everything a check may look at: what was true, what was done, and what was seen. Read once, at close."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.core.text import Text
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Dialect
from simulator.domain.fact import Fact
from simulator.domain.identity_case import IdentityCase
from simulator.domain.person import Person
from simulator.domain.service import Service
from simulator.domain.source import Sources

_ACTIONS = {
    "submission": "citizen.apply",
    "portal_filing": "citizen.file_at_portal",
    "supplement": "citizen.supplement",
    "withdrawal": "citizen.withdraw",
}
"""Fact -> the action under which a claim sheet states its time."""


@dataclass(frozen=True)
class StepRecord:
    """How one step of the scenario went."""

    index: int
    verb: str
    target: str
    status: str
    """done, timed_out, failed or skipped."""
    waited_seconds: float = 0.0
    limit_seconds: float = 0.0
    limit_from: str = ""
    """`claim` (the claim sheet's own maximum), `within` (the rule's time) or `patience` (ours)."""
    ended_by: str = ""
    """For an expect that was not met: `limit`, or `idle` (the system said that it has nothing more to send)."""
    detail: str = ""
    problem: str = ""
    """Kind of what kept a hand from its part; empty when nothing did."""

    def to_json(self) -> dict[str, Any]:
        """Return the record as it stands in run.ndjson."""
        return dict(vars(self))


@dataclass(frozen=True)
class PortalDossier:
    """A dossier as the portal holds it at close."""

    code: str
    status: int
    procedure_code: str
    owner_name: str
    phone: str
    email: str
    history: tuple[Mapping[str, Any], ...]
    """Acknowledged processing steps: {status, occurred_at, content}."""


@dataclass(frozen=True)
class Evidence:
    """The evidence of one session."""

    session: str
    service: Service
    people: Mapping[str, Person]
    """applicant, partner, child ... as the state knew them in this session (overrides applied)."""
    weather: str
    opened_at: datetime
    session_opened_at: datetime
    """Session time at the opening."""
    facts: tuple[Fact, ...]
    steps: tuple[StepRecord, ...]
    findings: tuple[tuple[int, str, ContractFinding], ...]
    """(exchange, operation, finding) of the messages that the system under test sent in this session."""
    dossiers: tuple[PortalDossier, ...]
    sync_max_seconds: float | None
    settled: bool
    """The system said that it is idle, or the whole of our patience has passed, after the last step."""
    late: bool = False
    claims: tuple[str, ...] = ()
    """What the system claims to do for the service as a relay: `take`, `mirror`."""
    sources: Sources = field(default_factory=dict)
    """The sources of data of the state."""
    cases: Mapping[str, IdentityCase] = field(default_factory=dict)
    """What can go wrong around a login, by id."""
    dialect: Dialect | None = None
    """How the system's family talks; None where nothing is known of it."""
    sync_steps: Mapping[str, float] = field(default_factory=dict)
    """Action (`officer.accept`, `citizen.withdraw`) -> its own claimed longest time in seconds."""
    data_route: str = "lookup"
    """How the system says that the data which replace papers reach it: `lookup`, `pushed` or `officer`."""

    def of(self, *kinds: str) -> Iterator[Fact]:
        """Yield the facts of these kinds, in journal order."""
        return (fact for fact in self.facts if fact.kind in kinds)

    def limit_after(self, deed: Fact) -> float | None:
        """Return the claimed longest time from an officer's or a citizen's act to the portal; None without a claim."""
        name = f"officer.{deed.get('action')}" if deed.kind == "officer_action" else _ACTIONS.get(deed.kind, "")
        return self.sync_steps.get(name, self.sync_max_seconds)

    def truth(self, datum: str) -> tuple[str, tuple[str, ...]] | None:
        """Return (value, sources that hold it) of a datum for this session's people, or None if nobody knows it."""
        subject, _, attribute = datum.partition(".")
        person = self.people.get(self.service.subjects.get(subject, ""))
        if person is None or person.get(attribute) is None:
            return None
        sources = tuple(source for source in person.known_to if person.knows(source, attribute))
        return (person[attribute], sources) if sources else None

    def holds_record(self, source: str) -> bool:
        """Return whether that source holds anything of this session's people."""
        return any(person.knows(source, name) for person in self.people.values() for name in person.attributes)

    def name_of(self, source: str) -> Text:
        """Return the name of a source with its id; the id alone for one that nobody described."""
        known = self.sources.get(source)
        return known.named if known else Text(source, source)

    def surely_replaces(self, sources: Iterable[str]) -> bool:
        """Return whether it was read, not only recalled, that data of one of these sources stand in for papers."""
        return any(one in self.sources and self.sources[one].replaces.can_fail for one in sources)
