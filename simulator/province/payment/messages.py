"""The messages of the payment platform (version 1.0.6), field by field, as two public clients have them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from simulator.core.clock import VIETNAM
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier
from simulator.province.national_side import NationalSideDown
from simulator.province.payment import signature
from simulator.province.payment.fees import Fee, total

VERSION = "1.0.6"
DONE, OTHER_ERROR = "00", "99"
CURRENCY = "VND"
_FEE_OF_A_PROCEDURE = "2"
_FEE, _ONLINE_SERVICE = "1", ".01"
_NOT_OF_A_FEE = (
    *("MaLoaiHinhThuPhat", "TenLoaiHinhThuPhat", "MaCoQuanQD", "TenCoQuanQD", "KhoBac", "NgayQD", "SoQD"),
    *("ThoiGianViPham", "DiaDiemViPham", "TenNguoiViPham", "TaiKhoanThuNSNN"),
)
"""Fields of administrative fines: there, and empty."""


class Result(NamedTuple):
    """How a payment went, as the platform tells it."""

    code: str
    """MaLoi."""
    state: str
    """TrangThaiGD, only told when asked."""
    amount: int | None
    currency: str
    transaction: str


def platform_time(now: datetime) -> str:
    """Return `yyyyMMddHHmmss` in Vietnam."""
    return f"{now.astimezone(VIETNAM):%Y%m%d%H%M%S}"


def start_message(
    reference: str, dossier: Dossier, fees: Sequence[Fee], now: datetime, ip: str, config: ProvinceConfig
) -> dict[str, Any]:
    """Return INIT."""
    message = {
        "LoaiBanTin": "INIT",
        "PhienBan": VERSION,
        "MaDoiTac": config.partner,
        "MaThamChieu": reference,
        "SoTien": str(total(fees)),
        "LoaiHinhThanhToan": "PAY",
        "MaKenhThanhToan": "1",
        "MaThietBi": "1",
        "NgonNgu": "vi-VN",
        "MaTienTe": CURRENCY,
        "MaNganHang": "PAYMENT",
        "ThongTinGiaoDich": f"Thanh toan ho so {dossier.code}",
        "ThoiGianGD": platform_time(now),
        "Ip": ip,
        "ThongTinBienLai": receipt_data(dossier, fees, config),
    }
    return signature.signed(message, signature.INIT, config.payment_secret)


def asking_message(kind: str, reference: str, now: datetime, config: ProvinceConfig) -> dict[str, Any]:
    """Return QUERY or GET_BILL."""
    message = {
        "LoaiBanTin": kind,
        "PhienBan": VERSION,
        "MaDoiTac": config.partner,
        "MaThamChieu": reference,
        "ThoiGianGD": platform_time(now),
    }
    return signature.signed(message, signature.ASKING, config.payment_secret)


def confirm_answer(code: str, told: str, reference: str, now: datetime, config: ProvinceConfig) -> dict[str, Any]:
    """Return what CONFIRM is answered."""
    answer = {
        "MaLoi": code,
        "MoTaLoi": told,
        "MaDoiTac": config.partner,
        "MaThamChieu": reference,
        "ThoiGianGD": platform_time(now),
    }
    return signature.signed(answer, signature.ANSWER, config.payment_secret)


def look_up_answer(
    dossier: Dossier, fees: Sequence[Fee], now: datetime, config: ProvinceConfig, who_asks: Mapping[str, str]
) -> dict[str, Any]:
    """Return what the portal is told that asks what is to be paid for a dossier; nothing when there are no fees.

    Who pays is left out: the question carries no signature, and a dossier code alone proves nothing.
    """
    if not fees:
        return {"error_code": "0", "message": [], **who_asks}
    known = receipt_data(dossier, fees, config)
    payer = dict.fromkeys(("HoTenNguoiNop", "SoCMNDNguoiNop", "DiaChiNguoiNop"), "")
    message = {"MaTraCuuTT": f"{dossier.code}{platform_time(now)}", **known, **payer}
    return {"error_code": "1", "message": message, **who_asks}


def receipt_data(dossier: Dossier, fees: Sequence[Fee], config: ProvinceConfig) -> dict[str, Any]:
    """Return `ThongTinBienLai`; the account of the beneficiary is known to the platform by the partner."""
    owner = dossier.owner
    return {
        "MaDichVu": _FEE_OF_A_PROCEDURE,
        "MaDVC": dossier.procedure + _ONLINE_SERVICE,
        "TenDVC": dossier.procedure_name,
        "MaTTHC": dossier.procedure,
        "TenTTHC": dossier.procedure_name,
        "MaDonVi": dossier.unit_code or config.receiving_agency,
        "TenDonVi": dossier.unit_name or config.unit_name,
        "MaHoSo": dossier.code,
        "TKThuHuong": "",
        "MaNHThuHuong": "",
        "TenTKThuHuong": "",
        **dict.fromkeys(_NOT_OF_A_FEE, ""),
        "NoiDungThanhToan": f"Phí, lệ phí hồ sơ {dossier.code}",
        "HoTenNguoiNop": owner.name,
        "SoCMNDNguoiNop": owner.personal_id,
        "DiaChiNguoiNop": dossier.filed_value("applicant.residence"),
        "HuyenNguoiNop": "",
        "TinhNguoiNop": "",
        "PhiLePhi": [
            {"LoaiPhiLePhi": _FEE, "MaPhiLePhi": fee.code, "TenPhiLePhi": fee.name, "SoTien": str(fee.amount)}
            for fee in fees
        ],
        "DSKhoanNop": [{"NoiDung": fee.name, "SoTien": str(fee.amount)} for fee in fees],
    }


def unwrapped(answer: Any) -> Mapping[str, Any]:
    """Return an answer of the platform; one generation of it comes as JSON in a text, below `error_code`."""
    document = answer if isinstance(answer, Mapping) else {}
    if "MaLoi" in document or "error_code" not in document:
        return document
    inner = document.get("message")
    try:
        found = json.loads(inner) if isinstance(inner, str) else inner
    except ValueError:
        raise NationalSideDown("the payment platform's `message` is not JSON") from None
    told = found if isinstance(found, Mapping) else {}
    return {"MaLoi": DONE if str(document["error_code"]) in ("0", DONE) else str(document["error_code"]), **told}


def result_of(document: Mapping[str, Any]) -> Result:
    """Read how a payment went, of CONFIRM or of the answer to QUERY."""
    amount = str(document.get("SoTien", "")).strip()
    return Result(
        code=str(document.get("MaLoi", "")),
        state=str(document.get("TrangThaiGD", "")),
        amount=int(amount) if amount.isdecimal() else None,
        currency=str(document.get("MaTienTe") or CURRENCY),
        transaction=str(document.get("MaGiaoDich") or ""),
    )
