"""What the portal says when it calls a system: the contracts' examples, with the people and the day of a story."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from simulator.control.body import bad_request, text_of, whole_of
from simulator.domain.inbound import (
    AMENDMENT,
    CONTRACTS,
    FAULTS,
    PROMOTION,
    TAX_NOTICE,
    TAX_RECEIPT,
    PromotionAmendment,
    PromotionNotice,
    TaxLine,
    TaxNotice,
    TaxReceipt,
)
from simulator.domain.person import Person
from simulator.wire.contracts import Contracts
from simulator.wire.inbound import (
    amendment_from_wire,
    promotion_from_wire,
    tax_notice_from_wire,
    tax_receipt_from_wire,
)

_MOST_CHARS, _MOST_VND = 200, 10**15
_STARTS, _LASTS = timedelta(days=9), timedelta(days=21)


def promotion(contracts: Contracts, told: Mapping[str, Any], trader: Person | None, now: datetime) -> PromotionNotice:
    """Return a notice; `procedure_code` may be told, and who files it."""
    shown = promotion_from_wire(contracts[CONTRACTS[PROMOTION]].example_request)
    starts = (now + _STARTS).replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"starts_at": starts.isoformat(), "ends_at": (starts + _LASTS).isoformat()}
    return replace(shown, **_filed(told, trader, now), **days)


def amendment(
    contracts: Contracts, told: Mapping[str, Any], trader: Person | None, now: datetime, earlier: str
) -> PromotionAmendment:
    """Return an amendment of the notice with the portal's code `earlier`; an empty one: that of the example."""
    shown = amendment_from_wire(contracts[CONTRACTS[AMENDMENT]].example_request)
    code = earlier or shown.earlier_code
    return replace(shown, **_filed(told, trader, now), earlier_code=code, earlier_filed_at=_written(now))


def tax_notice(
    contracts: Contracts, told: Mapping[str, Any], owner: Person | None, now: datetime, dossier_code: str
) -> TaxNotice:
    """Return what is to be paid for a dossier; `lines` may be told: [{item, amount}]."""
    shown = tax_notice_from_wire(contracts[CONTRACTS[TAX_NOTICE]].example_request)
    code = dossier_code or shown.dossier_code
    number = owner["personal_id"] if owner else shown.lines[0].tax_code
    decision = f"LTB{int(sha256(code.encode()).hexdigest(), 16) % 10**7:07}/TB-CCT"
    items = _lines(told) or [(line.item, line.amount) for line in shown.lines]
    lines = (TaxLine(number, decision, now.date().isoformat(), item, amount) for item, amount in items)
    return TaxNotice(code, tuple(lines))


def tax_receipt(contracts: Contracts, notice: TaxNotice, payer: Person | None, now: datetime) -> TaxReceipt:
    """Return the receipt of a notice that was paid in full."""
    shown = tax_receipt_from_wire(contracts[CONTRACTS[TAX_RECEIPT]].example_request)
    first = notice.lines[0]
    owner = {"tax_code": first.tax_code, "payer": payer.get("full_name") or "", "payer_id": payer["personal_id"],
             "address": payer.get("residence") or ""} if payer else {}  # fmt: skip
    return replace(
        shown,
        dossier_code=notice.dossier_code,
        decision=first.decision,
        amount=notice.amount,
        paid_at=_written(now),
        **owner,
    )


def written(told: Mapping[str, Any], name: str) -> str:
    """Return a text that can be written down anywhere, or an empty one; no control characters, no half of a pair."""
    text = text_of(told, name, "")
    if not text.isprintable() or len(text) > _MOST_CHARS:
        raise bad_request(name, f"a printable text of at most {_MOST_CHARS} characters")
    return text


def faults_of(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the faults that are wished for."""
    wished = told.get("faults") or []
    if not isinstance(wished, list) or not all(one in FAULTS for one in wished):
        raise bad_request("faults", f"a list of {', '.join(FAULTS)}")
    return tuple(wished)


def _filed(told: Mapping[str, Any], trader: Person | None, now: datetime) -> dict[str, str]:
    procedure = {"procedure_code": written(told, "procedure_code")} if told.get("procedure_code") else {}
    filed = {"filed_at": _written(now), **procedure}
    if trader is None:
        return filed
    # A household business has the personal number of its owner for a tax code (recalled; since July 2025).
    names = {"address": "residence", "phone": "phone", "email": "email"}
    return {
        **filed,
        "trader": f"Hộ kinh doanh {trader.get('full_name') or ''}".strip(),
        "tax_code": trader["personal_id"],
        **{name: trader.get(attribute) or "" for name, attribute in names.items()},
    }


def _lines(told: Mapping[str, Any]) -> Sequence[tuple[str, int]]:
    lines = told.get("lines") or []
    if not isinstance(lines, list) or not all(isinstance(line, Mapping) for line in lines):
        raise bad_request("lines", "a list of {item, amount}")
    return [(written(line, "item"), _amount(line)) for line in lines]


def _amount(line: Mapping[str, Any]) -> int:
    amount = whole_of(line, "amount", 0)
    if amount > _MOST_VND:
        raise bad_request("amount", f"at most {_MOST_VND} VND")
    return amount


def _written(now: datetime) -> str:
    return now.replace(microsecond=0).isoformat()
