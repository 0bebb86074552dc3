"""The messages of the payment platform, version 1.0.6: INIT, QUERY, GET_BILL and CONFIRM.

Names, values and the order of the signed values were read in two independent public clients. The order in an answer
to INIT, and the numbers of `TrangThaiGD`, are assumed.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.payment import Fee, Payment, PaymentAsked
from simulator.wire.scalars import field, rows, text
from simulator.wire.times import to_wire_time

INIT, QUERY, GET_BILL, CONFIRM = "INIT", "QUERY", "GET_BILL", "CONFIRM"
VERSION, CURRENCY = "1.0.6", "VND"
_KIND, _SIGNATURE, _RECEIPT = "LoaiBanTin", "MaXacThuc", "ThongTinBienLai"
_ASKED = (_KIND, "PhienBan", "MaDoiTac", "MaThamChieu")
_RESULT = (
    _KIND, "MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang", "ThoiGianGD",
    "ThongTinGiaoDich",
)  # fmt: skip
SIGNED: Mapping[str, tuple[str, ...]] = {
    INIT: (
        *_ASKED, "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan", "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang",
        "ThongTinGiaoDich", "ThoiGianGD", "Ip",
    ),
    QUERY: (*_ASKED, "ThoiGianGD"),
    GET_BILL: (*_ASKED, "ThoiGianGD"),
    CONFIRM: _RESULT,
}  # fmt: skip
"""Kind of message -> the values that are signed, in their order."""
_STARTED = ("MaLoi", "MaDoiTac", "MaThamChieu", "ThoiGianGD", "UrlThanhToan")
_HIDDEN = "<secret>"
_MOST_DIGITS = 12


def kind_of(message: Any) -> str:
    """Return what kind of message it says it is."""
    return field(message, _KIND)


def partner_of(message: Any) -> str:
    """Return who sends it."""
    return field(message, "MaDoiTac")


def reference_of(message: Any) -> str:
    """Return the partner's own number of the payment."""
    return field(message, "MaThamChieu")


def version_of(message: Any) -> str:
    """Return the version of the protocol."""
    return field(message, "PhienBan")


def amount_written(message: Any) -> str:
    """Return the amount as it was sent."""
    return field(message, "SoTien")


def is_reference(written: str) -> bool:
    """Return whether a text can be a reference: letters and digits alone."""
    return bool(re.fullmatch("[0-9A-Za-z]{1,64}", written))


def missing_names(message: Any) -> list[str]:
    """Return the fields without which nothing can be answered and that are empty or not there."""
    needed = (*_ASKED, *(("SoTien",) if kind_of(message) == INIT else ()), _SIGNATURE)
    return [name for name in needed if not field(message, name)]


def signature(message: Mapping[str, Any], names: tuple[str, ...], secret: str) -> str:
    """Return the SHA-256 of the values as they are sent, in lower-case hex; an absent value is empty."""
    return hashlib.sha256(_joined(message, names, secret).encode("utf-8", "surrogatepass")).hexdigest()


def signed_text(message: Mapping[str, Any]) -> str:
    """Return what is hashed for a message of its kind, the secret hidden: to compare with."""
    return _joined(message, SIGNED[kind_of(message)], _HIDDEN)


def is_signed(message: Mapping[str, Any], secret: str) -> bool:
    """Return whether the signature is right, compared in constant time; the contract judges capital letters."""
    told = field(message, _SIGNATURE).lower().encode("utf-8", "surrogatepass")
    return hmac.compare_digest(told, signature(message, SIGNED[kind_of(message)], secret).encode())


def asked_from_wire(message: Mapping[str, Any]) -> PaymentAsked:
    """Read an INIT."""
    receipt = message.get(_RECEIPT)
    return PaymentAsked(
        partner=partner_of(message),
        reference=reference_of(message),
        amount=_amount(message.get("SoTien")),
        info=field(message, "ThongTinGiaoDich"),
        dossier_code=field(receipt, "MaHoSo"),
        procedure_code=field(receipt, "MaTTHC"),
        procedure_name=field(receipt, "TenTTHC", "TenDVC"),
        agency_name=field(receipt, "TenDonVi", "TenCoQuanQD"),
        payer_name=field(receipt, "HoTenNguoiNop"),
        personal_id=field(receipt, "SoCMNDNguoiNop"),
        payer_address=field(receipt, "DiaChiNguoiNop"),
        purpose=field(receipt, "NoiDungThanhToan"),
        fees=tuple(_fee(row) for _, row in rows(receipt, "PhiLePhi")),
        lines=tuple(
            Fee("", field(row, "NoiDung"), _amount(row.get("SoTien"))) for _, row in rows(receipt, "DSKhoanNop")
        ),
    )


def sum_findings(message: Mapping[str, Any]) -> list[ContractFinding]:
    """Return where the parts of the amount are not the whole; that they have to be is assumed."""
    whole, receipt = _amount(message.get("SoTien")), message.get(_RECEIPT)
    found = []
    for name in ("PhiLePhi", "DSKhoanNop"):
        parts = [_amount(row.get("SoTien")) for _, row in rows(receipt, name)]
        total = sum(part or 0 for part in parts)
        if parts and total != whole:
            pointer, expected = f"/{_RECEIPT}/{name}", f"together SoTien ({amount_written(message)})"
            found.append(ContractFinding(f"payment/{INIT}", pointer, expected, str(total), "sum", assumed=True))
    return found


def started_to_wire(head: Mapping[str, Any], url: str, secret: str) -> dict[str, Any]:
    """Return the answer to an INIT that was taken; `head` is what `answer_head` made."""
    message = {**head, "UrlThanhToan": url}
    return {**message, _SIGNATURE: signature(message, _STARTED, secret)}


def answer_head(message: Any, code: str, told: str, at: str) -> dict[str, Any]:
    """Return how every answer begins; `at` is ISO 8601."""
    named = {"MaDoiTac": partner_of(message), "MaThamChieu": reference_of(message)}
    return {"MaLoi": code, "MoTaLoi": told, **named, "ThoiGianGD": to_wire_time(at)}


def result_to_wire(payment: Payment, code: str, secret: str, kind: str = CONFIRM) -> dict[str, Any]:
    """Return the result of a payment with its signature, as a CONFIRM or as the answer to a QUERY."""
    at = payment.decided_at or payment.started_at
    values = (
        kind, code, payment.asked.partner, payment.reference, payment.amount, CURRENCY, payment.transaction,
        payment.bank, to_wire_time(at), payment.asked.info,
    )  # fmt: skip
    message = dict(zip(_RESULT, values, strict=True))
    return {**message, _SIGNATURE: signature(message, _RESULT, secret)}


def state_to_wire(result: Mapping[str, Any], told: str, state: int) -> dict[str, Any]:
    """Return the answer to a QUERY."""
    return {**result, "MoTaLoi": told, "TrangThaiGD": state}


def bill_to_wire(code: str, told: str, url: str) -> dict[str, Any]:
    """Return the answer to a GET_BILL of a family that reads JSON."""
    return {"MaLoi": code, "MoTaLoi": told, "URLBienLai": url}


def wrapped(answer: Mapping[str, Any], ok: bool) -> dict[str, Any]:
    """Return an answer as a provincial middleware hands it on: as JSON in a text (the code of a refusal is assumed)."""
    return {"error_code": "0" if ok else "-1", "message": json.dumps(answer, ensure_ascii=False)}


def taken_code(answer: Any) -> str:
    """Return the code that a system answered to a CONFIRM; empty when it answered none."""
    return field(answer, "MaLoi")


def _fee(row: Mapping[str, Any]) -> Fee:
    name, kind = field(row, "TenPhiLePhi"), field(row, "LoaiPhiLePhi")
    return Fee(field(row, "MaPhiLePhi"), name, _amount(row.get("SoTien")), kind)


def _amount(value: Any) -> int | None:
    """Return whole VND; the contract judges whether it came as a text."""
    written = text(value)
    good = written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS
    return int(written) if good else None


def _joined(message: Mapping[str, Any], names: tuple[str, ...], secret: str) -> str:
    return "|".join([*(text(message.get(name)) for name in names), secret])
