"""The lists inside a dossier's row that all families write alike."""

from collections.abc import Callable
from typing import Any

from ..store import Dossier

RESULT_FILE = "00000000-0000-4000-8000-00000000000{n}"


def file_address(base_url: str, file_id: str) -> str:
    """[files] The portal fetches a file itself, under an id of 36 characters."""
    return f"{base_url}/web/guest/downloadfile/{file_id}"


def paper_rows(dossier: Dossier, address: Callable[[str], str]) -> list[dict[str, str]]:
    """Return `TaiLieuNop`."""
    return [
        {
            "TepDinhKemId": paper["id"],
            "TenTepDinhKem": paper["name"],
            "IsDeleted": "False",
            "MaThanhPhanHoSo": paper["code"],
            "DuongDanTaiTepTin": address(paper["id"]),
        }
        for paper in dossier.papers
    ]


def status_row(dossier: Dossier, status: str) -> dict[str, Any]:
    """[portal-dossiers] Return `data` of the status of a dossier that the portal made."""
    step = dossier.steps[-1]
    return {
        "MaHoSo": dossier.portal_code,
        "MaHoSoDonVi": dossier.code,
        "MaDoiTuong": dossier.owner["tech_id"],
        "NoiDung": step.note,
        "NgayXuLy": step.at,
        "TrangThai": status,
        "TaiLieuXuLy": [],
    }


def fees(procedure: dict[str, Any]) -> list[dict[str, str]]:
    """[fees] Return `DanhSachLePhi` of the online channel; "1" for what these clients do not tell apart."""
    online = [way for way in procedure.get("CACHTHUCTHUCHIEN", []) if way.get("KENH") == "2"]
    found = [fee for way in online for time in way.get("THOIGIAN", []) for fee in time.get("PHILEPHI", [])]
    return [
        {
            "TenPhiLePhi": fee.get("MOTA") or "Lệ phí",
            "MaPhiLePhi": "1",
            "HinhThucThu": "1",
            "Gia": str(fee.get("SOTIEN", "0")),
            "LoaiPhiLePhi": "1",
        }
        for fee in found
    ]


def result_rows(dossier: Dossier, procedure: dict[str, Any], address: Callable[[str], str]) -> list[dict[str, str]]:
    """Return `DanhSachGiayToKetQua` once the work is done."""
    if dossier.status not in ("9", "10"):
        return []
    return [
        {
            "TenGiayTo": result["TENKETQUA"],
            "MaThanhPhanHoSo": "",
            "GiayToId": str(n),
            "DuongDanTepTinKetQua": address(RESULT_FILE.format(n=n % 10)),
        }
        for n, result in enumerate(procedure.get("KETQUATHUCHIEN", []), start=1)
    ]
