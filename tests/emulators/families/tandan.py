"""A one-stop system of 2023 to 2025: adds, updates when told that the dossier is there, sends steps by tens."""

import json
from typing import Any

from ..adapter import Adapter, Middleware, OwnMiddleware, PortalMiddleware
from ..config import Config
from ..store import Dossier, Step, Store
from .papers import fees, file_address, paper_rows, result_rows, status_row

CHUNK = 10
REWRITTEN = ("5", "6", "8")
"""[rewrites] A scoring workaround: these are told as finished."""
SUFFIXES = {
    "add": "hoso/ThemMoi",
    "update": "hoso/CapNhat",
    "progress": "hoso/TienTrinh",
    "status": "DongBoTrangThaiHoSoKM",
}
"""[site-suffixes] The first three are settings of the site."""


class Tandan:
    """The dialogue, over the province's own middleware or over that of the portal."""

    def __init__(self, config: Config, store: Store, base_url: str) -> None:
        self._config = config
        self._store = store
        self._base_url = base_url
        self._middleware = self._of_family()

        self._scores = "scores" in config.traits.words

    def _of_family(self) -> Middleware:
        if self._config.traits.words["middleware"] == "portal":
            return PortalMiddleware(self._config, SUFFIXES)
        return OwnMiddleware(Adapter(self._config, self._store, reuse=False, dstcode_in="query"))

    def job(self, running: bool) -> None:
        """Hear that a run of the job begins or ends."""
        self._middleware.job(running)

    def procedure(self, code: str) -> dict[str, Any]:
        """[rows-in-message] Rows stand in a JSON text."""
        rows = self._rows(self._middleware.read("LayThuTuc", maTTHC=code))
        return dict(rows[0])

    def tech_id(self, number: str) -> str:
        """[tech-id] Return the portal account of a citizen."""
        rows = self._rows(self._middleware.read("TraCuuTechID", mstorcmnd=number))
        return str(rows[0]["TECHNICALID"]) if rows else ""

    @staticmethod
    def _rows(said: dict[str, Any]) -> list[Any]:
        return list(json.loads(said["message"])["result"])

    def tell(self, dossier: Dossier, known_steps: int) -> bool:
        """Tell the portal of a dossier; return whether it acknowledged everything."""
        if dossier.portal_code:
            return self._tell_status(dossier)
        row = self._row(dossier)
        # [add-then-update] It always adds; the text of the refusal tells that it has to update.
        said = self._middleware.send("add", [row])
        if not self._is_ok(said) and "đã tồn tại" in str(said.get("message", "")):
            said = self._middleware.send("update", [row])
        if not self._log(dossier, "DongBoHoSoMC", said, self._is_ok(said)):
            return False
        return self._send_steps(dossier)

    def file(self, path: str) -> str:
        """[file-by-path] Return a file that the portal keeps, as base64."""
        return self._middleware.file(path)

    def _tell_status(self, dossier: Dossier) -> bool:
        """[portal-dossiers] Its own code of the status, and 11 for a refusal."""
        if dossier.status == "1":
            return True
        row = status_row(dossier, "11" if dossier.status == "3" else dossier.status)
        said = self._middleware.send("status", row)
        return self._log(dossier, "DongBoTrangThaiHoSo", said, self._is_ok(said))

    @staticmethod
    def _is_ok(said: dict[str, Any]) -> bool:
        """[success] The text "0" and a message with "thành công"."""
        return said.get("error_code") == "0" and "thành công" in str(said.get("message", "")).lower()

    def _log(self, dossier: Dossier, operation: str, said: dict[str, Any], ok: bool) -> bool:
        self._store.log(dossier.code, operation, ok, f"{said.get('error_code')!r} {said.get('message')}")
        return ok

    def _send_steps(self, dossier: Dossier) -> bool:
        """[chunks] Every step each time, ten a call; success is the words alone."""
        rows = [self._step(dossier, step) for step in self._steps(dossier)]
        for start in range(0, len(rows), CHUNK):
            said = self._middleware.send("progress", rows[start : start + CHUNK])
            ok = "thành công" in json.dumps(said, ensure_ascii=False).lower()
            if not self._log(dossier, "CapNhatTienDoHoSoMC", said, ok):
                return False
        return True

    def _steps(self, dossier: Dossier) -> list[Step]:
        """[synthetic-steps] An "accepted" in front once it was accepted, a "finished" behind what is told so."""
        steps = list(dossier.steps)
        if not self._scores:
            return steps
        if any(step.status not in ("1", "3") for step in steps):
            steps.insert(0, Step("2", dossier.received_at, steps[0].officer, "Tiếp nhận hồ sơ"))
        if self._status(dossier) != dossier.status:
            steps.append(Step("9", steps[-1].at, steps[-1].officer, "Kết thúc xử lý"))
        return steps

    def _step(self, dossier: Dossier, step: Step) -> dict[str, str]:
        return {
            "MaHoSo": dossier.code,
            # [officer-name] At most 50 characters, never empty.
            "NguoiXuLy": (step.officer or "Cán bộ một cửa")[:50],
            "ChucDanh": "",
            "ThoiDiemXuLy": step.at,
            "PhongBanXuLy": self._config.name,
            "NoiDungXuLy": step.note,
            "TrangThai": step.status,
            "NgayBatDau": "",
            "NgayKetThucTheoQuyDinh": "",
        }

    def _row(self, dossier: Dossier) -> dict[str, Any]:
        """[766-fields] The standard's fields, and those that the portal scores."""
        procedure = self.procedure(dossier.procedure)
        row = self._standard(dossier, procedure)
        return row | self._scored(dossier) if self._scores else _standard_only(row)

    def _standard(self, dossier: Dossier, procedure: dict[str, Any]) -> dict[str, Any]:
        owner, field = dossier.owner, procedure["LINHVUCTHUCHIEN"][0]
        codes = [result["MAKETQUA"] for result in procedure.get("KETQUATHUCHIEN", [])]
        results = result_rows(dossier, procedure, self._file)
        return {
            "MaHoSo": dossier.code,
            "MaTTHC": self._config.localised(dossier.procedure),
            "TenTTHC": procedure["TENTTHC"],
            "MaLinhVuc": field["MALINHVUC"],
            "TenLinhVuc": field["TENLINHVUC"],
            "KenhThucHien": "2",
            "SoGiayToChuHoSo": owner["number"],
            "ChuHoSo": owner["name"],
            "LoaiDoiTuong": "1",
            "MaDoiTuong": owner["tech_id"] or None,
            "ThongTinKhac": None,
            "Email": owner["email"] or None,
            "Fax": None,
            "SoDienThoai": owner["phone"] or None,
            "TrichYeuHoSo": procedure["TENTTHC"][:1000],
            "NgayTiepNhan": dossier.received_at,
            "NgayHenTra": dossier.due_at,
            "TrangThaiHoSo": self._status(dossier),
            "NgayTra": dossier.returned_at,
            "ThongTinTra": None,
            "HinhThuc": "0",
            "NgayKetThucXuLy": dossier.finished_at,
            "DonViXuLy": self._config.name,
            "GhiChu": dossier.reason or None,
            "TaiLieuNop": [paper | _DIGITAL for paper in paper_rows(dossier, self._file)],
            "DanhSachLePhi": fees(procedure),
            "DanhSachTepDinhKemKhac": [],
            "DanhSachHoSoBoSung": [],
            "DanhSachGiayToKetQua": [row | {"MaGiayToKetQua": code} for row, code in zip(results, codes, strict=False)],
        }

    def _status(self, dossier: Dossier) -> str:
        return "9" if self._scores and dossier.status in REWRITTEN else dossier.status

    def _scored(self, dossier: Dossier) -> dict[str, Any]:
        return {
            "NoiNopHoSo": "2",
            "HoSoCoThanhPhanSoHoa": "1" if dossier.papers else "0",
            "TaiKhoanDuocXacThucVoiVNeID": "1",
            "DuocThanhToanTrucTuyen": "0",
            "NgayTuChoi": dossier.refused_at,
            "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": dossier.owner["number"]}],
            "NgayNopHoSo": dossier.filed_at,
            "DSKetNoiCSDL": [{"MaCSDL": "7"}],
        }

    def _file(self, file_id: str) -> str:
        return file_address(self._base_url, file_id)


_NEWER = ("KenhThucHien", "SoGiayToChuHoSo")
"""Fields that came after the standard, and that stand among its own in a row."""


def _standard_only(row: dict[str, Any]) -> dict[str, Any]:
    """[27-fields] Leave out what came after the standard."""
    kept = {name: "" if value is None else value for name, value in row.items() if name not in _NEWER}
    for name, newer in (("TaiLieuNop", set(_DIGITAL)), ("DanhSachGiayToKetQua", {"MaGiayToKetQua"})):
        kept[name] = [{key: one[key] for key in one if key not in newer} for one in kept[name]]
    return kept


_DIGITAL = {"DuocSoHoa": "1", "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0", "MaKetQuaThayThe": ""}
