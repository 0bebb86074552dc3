"""OpenCPS: looks a dossier up, adds or updates it, and appends its steps when that was acknowledged."""

from typing import Any

from ..adapter import NEWER, OLDER, Adapter
from ..config import Config
from ..store import Dossier, Step, Store
from .beside import Beside
from .papers import fees, file_address, paper_rows, result_rows, status_row

FOLDED = {"2": "2", "4": "2", "6": "2", "9": "2", "10": "2", "3": "5", "7": "5", "8": "5"}
"""[portal-dossiers] Status -> what it is told as; that 2 stays 2 is CHOSEN."""


class OpenCps:
    """The dialogue of both ages; settings of `Traits.words` tell them apart."""

    def __init__(self, config: Config, store: Store, base_url: str) -> None:
        self._config = config
        self._store = store
        self._base_url = base_url
        self._adapter = Adapter(config, store, prefix=OLDER if config.family == "opencps-2019" else NEWER)
        self.beside = Beside(config, self._adapter)

    def job(self, running: bool) -> None:
        """The session outlives a run."""

    def procedure(self, code: str) -> dict[str, Any]:
        """[procedure-per-dossier] The catalogue is asked anew for each dossier."""
        key = self._config.traits.words["procedure_key"]
        said = self._adapter.call("LayThuTuc", **{key: code})
        return dict(said["result"][0])

    def tech_id(self, number: str) -> str:
        """[tech-id] Return the portal account of a citizen."""
        said = self._adapter.call("TraCuuTechID", provider="wso2is", mstorcmnd=number)
        rows = said.get("result") or []
        return str(rows[0]["TECHNICALID"]) if rows else ""

    def tell(self, dossier: Dossier, known_steps: int) -> bool:
        """Tell the portal of a dossier; return whether it acknowledged everything."""
        if dossier.portal_code:
            return self._tell_status(dossier)
        # [look-up-first] A dossier is never added twice: it is looked up before.
        found = bool(self._adapter.call("TraCuuHoSo", mahoso=dossier.code).get("result"))
        row = self._row(dossier)
        said = self._adapter.call("DongBoHoSoMC", isUpdating="True" if found else "False", data=[row])
        if not self._log(dossier, "DongBoHoSoMC", said):
            return False
        # [progress-after-success]
        steps = [self._step(dossier, step) for step in dossier.steps[known_steps:]]
        if not steps:
            return True
        return self._log(dossier, "CapNhatTienDoHoSoMC", self._adapter.call("CapNhatTienDoHoSoMC", data=steps))

    def _tell_status(self, dossier: Dossier) -> bool:
        """[portal-dossiers] What the portal made is told as one object, with few statuses."""
        if dossier.status not in FOLDED:
            return True
        row = status_row(dossier, FOLDED[dossier.status])
        return self._log(dossier, "DongBoTrangThaiHoSo", self._adapter.call("DongBoTrangThaiHoSo", type="2", data=row))

    def _log(self, dossier: Dossier, operation: str, said: dict[str, Any]) -> bool:
        ok = self._is_ok(said)
        self._store.log(dossier.code, operation, ok, f"{said.get('error_code')!r} {said.get('message')}")
        return ok

    def _is_ok(self, said: dict[str, Any]) -> bool:
        """[success] Older ones compare the text with "00", newer ones read a number."""
        code = said.get("error_code")
        if self._config.traits.words["ok"] == "00":
            return str(code) == "00"
        try:
            return int(code if code is not None else -1) == 0
        except ValueError:
            return False

    def _row(self, dossier: Dossier) -> dict[str, Any]:
        """[27-fields] The fields of the first standard and no other."""
        procedure = self.procedure(dossier.procedure)
        # [field-of-procedure] The first field of the procedure is read without a look whether there is one.
        field = procedure["LINHVUCTHUCHIEN"][0]
        owner = dossier.owner
        row = {
            "MaHoSo": dossier.code,
            "MaTTHC": self._config.localised(dossier.procedure),
            "TenTTHC": procedure["TENTTHC"],
            "MaLinhVuc": field["MALINHVUC"],
            "TenLinhVuc": field["TENLINHVUC"],
            "ChuHoSo": owner["name"],
            "LoaiDoiTuong": "1",
            "MaDoiTuong": owner["tech_id"],
            "ThongTinKhac": "",
            "Email": owner["email"],
            "Fax": "",
            "SoDienThoai": owner["phone"],
            "TrichYeuHoSo": procedure["TENTTHC"],
            "NgayTiepNhan": dossier.received_at,
            "NgayHenTra": dossier.due_at,
            "TrangThaiHoSo": dossier.status,
            "NgayTra": dossier.returned_at,
            "ThongTinTra": "",
            "HinhThuc": "0",
            "NgayKetThucXuLy": dossier.finished_at,
            "DonViXuLy": self._config.name,
            "TaiLieuNop": paper_rows(dossier, self._file),
            "DanhSachLePhi": fees(procedure),
            "DanhSachTepDinhKemKhac": [],
            "DanhSachHoSoBoSung": [],
            "DanhSachGiayToKetQua": result_rows(dossier, procedure, self._file),
        }
        return row | ({"GhiChu": dossier.reason} if self._config.traits.words["note"] else {})

    def _file(self, file_id: str) -> str:
        return file_address(self._base_url, file_id)

    def _step(self, dossier: Dossier, step: Step) -> dict[str, str]:
        return {
            "MaHoSo": dossier.code,
            "NguoiXuLy": step.officer,
            "ChucDanh": "",
            "ThoiDiemXuLy": step.at,
            "PhongBanXuLy": self._config.name,
            "NoiDungXuLy": step.note,
            "TrangThai": step.status,
            "NgayBatDau": "",
            "NgayKetThucTheoQuyDinh": "",
        }
