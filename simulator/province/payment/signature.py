"""`MaXacThuc`: SHA-256 (hex, lower case) of a message's values joined by `|`, the secret last.

Two public clients agree on the orders of INIT, CONFIRM and QUERY. That of our answer to CONFIRM is assumed: its
values in the order in which they are named.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

NAME = "MaXacThuc"
INIT = (
    *("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan"),
    *("MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip"),
)
CONFIRM = (
    *("LoaiBanTin", "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang"),
    *("ThoiGianGD", "ThongTinGiaoDich"),
)
ASKING = ("LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "ThoiGianGD")
"""Of QUERY and GET_BILL."""
ANSWER = ("MaLoi", "MoTaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD")


def signed(message: Mapping[str, Any], order: tuple[str, ...], secret: str) -> dict[str, Any]:
    """Return the message with its signature."""
    return {**message, NAME: _signature(message, order, secret)}


def holds(message: Mapping[str, Any], order: tuple[str, ...], secret: str) -> bool:
    """Return whether the message carries the right signature, compared in constant time."""
    told = str(message.get(NAME) or "").lower()
    return hmac.compare_digest(_signature(message, order, secret).encode(), told.encode("utf-8", "replace"))


def _signature(message: Mapping[str, Any], order: tuple[str, ...], secret: str) -> str:
    values = [str(message.get(name, "")) for name in order]
    return hashlib.sha256("|".join([*values, secret]).encode("utf-8", "replace")).hexdigest()
