"""A dossier that a citizen filed at the portal itself, until the system that it is for has fetched it."""

from dataclasses import dataclass

PULL = "pull"
POLL_LINKED = "poll-linked"
WAYS = (PULL, POLL_LINKED)
"""Intake modes in which the citizen files at the portal and the system fetches the dossier."""
HANDED_OVER = "handed-over"
"""How a promotion notice gets there: the portal hands it over by itself, and nobody lists it."""


@dataclass(frozen=True)
class FilingLine:
    """One line of the form as it was filed."""

    id: str
    value: str


@dataclass(frozen=True)
class Filing:
    """One filed dossier. Times are ISO 8601 with +07:00."""

    code: str
    submission_id: str
    way: str
    """One of `WAYS`, or `HANDED_OVER`: who may fetch it, and how."""
    province: str
    """Id of the claim sheet of the system that it is for."""
    session: str
    """Test session, or an empty text when somebody tried it by hand."""
    service: str
    agency: str
    procedure_code: str
    owner_id: str
    owner_name: str
    tech_id: str
    birth_date: str
    """yyyy-mm-dd, or empty."""
    residence: str
    filed_at: str
    """Session time where the system has a test clock, else wall time."""
    arrived_at: str
    """Wall time."""
    lines: tuple[FilingLine, ...] = ()

    @property
    def id(self) -> str:
        """Return its running number, the last part of its code."""
        return self.code.rpartition("-")[2].lstrip("0")


@dataclass(frozen=True)
class FilingFile:
    """A file that came with it."""

    path: str
    code: str
    """Dossier that it belongs to."""
    component: str
    title: str
    """Name of the component."""
    name: str
    content_type: str
    content: bytes = b""
