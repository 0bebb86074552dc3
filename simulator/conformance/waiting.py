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


def limit_of(arguments: Mapping[str, Any], sheet: ClaimSheet, patience: float, after: str = "") -> Limit:
    """Return how long an `expect` may take after the action `after`.

    A `within` in days or hours is session time, which only moves when the story moves it: the real wait is then the
    claimed maximum or our patience, as for an `expect` that gives no time.
    """
    for name in ("within", "patience"):
        seconds = sum(_SECONDS.get(unit, 0.0) * count for unit, count in dict(arguments.get(name) or {}).items())
        if seconds and (name == "patience" or set(arguments[name]) == {"seconds"}):
            return Limit(seconds * patience, name)
    return settle_limit(sheet, patience, after)


def settle_limit(sheet: ClaimSheet, patience: float, after: str = "") -> Limit:
    """Return how long what was caused by `after` may take to arrive: the system's own claim, else our patience."""
    claimed = sheet.sync_steps.get(after, sheet.sync_max_seconds)
    if claimed is not None:
        return Limit(claimed * patience, "claim")
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
        self.has_idle_probe = has_idle_probe
        self.clock = clock

    def quiet(self, limit: Limit, sure_seconds: float = 0.0) -> Waited:
        """Wait until the system has nothing more to send, or the limit has passed."""
        return self.until(never, limit, sure_seconds)

    def until(self, met: Callable[[], bool], limit: Limit, sure_seconds: float) -> Waited:
        """Wait until it is met, the limit has passed, or the system said twice, so far apart, that it is idle.

        With no seconds to be sure in, one idle answer after a silence is enough.
        """
        wait = Wait(self, met, limit, sure_seconds)
        while not isinstance(looked := wait.look(), Waited):
            self._waiter.wait(wait.has_news, looked - self.clock.monotonic())
        return looked

    def arrivals(self) -> int:
        """Return how many exchanges the system has started in the session, as far as it is known."""
        return self._waiter.arrivals(self._session)

    def catch_up(self) -> None:
        """Let everything be known that is committed by now."""
        self._waiter.catch_up()

    def arrivals_if_idle(self) -> int | None:
        """Return how many exchanges are known of the session when its system says that it is idle, else None."""
        said = self._national.idle(self._session) if self.has_idle_probe else None
        if said is None or not said.idle:
            return None
        if said.arrivals != self._waiter.arrivals(self._session):
            self._waiter.catch_up()
        return self._waiter.arrivals(self._session)


class Wait:
    """One wait that holds no thread: whoever tells the story looks when there is news or when the time has come."""

    def __init__(self, patience: Patience, met: Callable[[], bool], limit: Limit, sure_seconds: float) -> None:
        self._patience, self._met, self._limit, self._sure_seconds = patience, met, limit, sure_seconds
        self._began = patience.clock.monotonic()
        self._first_look = FIRST_LOOK_SECONDS if sure_seconds else QUIET_SECONDS
        self._seen = patience.arrivals()
        self._idle_at = -1
        self._look_again_in(self._first_look)

    def has_news(self) -> bool:
        """Return whether looking now could end it, or would have to begin the silence anew."""
        return self._met() or self._patience.arrivals() != self._seen

    def look(self) -> Waited | float:
        """Return how it ended, or the (monotonic) moment at which to look again if there is no news before."""
        now = self._patience.clock.monotonic()
        if self.has_news():
            self._patience.news_at = now
            if self._met():
                return Waited(True, now - self._began, "")
            self._seen = self._patience.arrivals()
            self._look_again_in(self._first_look)
        elif now - self._began >= self._limit.seconds:
            return self._last_look("limit")
        elif now >= self._look_at and self._is_idle():
            return self._last_look("idle")
        return self._look_at

    def _is_idle(self) -> bool:
        """Ask the probe; return whether its answer is the last one that is needed."""
        arrivals = self._patience.arrivals_if_idle()
        seen, self._seen = self._seen, self._patience.arrivals()
        if arrivals == seen and (self._idle_at == seen or not self._sure_seconds):
            return True
        busy = min(max(self._pause * 2, QUIET_SECONDS), LONGEST_PAUSE_SECONDS)
        self._idle_at = -1 if arrivals is None else arrivals
        self._look_again_in(busy if arrivals is None else self._sure_seconds or self._first_look)
        return False

    def _look_again_in(self, pause: float) -> None:
        self._pause = pause
        end = self._began + self._limit.seconds
        self._look_at = min(end, self._patience.clock.monotonic() + pause) if self._patience.has_idle_probe else end

    def _last_look(self, ended_by: str) -> Waited:
        if self._met is not never:
            self._patience.catch_up()
        done = self._met()
        return Waited(done, self._patience.clock.monotonic() - self._began, "" if done else ended_by)
