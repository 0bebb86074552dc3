"""Services down, scenario families across, the worst verdict in each cell: the picture of a run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, Verdict, worst
from simulator.report.reading import RunRecord
from simulator.report.texts import texts

ROLES = ("handler", "relay", "none")
"""The strongest first: a service has one role, that of its cells."""


@dataclass(frozen=True)
class MatrixCell:
    """The cells of one service in one family."""

    verdict: Verdict
    number: int
    """How many cells stand behind the verdict: those that apply, or all when none does."""
    waived: bool = False
    """Whether waivers cover all that counts against these cells; the verdict is what it is."""


@dataclass(frozen=True)
class MatrixRow:
    """One service."""

    service: str
    name: Text
    role: str
    cells: tuple[MatrixCell | None, ...]
    """One per family; None when nothing was planned."""
    verdict: Verdict


@dataclass(frozen=True)
class Matrix:
    """The whole table."""

    families: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def family_of(scenario: str) -> str:
    """Return the family of a scenario id: its folder."""
    return scenario.split("/", 1)[0]


def family_name(family: str) -> Text:
    """Return what a family is called, or its id."""
    return texts().get(f"family_{family}", Text(family, family))


def in_order(families: Iterable[str]) -> tuple[str, ...]:
    """Return families in the order of the texts, what matters most to citizens first; unknown ones at the end."""
    known = [key.removeprefix("family_") for key in texts() if key.startswith("family_")]
    return tuple(sorted(families, key=lambda one: (known.index(one) if one in known else len(known), one)))


def matrix_of(record: RunRecord) -> Matrix:
    """Return the matrix of a run: handled services before those that are only shown, else in the order of the plan."""
    families = in_order({family_of(cell.scenario) for cell in record.cells})
    services = dict.fromkeys(cell.service for cell in record.cells)
    rows = [_row(record, service, families) for service in services]
    return Matrix(families, tuple(sorted(rows, key=lambda row: ROLES.index(row.role) if row.role in ROLES else -1)))


def _row(record: RunRecord, service: str, families: Sequence[str]) -> MatrixRow:
    mine = [cell for cell in record.cells if cell.service == service]
    cells = tuple(_cell(record, [cell for cell in mine if family_of(cell.scenario) == family]) for family in families)
    verdict = worst(cell.verdict for cell in mine)
    role = next((role for role in ROLES if any(cell.role == role for cell in mine)), mine[0].role)
    return MatrixRow(service, record.named("services", service), role, cells, verdict)


def _cell(record: RunRecord, cells: Sequence[CellOutcome]) -> MatrixCell | None:
    if not cells:
        return None
    applying = sum(cell.verdict is not Verdict.NOT_APPLICABLE for cell in cells)
    waived, left = record.waiving.number(cells)
    return MatrixCell(worst(cell.verdict for cell in cells), applying or len(cells), waived > 0 and left == 0)
