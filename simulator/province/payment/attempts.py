"""Attempts to pay, one row each: a payment that failed is followed by another attempt under another reference."""

import sqlite3
from dataclasses import dataclass

from simulator.province.store import Store, Transaction

OPEN, PAID, FAILED = "open", "paid", "failed"
"""`failed` is whatever ended without money: refused by the bank, cancelled, out of time."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to pay the fee of a dossier."""

    reference: str
    """MaThamChieu."""
    dossier: str
    amount: int
    """VND."""
    url: str
    """The payer's page; empty until the platform has named it."""
    state: str
    asks: int = 0
    """How often the platform was asked about it since its state last changed."""
    ask_at: float = 0.0
    """When it is asked next, in seconds since 1970."""
    receipt: str = ""
    """Id of the receipt among the papers; empty before there is one."""


class Attempts:
    """The attempts of one system."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, attempt: Attempt) -> None:
        """Keep a new attempt; one under a reference of before takes its place."""
        with self._store.transaction() as tx:
            tx.execute(
                "INSERT OR REPLACE INTO payments"
                " VALUES (:reference, :dossier, :amount, :url, :state, :asks, :ask_at, :receipt)",
                **vars(attempt),
            )

    def has_page(self, reference: str, url: str) -> None:
        """Note where the payer goes."""
        with self._store.transaction() as tx:
            tx.execute("UPDATE payments SET url = :url WHERE reference = :reference", url=url, reference=reference)

    def find(self, reference: str) -> Attempt | None:
        """Return the attempt with that reference."""
        rows = self._store.read("SELECT * FROM payments WHERE reference = :reference", reference=reference)
        return _attempt(rows[0]) if rows else None

    def latest(self, dossier: str) -> Attempt | None:
        """Return the latest attempt for a dossier; a paid one goes before any other."""
        rows = self._store.read(
            "SELECT * FROM payments WHERE dossier = :dossier ORDER BY state = :paid DESC, rowid DESC LIMIT 1",
            dossier=dossier,
            paid=PAID,
        )
        return _attempt(rows[0]) if rows else None

    def unsettled(self) -> list[Attempt]:
        """Return what is still to be asked for: how it ended, or its receipt; the next due first."""
        rows = self._store.read(
            "SELECT * FROM payments WHERE state = :open OR (state = :paid AND receipt = '') ORDER BY ask_at, rowid",
            open=OPEN,
            paid=PAID,
        )
        return [_attempt(row) for row in rows]

    def change(self, tx: Transaction, reference: str, state: str, ask_at: float) -> str:
        """Set the state and ask anew from `ask_at` on, unless it was paid before; return the state before."""
        rows = tx.execute("SELECT state FROM payments WHERE reference = :reference", reference=reference)
        tx.execute(
            "UPDATE payments SET state = :state, asks = 0, ask_at = :ask_at"
            " WHERE reference = :reference AND state <> :paid",
            state=state,
            ask_at=ask_at,
            reference=reference,
            paid=PAID,
        )
        return str(rows[0]["state"])

    def asked(self, reference: str, ask_at: float) -> None:
        """Note that the platform was asked, and when it is asked again."""
        sql = "UPDATE payments SET asks = asks + 1, ask_at = :ask_at WHERE reference = :reference"
        with self._store.transaction() as tx:
            tx.execute(sql, ask_at=ask_at, reference=reference)

    def has_receipt(self, tx: Transaction, reference: str, receipt: str) -> None:
        """Note under which id the receipt was kept."""
        sql = "UPDATE payments SET receipt = :receipt WHERE reference = :reference"
        tx.execute(sql, receipt=receipt, reference=reference)


def _attempt(row: sqlite3.Row) -> Attempt:
    return Attempt(**dict(row))
