"""The wish to stop: once, to end in order; twice, at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class StopSignal:
    """Set by Ctrl-C (or by the engine itself when it cannot go on), watched by every wait."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._count = 0
        self._lock = threading.RLock()  # a signal handler may ask while the same thread asks
        self._followers: list[StopSignal] = []

    def request(self) -> int:
        """Ask for the end; return how often that was done."""
        with self._lock:
            self._count += 1
            self._event.set()
            for follower in self._followers:
                follower.request()
            return self._count

    def request_at_once(self) -> None:
        """Ask for the end without waiting for running sessions."""
        while self.request() < 2:
            pass

    @contextmanager
    def follower(self) -> Iterator["StopSignal"]:
        """Yield a signal that hears every request made here, and whose own requests are not heard here."""
        signal = StopSignal()
        with self._lock:
            for _ in range(self._count):
                signal.request()
            self._followers.append(signal)
        try:
            yield signal
        finally:
            with self._lock:
                self._followers.remove(signal)

    @property
    def requested(self) -> bool:
        """Return whether no new session may begin."""
        return self._event.is_set()

    @property
    def at_once(self) -> bool:
        """Return whether nobody wants to wait for running sessions either."""
        return self._count > 1

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the stop is requested; return whether it is."""
        return self._event.wait(seconds)
