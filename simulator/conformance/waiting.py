"""How long to wait, and when to stop early because the system under test has nothing more to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.conformance.national import NationalSide
from simulator.conformance.options import DEFAULT_PATIENCE_SECONDS
from simulator.conformance.waiter import Waiter
from simulator.core.clock import Clock
from simulator.domain.claim_sheet import ClaimSheet

FIRST_LOOK_SECONDS = 0.03
"""So long without news before the idle probe is first asked; what is just arriving needs no question."""
QUIET_SECONDS = 0.1
"""So long without news, and then an idle answer, is quiet enough when nothing is missed: what comes later, until the
end of the run, is still judged."""
SURE_SECONDS = 0.3
"""So far apart are two idle answers, without news between them, before anything is called missing; a system that
claims a slower rhythm gets a whole beat of it."""
LONGEST_PAUSE_SECONDS = 1.0
"""The longest pause between two questions to a system that says it is busy."""
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


def sure_seconds(sheet: ClaimSheet, patience: float) -> float:
    """Return how long a system must have been quiet before what it has not sent may be called missing.

    Its idle probe may look away while a message is under way; a system that sends every N seconds has sent by then.
    """
    return max(SURE_SECONDS, sheet.sync_every_seconds or 0.0) * patience


def never() -> bool:
    """Return that it is not met: what a wait for quiet waits for."""
    return False


class Patience:
    """Waits for one session."""

    def __init__(
        self, national: NationalSide, waiter: Waiter, session: str, has_idle_probe: bool, clock: Clock
    ) -> None:
        self.news_at = clock.monotonic()
        """When the system under test was last seen to send something in this session."""
        self._national = national
        self._waiter = waiter
        self._session = session
        self._has_idle_probe = has_idle_probe
        self._clock = clock

    def quiet(self, limit: Limit, sure_seconds: float = 0.0) -> Waited:
        """Wait until the system has nothing more to send, or the limit has passed."""
        return self.until(never, limit, sure_seconds)

    def until(self, met: Callable[[], bool], limit: Limit, sure_seconds: float) -> Waited:
        """Wait until it is met, the limit has passed, or the system said twice, so far apart, that it is idle.

        With no seconds to be sure in, one idle answer after a silence is enough.
        """
        began = self._clock.monotonic()
        idle_at = -1
        first_look = FIRST_LOOK_SECONDS if sure_seconds else QUIET_SECONDS
        pause = first_look
        while True:
            left = max(limit.seconds - (self._clock.monotonic() - began), 0.0)
            seen = self._waiter.arrivals(self._session)
            if self._waiter.wait(self._met_or_news(met, seen), min(left, pause) if self._has_idle_probe else left):
                self.news_at = self._clock.monotonic()
                if met():
                    return Waited(True, self._clock.monotonic() - began, "")
                pause = first_look
                continue
            if self._clock.monotonic() - began >= limit.seconds:
                return self._last_look(met, began, "limit")
            arrivals = self._arrivals_if_idle()
            if arrivals == seen and (idle_at == seen or not sure_seconds):
                return self._last_look(met, began, "idle")
            busy = min(max(pause * 2, QUIET_SECONDS), LONGEST_PAUSE_SECONDS)
            idle_at, pause = (-1, busy) if arrivals is None else (arrivals, sure_seconds or first_look)

    def _arrivals_if_idle(self) -> int | None:
        """Return how many exchanges are known of the session when its system says that it is idle, else None."""
        said = self._national.idle(self._session) if self._has_idle_probe else None
        if said is None or not said.idle:
            return None
        if said.arrivals != self._waiter.arrivals(self._session):
            self._waiter.catch_up()
        return self._waiter.arrivals(self._session)

    def _met_or_news(self, met: Callable[[], bool], seen: int) -> Callable[[], bool]:
        return lambda: met() or self._waiter.arrivals(self._session) != seen

    def _last_look(self, met: Callable[[], bool], began: float, ended_by: str) -> Waited:
        if met is never:
            return Waited(False, self._clock.monotonic() - began, ended_by)
        self._waiter.catch_up()
        done = met()
        return Waited(done, self._clock.monotonic() - began, "" if done else ended_by)
