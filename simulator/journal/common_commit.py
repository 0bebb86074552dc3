"""One commit for several transactions that followed each other without a pause."""

import sqlite3
import threading

_MOST = 16
"""Transactions of one commit: the first has to wait for the last."""


class CommonCommit:
    """What several wrote and nobody has committed yet; whoever calls anything but `wait` holds the database's lock."""

    def __init__(self) -> None:
        self.position: int | None = None
        """The last exchange that was appended."""
        self._members = 0
        self._parted = False
        self._error: BaseException | None = None
        self._done = threading.Event()

    @property
    def is_full(self) -> bool:
        """Return whether nobody else may join."""
        return self._members >= _MOST

    @property
    def is_empty(self) -> bool:
        """Return whether nobody has joined."""
        return not self._members

    def part(self, writer: sqlite3.Connection) -> None:
        """Open a part of the transaction that can be taken back alone."""
        writer.execute("SAVEPOINT member")
        self._parted = True

    def join(self, writer: sqlite3.Connection, position: int | None) -> None:
        """Keep what the last one wrote."""
        if self._parted:
            writer.execute("RELEASE member")
            self._parted = False
        self._members += 1
        self.position = position if position is not None else self.position

    def take_back(self, writer: sqlite3.Connection, error: BaseException) -> None:
        """Take back what the last one wrote; all is lost when SQLite has given up the whole transaction (full disk)."""
        if not writer.in_transaction:
            self._end(error)
        elif self._members:
            writer.execute("ROLLBACK TO member")
            writer.execute("RELEASE member")
            self._parted = False
        else:
            writer.execute("ROLLBACK")

    def commit(self, writer: sqlite3.Connection) -> bool:
        """Commit, and let all members go; return whether it worked."""
        if self._done.is_set():
            return False
        try:
            if writer.in_transaction:
                writer.execute("COMMIT")
        except BaseException as error:
            if writer.in_transaction:
                writer.execute("ROLLBACK")
            self._end(error)
            return False
        self._end(None)
        return True

    def wait(self, seconds: float) -> bool:
        """Wait so long for the commit; return whether it is done, and raise what kept it from being done."""
        over = self._done.wait(seconds)
        if over and self._error is not None:
            raise self._error
        return over

    def _end(self, error: BaseException | None) -> None:
        self._error = error
        self._done.set()
