"""Cells whose checks judge case by case (logins in which something is wrong): each case on a line of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict, worst
from simulator.report.reading import RunRecord


@dataclass(frozen=True)
class CaseGroup:
    """The cases of one cell."""

    cell: CellOutcome
    checks: Sequence[CheckOutcome]
    """One for each case, in the order in which they were tried; those that could not be tried last."""

    @property
    def worst(self) -> Verdict:
        """Return the verdict that wins among the cases."""
        return worst(check.verdict for check in self.checks)


def case_groups(record: RunRecord) -> list[CaseGroup]:
    """Return the cells that have cases, in the order of the plan."""
    groups = [(cell, [check for check in cell.checks if check.case]) for cell in record.cells]
    return [CaseGroup(cell, sorted(checks, key=_order)) for cell, checks in groups if checks]


def _order(check: CheckOutcome) -> tuple[bool, int]:
    return (check.verdict is Verdict.NOT_APPLICABLE, min(check.exchanges, default=0))
