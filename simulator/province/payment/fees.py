"""What a procedure costs by channel, as the portal's catalogue says (`PHILEPHI` of `LayThuTuc`)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

NAMELESS = "Phí, lệ phí"
DEFAULT_CODE = "1"
"""What a known client always sends as code of a fee."""


class Fee(NamedTuple):
    """One fee."""

    channel: str
    """KENH: 1 at the counter, 2 online."""
    code: str
    name: str
    amount: int
    """VND."""


def fees_from_wire(ways: Any) -> tuple[Fee, ...]:
    """Read the fees of `CACHTHUCTHUCHIEN`; an amount that is no number is no fee that could be asked for."""
    return tuple(_fees(ways))


def total(fees: Sequence[Fee]) -> int:
    """Return the sum in VND."""
    return sum(fee.amount for fee in fees)


def _fees(ways: Any) -> Iterator[Fee]:
    for way in _rows(ways):
        for time in _rows(way.get("THOIGIAN")):
            for row in _rows(time.get("PHILEPHI")):
                amount = str(row.get("SOTIEN") or "").strip()
                if amount.isdecimal() and int(amount) > 0:
                    code = str(row.get("MAPHILEPHI") or DEFAULT_CODE)
                    yield Fee(str(way.get("KENH") or ""), code, str(row.get("TENPHILEPHI") or NAMELESS), int(amount))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
