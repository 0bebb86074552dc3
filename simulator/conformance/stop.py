"""The wish to stop: once, to end in order; twice, at once."""

import threading


class StopSignal:
    """Set by Ctrl-C (or by the engine itself when it cannot go on), watched by every wait."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._count = 0
        self._lock = threading.Lock()

    def request(self) -> int:
        """Ask for the end; return how often that was done."""
        with self._lock:
            self._count += 1
        self._event.set()
        return self._count

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
