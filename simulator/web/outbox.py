"""What the national side tells a system by itself: written with the change it tells of, sent in a step of its own.

No transaction is held while a message is under way, and nothing sleeps here: `deliver_due` sends what is due by the
clock. A message that was not taken is due again after the next of its waits, then it is given up; each sending is an
exchange of its own. What a message says and when it was taken is known to the party that wrote it: its `Courier`.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.database import Transaction
from simulator.web.courier import Courier, Letter, Outgoing
from simulator.web.national import National
from simulator.web.outbound import Outbound
from simulator.wire.correlation import Key

_LOG = logging.getLogger("dvcsim.outbox")

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
  id TEXT PRIMARY KEY, party TEXT NOT NULL, operation TEXT NOT NULL, province TEXT NOT NULL, keys TEXT NOT NULL,
  note TEXT NOT NULL, waits TEXT NOT NULL, due_at REAL NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due_at);
"""
WAITING, DONE, GIVEN_UP = "waiting", "done", "given_up"
WAITS = (10.0, 60.0, 300.0, 1800.0)
"""Seconds before the second and each further attempt (assumed)."""
_OURS = "state = :state AND (operation IN (SELECT value FROM json_each(:patient))) = :wanted"
_IN_FLIGHT_SECONDS = 120.0
"""When we die while a message is under way, it is due again after this."""


class Outbox:
    """The outgoing messages of one national side; as many of these as are needed share one table.

    A `patient` one sends, and sees, only what nobody waits for, such as files to fetch; the others only the rest.
    """

    def __init__(self, national: National, patient: bool = False) -> None:
        self._national = national
        self._patient = patient
        self._outbound = Outbound(national)
        national.db.add_schema(SCHEMA)

    def employ(self, operation: str, courier: Courier) -> None:
        """Let a courier carry the messages of an operation."""
        self._national.couriers[operation] = courier
        if self._patient:
            self._national.patient_operations.add(operation)

    def write(
        self,
        tx: Transaction,
        party: str,
        operation: str,
        province: str,
        keys: Iterable[Key] = (),
        note: Mapping[str, Any] | None = None,
        waits: Sequence[float] = WAITS,
        in_seconds: float = 0.0,
    ) -> str:
        """Keep a message that is due in so many seconds, and return its id."""
        letter = random_id("out")
        tx.execute(
            "INSERT INTO outbox VALUES (:id, :party, :operation, :province, :keys, :note, :waits, :due_at, 0, :state)",
            id=letter,
            party=party,
            operation=operation,
            province=province,
            keys=orjson.dumps([list(key) for key in keys]).decode(),
            note=orjson.dumps(dict(note or {})).decode(),
            waits=orjson.dumps(list(waits)).decode(),
            due_at=self._now + in_seconds,
            state=WAITING,
        )
        return letter

    def deliver_due(self, province: str = "") -> int:
        """Send what is due now (to one system, or to all) in the order of writing; return how many sendings it took."""
        return sum(self._deliver(letter) for letter in self._due(province))

    def deliver(self, letter: str) -> int:
        """Send one message if it is due; return how many sendings it took."""
        return self._deliver(letter)

    def provinces_due(self) -> list[str]:
        """Return the systems for which something is due now."""
        sql = f"SELECT DISTINCT province FROM outbox WHERE {_OURS} AND due_at <= :now ORDER BY province"
        return [row["province"] for row in self._read(sql, now=self._now)]

    def seconds_left(self) -> float | None:
        """Return the seconds until something is due; None when nothing waits."""
        due = self._read(f"SELECT min(due_at) AS due FROM outbox WHERE {_OURS}")[0]["due"]
        return None if due is None else max(0.0, float(due) - self._now)

    def states(self, limit: int = 100) -> list[dict[str, Any]]:
        """Return the newest messages with how far each got."""
        sql = (
            "SELECT id, party, operation, province, attempt, state, due_at FROM outbox ORDER BY rowid DESC LIMIT :limit"
        )
        return [dict(row) for row in self._national.db.read(sql, limit=limit)]

    def state_of(self, letter: str) -> dict[str, Any] | None:
        """Return how far one message got: its attempts, its state and when it is due; None for none."""
        rows = self._national.db.read("SELECT attempt, state, due_at FROM outbox WHERE id = :id", id=letter)
        return dict(rows[0]) if rows else None

    @property
    def _now(self) -> float:
        return self._national.clock.now().timestamp()

    def _due(self, province: str) -> list[str]:
        sql = (
            f"SELECT id FROM outbox WHERE {_OURS} AND due_at <= :now AND (:province = '' OR province = :province)"
            " ORDER BY rowid LIMIT 100"
        )
        return [row["id"] for row in self._read(sql, now=self._now, province=province)]

    def _read(self, sql: str, **values: Any) -> list[Any]:
        patient = orjson.dumps(sorted(self._national.patient_operations)).decode()
        return self._national.db.read(sql, state=WAITING, patient=patient, wanted=self._patient, **values)

    def _deliver(self, letter_id: str) -> int:
        with self._national.db.write() as tx:
            claimed = self._claim(tx, letter_id)
        if claimed is None:
            return 0
        letter, wait = claimed
        sheet = self._national.provinces.get(letter.province)
        courier = self._national.couriers.get(letter.operation)
        outgoing = _composed(courier, letter, sheet) if courier and sheet else None
        if courier is None or sheet is None or outgoing is None:
            self._end(letter, GIVEN_UP)
            return 0
        again = self._send(letter, sheet, courier, outgoing, wait)
        if again:
            self._send(letter, sheet, courier, outgoing, None)
        return 1 + again

    def _claim(self, tx: Transaction, letter_id: str) -> tuple[Letter, float | None] | None:
        """Take a message for one attempt; return it with the wait before its next one (None: it is the last)."""
        rows = tx.execute(
            "UPDATE outbox SET attempt = attempt + 1, due_at = :later"
            " WHERE id = :id AND state = :state AND due_at <= :now RETURNING *",
            id=letter_id,
            state=WAITING,
            now=self._now,
            later=self._now + _IN_FLIGHT_SECONDS,
        )
        if not rows:
            return None
        row = rows[0]
        waits: list[float] = orjson.loads(row["waits"])
        letter = Letter(
            row["id"],
            row["party"],
            row["operation"],
            row["province"],
            tuple(Key(*key) for key in orjson.loads(row["keys"])),
            orjson.loads(row["note"]),
            row["attempt"],
        )
        return letter, waits[letter.attempt - 1] if letter.attempt <= len(waits) else None

    def _send(
        self, letter: Letter, sheet: ClaimSheet, courier: Courier, outgoing: Outgoing, wait: float | None
    ) -> bool:
        pairs = [(key.kind, key.value) for key in letter.keys]
        sessions = self._national.sessions.match(self._national.db.read, sheet.id, pairs)
        reply = self._outbound.send(
            outgoing.method,
            outgoing.url,
            party=letter.party,
            operation=letter.operation,
            province=sheet,
            sessions=sessions,
            headers=outgoing.headers,
            body=outgoing.body,
            read_seconds=outgoing.read_seconds,
            content=outgoing.content,
            allows=outgoing.allows,
        )
        meaning = courier.meant(letter, reply)

        def settle(tx: Transaction) -> None:
            if meaning.taken:
                self._set(tx, letter, DONE, self._now)
            elif wait is None:
                self._set(tx, letter, GIVEN_UP, self._now)
            else:
                self._set(tx, letter, WAITING, self._now + wait)
            courier.settle(tx, letter, reply, meaning.taken)

        facts = [(kind, sessions, data) for kind, data in meaning.facts]
        self._outbound.record(reply, facts, meaning.findings, settle)
        return meaning.taken and meaning.again_now

    def _end(self, letter: Letter, state: str) -> None:
        with self._national.db.write() as tx:
            self._set(tx, letter, state, self._now)

    def _set(self, tx: Transaction, letter: Letter, state: str, due_at: float) -> None:
        tx.execute(
            "UPDATE outbox SET state = :state, due_at = :due WHERE id = :id", state=state, due=due_at, id=letter.id
        )


def _composed(courier: Courier, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
    """A message that breaks its own courier would break it again after every wait."""
    try:
        return courier.compose(letter, sheet)
    except Exception:
        _LOG.exception("message %s of %s cannot be composed; it is given up", letter.id, letter.operation)
        return None
