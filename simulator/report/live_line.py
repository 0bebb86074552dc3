"""The last line of a terminal while something runs: how far each of the runs is. Nowhere else is anything written."""

import threading

from rich.console import Console
from rich.status import Status
from rich.text import Text as Line


class LiveLine:
    """One line that several runs share: a terminal has only one last line. Safe to use from several threads."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._told: dict[str, str] = {}
        self._status: Status | None = None

    def tell(self, run: str, far: str) -> None:
        """Say how far a run is; the first word of a run opens its part of the line."""
        with self._lock:
            self._told[run] = far
            if not self._console.is_terminal:
                return
            line = Line("   ".join(f"{run} {far}".strip() for run, far in self._told.items()))
            if self._status is None:
                self._status = self._console.status(line)
                self._status.start()
            else:
                self._status.update(line)

    def end(self, run: str) -> None:
        """Take the part of a run away, and the line with the last of them; may be said again."""
        with self._lock:
            self._told.pop(run, None)
            if self._status is not None and not self._told:
                self._status.stop()
                self._status = None
