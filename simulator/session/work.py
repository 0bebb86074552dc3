"""Work items: what people are asked to do at a system under test that no program drives.

An item belongs to one request to a hand of one session, so a repeated request finds the item that it made. The first
answer stays. Items survive a restart of everything; those of a closed session that nobody has answered are withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

import orjson

from simulator.core.clock import Clock
from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS work_item (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL, request_id TEXT NOT NULL,
  run TEXT NOT NULL, province TEXT NOT NULL, service TEXT NOT NULL, scenario TEXT NOT NULL, kind TEXT NOT NULL,
  action TEXT NOT NULL, login_group TEXT NOT NULL, status TEXT NOT NULL, position INTEGER NOT NULL,
  created_at TEXT NOT NULL, told TEXT NOT NULL, taken_by TEXT NOT NULL, taken_at TEXT NOT NULL,
  answered_at TEXT NOT NULL, answer TEXT, UNIQUE (session, request_id));
CREATE INDEX IF NOT EXISTS work_of_run ON work_item (run, status);
CREATE TABLE IF NOT EXISTS work_file (
  item TEXT PRIMARY KEY, name TEXT NOT NULL, media_type TEXT NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
"""

WAITING, TAKEN, DONE, CANNOT, WITHDRAWN = "waiting", "taken", "done", "cannot", "withdrawn"
OPEN = (WAITING, TAKEN)
"""The states in which an item still waits for an answer."""
STATES = (*OPEN, DONE, CANNOT, WITHDRAWN)


@dataclass(frozen=True)
class NewItem:
    """What is needed to make an item."""

    id: str
    session: str
    request_id: str
    run: str
    province: str
    service: str
    scenario: str
    kind: str
    """citizen, officer or counter."""
    action: str
    """`<hand>.<action>`, for example citizen.apply."""
    group: str
    """Items of one group need one log-in: a citizen's number, or the officer's unit."""
    told: Mapping[str, Any]
    """What the person is told: title, instructions, what to type ... as JSON."""


@dataclass(frozen=True)
class WorkItem(NewItem):
    """An item as it is stored. Times are ISO 8601, empty while they have not come."""

    status: str
    position: int
    """The journal's position when the item was made: what it caused came after."""
    created_at: str
    taken_by: str
    taken_at: str
    answered_at: str
    answer: Mapping[str, Any] | None

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for an answer."""
        return self.status in OPEN


@dataclass(frozen=True)
class WorkFile:
    """A screenshot or a document that came with an answer."""

    name: str
    media_type: str
    content: bytes


class WorkStore:
    """The store of work items."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        db.add_schema(SCHEMA)

    def add(self, tx: Transaction, new: NewItem) -> None:
        """Make an item; the same request again changes nothing."""
        tx.execute(
            "INSERT OR IGNORE INTO work_item (id, session, request_id, run, province, service, scenario, kind, action,"
            " login_group, status, position, created_at, told, taken_by, taken_at, answered_at) VALUES (:id, :session,"
            " :request_id, :run, :province, :service, :scenario, :kind, :action, :group, 'waiting', :position, :at,"
            " :told, '', '', '')",
            **{name: value for name, value in vars(new).items() if name != "told"},
            position=self._db.position,
            at=self._now(),
            told=orjson.dumps(new.told).decode(),
        )

    def of_request(self, session: str, request_id: str) -> WorkItem | None:
        """Return the item that a request made."""
        rows = self._db.read(
            "SELECT * FROM work_item WHERE session = :session AND request_id = :request_id",
            session=session,
            request_id=request_id,
        )
        return _item(rows[0]) if rows else None

    def get(self, item: str) -> WorkItem | None:
        """Return an item, or None when the id is unknown."""
        rows = self._db.read("SELECT * FROM work_item WHERE id = :id", id=item)
        return _item(rows[0]) if rows else None

    def all(
        self, run: str | None = None, province: str | None = None, session: str | None = None, group: str | None = None
    ) -> list[WorkItem]:
        """Return items, those of one log-in together, in the order in which they were made."""
        rows = self._db.read(
            "SELECT *, min(number) OVER (PARTITION BY run, login_group) AS first FROM work_item"
            " WHERE (:run IS NULL OR run = :run) AND (:province IS NULL OR province = :province)"
            " AND (:session IS NULL OR session = :session) AND (:login IS NULL OR login_group = :login)"
            " ORDER BY first, number",
            run=run,
            province=province,
            session=session,
            login=group,
        )
        return [_item(row) for row in rows]

    def take(self, tx: Transaction, item: str, by: str) -> bool:
        """Reserve an open item for one person; False when it is answered or somebody else has it."""
        return self._change(
            tx,
            "UPDATE work_item SET status = 'taken', taken_by = :by, taken_at = :at WHERE id = :id"
            " AND (status = 'waiting' OR (status = 'taken' AND taken_by = :by)) RETURNING id",
            id=item,
            by=by,
            at=self._now(),
        )

    def release(self, tx: Transaction, item: str) -> bool:
        """Give an open item back to the list; False when it is answered."""
        return self._change(
            tx,
            "UPDATE work_item SET status = 'waiting', taken_by = '', taken_at = '' WHERE id = :id"
            " AND status IN ('waiting', 'taken') RETURNING id",
            id=item,
        )

    def answer(self, tx: Transaction, item: str, status: str, answer: Mapping[str, Any], file: WorkFile | None) -> bool:
        """Keep the answer of an open item, with its file; False when an earlier one stands."""
        if not self._change(
            tx,
            "UPDATE work_item SET status = :status, answer = :answer, answered_at = :at WHERE id = :id"
            " AND status IN ('waiting', 'taken') RETURNING id",
            id=item,
            status=status,
            answer=orjson.dumps(answer).decode(),
            at=self._now(),
        ):
            return False
        if file is not None:
            tx.execute(
                "INSERT OR REPLACE INTO work_file VALUES (:item, :name, :media, :content)",
                item=item,
                name=file.name,
                media=file.media_type,
                content=file.content,
            )
        return True

    def withdraw(self, tx: Transaction, session: str) -> None:
        """Take back what nobody has answered of a session."""
        tx.execute(
            "UPDATE work_item SET status = 'withdrawn' WHERE session = :session AND status IN ('waiting', 'taken')",
            session=session,
        )

    def file(self, item: str) -> WorkFile | None:
        """Return the file that came with the answer."""
        rows = self._db.read("SELECT * FROM work_file WHERE item = :item", item=item)
        return WorkFile(rows[0]["name"], rows[0]["media_type"], rows[0]["content"]) if rows else None

    def _change(self, tx: Transaction, sql: str, **values: Any) -> bool:
        return bool(tx.execute(sql, **values))

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


def _item(row: Row) -> WorkItem:
    data = {name: row[name] for name in WorkItem.__dataclass_fields__ if name not in ("group", "told", "answer")}
    return WorkItem(
        **data, group=row["login_group"], told=orjson.loads(row["told"]), answer=orjson.loads(row["answer"] or b"null")
    )
