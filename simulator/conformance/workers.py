"""Runs cells at once, as many as the system under test allows; an exclusive weather has it to itself."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from simulator.conformance.plan import Cell
from simulator.conformance.stop import StopSignal
from simulator.core.clock import Clock

_LOOK_SECONDS = 0.2


def run_cells(
    cells: Iterable[Cell],
    work: Callable[[Cell], None],
    concurrency: int,
    stop: StopSignal,
    clock: Clock,
    stop_after_seconds: float,
) -> None:
    """Run the shared cells together, then each exclusive one alone. Sessions settle before they end: drained."""
    shared: list[Cell] = []
    alone: list[Cell] = []
    for cell in cells:
        (alone if cell.alone else shared).append(cell)
    for batch, at_once in ((shared, concurrency), (alone, 1)):
        _run_batch(batch, work, at_once, stop, clock, stop_after_seconds)


def _run_batch(
    cells: Sequence[Cell],
    work: Callable[[Cell], None],
    at_once: int,
    stop: StopSignal,
    clock: Clock,
    stop_after_seconds: float,
) -> None:
    waiting = deque(cells)

    def worker() -> None:
        while not stop.requested:
            try:
                cell = waiting.popleft()
            except IndexError:
                return
            work(cell)

    # Daemons: a hand that hangs in a slow system must not keep the process alive after the second Ctrl-C.
    threads = [
        threading.Thread(target=worker, name=f"conformance-{number}", daemon=True)
        for number in range(min(max(at_once, 1), len(cells)))
    ]
    for thread in threads:
        thread.start()
    join_all(threads, stop, clock, stop_after_seconds)


def join_all(threads: Sequence[threading.Thread], stop: StopSignal, clock: Clock, stop_after_seconds: float) -> None:
    """Wait until the threads have ended; once a stop is requested only so long, and at the second one no more."""
    deadline: float | None = None
    for thread in threads:
        while thread.is_alive():
            if stop.requested and deadline is None:
                deadline = clock.monotonic() + stop_after_seconds
            if stop.at_once or (deadline is not None and clock.monotonic() > deadline):
                return
            try:
                thread.join(_LOOK_SECONDS)
            except KeyboardInterrupt:
                stop.request()
