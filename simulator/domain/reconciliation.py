"""The reconciliation of a day: what the platform collected for a system beside what the system booked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.domain.payment import Payment


@dataclass(frozen=True)
class Booked:
    """One line of a system's own list."""

    reference: str
    amount: int
    """VND."""
    transaction: str = ""
    """The platform's number; empty when the list does not say it."""


@dataclass(frozen=True)
class Difference:
    """One payment that both have, and not in the same way."""

    here: Payment
    there: Booked
    differs: tuple[str, ...]
    """`amount`, `transaction`, or both."""

    def to_json(self) -> dict[str, Any]:
        """Return the difference as `/admin` tells it."""
        here = {"amount": self.here.amount, "transaction": self.here.transaction}
        there = {"amount": self.there.amount, "transaction": self.there.transaction}
        return {"reference": self.there.reference, "differs": list(self.differs), "here": here, "there": there}


@dataclass(frozen=True)
class Reconciliation:
    """The two lists of a day laid side by side."""

    matched: tuple[Payment, ...]
    only_here: tuple[Payment, ...]
    only_there: tuple[Booked, ...]
    different: tuple[Difference, ...]
    booked_twice: tuple[str, ...]
    """References that stand more than once in the system's list."""

    @property
    def agrees(self) -> bool:
        """Return whether there is no difference at all."""
        return not (self.only_here or self.only_there or self.different or self.booked_twice)


def reconcile(paid: Sequence[Payment], booked: Iterable[Booked]) -> Reconciliation:
    """Lay the lists side by side, by reference; of a reference that was booked twice the first line counts."""
    lines = list(booked)
    counts = Counter(line.reference for line in lines)
    theirs = {line.reference: line for line in reversed(lines)}
    ours = {payment.reference: payment for payment in paid}
    both = [(payment, theirs[payment.reference]) for payment in paid if payment.reference in theirs]
    differing = tuple(Difference(here, there, what) for here, there in both if (what := _differs(here, there)))
    strange = {one.there.reference for one in differing}
    return Reconciliation(
        matched=tuple(payment for payment, _ in both if payment.reference not in strange),
        only_here=tuple(payment for payment in paid if payment.reference not in theirs),
        only_there=tuple(theirs[reference] for reference in counts if reference not in ours),
        different=differing,
        booked_twice=tuple(reference for reference, count in counts.items() if count > 1),
    )


def _differs(here: Payment, there: Booked) -> tuple[str, ...]:
    wrong_transaction = bool(there.transaction) and there.transaction != here.transaction
    pairs = (("amount", here.amount != there.amount), ("transaction", wrong_transaction))
    return tuple(name for name, wrong in pairs if wrong)
