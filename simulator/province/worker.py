"""A thread that does one kind of work whenever some is due, and waits in between."""

import logging
import threading
from abc import ABC, abstractmethod

from simulator.province.config import ProvinceConfig

_LOG = logging.getLogger(__name__)


class Worker(ABC):
    """One worker; `run_due` is one round of it."""

    def __init__(self, name: str, config: ProvinceConfig, longest_seconds: float) -> None:
        self._name = name
        self._call_seconds = config.connect_seconds + config.read_seconds
        self._longest_seconds = longest_seconds
        """How long it waits after a fault of its own."""
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def run_due(self) -> float | None:
        """Do what is due. Return the seconds until something is due again; None when nothing is open."""

    def wake(self) -> None:
        """Say that there is something new to do."""
        self._wake.set()

    def start(self) -> None:
        """Start the worker; what an earlier process left open goes first."""
        self._thread = threading.Thread(target=self._run, name=f"province-{self._name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the call that is under way; the rest stays open."""
        self._stopped.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=self._call_seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                wait = self.run_due()
            except Exception:
                _LOG.exception("the worker of %s met a fault of its own", self._name)
                wait = self._longest_seconds
            self._wake.wait(wait)
            self._wake.clear()
