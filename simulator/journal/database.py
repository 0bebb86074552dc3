"""The thin door to SQLite: one writer, a reader per thread, and a condition that every commit wakes.

An inbound message is one transaction: exchange, state change and outgoing work are all there or none is, and the
answer leaves only after the commit. WAL with synchronous=NORMAL survives the death of the process; `durable` (FULL)
survives the death of the machine.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from simulator.core.errors import ConfigurationError
from simulator.core.failpoint import reach
from simulator.journal.common_commit import CommonCommit
from simulator.journal.turn import Turn

_BUSY_SECONDS = 10.0
_PAGES_OF_A_CHECKPOINT = 4000
"""Written aside before they are put in their place (16 MB, four times SQLite's own number): most are written again by
the next messages, and are put there once."""
_UNTOLD_SECONDS = 1.0
_NOBODY_COMES_SECONDS = 1.0
"""After so long somebody who was expected to write, and to commit for others too, has ended before that."""


class _Spoilt(BaseException):
    """Something in a block failed, and with it all of the block; nobody on the way may mend that and go on."""


class Transaction:
    """The open write transaction. Statements use named parameters (`:name`)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.position: int | None = None
        """The last exchange appended in this transaction; becomes the journal's position at commit."""
        self.operation = ""
        """The operation on whose behalf the transaction commits, for failpoints."""

    def execute(self, sql: str, /, **values: Any) -> list[sqlite3.Row]:
        """Run one statement and return its rows."""
        return self._connection.execute(sql, values).fetchall()

    def insert(self, sql: str, /, **values: Any) -> int:
        """Run one INSERT and return the row id."""
        return int(self._connection.execute(sql, values).lastrowid or 0)


class Database:
    """One SQLite file."""

    def __init__(self, path: Path, durable: bool = False, several: bool = False) -> None:
        self.path = path
        self.told: list[Callable[[int], object]] = []
        """Who is told of each commit's position, before anybody who wrote it goes on."""
        self._turn = Turn(path.with_suffix(".turn")) if several else None
        self._last: Callable[[], int] | None = None
        self._durable = durable
        self._lock = threading.RLock()
        self._news = threading.Condition()
        self._of_thread = threading.local()
        self._writer = self._connect()
        self._schemas: set[str] = set()
        self._position = 0
        self._waiting = True
        self._common: CommonCommit | None = None
        self._line: deque[None] = deque()
        """As many as wait to write together with others."""

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'FULL' if self._durable else 'NORMAL'}")
            connection.execute("PRAGMA temp_store=MEMORY")  # what a SAVEPOINT copies aside would go to a file
            connection.execute(f"PRAGMA wal_autocheckpoint={_PAGES_OF_A_CHECKPOINT}")
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(
                str(self.path), f"cannot be opened ({error})", "a database of this tool", "Give another --data folder."
            ) from None
        return connection

    def add_schema(self, sql: str) -> None:
        """Create a store's tables where they are missing; not for the first time inside of `write`."""
        if sql in self._schemas:
            return
        with self._lock:
            writes = self._common is None or getattr(self._of_thread, "connection", None) is self._writer
            if writes and self._writer.in_transaction:
                # A script begins by committing what is open, so half of a transaction would stay.
                raise RuntimeError("a store is made for the first time inside of `write`: make it before")
            self._settle()
            self._writer.executescript(sql)
        self._schemas.add(sql)

    def restore_position(self, last: Callable[[], int]) -> None:
        """Set the position after a start on existing data; `last` says where the data ends."""
        self._last = last
        self.hear(last())

    def hear(self, position: int) -> None:
        """Wake whoever waits: there is something at this position, which perhaps another process has committed."""
        with self._news:
            self._position = max(self._position, position)
            self._news.notify_all()

    def write(self, together: bool = False) -> AbstractContextManager[Transaction]:
        """Open the single write transaction; commit on exit, roll back on an exception. Not re-entrant.

        Those `together` share a commit while others wait for their turn, and return when it is done: a commit costs as
        much as all else that a message writes. What fails takes back its own only, but for a block of `together`.
        """
        return self._shared() if together or self._gathered is not None else self._alone()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let all that this thread writes in the block share one commit, at its end; if any of it fails nothing stays.

        To be able to take back one alone, SQLite would copy every page that each of them changes.
        """
        gathered: list[str] = []
        with self._lock:
            self._settle()
            self._of_thread.gathered = gathered
            try:
                yield
            except BaseException as error:
                self._common = None
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                self._ended()
                if isinstance(error, _Spoilt) and error.__cause__ is not None:
                    raise error.__cause__ from None
                raise
            finally:
                self._of_thread.gathered = None
            common = self._common
            self._settle()
            if common is not None:
                common.wait(0)
        for operation in gathered:
            reach("after_commit", operation)

    @property
    def _gathered(self) -> list[str] | None:
        return getattr(self._of_thread, "gathered", None)

    @contextmanager
    def _alone(self) -> Iterator[Transaction]:
        with self._lock:
            self._settle()
            transaction = Transaction(self._writer)
            self._begin()
            try:
                yield transaction
                reach("before_commit", transaction.operation)
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            finally:
                self._ended()
        reach("after_commit", transaction.operation)
        self._tell(transaction.position)

    @contextmanager
    def _shared(self) -> Iterator[Transaction]:
        gathered = self._gathered
        self._line.append(None)
        with self._lock:
            self._line.pop()
            common = self._common = self._common or CommonCommit()
            transaction = Transaction(self._writer)
            failure: BaseException | None = None
            try:
                with self._as_reader():
                    if common.is_empty:
                        self._begin()
                    elif gathered is None:
                        common.part(self._writer)
                    yield transaction
                    reach("before_commit", transaction.operation)
                    common.join(self._writer, transaction.position)
            except BaseException as error:
                if gathered is not None:
                    raise _Spoilt from error
                failure = error
                common.take_back(self._writer, error)
                self._common = common if self._writer.in_transaction else None
                self._ended()
            if gathered is None and (not self._line or common.is_full):
                self._settle()
        if failure is not None:
            raise failure
        if gathered is not None:
            gathered.append(transaction.operation)
            return
        while not common.wait(_NOBODY_COMES_SECONDS):
            with self._lock:
                self._settle()
        reach("after_commit", transaction.operation)

    def _settle(self) -> None:
        """Commit what waits for it; the lock is held."""
        common, self._common = self._common, None
        if common is not None:
            if common.commit(self._writer):
                self._tell(common.position)
            self._ended()

    def _begin(self) -> None:
        if self._turn is not None:
            self._turn.take()
        try:
            self._writer.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._ended()
            raise

    def _ended(self) -> None:
        """Let another process write, unless there is something that is not committed yet."""
        if self._turn is not None and not self._writer.in_transaction:
            self._turn.give()

    @contextmanager
    def _as_reader(self) -> Iterator[None]:
        """Let this thread read what those before it wrote, which is not committed yet."""
        before = getattr(self._of_thread, "connection", None)
        self._of_thread.connection = self._writer
        try:
            yield
        finally:
            self._of_thread.connection = before

    def _tell(self, position: int | None) -> None:
        if position is not None:
            for one in self.told:
                one(position)
            self.hear(position)

    def read(self, sql: str, /, **values: Any) -> list[sqlite3.Row]:
        """Run a query on this thread's own connection; it sees the last committed state."""
        connection: sqlite3.Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = self._connect()
        return connection.execute(sql, values).fetchall()

    @property
    def position(self) -> int:
        """Return the position of the last committed exchange, whichever process committed it."""
        with self._news:
            self._look()
            return self._position

    def _look(self) -> None:
        if self._turn is not None and self._last is not None:
            self._position = max(self._position, self._last())

    def wait(self, after: int, seconds: float) -> int:
        """Return the position as soon as it is beyond `after`, at the latest after `seconds` or when closed."""
        deadline = time.monotonic() + seconds
        with self._news:
            while self._waiting and self._position <= after and (left := deadline - time.monotonic()) > 0:
                # A process that is killed after its commit tells nobody.
                self._news.wait(left if self._turn is None else min(left, _UNTOLD_SECONDS))
                self._look()
            return self._position

    @property
    def ending(self) -> bool:
        """Return whether nobody may wait any more."""
        return not self._waiting

    def pause(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as the process is about to end."""
        with self._news:
            self._news.wait_for(lambda: not self._waiting, seconds)

    def end_waiting(self) -> None:
        """Wake whoever waits, and let nobody wait any more: the process is about to end."""
        with self._news:
            self._waiting = False
            self._news.notify_all()

    def close(self) -> None:
        """Close the writer."""
        self.end_waiting()
        with self._lock:
            self._writer.close()
        if self._turn is not None:
            self._turn.close()
