"""Two lists of a day laid side by side."""

from datetime import datetime, timedelta

from simulator.core.clock import VIETNAM
from simulator.domain.payment import PAID, Payment, PaymentAsked
from simulator.domain.reconciliation import Booked, reconcile

AT = datetime(2026, 3, 5, 10, tzinfo=VIETNAM)


def paid(reference: str, amount: int = 100) -> Payment:
    asked = PaymentAsked("DEMO", reference, amount)
    return Payment(reference, "here", asked, AT, AT + timedelta(minutes=15), PAID, f"GD{reference}")


def test_lists_that_agree() -> None:
    found = reconcile([paid("a"), paid("b")], [Booked("b", 100, "GDb"), Booked("a", 100)])
    assert found.agrees
    assert [one.reference for one in found.matched] == ["a", "b"]


def test_every_kind_of_difference() -> None:
    ours = [paid("a"), paid("b"), paid("c"), paid("d"), paid("e")]
    theirs = [Booked("b", 90), Booked("c", 100, "GDx"), Booked("x", 5), Booked("d", 1, "GDy"), Booked("e", 100)]
    found = reconcile(ours, [*theirs, Booked("e", 100), Booked("x", 6)])
    assert not found.agrees
    assert [one.reference for one in found.only_here] == ["a"]
    assert [(one.reference, one.amount) for one in found.only_there] == [("x", 5)]
    assert [(one.there.reference, one.differs) for one in found.different] == [
        ("b", ("amount",)),
        ("c", ("transaction",)),
        ("d", ("amount", "transaction")),
    ]
    assert [one.reference for one in found.matched] == ["e"]
    assert found.booked_twice == ("x", "e")


def test_nothing_agrees_with_nothing() -> None:
    assert reconcile([], []).agrees
