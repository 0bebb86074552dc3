"""The cells of one pytest process, judged by the engine of `dvcsim check`."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.one_by_one import OneByOne
from simulator.conformance.plan import Cell
from simulator.conformance.texts import reason
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.report.reading import RunRecord
from simulator.testing.flags import Chosen
from simulator.testing.turns import Turns

TURNS = "turns"
STOP = "stop"
"""A file in the shared folder: the controller wants the end, so no worker opens another session."""


class Judging:
    """Opens its run with the first cell; each process has a record of its own in the folder that all share."""

    def __init__(
        self, chosen: Chosen, sheet: ClaimSheet, catalogue: Catalogue, cells: tuple[Cell, ...], run: str, folder: Path
    ) -> None:
        self.chosen = chosen
        self.record = RunRecord()
        """What a report would read of this process's run."""
        self.options = replace(chosen.options, run=run, output=folder / run)
        self._sheet = sheet
        self._catalogue = catalogue
        self._announced = cells
        self._run: OneByOne | None = None
        self._turns: Turns | None = None
        self._stop = folder / STOP

    def announce(self, cells: Iterable[Cell]) -> None:
        """Say which cells are to be judged; the plan's others that run are left out of the record."""
        told = {cell.key for cell in cells}
        self._announced = tuple(cell for cell in self._announced if cell.key in told or not cell.runs)

    def share(self, folder: Path) -> None:
        """Take turns with the other processes that share this folder."""
        self._turns = Turns(folder / TURNS, self._sheet.concurrency)

    def judge(self, cell: Cell) -> CellOutcome:
        """Return the outcome of a cell, as a report shows it; NOT_RUN once the end is wanted."""
        if self._stop.exists():
            return cell.outcome(Verdict.NOT_RUN, reason("interrupted"))
        turn = self._turns.turn(cell.alone) if self._turns and cell.runs else nullcontext()
        with turn:
            self._opened().run(cell)
        return self.record.outcomes[cell.key]

    def late(self) -> list[CellOutcome]:
        """Return the outcomes that what arrived late has changed."""
        changed = self._run.judge_late() if self._run else []
        return [self.record.outcomes[outcome.key] for outcome in changed]

    def close(self) -> None:
        """Close the record."""
        if self._run is not None:
            self._run.close()

    def _opened(self) -> OneByOne:
        if self._run is None:
            self.options.output.mkdir(parents=True, exist_ok=True)
            self._run = OneByOne(self._sheet, self._catalogue, self.options, self._announced, self.record.add)
        return self._run
