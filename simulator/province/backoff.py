"""When something that failed may be tried again: waits that double up to a longest one."""

from simulator.core.clock import Clock


class Backoff:
    """Waits per key (a dossier, or the portal as a whole), counted in monotonic seconds."""

    def __init__(self, clock: Clock, first_seconds: float, longest_seconds: float) -> None:
        self._clock = clock
        self._first = first_seconds
        self._longest = longest_seconds
        self._failures: dict[str, tuple[int, float]] = {}

    def failed(self, key: str) -> None:
        """Note a failure: the next try is due after the next longer wait."""
        count, _ = self._failures.get(key, (0, 0.0))
        wait = min(self._first * 2.0 ** min(count, 30), self._longest)
        self._failures[key] = (count + 1, self._clock.monotonic() + wait)

    def succeeded(self, key: str) -> None:
        """Forget the failures of a key."""
        self._failures.pop(key, None)

    def seconds_left(self, key: str) -> float:
        """Return how long a key has to wait; 0 when it may be tried now."""
        _, due = self._failures.get(key, (0, 0.0))
        return max(0.0, due - self._clock.monotonic())
