"""How long to wait, and when to stop early because the system under test has nothing more to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.conformance.national import NationalSide
from simulator.conformance.options import DEFAULT_PATIENCE_SECONDS
from simulator.conformance.waiter import Waiter
from simulator.core.clock import Clock
from simulator.domain.claim_sheet import ClaimSheet

FIRST_LOOK_SECONDS = 0.05
"""So long without news before the idle probe is first asked; what is just arriving needs no question."""
QUIET_SECONDS = 0.3
"""So long without news between one answer of the idle probe and the next question."""
_SECONDS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0}


@dataclass(frozen=True)
class Limit:
    """The longest time of a wait, in real seconds, and whose time it is."""

    seconds: float
    source: str
    """`claim`, `within` or `patience`."""


@dataclass(frozen=True)
class Waited:
    """How a wait ended."""

    met: bool
    seconds: float
    ended_by: str
    """`limit` or `idle` when it was not met, else empty."""


def limit_of(arguments: Mapping[str, Any], sheet: ClaimSheet, patience: float) -> Limit:
    """Return how long an `expect` may take.

    A `within` in days or hours is session time, which only moves when the story moves it: the real wait is then the
    claimed maximum or our patience, as for an `expect` that gives no time.
    """
    for name in ("within", "patience"):
        seconds = sum(_SECONDS.get(unit, 0.0) * count for unit, count in dict(arguments.get(name) or {}).items())
        if seconds and (name == "patience" or set(arguments[name]) == {"seconds"}):
            return Limit(seconds * patience, name)
    return settle_limit(sheet, patience)


def settle_limit(sheet: ClaimSheet, patience: float) -> Limit:
    """Return how long what was caused may take to arrive: the system's own claim, else our patience."""
    if sheet.sync_max_seconds is not None:
        return Limit(sheet.sync_max_seconds * patience, "claim")
    return Limit(DEFAULT_PATIENCE_SECONDS * patience, "patience")


class Patience:
    """Waits for one session."""

    def __init__(
        self, national: NationalSide, waiter: Waiter, session: str, has_idle_probe: bool, clock: Clock
    ) -> None:
        self._national = national
        self._waiter = waiter
        self._session = session
        self._has_idle_probe = has_idle_probe
        self._clock = clock

    def until(self, met: Callable[[], bool], limit: Limit) -> Waited:
        """Wait until it is met, the limit has passed, or the system has said twice that it is idle."""
        began = self._clock.monotonic()
        idle_at = -1
        quiet = FIRST_LOOK_SECONDS
        while True:
            left = max(limit.seconds - (self._clock.monotonic() - began), 0.0)
            seen = self._waiter.arrivals(self._session)
            pause = min(left, quiet) if self._has_idle_probe else left
            if self._waiter.wait(self._met_or_news(met, seen), pause):
                if met():
                    return Waited(True, self._clock.monotonic() - began, "")
                quiet = FIRST_LOOK_SECONDS
                continue
            if self._clock.monotonic() - began >= limit.seconds:
                return self._last_look(met, began, "limit")
            quiet = QUIET_SECONDS
            if self._has_idle_probe and self._national.idle(self._session):
                self._waiter.catch_up()
                arrivals = self._waiter.arrivals(self._session)
                if idle_at == arrivals == seen:
                    return self._last_look(met, began, "idle")
                idle_at = arrivals
            else:
                idle_at = -1

    def _met_or_news(self, met: Callable[[], bool], seen: int) -> Callable[[], bool]:
        return lambda: met() or self._waiter.arrivals(self._session) != seen

    def _last_look(self, met: Callable[[], bool], began: float, ended_by: str) -> Waited:
        self._waiter.catch_up()
        done = met()
        return Waited(done, self._clock.monotonic() - began, "" if done else ended_by)
