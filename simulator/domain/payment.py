"""A payment at the payment platform: what was asked for, and how far it got."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

OPEN, PAID, FAILED, CANCELLED, EXPIRED = STATES = ("open", "paid", "failed", "cancelled", "expired")
ACTIONS: Mapping[str, str] = {"pay": PAID, "fail": FAILED, "cancel": CANCELLED}
"""What a payer can do -> the state after it."""
FAULTS = ("twice", "lost", "late", "wrong_signature", "wrong_amount")
"""What can be wrong with the message about a result, on purpose, for one payment."""


@dataclass(frozen=True)
class Fee:
    """One line of what is paid."""

    code: str
    name: str
    amount: int | None
    """VND; None when it cannot be read."""
    kind: str = ""
    """As it was sent."""

    def to_json(self) -> dict[str, Any]:
        """Return the fee as facts and `/admin` tell it."""
        return {"code": self.code, "name": self.name, "amount": self.amount}


@dataclass(frozen=True)
class PaymentAsked:
    """What a system asks the platform to collect."""

    partner: str
    reference: str
    """The partner's own number of the payment."""
    amount: int | None
    """VND; None when it cannot be read."""
    info: str = ""
    """What the payer reads, as it was sent."""
    dossier_code: str = ""
    procedure_code: str = ""
    procedure_name: str = ""
    agency_name: str = ""
    payer_name: str = ""
    personal_id: str = ""
    payer_address: str = ""
    purpose: str = ""
    fees: tuple[Fee, ...] = ()
    lines: tuple[Fee, ...] = ()
    """Lines of the receipt (without codes)."""

    @property
    def shown_lines(self) -> tuple[Fee, ...]:
        """Return the lines that a payer sees: those of the receipt, else the fees, else the whole as one line."""
        whole = Fee("", self.purpose or self.info, self.amount)
        return self.lines or self.fees or (whole,)


@dataclass(frozen=True)
class Payment:
    """A payment as it is stored."""

    token: str
    """Names the payer's page; who has it can pay."""
    province: str
    asked: PaymentAsked
    started_at: datetime
    expires_at: datetime
    state: str = OPEN
    """As it is stored: a payment whose time is over is still `open` there."""
    transaction: str = ""
    """The platform's number; empty until paid."""
    bank: str = ""
    decided_at: datetime | None = None
    receipt: int = 0
    """Running number of the receipt; 0 until paid."""
    told: int = 0
    """How often the system was told the result."""
    faults: tuple[str, ...] = ()
    """Words of `FAULTS`."""
    letter: str = ""
    """The message of the outbox that tells the result; empty while nothing is to be told."""

    @property
    def reference(self) -> str:
        """Return the partner's own number."""
        return self.asked.reference

    @property
    def amount(self) -> int:
        """Return the amount in VND; a payment without one is never stored."""
        return self.asked.amount or 0

    @property
    def dossier_code(self) -> str:
        """Return the dossier that it is for; empty when none was named."""
        return self.asked.dossier_code

    def state_at(self, now: datetime) -> str:
        """Return the state at that time."""
        return EXPIRED if self.state == OPEN and now >= self.expires_at else self.state


def asked_to_json(asked: PaymentAsked) -> dict[str, Any]:
    """Return what was asked for as it is stored."""
    return asdict(asked)


def asked_of_json(data: Mapping[str, Any]) -> PaymentAsked:
    """Read what `asked_to_json` wrote."""
    fees, lines = (tuple(Fee(**one) for one in data[name]) for name in ("fees", "lines"))
    return PaymentAsked(**{**data, "fees": fees, "lines": lines})
