"""A check whose cells are run when the caller wants, one after the other: the engine of `run_check` in other hands.

Plan, sessions, judging and record are those of a whole check; only the order and the moment are the caller's.
"""

from collections.abc import Iterable

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.cells import CellRunner
from simulator.conformance.national import COMES_BACK_SECONDS, NationalSide
from simulator.conformance.options import RunOptions
from simulator.conformance.plan import Cell
from simulator.conformance.reach import national_url
from simulator.conformance.run import Listener, announce, begin, bench_of
from simulator.conformance.stop import StopSignal
from simulator.conformance.texts import reason
from simulator.core.clock import Clock, SystemClock
from simulator.core.errors import SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import CellOutcome

_ENDS_SECONDS = 10.0


class OneByOne:
    """An opened run; not for several threads. `close` must follow."""

    def __init__(
        self,
        sheet: ClaimSheet,
        catalogue: Catalogue,
        options: RunOptions,
        cells: Iterable[Cell],
        listen: Listener,
        clock: Clock | None = None,
    ) -> None:
        self._cells = tuple(cells)
        self._told: list[Cell] = []
        record, options = begin(sheet, catalogue, options)
        self._bench = bench_of(sheet, catalogue, options, record, listen, StopSignal(), clock or SystemClock())
        announce(self._bench, self._cells)
        self._bench.waiter.start()
        self._runner = CellRunner(self._bench)

    def run(self, cell: Cell) -> CellOutcome:
        """Run one of the announced cells; NOT_RUN when the national side has gone away before."""
        if cell.runs and not self._bench.stop.requested:
            self._told.append(cell)
            self._runner.run(cell)
        outcome = self._bench.record.cells[cell.key]
        if self._bench.gave_up is None or cell.key in self._bench.record.done:
            return outcome
        return outcome.not_run(reason("national_side_gone", error=self._bench.gave_up.text()))

    def judge_late(self) -> list[CellOutcome]:
        """Judge again what something arrived for after its session was closed; return what is another verdict now."""
        if self._bench.stop.requested:
            return []
        before = {cell.key: self._bench.record.cells[cell.key].verdict for cell in self._told}
        late = self._bench.national.late_sessions(self._bench.run)
        for cell in self._told:
            self._runner.judge_late(cell, late)
        after = (self._bench.record.cells[key] for key in before)
        return [outcome for outcome in after if outcome.verdict is not before[outcome.key]]

    def close(self) -> None:
        """Stop to listen, and close the record."""
        self._bench.waiter.end()
        self._bench.file.close()


def end_sessions(sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions, runs: Iterable[str]) -> int:
    """Close what is still open of these runs and lift its weather; return how many sessions that were.

    A national side that is gone by now has nothing to close.
    """
    patience = _ENDS_SECONDS / COMES_BACK_SECONDS
    url = national_url(sheet, options.simulator)
    national = NationalSide(url, StopSignal(), options.admin_token, patience, ca_file=options.ca_file)
    ended = 0
    try:
        for run in runs:
            for session in national.open_sessions(run):
                weather = catalogue.weathers[session["weather"]]
                if weather.touches != "nothing":
                    national.calm(sheet, weather, session["session"])
                national.close_session(session["session"])
                ended += 1
    except SystemUnreachable:
        return ended
    return ended
