"""Whose turn it is to write, among several processes on one database.

SQLite would let the others sleep and try again, up to a tenth of a second each time; the system's own file lock wakes
the next one at once, and gives way when its holder dies.
"""

import sys
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

else:

    def _lock(_file: IO[bytes]) -> None:
        raise NotImplementedError("several processes on one database are for POSIX systems")

    _unlock = _lock


class Turn:
    """The turn of one process; its threads take turns among themselves before."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        self._mine = False

    def take(self) -> None:
        """Wait until no other process writes."""
        _lock(self._file)
        self._mine = True

    def close(self) -> None:
        """Give the turn away for good."""
        self._file.close()

    def give(self) -> None:
        """Let another process write; does nothing when it is not our turn."""
        if self._mine:
            self._mine = False
            _unlock(self._file)
