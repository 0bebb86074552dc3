"""Claim sheet and cells as pytest sees them: a file with one item per cell."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance.plan import Cell
from simulator.core.errors import SimulatorError
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.testing.judging import Judging
from simulator.testing.warned import ConformanceWarning
from simulator.testing.wording import first_line, told

VERDICT = "verdict"
"""Name of the property of an item (and of its JUnit test case) that holds the verdict."""


def is_left_out(cell: Cell) -> bool:
    """Return whether there is no item for the cell: it does not concern the system."""
    return cell.stopped is not None and cell.stopped[0] is Verdict.NOT_APPLICABLE


class NotPassed(Exception):
    """A cell that did not pass; the text is all that is shown."""


class ClaimSheetFile(pytest.File):
    """The claim sheet, collected as the cells that its system is judged in."""

    judging: Judging
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, parent: pytest.Collector, path: Path, judging: Judging, cells: tuple[Cell, ...]) -> "ClaimSheetFile":
        """Return the file; shared cells come first, those that need the system for themselves last, as in `check`."""
        file: ClaimSheetFile = cls.from_parent(parent, path=path)
        file.judging, file.cells = judging, tuple(sorted(cells, key=lambda cell: cell.alone))
        return file

    def collect(self) -> Iterator["CellItem"]:
        """Yield an item for each cell that applies; what is NOT_APPLICABLE is counted elsewhere."""
        for cell in self.cells:
            if not is_left_out(cell):
                name = f"{cell.service.id}/{cell.scenario.id}[{cell.weather.id}]"
                yield CellItem.from_parent(self, name=name, cell=cell, judging=self.judging)


class CellItem(pytest.Item):
    """One cell: the engine runs it during set-up, so that a broken suite is an error and only a finding a failure."""

    def __init__(self, *, cell: Cell, judging: Judging, **rest: Any) -> None:
        super().__init__(**rest)
        self.cell = cell
        self._judging = judging
        self._outcome: CellOutcome | None = None

    def setup(self) -> None:
        """Run the cell; one that is not to be run is skipped with its reason."""
        if self.cell.stopped is not None:
            verdict, why = self.cell.stopped
            self.user_properties.append((VERDICT, verdict.value))
            pytest.skip(f"{verdict.value}: {why.vi} / {why.en}")
        outcome = self._outcome = self._judging.judge(self.cell)
        self.user_properties.append((VERDICT, outcome.verdict.value))
        if outcome.verdict is Verdict.ERROR:
            raise NotPassed(told(self._judging.record, outcome))

    def runtest(self) -> None:
        """Say what came of it."""
        outcome = self._outcome
        assert outcome is not None
        if outcome.verdict is Verdict.FAIL:
            raise NotPassed(told(self._judging.record, outcome))
        if outcome.verdict is Verdict.INCONCLUSIVE and not self._judging.chosen.inconclusive_ok:
            raise NotPassed(told(self._judging.record, outcome))
        if outcome.verdict in (Verdict.INCONCLUSIVE, Verdict.NOT_RUN, Verdict.NOT_APPLICABLE):
            pytest.skip(first_line(outcome))
        if outcome.verdict is Verdict.WARN:
            text = told(self._judging.record, outcome)
            warnings.warn_explicit(ConformanceWarning(text), ConformanceWarning, self.name, 0, module="dvcsim")

    def shown(self, raised: BaseException) -> Any:
        """Return what a report says: a finding or a mistake without a traceback; None leaves it to pytest."""
        if isinstance(raised, pytest.skip.Exception):
            return str(self.path), 1, str(raised)
        return str(raised) if isinstance(raised, NotPassed | SimulatorError | ConformanceWarning) else None

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the item is from, and its headline."""
        return self.path, None, self.name
