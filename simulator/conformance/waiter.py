"""One thread waits for news of the whole run and hands them to its sessions.

A session waits from a position in the journal, so nothing can be missed and nothing is registered beforehand.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from simulator.conformance.national import NationalSide
from simulator.conformance.stop import StopSignal
from simulator.core.clock import Clock, SystemClock
from simulator.core.errors import SimulatorError
from simulator.domain.fact import Fact

LONG_POLL_SECONDS = 20
GATHER_SECONDS = 0.02
"""So far apart are two questions for each that waits, so that a burst of messages costs one question and not many."""
LONGEST_GATHER_SECONDS = 0.08


class Waiter:
    """What has been heard of a run so far, by session."""

    def __init__(
        self, national: NationalSide, run: str, after: int, stop: StopSignal, clock: Clock | None = None
    ) -> None:
        self._national = national
        self._run = run
        self._stop = stop
        self._clock = clock or SystemClock()
        self._news = threading.Condition()
        self._position = after
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        self._arrivals: dict[str, int] = defaultdict(int)
        self._heard: dict[str, int] = defaultdict(int)
        self._waiting = 0
        self._ended = False
        self._failure: SimulatorError | None = None

    def start(self) -> None:
        """Start to listen."""
        threading.Thread(target=self._listen, name="conformance-waiter", daemon=True).start()

    def end(self) -> None:
        """Stop to listen after the poll that is under way."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    @property
    def position(self) -> int:
        """Return the position up to which everything is known; it stands still while nobody waits."""
        return self._position

    def facts(self, session: str) -> list[Fact]:
        """Return the facts of a session that are known so far."""
        with self._news:
            return list(self._facts[session])

    def arrivals(self, session: str) -> int:
        """Return how many exchanges the system under test has started in this session."""
        with self._news:
            return self._arrivals[session]

    def heard(self, session: str) -> int:
        """Return how many exchanges of a session are known so far, whoever started them."""
        with self._news:
            return self._heard[session]

    def catch_up(self) -> None:
        """Ask once, without waiting, so that what is committed by now is known."""
        self._take(self._national.news(self._run, self._position, 0))

    def wait(self, met: Callable[[], bool], seconds: float) -> bool:
        """Wait until `met` (asked again at each piece of news) or for so long; return whether it is met."""
        deadline = self._clock.monotonic() + seconds
        with self._news, self._somebody_waiting():
            while not met():
                self._check()
                left = deadline - self._clock.monotonic()
                if left <= 0:
                    return False
                self._news.wait(min(left, 0.5))
            return True

    @contextmanager
    def _somebody_waiting(self) -> Iterator[None]:
        self._waiting += 1
        if self._waiting == 1:
            self._news.notify_all()
        try:
            yield
        finally:
            self._waiting -= 1

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._stop.requested:
            raise Stopped

    def _listen(self) -> None:
        while self._is_wanted():
            asked = self._clock.monotonic()
            try:
                self._take(self._national.news(self._run, self._position, LONG_POLL_SECONDS))
            except SimulatorError as error:
                self._fail(error)
                return
            gather = min(GATHER_SECONDS * max(self._waiting, 1), LONGEST_GATHER_SECONDS)
            self._stop.wait(max(asked + gather - self._clock.monotonic(), 0.0))

    def _is_wanted(self) -> bool:
        """Wait until somebody waits for news; return False when the run is over."""
        with self._news:
            while not (self._waiting or self._ended or self._stop.requested):
                self._news.wait(0.5)
            return not (self._ended or self._stop.requested)

    def _fail(self, error: SimulatorError) -> None:
        with self._news:
            self._failure = error
            self._news.notify_all()

    def _take(self, news: dict[str, Any]) -> None:
        with self._news:
            for exchange in news["exchanges"]:
                if exchange["id"] > self._position:
                    self._take_exchange(exchange)
            self._position = max(self._position, news["position"])
            self._news.notify_all()

    def _take_exchange(self, exchange: dict[str, Any]) -> None:
        for session in exchange["sessions"]:
            self._heard[session] += 1
            self._arrivals[session] += exchange["direction"] == "in"
        for fact in exchange["facts"]:
            self._facts[fact["session"]].append(Fact.from_json(fact))


class Stopped(Exception):
    """The user wants the end; not an error of anybody."""
