"""Payments as `/admin` tells them: one, those of a day with their sums, and the file that a partner gets of a day."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from simulator.core.clock import VIETNAM
from simulator.domain.payment import PAID, Payment
from simulator.web.national import National
from simulator.web.outbox import Outbox

COLUMNS = (
    "row", "partner", "reference", "transaction", "dossier_code", "amount_vnd", "bank", "paid_at", "receipt",
)  # fmt: skip
"""`row` is payment or total; the amount of the total is the sum of its partner."""
_BYTE_ORDER_MARK = "\ufeff"
"""Without it the usual spreadsheet shows Vietnamese letters wrong."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by a spreadsheet; systems choose these texts."""


class PaymentList:
    """How the payments of one national side are told."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._outbox = Outbox(national)

    def row(self, payment: Payment) -> dict[str, Any]:
        """Return one payment with how far its telling got."""
        paid_at = payment.decided_at.isoformat() if payment.decided_at and payment.state == PAID else ""
        return {
            "token": payment.token,
            "province": payment.province,
            "partner": payment.asked.partner,
            "reference": payment.reference,
            "dossier_code": payment.dossier_code,
            "amount": payment.amount,
            "state": payment.state_at(self._national.clock.now()),
            "transaction": payment.transaction,
            "bank": payment.bank,
            "started_at": payment.started_at.isoformat(),
            "expires_at": payment.expires_at.isoformat(),
            "paid_at": paid_at,
            "receipt": payment.receipt,
            "faults": list(payment.faults),
            "told": payment.told,
            "telling": self._telling(payment),
            "pay_url": f"{self._national.public_url.rstrip('/')}/paymentplatform/pay/{payment.token}",
        }

    def _telling(self, payment: Payment) -> dict[str, Any] | None:
        found = self._outbox.state_of(payment.letter)
        if found is None:
            return None
        return {**found, "due_at": datetime.fromtimestamp(found["due_at"], VIETNAM).isoformat(timespec="seconds")}

    def of_day(self, day: date, payments: Sequence[Payment]) -> dict[str, Any]:
        """Return what was paid on a day, with the sum of each partner."""
        sums = [{"partner": partner, **_sum(rows)} for partner, rows in _by_partner(payments).items()]
        return {
            "day": day.isoformat(),
            "payments": [self.row(one) for one in payments],
            "partners": sums,
            **_sum(payments),
        }


def day_file(payments: Sequence[Payment]) -> str:
    """Return the file of a day: the payments of each partner, and behind them their sum."""
    page = io.StringIO()
    writer = csv.DictWriter(page, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for partner, rows in _by_partner(payments).items():
        writer.writerows(_line(payment) for payment in rows)
        total = _sum(rows)
        writer.writerow({"row": "total", "partner": _cell(partner), "amount_vnd": total["amount"]})
    return _BYTE_ORDER_MARK + page.getvalue()


def _line(payment: Payment) -> Mapping[str, Any]:
    texts = (payment.asked.partner, payment.reference, payment.transaction, payment.dossier_code)
    partner, reference, transaction, dossier = (_cell(text) for text in texts)
    at = payment.decided_at.isoformat() if payment.decided_at else ""
    values = ("payment", partner, reference, transaction, dossier, payment.amount, payment.bank, at, payment.receipt)
    return dict(zip(COLUMNS, values, strict=True))


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _by_partner(payments: Iterable[Payment]) -> dict[str, list[Payment]]:
    grouped: dict[str, list[Payment]] = {}
    for payment in payments:
        grouped.setdefault(payment.asked.partner, []).append(payment)
    return dict(sorted(grouped.items()))


def _sum(payments: Sequence[Payment]) -> dict[str, int]:
    return {"count": len(payments), "amount": sum(payment.amount for payment in payments)}
