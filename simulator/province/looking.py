"""When the portal is asked for new dossiers: on a beat of its own, and before anybody is told that nothing is due."""

import logging
import threading
from collections.abc import Callable, Sequence

from simulator.core.clock import Clock
from simulator.province.pulling import REFUSALS

_LOG = logging.getLogger(__name__)
FRESH_SECONDS = 0.25
"""A look so long ago still counts as one of now."""


class Looking:
    """One worker that looks, and a look on demand; never two at a time."""

    def __init__(self, looks: Sequence[Callable[[], int]], every_seconds: float, clock: Clock) -> None:
        self._looks = looks
        self._every_seconds = every_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_at = -FRESH_SECONDS
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the worker; there is none where nothing is fetched."""
        if self._looks:
            self._thread = threading.Thread(target=self._run, name="province-looking", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop after the look that is under way."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def look_if_old(self) -> None:
        """Look now, unless somebody has just done so; a portal that does not answer is asked again later."""
        with self._lock:
            if not self._looks or self._clock.monotonic() - self._looked_at < FRESH_SECONDS:
                return
            for look in self._looks:
                _tried(look)
            self._looked_at = self._clock.monotonic()

    def _run(self) -> None:
        while not self._stopped.wait(self._every_seconds):
            self.look_if_old()


def _tried(look: Callable[[], int]) -> None:
    try:
        look()
    except REFUSALS as error:
        _LOG.debug("the portal's list could not be read (%s)", error)
    except Exception:
        _LOG.exception("looking for dossiers met a fault of its own")
