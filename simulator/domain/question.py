"""A question about procedures: a citizen's, asked at the portal, or one that an agency published with its answer."""

from dataclasses import dataclass

CITIZEN, AGENCY = "citizen", "agency"
"""From whom a question is."""


@dataclass(frozen=True)
class Asker:
    """Who asks; empty texts for what is not known."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Question:
    """One question as it is put."""

    text: str
    origin: str = CITIZEN
    """`citizen` or `agency`."""
    own_id: str = ""
    """The agency's own id of it, or the name of a sample; empty for a question that was put by hand."""
    field_code: str = ""
    procedure_code: str = ""
    agency_code: str = ""
    """Empty: the agency of the system that reads it."""
    agency_name: str = ""
    asker: Asker = Asker()
    answer: str = ""


@dataclass(frozen=True)
class Answered:
    """An answer as an agency sends it."""

    question: str
    """Number of the question at the portal, as text."""
    text: str
    officer: str
    position: str
    answered_at: str
    row: int = 0


@dataclass(frozen=True)
class KeptQuestion:
    """A question as the portal holds it."""

    number: int
    question: Question
    answer: str
    """Empty while there is none."""

    @property
    def shown_id(self) -> str:
        """Return the id under which a system is told of it: its own id, for what it published itself."""
        own = self.question.origin == AGENCY and self.question.own_id.isdigit()
        return self.question.own_id if own else str(self.number)
