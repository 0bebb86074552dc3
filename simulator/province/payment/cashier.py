"""What is to be paid for a dossier, and what becomes of it: payments are started, confirmed, asked for and counted.

A payment counts once, however often the platform tells of it. What it tells is believed when it is signed, speaks of
an attempt of ours, and of its very amount.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.adapter import Refused
from simulator.province.archive import NO_DOSSIER, Archive
from simulator.province.config import SUBMIT, ProvinceConfig
from simulator.province.dossier import Dossier, Step
from simulator.province.national_side import NationalSideDown
from simulator.province.payment import signature
from simulator.province.payment.attempts import FAILED, OPEN, PAID, Attempt, Attempts
from simulator.province.payment.fees import Fee, total
from simulator.province.payment.messages import (
    CURRENCY,
    DONE,
    OTHER_ERROR,
    confirm_answer,
    look_up_answer,
    platform_time,
    result_of,
)
from simulator.province.payment.outcome import state_of
from simulator.province.payment.platform import PaymentRefused, Platform
from simulator.province.procedures import Procedures
from simulator.province.seams import Seams
from simulator.province.store import Store

PAYABLE = frozenset({workflow.ACCEPTED, workflow.PROCESSING, workflow.SUPPLEMENT, workflow.PAYMENT, workflow.FINISHED})
"""From the acceptance of a dossier on, as long as it is not ended."""
DUE, STARTED = "due", "started"
_COUNTED = "Đã thanh toán trực tuyến {amount:,} đồng"


@dataclass(frozen=True)
class Account:
    """What the citizen is shown about the fee of a dossier."""

    amount: int
    """VND."""
    state: str
    """due, started or paid."""
    paid: int
    """VND that this system counts as paid."""
    pay: str
    """Path by which the citizen pays; empty when nothing is to be paid."""
    receipt: str
    """Path of the receipt; empty before there is one."""


class CannotPay(Exception):
    """There is nothing that could be paid now; the text is for the citizen."""


class Cashier:
    """Keeps the payments of one system."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        procedures: Procedures,
        platform: Platform,
        config: ProvinceConfig,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
    ) -> None:
        self.attempts = Attempts(store)
        self._lock, self._starting = threading.Lock(), set[str]()
        self._store = store
        self._archive = archive
        self._procedures = procedures
        self._platform = platform
        self._config = config
        self._clock = clock
        self._seams = seams
        self._on_event = on_event

    def account_of(self, dossier: Dossier) -> Account | None:
        """Return what is shown; None for a dossier without a fee, not accepted yet, or while nobody can say."""
        fees = self._fees(dossier)
        if not fees:
            return None
        latest = self.attempts.latest(dossier.code)
        amount, paid = total(fees), dossier.paid_vnd
        done = paid >= amount
        state = PAID if done else STARTED if latest and latest.state == OPEN else DUE
        receipt = f"/ket-qua/{latest.receipt}" if latest and latest.receipt else ""
        return Account(amount, state, paid, "" if done else pay_path(dossier), receipt)

    def start(self, owner: str, code: str, ip: str) -> Attempt:
        """Return the attempt under which the citizen pays; raises `CannotPay` and `NationalSideDown`.

        While an attempt is open it is gone on with: two would let somebody pay twice.
        """
        dossier = self._archive.find_of(owner, code)
        if dossier is None:
            raise CannotPay(NO_DOSSIER.format(code=code))
        with self._lock:
            if code in self._starting:
                raise CannotPay("Đang khởi tạo thanh toán; vui lòng thử lại sau giây lát.")
            self._starting.add(code)
        try:
            return self._open(dossier, ip)
        finally:
            with self._lock:
                self._starting.discard(code)

    def _open(self, dossier: Dossier, ip: str) -> Attempt:
        latest = self.attempts.latest(dossier.code)
        if latest is not None and latest.state == OPEN:
            self.ask(latest)
            latest = self.attempts.latest(dossier.code)
            dossier = self._archive.find(dossier.code) or dossier
        account = self.account_of(dossier)
        if account is None or not account.pay:
            raise CannotPay("Hồ sơ này không có khoản nào cần thanh toán.")
        if latest is not None and latest.state == OPEN and latest.url:
            return latest
        if latest is not None and latest.state == OPEN:
            self._settle(latest, FAILED)  # the answer to INIT was lost: nobody knows the page of that payment
        return self._start(dossier, latest, ip)

    def confirm(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Take what the platform tells of a payment (CONFIRM), and return the answer; a repeat is answered alike."""
        reference = str(message.get("MaThamChieu") or "")
        attempt = self.attempts.find(reference)
        if not self._seams.is_payment_genuine(self._is_signed(message)):
            return self._answer(OTHER_ERROR, "Mã xác thực không đúng", reference)
        if attempt is None:
            return self._answer(OTHER_ERROR, "Không có mã tham chiếu này", reference)
        told = result_of(message)
        right = told.amount == attempt.amount and told.currency == CURRENCY
        if not self._seams.is_amount_taken(right):
            return self._answer(OTHER_ERROR, "Số tiền không khớp", reference)
        self._settle(attempt, self._seams.payment_state(told.code, PAID if told.code == DONE else FAILED))
        return self._answer(DONE, "Thành công", reference)

    def ask(self, attempt: Attempt) -> None:
        """Ask the platform how an open payment went (QUERY), and take its answer."""
        document = self._platform.ask(attempt.reference)
        told = result_of(document)
        state = state_of(told)
        if state == PAID and not (told.amount == attempt.amount and self._is_signed(document)):
            raise NationalSideDown(f"payment {attempt.reference}: not the amount, or not signed")
        self._settle(attempt, state)

    def fetch_receipt(self, attempt: Attempt) -> None:
        """Fetch the receipt of a paid attempt and keep it with the dossier."""
        receipt = self._platform.receipt(attempt.reference)
        paper_id = str(uuid4())
        with self._store.transaction() as tx:
            name = f"Bien-lai-{attempt.dossier}.pdf"
            self._archive.save_paper(tx, paper_id, attempt.dossier, name, receipt.content_type, receipt.content)
            self.attempts.has_receipt(tx, attempt.reference, paper_id)

    def look_up(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Tell the portal what is to be paid for a dossier (`dptracuuthanhtoanhs`)."""
        dossier = self._archive.find(str(asked.get("MaHoSo") or ""))
        who = {name: str(asked.get(name) or "") for name in ("transaction_id", "client_id")}
        if dossier is None:
            return {"error_code": "-1", "message": [], **who}
        fees = self._fees(dossier)
        due = () if dossier.paid_vnd >= total(fees) else fees
        return look_up_answer(dossier, self._seams.fees_told(due), self._clock.now(), self._config, who)

    def _start(self, dossier: Dossier, latest: Attempt | None, ip: str) -> Attempt:
        fresh = f"DVC{platform_time(self._clock.now())}{secrets.token_hex(6)}"
        reference = self._seams.payment_reference(fresh, latest.reference if latest else "")
        fees = self._fees(dossier)
        ask_at = self._now + self._config.payment_ask_seconds
        attempt = Attempt(reference, dossier.code, total(fees), "", OPEN, 0, ask_at, "")
        # Kept before it is sent: a payment whose start was taken and not answered is asked for too.
        self.attempts.add(attempt)
        self._on_event()
        try:
            url = self._platform.start(reference, dossier, fees, ip)
        except PaymentRefused as refusal:
            self._settle(attempt, FAILED)
            raise CannotPay(f"Nền tảng thanh toán không nhận yêu cầu ({refusal}).") from None
        self.attempts.has_page(reference, url)
        return replace(attempt, url=url)

    def _settle(self, attempt: Attempt, state: str) -> None:
        """Write the end of an attempt, and the money with the dossier in the same transaction."""
        if state == OPEN:
            return
        with self._store.transaction() as tx:
            before = self.attempts.change(tx, attempt.reference, state, self._now)
            if state == PAID and self._seams.is_payment_new(before != PAID):
                dossier = self._archive.find_in(tx, attempt.dossier)
                if dossier is not None:
                    self._archive.save_event(tx, self._counted(dossier, attempt.amount))
        self._on_event()

    def _counted(self, dossier: Dossier, amount: int) -> Dossier:
        content = _COUNTED.format(amount=amount).replace(",", ".")
        step = Step(dossier.step.number + 1, dossier.next_event_at(self._clock.now()), content)
        return replace(dossier, paid_vnd=dossier.paid_vnd + amount, step=step)

    def _fees(self, dossier: Dossier) -> tuple[Fee, ...]:
        """Return what the dossier costs once it is accepted; nothing while the catalogue cannot be read."""
        if dossier.passed_on or (dossier.status not in PAYABLE and not dossier.paid_vnd):
            return ()
        try:
            fees = self._procedures.read(dossier.procedure).fees_of(dossier.channel)
        except (NationalSideDown, Refused):
            return ()
        return self._seams.fees_asked(fees)

    def _is_signed(self, message: Mapping[str, Any]) -> bool:
        """Return whether the platform speaks of one of our payments, and signed it."""
        is_ours = message.get("MaDoiTac") == self._config.partner
        return is_ours and signature.holds(message, signature.CONFIRM, self._config.payment_secret)

    def _answer(self, code: str, told: str, reference: str) -> dict[str, Any]:
        return confirm_answer(code, told, reference, self._clock.now(), self._config)

    @property
    def _now(self) -> float:
        return self._clock.now().timestamp()


def pay_path(dossier: Dossier) -> str:
    """Return where the citizen pays the fee of a dossier."""
    return f"{SUBMIT}/{dossier.code}/thanh-toan"
