"""Lays a weather over a story: when it starts, and when it may be lifted."""

from collections.abc import Callable

from simulator.conformance.bench import Bench
from simulator.conformance.plan import Cell

_LOOK_SECONDS = 0.3


class WeatherWindow:
    """The time in which the weather of one session is on."""

    def __init__(self, bench: Bench, cell: Cell, session: str, drain: Callable[[], None]) -> None:
        self._bench = bench
        self._drain = drain
        self._weather = cell.weather
        self._session = session
        self._started_at: float | None = None
        self._over = cell.weather.touches == "nothing"

    def before(self, verb: str) -> None:
        """Start or lift the weather if it is its time before a step with this verb."""
        if self._over:
            return
        if self._started_at is None and verb == self._weather.starts_before:
            if self._weather.exclusive:
                # What the steps before have caused shall not be what the weather meets.
                self._drain()
            self._bench.national.disturb(self._bench.sheet, self._weather, self._session)
            self._started_at = self._bench.clock.monotonic()
        elif self._started_at is not None and verb == self._weather.ends_before:
            self.lift()

    def lift(self) -> None:
        """Lift the weather once it had its witness: exchanges that it refused, or its time."""
        if self._over or self._started_at is None:
            return
        until = self._started_at + self._weather.lifts_after_seconds
        while (left := until - self._bench.clock.monotonic()) > 0 and not self._has_refused_enough():
            self._bench.waiter.wait(self._one_more(self._refused_here()), min(left, _LOOK_SECONDS))
        self.clear()

    def clear(self) -> None:
        """Lift the weather at once."""
        if self._started_at is not None and not self._over:
            self._over = True
            self._bench.national.calm(self._bench.sheet, self._weather, self._session)

    def _has_refused_enough(self) -> bool:
        refused = self._bench.national.refused(self._bench.sheet, self._weather, self._session)
        return refused >= self._weather.lifts_after_refused

    def _one_more(self, seen: int) -> Callable[[], bool]:
        return lambda: self._refused_here() > seen

    def _refused_here(self) -> int:
        return sum(fact.kind == "disturbed" for fact in self._bench.waiter.facts(self._session))
