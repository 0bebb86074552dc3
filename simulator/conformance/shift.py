"""Runs the cells that people take part in: a story that waits is parked, and told on when there is news of it.

Every session is opened at the start, so that one work list shows all that can be done now. However many stories wait,
only a few threads tell them, and one looks out for news.
"""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.conformance.bench import Bench
from simulator.conformance.cells import CellRunner, Ongoing
from simulator.conformance.plan import Cell
from simulator.conformance.waiter import Stopped
from simulator.conformance.workers import join_all
from simulator.core.errors import SimulatorError

MOST_OPEN = 200
"""Sessions with people that are open at once."""
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class _Parked:
    ongoing: Ongoing
    heard: int
    """How much was known of its session before it was told on last."""
    until: float
    item: str


class Shift:
    """The stories with people of one run."""

    def __init__(self, cells: Iterable[Cell], runner: CellRunner, bench: Bench, at_once: int) -> None:
        self._runner, self._bench = runner, bench
        self._fresh = deque(cells)
        self._ready: deque[Ongoing] = deque()
        self._parked: tuple[_Parked, ...] = ()
        """Replaced as a whole, so that it can be read without the lock."""
        self._busy = self._told = 0
        self._change = threading.Condition()
        names = [f"conformance-people-{number}" for number in range(max(at_once, 1))]
        self._threads = [threading.Thread(target=self._work, name=name, daemon=True) for name in names]
        self._threads.append(threading.Thread(target=self._look_out, name="conformance-look-out", daemon=True))

    def start(self) -> None:
        """Start to tell the stories."""
        for thread in self._threads:
            thread.start()

    def join(self, stop_after_seconds: float) -> None:
        """Wait until every story has ended, or the run is stopped."""
        join_all(self._threads, self._bench.stop, self._bench.clock, stop_after_seconds)

    def _work(self) -> None:
        while (ongoing := self._next()) is not None:
            parked = self._runner.go_on(ongoing)
            with self._change:
                self._busy -= 1
                if parked is not None and not self._bench.stop.requested:
                    self._parked = (*self._parked, _Parked(ongoing, ongoing.heard, parked.until, parked.item))
                self._change.notify_all()
            self._tell()

    def _tell(self) -> None:
        """Say for how many items of work the run waits, when that has changed; nothing of it is written down."""
        waiting = sum(bool(one.item) for one in self._parked)
        if waiting != self._told:
            self._told = waiting
            url = f"{self._bench.national.url}/console/work?run={self._bench.run}"
            self._bench.file.tell({"event": "people_awaited", "items": waiting, "url": url})

    def _next(self) -> Ongoing | None:
        """Return a story to tell on; None when there is none left, or the run is stopped."""
        with self._change:
            while not self._bench.stop.requested:
                if self._ready:
                    return self._taken(self._ready.popleft())
                if self._fresh and self._busy + len(self._parked) < MOST_OPEN:
                    return self._taken(Ongoing(self._fresh.popleft(), self._bench.clock.monotonic()))
                if self._is_over:
                    self._change.notify_all()
                    return None
                self._change.wait(_LOOK_SECONDS)
        return None

    def _taken(self, ongoing: Ongoing) -> Ongoing:
        self._busy += 1
        return ongoing

    @property
    def _is_over(self) -> bool:
        return not (self._fresh or self._ready or self._parked or self._busy)

    def _look_out(self) -> None:
        """Move the parked stories that have news, or whose time has come, to those that are told on."""
        while not self._bench.stop.requested:
            with self._change:
                if self._is_over:
                    return
                if not self._parked:
                    self._change.wait(_LOOK_SECONDS)
                    continue
            try:
                self._bench.waiter.wait(lambda: any(map(self._is_due, self._parked)), _LOOK_SECONDS)
            except Stopped:
                return
            except SimulatorError as error:
                self._bench.give_up(error)
                return
            self._wake()

    def _wake(self) -> None:
        due = [one for one in self._parked if self._is_due(one)]
        with self._change:
            self._ready.extend(one.ongoing for one in due)
            self._parked = tuple(one for one in self._parked if one not in due)
            self._change.notify_all()

    def _is_due(self, parked: _Parked) -> bool:
        if parked.until <= self._bench.clock.monotonic():
            return True
        return self._runner.heard(parked.ongoing) != parked.heard
