"""What is to be paid for a dossier, as the portal asks a system (`dptracuuthanhtoanhs` of public code)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.wire.scalars import field, number, rows

_DUE = {"1": True, "0": False}


class FeeTold(NamedTuple):
    """What a system says that is to be paid."""

    due: bool | None
    """None when it does not know the dossier, or did not say."""
    amount: int | None
    """Whole VND; None when nothing is due."""


def question_to_wire(dossier_code: str) -> dict[str, str]:
    """Return the question."""
    return {"MaHoSo": dossier_code}


def fee_from_wire(document: Any) -> FeeTold:
    """Read the answer; the amount is the sum of the fees, or of the lines of the receipt."""
    answer = document if isinstance(document, Mapping) else {}
    due = _DUE.get(field(answer, "error_code"))
    if not due:
        return FeeTold(due, None)
    message = answer.get("message")
    for name in ("PhiLePhi", "DSKhoanNop"):
        amounts = [number(row.get("SoTien")) for _, row in rows(message, name)]
        if amounts and None not in amounts:
            return FeeTold(True, sum(amount or 0 for amount in amounts))
    return FeeTold(True, None)
