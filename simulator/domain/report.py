"""What a province tells the portal about its dossiers, and what the portal tells back, in domain words."""

from dataclasses import dataclass
from typing import Any

from simulator.domain.dossier_content import DossierContent, Paper


@dataclass(frozen=True)
class DossierReport:
    """One row of a dossier synchronisation. Times are ISO 8601 with +07:00, or empty."""

    row: int
    """Index of the row in its batch, from 0."""
    dossier_code: str
    status: int | None
    """The portal's status code; None when the row carries none that is a number of the list (1 to 11)."""
    raw_status: str
    is_update: bool
    procedure_code: str
    """The national part: `1.001193` of `1.001193.000.00.00.H56`."""
    raw_procedure_code: str
    procedure_name: str
    owner_name: str
    owner_id: str
    tech_id: str
    phone: str
    email: str
    summary: str
    received_at: str
    due_at: str
    finished_at: str
    returned_at: str
    result_codes: tuple[str, ...]
    result_links: tuple[str, ...]
    channel: str
    agency_name: str
    owner_kind: str = ""
    """citizen, enterprise, agency or other; the word as it was sent when it is none of the list."""
    content: DossierContent | None = None
    """Everything else of the row; None for what a row did not tell."""


@dataclass(frozen=True)
class ProgressReport:
    """One processing step. Its identity is (dossier_code, status, occurred_at)."""

    row: int
    dossier_code: str
    status: int | None
    occurred_at: str
    officer: str
    content: str
    title: str = ""
    """Of the officer."""
    office: str = ""
    started_at: str = ""
    due_at: str = ""


@dataclass(frozen=True)
class PortalDossierView:
    """A dossier as the portal shows it to the system that looks it up. Times are ISO 8601 with zone, or empty."""

    dossier_code: str
    procedure_code: str
    procedure_name: str
    owner_name: str
    status: int
    agency_code: str
    agency_name: str
    received_at: str = ""
    due_at: str = ""
    delivery: str = "0"
    """How the result is handed over: 0 at the counter, 1 by post."""


@dataclass(frozen=True)
class StatusReport:
    """The status of a dossier that the portal made, as the system that fetched it tells it."""

    dossier_code: str
    """The portal's code."""
    own_code: str
    """The system's own code; empty, or the portal's, when it keeps no other."""
    status: int | None
    """Status code 1 to 10; also 11, which one family sends for refused."""
    occurred_at: str
    content: str
    papers: tuple[Paper, ...] = ()

    def as_fact(self) -> dict[str, Any]:
        """Return what was said of the dossier's state; files are facts of their own."""
        return {name: value for name, value in vars(self).items() if name != "papers"}
