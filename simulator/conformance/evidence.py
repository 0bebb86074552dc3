"""The evidence of a session, as `/admin` gives it, in the words of the checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.told_codes import with_codes
from simulator.domain.claim_sheet import ServiceClaim
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dialect import Dialect
from simulator.domain.evidence import Evidence, PortalDossier, StepRecord
from simulator.domain.fact import Fact
from simulator.domain.person import Person
from simulator.domain.service import Service


@dataclass(frozen=True)
class Told:
    """How a story went, as far as the engine itself knows it."""

    steps: tuple[StepRecord, ...]
    settled: bool
    sync_max_seconds: float | None
    """The claimed maximum, scaled by the patience of the run."""
    sync_steps: Mapping[str, float] = field(default_factory=dict)
    """Action -> its own claimed maximum, scaled too."""


def evidence_of(
    document: Mapping[str, Any],
    service: Service,
    told: Told,
    catalogue: Catalogue,
    claim: ServiceClaim,
    dialect: Dialect | None = None,
) -> Evidence:
    """Read what `GET /admin/sessions/<id>/evidence` answered; `claim` is what the system says of the service."""
    return Evidence(
        session=document["session"],
        service=service,
        people={name: Person.from_json(person) for name, person in document["people"].items()},
        weather=document["weather"],
        opened_at=datetime.fromisoformat(document["opened_at"]),
        session_opened_at=datetime.fromisoformat(document["session_opened_at"]),
        facts=with_codes([Fact.from_json(fact) for fact in document["facts"]]),
        steps=told.steps,
        findings=_findings(document["findings"]),
        dossiers=tuple(_dossier(dossier) for dossier in document["dossiers"]),
        sync_max_seconds=told.sync_max_seconds,
        sync_steps=told.sync_steps,
        settled=told.settled,
        late=bool(document["late"]),
        claims=claim.claims,
        sources=catalogue.sources,
        cases=catalogue.identity_cases,
        data_route=claim.data_route,
        dialect=dialect,
    )


def is_ambiguous(document: Mapping[str, Any]) -> bool:
    """Return whether a message of this session matched another one too."""
    return bool(document.get("ambiguous"))


def _findings(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, str, ContractFinding], ...]:
    return tuple(
        (int(row["exchange"]), str(row["operation"]), ContractFinding.from_json(row["finding"])) for row in rows
    )


def _dossier(row: Mapping[str, Any]) -> PortalDossier:
    texts = {name: str(row.get(name) or "") for name in ("procedure_code", "owner_name", "phone", "email")}
    return PortalDossier(code=row["code"], status=int(row["status"]), history=tuple(row.get("history") or ()), **texts)
