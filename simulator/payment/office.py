"""What the parts of the platform share, and one message of a system on its way through them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from simulator.domain.claim_sheet import ClaimSheet, PaymentAccount
from simulator.domain.payment import Payment
from simulator.domain.payment_rules import PaymentRules
from simulator.journal.database import Transaction
from simulator.session.payments import Payments
from simulator.web.national import National
from simulator.web.payment_decisions import PaymentDecisions
from simulator.web.recording import Inbound
from simulator.wire.payment import answer_head

PARTY = "payment"
PATH = "/paymentplatform"
MAX_MESSAGE_BYTES = 128 * 1024
"""A longer message is refused (assumed): what is asked for stands on a page and on a receipt."""


class Refusal(NamedTuple):
    """Why a message is refused: a name of `contracts/payment/errors.yaml`, and what is filled in."""

    name: str
    detail: str = ""


class Reply(NamedTuple):
    """What is answered: a message, or a file."""

    body: Mapping[str, Any] | bytes
    ok: bool
    """Whether the platform did what was asked."""


@dataclass(frozen=True)
class Caller:
    """The system that sends a message."""

    sheet: ClaimSheet
    account: PaymentAccount


@dataclass(frozen=True)
class Call:
    """One message of a system."""

    inbound: Inbound
    tx: Transaction
    message: Mapping[str, Any]
    caller: Caller | None
    sessions: tuple[str, ...]
    payment: Payment | None
    """What the message names, when its sender has such a payment."""
    refusal: Refusal | None
    """Why it is refused before anybody looks at what it asks for."""


class Operation(Protocol):
    """One kind of message."""

    def answer(self, call: Call) -> Reply:
        """Decide, change what is stored, and say what it meant, also when it is refused."""
        ...


class Office:
    """The platform of one national side."""

    def __init__(self, national: National) -> None:
        self.national = national
        self.decisions = PaymentDecisions(national)

    @property
    def payments(self) -> Payments:
        """Return the store."""
        return self.decisions.payments

    @property
    def rules(self) -> PaymentRules:
        """Return the answers and the banks."""
        return self.national.catalogue.payment

    @property
    def now(self) -> datetime:
        """Return the time in Vietnam."""
        return self.national.clock.now()

    @property
    def address(self) -> str:
        """Return the public address of the platform."""
        return f"{self.national.public_url.rstrip('/')}{PATH}"

    def page_of(self, payment: Payment) -> str:
        """Return the address of the payer's page."""
        return f"{self.address}/pay/{payment.token}"

    def bill_of(self, payment: Payment) -> str:
        """Return the address of the receipt."""
        return f"{self.address}/bill/{payment.token}"

    def refused(self, message: Any, refusal: Refusal) -> Reply:
        """Return the answer of a refusal."""
        answer = self.rules.answers[refusal.name]
        told = answer.told(refusal.detail).vi
        return Reply(answer_head(message, answer.code, told, self.now.isoformat()), False)

    def code(self, refusal: Refusal | None) -> str:
        """Return the code that is answered."""
        return self.rules.answers[refusal.name if refusal else "ok"].code

    def state_of(self, payment: Payment) -> tuple[str, int, str]:
        """Return (state, its number on the wire, the name of the answer with which it is told) of a payment."""
        state = payment.state_at(self.now)
        number, name = self.rules.states[state]
        return state, number, name


def usable(inbound: Inbound) -> Mapping[str, Any] | None:
    """Return the message when it is a JSON object of texts in Unicode; half of a surrogate pair can be kept nowhere."""
    if inbound.too_large or len(inbound.body) > MAX_MESSAGE_BYTES or not isinstance(inbound.json, dict):
        return None
    try:
        json.dumps(inbound.json, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return None
    return inbound.json


def unusable(inbound: Inbound) -> Refusal:
    """Return the refusal of a body that is no such message."""
    too_large = inbound.too_large or len(inbound.body) > MAX_MESSAGE_BYTES
    return Refusal("malformed", f"Tối đa {MAX_MESSAGE_BYTES // 1024} KB." if too_large else "")
