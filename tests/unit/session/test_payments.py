"""The store of the payments: one reference once, one end once, days as they are counted in Vietnam."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from simulator.core.clock import VIETNAM
from simulator.domain.payment import CANCELLED, EXPIRED, OPEN, PAID, Fee, Payment, PaymentAsked
from simulator.journal.database import Database
from simulator.session.payments import Payments

AT = datetime(2026, 3, 5, 23, 50, tzinfo=VIETNAM)
ASKED = PaymentAsked("TINH92", "r1", 50_000, dossier_code="d1", fees=(Fee("P", "Phí", 50_000, "1"),))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "x.sqlite3")
    yield made
    made.close()


@pytest.fixture
def payments(db: Database) -> Payments:
    return Payments(db)


def start(db: Database, payments: Payments, reference: str = "r1", province: str = "here") -> Payment:
    asked = PaymentAsked(**{**vars(ASKED), "reference": reference})
    made = Payment(f"{province}-{reference}", province, asked, AT, AT + timedelta(minutes=15))
    with db.write() as tx:
        payments.start(tx, made)
    return made


def test_what_is_kept_comes_back_whole(db: Database, payments: Payments) -> None:
    made = start(db, payments)
    assert payments.by_token(made.token) == payments.by_reference("here", "r1") == made
    assert payments.of_dossier("here", "d1") == payments.latest("here") == [made]
    assert payments.latest("there") == []
    assert payments.by_reference("there", "r1") is None


def test_a_reference_is_one_systems_own(db: Database, payments: Payments) -> None:
    start(db, payments)
    start(db, payments, province="there")
    with pytest.raises(sqlite3.IntegrityError):
        start(db, payments)


def test_a_payment_ends_once_and_in_time(db: Database, payments: Payments) -> None:
    made = start(db, payments)
    with db.write() as tx:
        paid = payments.decide(tx, made, PAID, "LUAVANG", AT)
        assert payments.decide(tx, made, CANCELLED, "", AT) is None
    assert paid is not None
    assert (paid.state, paid.receipt, paid.transaction, paid.decided_at) == (PAID, 1, "GD260305235000000001", AT)
    late = start(db, payments, "r2")
    with db.write() as tx:
        assert payments.decide(tx, late, PAID, "LUAVANG", late.expires_at) is None
    kept = payments.by_token(late.token)
    assert kept is not None
    assert (kept.state, kept.state_at(late.expires_at)) == (OPEN, EXPIRED)


def test_receipts_are_numbered_without_a_gap(db: Database, payments: Payments) -> None:
    numbers = []
    for reference, state in (("r1", PAID), ("r2", CANCELLED), ("r3", PAID)):
        made = start(db, payments, reference)
        with db.write() as tx:
            ended = payments.decide(tx, made, state, "", AT)
        numbers.append(ended.receipt if ended else None)
    assert numbers == [1, 0, 2]


def test_a_day_ends_at_midnight_in_vietnam(db: Database, payments: Payments) -> None:
    for reference, at in (("r1", AT), ("r2", AT + timedelta(minutes=10)), ("r3", AT.astimezone(UTC))):
        made = start(db, payments, reference)
        with db.write() as tx:
            payments.decide(tx, made, PAID, "", at)
    assert [one.reference for one in payments.paid_on(date(2026, 3, 5))] == ["r1", "r3"]
    assert [one.reference for one in payments.paid_on(date(2026, 3, 6), "here")] == ["r2"]
    assert payments.paid_on(date(2026, 3, 6), "there") == []
