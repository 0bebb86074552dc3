"""Services down, scenario families across, the worst verdict in each cell: the picture of a run."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, Verdict, worst
from simulator.report.reading import RunRecord
from simulator.report.texts import texts


@dataclass(frozen=True)
class MatrixCell:
    """The cells of one service in one family."""

    verdict: Verdict
    number: int
    """How many cells stand behind the verdict: those that apply, or all when none does."""


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


def matrix_of(record: RunRecord) -> Matrix:
    """Return the matrix of a run, services and families in the order in which they were planned."""
    families = tuple(dict.fromkeys(family_of(cell.scenario) for cell in record.cells))
    services = dict.fromkeys(cell.service for cell in record.cells)
    return Matrix(families, tuple(_row(record, service, families) for service in services))


def _row(record: RunRecord, service: str, families: Sequence[str]) -> MatrixRow:
    mine = [cell for cell in record.cells if cell.service == service]
    cells = tuple(_cell([cell for cell in mine if family_of(cell.scenario) == family]) for family in families)
    verdict = worst(cell.verdict for cell in mine)
    return MatrixRow(service, record.named("services", service), mine[0].role, cells, verdict)


def _cell(cells: Sequence[CellOutcome]) -> MatrixCell | None:
    if not cells:
        return None
    applying = sum(cell.verdict is not Verdict.NOT_APPLICABLE for cell in cells)
    return MatrixCell(worst(cell.verdict for cell in cells), applying or len(cells))
