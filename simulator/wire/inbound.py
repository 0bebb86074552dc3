"""What the portal calls on a system: look-up, promotion notice and amendment, land-tax notice and receipt.

Field names were read in public code of two families of one-stop systems; what differs between them is in the dialect.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulator.domain.dialect import Called
from simulator.domain.filing import FilingFile
from simulator.domain.inbound import Message, PromotionAmendment, PromotionNotice, TaxNotice, TaxReceipt
from simulator.wire.dossiers import national_code
from simulator.wire.scalars import field, require_object
from simulator.wire.tax_notice import UnreadableNotice, day_to_wire, notice_from_xml, notice_to_xml
from simulator.wire.times import from_wire_time, to_wire_time

_TRADER = {
    "procedure_code": ("MaTTHC",),
    "filed_at": ("NgayNopHoSo",),
    "trader": ("TenThuongNhan",),
    "tax_code": ("MaSoThue",),
    "address": ("DiaChiDoanhNghiep", "DiaChiChiTiet"),
    "phone": ("DienThoai",),
    "email": ("Email",),
}
_PROMOTION = _TRADER | {
    "dossier_code": ("MaHoSo",),
    "programme": ("TenChuongTrinhKhuyenMai",),
    "form": ("HinhThucKhuyenMai",),
    "starts_at": ("ThoiGianKhuyenMaiTu",),
    "ends_at": ("ThoiGianKhuyenMaiDen",),
    "goods": ("HangHoaDichVuKhuyenMai",),
    "quantity": ("SoLuongHangHoaDichVu",),
    "prizes": ("CoCauGiaiThuong",),
    "value_vnd": ("TongGiaTriHangHoa",),
    "details": ("NoiDungChiTiet",),
}
_AMENDMENT = _TRADER | {
    "dossier_code": ("MaHoSoQG",),
    "earlier_code": ("ThongTinDaNop", "MaHoSoQGDNP"),
    "earlier_filed_at": ("ThongTinDaNop", "NgayNopHoSoDNP"),
    "programme": ("ThongTinSuaDoi", "TenChuongTrinhKM"),
    "quantity": ("ThongTinSuaDoi", "SoLuongHangHoaDichVuKM"),
    "prizes": ("ThongTinSuaDoi", "CoCauGiaiThuongKM"),
    "details": ("ThongTinSuaDoi", "NoiDungChiTietKM"),
    "reason": ("LyDoDieuChinh",),
    "file_path": ("URLTepDangKy",),
}
_TIMES = ("filed_at", "earlier_filed_at", "starts_at", "ends_at", "paid_at")
_EMPTY_PROMOTION = {
    "SoVanBan": "",
    "Fax": "",
    "NguoiLienHe": "",
    "SoDienThoaiNguoiLienHe": "",
    "KhachHang": "",
    "TenCacThuongNhanCungThucHien": "",
}
_EMPTY_ADDRESS = {"MaTinh": "", "MaHuyen": "", "MaXa": ""}
_SERVICES = {
    PromotionAmendment: "NhanThongBaoKhuyenMaiBoSung",
    TaxNotice: "NhanThongBaoThueDat",
    TaxReceipt: "NhanChungTuThueDat",
}
"""Value of `service` in the envelope; that of the receipt was read, the others are assumed."""
_LOOK_UP = "TraCuuHoSo"
_PAID = 1
_CODES = ("error_code", "errorCode", "code", "status")
"""Under which key a look-up's -1 stands was not seen."""
_LOOKED_UP = {
    "dossier_code": "MaHoSo",
    "procedure_code": "MaTTHC",
    "procedure_name": "TenTTHC",
    "owner_kind": "LoaiDoiTuong",
    "status": "TrangThaiHoSo",
    "agency_name": "DonViXuLy",
}


class Answered(NamedTuple):
    """What a system answered to a message."""

    code: int | None
    """0 taken, 1 there already, -1 failed; None when it says no number."""
    taken: bool
    """Whether the system has it, from now on or already."""
    message: str


def look_up_to_wire(agency: str, dossier_code: str) -> dict[str, str]:
    """Return the body of a look-up."""
    return {"madonvi": agency, "service": _LOOK_UP, "masohoso": dossier_code}


def looked_up_from_wire(document: Any) -> dict[str, Any]:
    """Return what a look-up was answered: `found`, and texts by name; raises for what is no object."""
    answer = require_object(document, "the answer to the look-up")
    told = {name: field(answer, wire) for name, wire in _LOOKED_UP.items()}
    failed = any(_whole(answer.get(name)) == -1 for name in _CODES)
    national = {"procedure_code": national_code(told["procedure_code"]), "status": _whole(answer.get("TrangThaiHoSo"))}
    return {"found": bool(told["dossier_code"]) and not failed, **told, **national}


def message_to_wire(message: Message, called: Called, key: str = "", files: Sequence[FilingFile] = ()) -> Any:
    """Return the body of a message as the family reads it; `key` is the shared key of land-tax messages."""
    if isinstance(message, PromotionNotice):
        return _promotion(message, files)
    taxes = isinstance(message, TaxNotice | TaxReceipt)
    body = {"service": _SERVICES[type(message)], "isUpdating": False, "data": _data(message, files)}
    if taxes and key:
        body["SecurityKey"] = key
    if isinstance(message, TaxNotice) and called.day:
        body[called.day] = day_to_wire(message.lines[0].day if message.lines else "")
    return {called.envelope.get(name, name): value for name, value in body.items()}


def promotion_from_wire(body: Any) -> PromotionNotice:
    """Read a promotion notice."""
    return PromotionNotice(**_texts(body, _PROMOTION))


def amendment_from_wire(body: Any) -> PromotionAmendment:
    """Read an amendment."""
    return PromotionAmendment(**_texts(_at(body, ("data",)), _AMENDMENT))


def tax_notice_from_wire(body: Any) -> TaxNotice:
    """Read a land-tax notice; raises `UnreadableNotice` for a file that is none."""
    try:
        content = base64.b64decode(field(_at(body, ("data",)), "FileThongBaoThue"), validate=True)
    except ValueError as error:
        raise UnreadableNotice(str(error)) from None
    return notice_from_xml(content)


def tax_receipt_from_wire(body: Any) -> TaxReceipt:
    """Read a receipt."""
    data = _at(body, ("data",))
    payment = _at(data, ("ThongTinThanhToan",))
    return TaxReceipt(
        dossier_code=field(data, "MaHoSo"),
        decision=field(payment, "MaThongBaoThue"),
        amount=int(_at(payment, ("SoTien",)) or 0),
        tax_code=field(data, "MaSoThue"),
        payer=field(data, "HoTenNguoiNopTien"),
        payer_id=field(data, "SoCMTNguoiNopTien"),
        address=field(data, "DiaChiNguoiNopTien"),
        paid_at=from_wire_time(field(payment, "ThoiGianThanhToan")),
    )


def answered_from_wire(http_status: int, document: Any, called: Called) -> Answered:
    """Read the answer to a message; one family says by the HTTP status alone that it took it."""
    code = _whole(document.get("error_code")) if isinstance(document, Mapping) else None
    fine = 200 <= http_status < 300
    by_status = called.taken == "status" and code is None
    return Answered(code, fine and (by_status or code in (0, 1)), field(document, "message"))


def _promotion(notice: PromotionNotice, files: Sequence[FilingFile]) -> dict[str, Any]:
    return {
        **_EMPTY_PROMOTION,
        **_placed(notice, _PROMOTION),
        "TenTepDonDangKy": files[0].name if files else "",
        "TepDonDangKy": _base64(files[0]) if files else "",
        "TaiLieuNop": [{"TenTepDinhKem": one.name, "Base64": _base64(one)} for one in files[1:]],
    }


def _data(message: Message, files: Sequence[FilingFile]) -> dict[str, Any]:
    match message:
        case TaxNotice():
            return {"FileThongBaoThue": base64.b64encode(notice_to_xml(message)).decode()}
        case TaxReceipt():
            return _receipt(message)
    return {**_placed(message, _AMENDMENT), "TenTepDangKy": files[0].name if files else ""}


def _receipt(receipt: TaxReceipt) -> dict[str, Any]:
    return {
        "MaHoSo": receipt.dossier_code,
        "MaSoThue": receipt.tax_code,
        "HoTenNguoiNopTien": receipt.payer,
        "SoCMTNguoiNopTien": receipt.payer_id,
        "DiaChiNguoiNopTien": receipt.address,
        "TinhNguoiNopTien": "",
        "HuyenNguoiNopTien": "",
        "XaNguoiNopTien": "",
        "UrlFileChungTu": "",
        "ThongTinThanhToan": {
            "MaThongBaoThue": receipt.decision,
            "ThoiGianThanhToan": to_wire_time(receipt.paid_at),
            "SoTien": receipt.amount,
            "NoiDungThanhToan": "Nộp nghĩa vụ tài chính về đất đai",
            "TrangThaiThanhToan": _PAID,
        },
    }


def _placed(message: Message, places: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the texts of a message at their places, one level deep at most."""
    placed: dict[str, Any] = {}
    for name, (*above, last) in places.items():
        value = getattr(message, name)
        holder = placed.setdefault(above[0], {}) if above else placed
        holder[last] = to_wire_time(value) if name in _TIMES else value
    return {**placed, "DiaChiDoanhNghiep": {**_EMPTY_ADDRESS, **placed["DiaChiDoanhNghiep"]}}


def _texts(body: Any, places: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found = {name: field(_at(body, above), last) for name, (*above, last) in places.items()}
    return {name: from_wire_time(value) if name in _TIMES else value for name, value in found.items()}


def _at(node: Any, path: Sequence[str]) -> Any:
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def _whole(value: Any) -> int | None:
    """Return a whole number, also a negative one and one that is written as text."""
    if isinstance(value, bool):
        return None
    written = str(value).strip() if isinstance(value, int | str) else ""
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _base64(file: FilingFile) -> str:
    return base64.b64encode(file.content).decode()
