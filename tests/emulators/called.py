"""What the portal calls on a system: a look-up, notices of promotions, land-tax notices and receipts, by family."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, jsonify, request
from lxml import etree

from .adapter import TransportFailed
from .store import Dossier
from .system import System

View = Callable[[], Any]


class Refused(Exception):
    """What these clients answer as a failure."""


CAUGHT = (Refused, TransportFailed, LookupError, TypeError, ValueError, AttributeError, etree.XMLSyntaxError)
"""These clients catch everything; an element that is not there is an attribute of nothing."""


@dataclass
class Desk:
    """What happens inside a system, whichever door a message came through."""

    system: System

    def notice(self, told: Mapping[str, Any]) -> bool:
        """[promotion] Make a dossier of a notice; return whether it is new. Raises `Refused`."""
        if not all(str(told.get(name) or "") for name in ("MaHoSo", "MaTTHC", "TenThuongNhan", "MaSoThue")):
            raise Refused("Thiếu MaHoSo, MaTTHC, TenThuongNhan hoặc MaSoThue")
        if self.system.store.kept(f"notice:{told['MaHoSo']}"):
            return False
        # [calls-back] The portal is asked for the trader's account while its own request is open.
        account = self.system.talker.tech_id(str(told["MaSoThue"]))
        if not account:
            raise Refused("Không tìm thấy tài khoản của thương nhân")
        files = [{"code": "", "name": str(one["TenTepDinhKem"])} for one in told.get("TaiLieuNop") or []]
        code = self._filed(str(told["MaHoSo"]), told, account, str(told.get("TenChuongTrinhKhuyenMai") or ""), files)
        self.system.store.keep(f"notice:{told['MaHoSo']}", {"code": code, "account": account})
        return True

    def amendment(self, told: Mapping[str, Any], file: str = "") -> None:
        """[amendment] Make a dossier of an amendment, beside the notice that it names. Raises `Refused`."""
        earlier = (told.get("ThongTinDaNop") or {}).get("MaHoSoQGDNP")
        notice = self.system.store.kept(f"notice:{earlier}")
        if not notice:
            raise Refused(f"Không có hồ sơ {earlier}")
        papers = [{"code": "", "name": str(told["TenTepDangKy"])}] if file else []
        code = self._filed(str(told["MaHoSoQG"]), told, notice["account"], str(told["LyDoDieuChinh"]), papers)
        self.system.store.keep(f"amendment:{told['MaHoSoQG']}", {"code": code, "of": notice["code"], "file": file})

    def _filed(self, at: str, told: Mapping[str, Any], account: str, content: str, files: list[dict[str, str]]) -> str:
        owner = {"name": str(told["TenThuongNhan"]), "number": str(told["MaSoThue"]), "tech_id": account}
        owner |= {"phone": str(told.get("DienThoai") or ""), "email": str(told.get("Email") or ""), "address": ""}
        dossier = self.system.office.take(str(told["MaTTHC"]), self.system.config.unit, owner, content, files)
        dossier.portal_code = at
        self.system.store.save(dossier)
        if self.system.config.receives_notices:
            # [received-at-once] A notice waits for nobody's decision.
            self.system.office.act(dossier.code, "accept", "Cán bộ một cửa", "")
        self.system.sync.changed()
        return dossier.code

    def tax_notice(self, content: str, tag: str) -> None:
        """[tax-notice] Read the lines of each dossier; the item stands under the family's own tag. Raises `Refused`."""
        root = etree.fromstring(base64.b64decode(content), etree.XMLParser(resolve_entities=False, no_network=True))
        for block in root.iterfind("BODY/ROW_LIST"):
            dossier = self._dossier(_text(block, "MA_HSO"))
            lines = [
                {name: _text(one, name) for name in ("SO_QUYET_DINH", tag, "SO_TIEN")} for one in block.iterfind("LIST")
            ]
            self.system.store.keep(f"tax:{dossier.code}", lines)

    def receipt(self, told: Mapping[str, Any]) -> None:
        """[tax-receipt] Keep the receipt of a dossier. Raises `Refused`."""
        dossier, paid = self._dossier(str(told["MaHoSo"])), told["ThongTinThanhToan"]
        self.system.store.keep(
            f"receipt:{dossier.code}", {"notice": paid["MaThongBaoThue"], "amount": int(paid["SoTien"])}
        )

    def _dossier(self, code: str) -> Dossier:
        dossier = self.system.store.find(code)
        if dossier is None:
            raise Refused(f"Không có hồ sơ {code}")
        return dossier


class OpenCpsDoors:
    """[suffixes] Recognised by the end of the address, below any prefix; nobody asks who calls."""

    def __init__(self, app: Flask, system: System) -> None:
        self._system, self._desk = system, Desk(system)
        for path, view in (
            ("search/call", self.look_up),
            ("addtthcKhuyenMai", self.notice),
            ("nhanhsdvcqg", self.envelope),
            ("nhantbthuedvcqg", self.tax_notice),
        ):
            app.add_url_rule(f"/{path}", path, view, methods=["POST"])
            app.add_url_rule(f"/<path:prefix>/{path}", f"below {path}", view, methods=["POST"])

    def look_up(self, prefix: str = "") -> Any:
        """[look-up] Answer the bare object; a failure is HTTP 200 with -1."""
        dossier = self._system.store.find(str(_body().get("masohoso")))
        if dossier is None:
            return jsonify({"error_code": -1, "message": "Không tìm thấy hồ sơ"})
        try:
            procedure = self._system.talker.procedure(dossier.procedure)
        except (TransportFailed, LookupError, TypeError, ValueError):
            procedure = {"TENTTHC": "", "LINHVUCTHUCHIEN": [{"MALINHVUC": "", "TENLINHVUC": ""}]}
        return jsonify(self._found(dossier, procedure))

    def _found(self, dossier: Dossier, procedure: Mapping[str, Any]) -> dict[str, str]:
        field = procedure["LINHVUCTHUCHIEN"][0]
        return {
            "MaHoSo": dossier.code,
            "MaTTHC": self._system.config.localised(dossier.procedure),
            "TenTTHC": procedure["TENTTHC"],
            "MaLinhVuc": field["MALINHVUC"],
            "TenLinhVuc": field["TENLINHVUC"],
            "LoaiDoiTuong": "1",
            "TrangThaiHoSo": dossier.status,
            "HinhThuc": "0",
            "DonViXuLy": self._system.config.name,
        }

    def notice(self, prefix: str = "") -> Any:
        """[promotion] 0 taken, 1 there already, -1 a failure; the number is no text."""
        return self._said(lambda: 0 if self._desk.notice(_body()) else 1)

    def envelope(self, prefix: str = "") -> Any:
        """[one-door] An amendment and a receipt come to the same address; `service` tells them apart."""
        told = _body()

        def take() -> int:
            (self._desk.receipt if told.get("service") == "NhanChungTuThueDat" else self._desk.amendment)(told["data"])
            return 0

        return self._said(take)

    def tax_notice(self, prefix: str = "") -> Any:
        """[tax-notice] -1 when there is no file in it."""
        content = str((_body().get("data") or {}).get("FileThongBaoThue") or "")

        def take() -> int:
            if not content:
                raise Refused("Không có FileThongBaoThue")
            self._desk.tax_notice(content, "TEN_TIEU_MUC")
            return 0

        return self._said(take)

    def _said(self, take: Callable[[], int]) -> Any:
        try:
            code, message = take(), "Thực hiện thành công"
        except CAUGHT as error:
            code, message = -1, f"{type(error).__name__}: {error}"
            self._system.store.log("", request.path.rsplit("/", 1)[-1], False, message)
        return jsonify({"error_code": code, "message": message})


class TandanDoors:
    """[own-addresses] Addresses of its own; 201 with its own result, or 500; land tax asks for the key in the body."""

    def __init__(self, app: Flask, system: System) -> None:
        self._system, self._desk = system, Desk(system)
        for path, view in (
            ("HoSo/ThongBaoKhuyenMai", self.notice),
            ("HoSo/ThongBaoKhuyenMaiBoSung", self.amendment),
            ("LienThongNVTCDVCQuocGia/ImportThongBaoThueFromDVCQG", self.tax_notice),
            ("LienThongNVTCDVCQuocGia/ImportChungTuThueFromDVCQG", self.receipt),
        ):
            app.add_url_rule(f"/api/{path}", path, view, methods=["POST"])

    def notice(self) -> Any:
        """[promotion] Whether it was there already makes no difference here: CHOSEN."""
        return self._said(lambda: self._desk.notice(_body()))

    def amendment(self) -> Any:
        """[file-by-path] The file is a path, fetched from the portal while its request is open."""
        told = _any_case(_body())["data"]
        return self._said(lambda: self._desk.amendment(told, self._system.talker.file(told["URLTepDangKy"])))

    def tax_notice(self) -> Any:
        """[tax-notice] With the tag that this family reads."""
        return self._said(lambda: self._desk.tax_notice(self._own()["FileThongBaoThue"], "TEN_TIEUMUC"))

    def receipt(self) -> Any:
        """[tax-receipt] The same key is asked for."""
        return self._said(lambda: self._desk.receipt(self._own()))

    def _own(self) -> Mapping[str, Any]:
        """[security-key] Keys of the envelope in any case."""
        told = _any_case(_body())
        if told.get("securitykey") != self._system.config.security_key:
            raise Refused("SecurityKey")
        return dict(told["data"])

    def _said(self, take: Callable[[], object]) -> Any:
        try:
            take()
        except CAUGHT as error:
            self._system.store.log("", request.path.rsplit("/", 1)[-1], False, f"{type(error).__name__}: {error}")
            return jsonify({"succeeded": False}), 500
        return jsonify({"succeeded": True}), 201


DOORS = {"opencps": OpenCpsDoors, "tandan": TandanDoors}
"""What `called` of a family names -> its addresses; nothing was read of the other families."""


def _body() -> Mapping[str, Any]:
    told = request.get_json(silent=True)
    return told if isinstance(told, Mapping) else {}


def _any_case(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in told.items()}


def _text(node: Any, name: str) -> str:
    """Read an element without a look whether it is there, as these clients do: CHOSEN."""
    return str(node.find(name).text)
