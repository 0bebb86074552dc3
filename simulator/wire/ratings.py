"""Satisfaction figures (đánh giá), as public code of a one-stop system sends them each month."""

from collections.abc import Mapping
from typing import Any

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.rating import Rating
from simulator.wire.scalars import field, number, rows

_OPERATION = "portal/DongBoDanhGia"
_SHARES = ("PhanTramDanhGiaRatHaiLong", "PhanTramDanhGiaHaiLong", "PhanTramDanhGiaChuaHaiLong")
_SERVICE_SHARES = (
    "PhanTramDanhGiaDichVuRatHaiLong",
    "PhanTramDanhGiaDichVuHaiLong",
    "PhanTramDanhGiaDichVuChuaHaiLong",
)
_KEYS = {"shares": _SHARES, "service_shares": _SERVICE_SHARES}


def ratings_from_wire(body: Any) -> list[Rating]:
    """Return the figures of a message."""
    return [
        Rating(
            month=field(row, "NgayTongHop"),
            raters=number(row.get("TongSoNguoiDanhGia")),
            shares=tuple(_percent(row, key) for key in _SHARES),
            service_shares=tuple(_percent(row, key) for key in _SERVICE_SHARES),
            question=field(row, "NoiDung"),
            procedure_code=field(row, "MaThuTuc"),
            agency_code=field(row, "Madonvi", "MADONVI", "MaDonVi"),
            agency_name=field(row, "TenDonVi"),
            row=index,
        )
        for index, row in rows(body, "data")
    ]


def crooked_shares(rating: Rating) -> list[ContractFinding]:
    """Return a finding for each three shares that do not make a hundred (that they must is assumed)."""
    return [
        ContractFinding(
            contract=_OPERATION,
            pointer=f"/data/{rating.row}/{_KEYS[name][0]}",
            expected="three shares that make 100%: " + ", ".join(_KEYS[name]),
            found=" + ".join(f"{share:g}%" for share in getattr(rating, name)),
            keyword="sum",
            assumed=True,
            row=rating.row,
        )
        for name in rating.crooked()
    ]


def _percent(row: Mapping[str, Any], key: str) -> float | None:
    written = field(row, key).strip().removesuffix("%").strip().replace(",", ".")
    try:
        return float(written) if written.replace(".", "", 1).isdigit() and written.isascii() else None
    except ValueError:
        return None
