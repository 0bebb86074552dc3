"""The payments at the payment platform; control reads them too."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from sqlite3 import Row

import orjson

from simulator.core.clock import VIETNAM
from simulator.domain.payment import OPEN, PAID, Payment, asked_of_json, asked_to_json
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (
  token TEXT PRIMARY KEY, province TEXT NOT NULL, reference TEXT NOT NULL, dossier_code TEXT NOT NULL,
  asked TEXT NOT NULL, started_at TEXT NOT NULL, expires_at TEXT NOT NULL, state TEXT NOT NULL,
  transaction_code TEXT NOT NULL, bank TEXT NOT NULL, decided_at TEXT NOT NULL, receipt INTEGER NOT NULL,
  told INTEGER NOT NULL, faults TEXT NOT NULL, letter TEXT NOT NULL, UNIQUE (province, reference));
CREATE INDEX IF NOT EXISTS payment_of_dossier ON payment (province, dossier_code);
CREATE INDEX IF NOT EXISTS payment_of_day ON payment (decided_at);
"""


class Payments:
    """The store of the payments. Times are kept in Vietnam's zone, so that a day is a prefix."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def start(self, tx: Transaction, payment: Payment) -> None:
        """Keep a new payment; its reference must be new for the system."""
        tx.execute(
            "INSERT INTO payment VALUES (:token, :province, :reference, :dossier_code, :asked, :started_at,"
            " :expires_at, :state, '', '', '', 0, 0, :faults, '')",
            token=payment.token,
            province=payment.province,
            reference=payment.reference,
            dossier_code=payment.dossier_code,
            asked=orjson.dumps(asked_to_json(payment.asked)).decode(),
            started_at=_written(payment.started_at),
            expires_at=_written(payment.expires_at),
            state=payment.state,
            faults=" ".join(payment.faults),
        )

    def by_token(self, token: str, query: Query | None = None) -> Payment | None:
        """Return the payment of a payer's page."""
        return _first((query or self._db.read)("SELECT * FROM payment WHERE token = :token", token=token))

    def by_reference(self, province: str, reference: str, query: Query | None = None) -> Payment | None:
        """Return a system's payment by the number that it gave."""
        sql = "SELECT * FROM payment WHERE province = :province AND reference = :reference"
        return _first((query or self._db.read)(sql, province=province, reference=reference))

    def of_dossier(self, province: str, dossier_code: str) -> list[Payment]:
        """Return the payments of a dossier, the oldest first."""
        sql = "SELECT * FROM payment WHERE province = :province AND dossier_code = :code ORDER BY rowid"
        return [_payment(row) for row in self._db.read(sql, province=province, code=dossier_code)]

    def latest(self, province: str = "", limit: int = 100) -> list[Payment]:
        """Return the newest payments, of one system or of all."""
        sql = "SELECT * FROM payment WHERE :province IN ('', province) ORDER BY rowid DESC LIMIT :limit"
        return [_payment(row) for row in self._db.read(sql, province=province, limit=limit)]

    def paid_on(self, day: date, province: str = "") -> list[Payment]:
        """Return what was paid on a day in Vietnam, the oldest first."""
        sql = (
            "SELECT * FROM payment WHERE state = :paid AND decided_at >= :begin AND decided_at < :end"
            " AND :province IN ('', province) ORDER BY decided_at, rowid"
        )
        begin, end = f"{day.isoformat()}T", f"{day.isoformat()}U"
        return [_payment(row) for row in self._db.read(sql, paid=PAID, begin=begin, end=end, province=province)]

    def decide(self, tx: Transaction, payment: Payment, state: str, bank: str, at: datetime) -> Payment | None:
        """Let an open payment end; None when it had ended or its time is over."""
        receipt = _next_receipt(tx) if state == PAID else 0
        transaction = f"GD{at.astimezone(VIETNAM):%y%m%d%H%M%S}{receipt:06}" if receipt else ""
        changed = tx.execute(
            "UPDATE payment SET state = :state, bank = :bank, decided_at = :at, receipt = :receipt,"
            " transaction_code = :transaction WHERE token = :token AND state = :open AND expires_at > :at"
            " RETURNING *",
            state=state,
            bank=bank,
            at=_written(at),
            receipt=receipt,
            transaction=transaction,
            token=payment.token,
            open=OPEN,
        )
        return _first(changed)

    def set_faults(self, tx: Transaction, token: str, faults: Sequence[str]) -> None:
        """Disturb the message about the result; it has to be set before the payer decides."""
        tx.execute("UPDATE payment SET faults = :faults WHERE token = :token", faults=" ".join(faults), token=token)

    def run_out(self, tx: Transaction, token: str, at: datetime) -> None:
        """Let the time of a payment that is open be over, as if the payer had walked away."""
        sql = "UPDATE payment SET expires_at = :at WHERE token = :token AND state = :open"
        tx.execute(sql, at=_written(at), token=token, open=OPEN)

    def set_letter(self, tx: Transaction, token: str, letter: str) -> None:
        """Keep which message of the outbox tells the result."""
        tx.execute("UPDATE payment SET letter = :letter WHERE token = :token", letter=letter, token=token)

    def count_telling(self, tx: Transaction, token: str) -> None:
        """Note that the system was told the result once more."""
        tx.execute("UPDATE payment SET told = told + 1 WHERE token = :token", token=token)


def _next_receipt(tx: Transaction) -> int:
    return int(tx.execute("SELECT coalesce(max(receipt), 0) + 1 AS next FROM payment")[0]["next"])


def _written(at: datetime) -> str:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")


def _first(rows: list[Row]) -> Payment | None:
    return _payment(rows[0]) if rows else None


def _payment(row: Row) -> Payment:
    payment = Payment(
        token=row["token"],
        province=row["province"],
        asked=asked_of_json(orjson.loads(row["asked"])),
        started_at=datetime.fromisoformat(row["started_at"]),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        state=row["state"],
        transaction=row["transaction_code"],
        bank=row["bank"],
        receipt=row["receipt"],
        told=row["told"],
        faults=tuple(row["faults"].split()),
        letter=row["letter"],
    )
    return replace(payment, decided_at=datetime.fromisoformat(row["decided_at"])) if row["decided_at"] else payment
