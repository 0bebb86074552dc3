"""The messages of a dossier to the portal, field by field; every scalar is text, times are 14 digits at +07.

Field lists: QCVN 120:2019 and, marked (766), what the portal's service index reads.
"""

from datetime import datetime
from typing import Any

from simulator.core.clock import VIETNAM
from simulator.province import workflow
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier, Owner, Paper, Supplement
from simulator.province.payment.fees import total
from simulator.province.procedures import Procedure

CITIZEN = "1"
ENTERPRISE = "2"
LODGED_AT_PORTAL = "1"
LODGED_AT_PROVINCE = "2"
AT_THE_COUNTER = "0"
TWELVE_DIGIT_NUMBER = "1"
NO_FEE, PAID_ONLINE, NOT_PAID_ONLINE = "0", "1", "3"
"""DuocThanhToanTrucTuyen; 1: on the national platform (766)."""
AT_ACCEPTANCE, ORDINARY_FEE = "1", "1"
POPULATION_DATABASE = "7"
SUMMARY_LIMIT = 1000
OFFICER_LIMIT = 50
OFFICER = "Cán bộ Một cửa"


def wire_time(at: str) -> str:
    """Return `yyyyMMddHHmmss` in Vietnam for an ISO time; an empty text for none."""
    return f"{datetime.fromisoformat(at).astimezone(VIETNAM):%Y%m%d%H%M%S}" if at else ""


def linked_time(at: str) -> str:
    """Return `dd/MM/yyyy HH:mm:ss` in Vietnam for an ISO time, as the service of linked dossiers writes times."""
    return f"{datetime.fromisoformat(at).astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


def report_of(dossier: Dossier, procedure: Procedure, config: ProvinceConfig) -> dict[str, Any]:
    """Return one row of `DongBoHoSoMC`: the dossier as it was at its latest event."""
    owner = dossier.owner
    received_at = dossier.received_at or dossier.filed_at
    time = procedure.processing_time
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": f"{dossier.procedure}.{config.agency}",
        "TenTTHC": procedure.name or dossier.procedure_name,
        "MaLinhVuc": procedure.field_code,
        "TenLinhVuc": procedure.field_name,
        "KenhThucHien": dossier.channel,
        "SoGiayToChuHoSo": owner.personal_id,
        "ChuHoSo": owner.name,
        "LoaiDoiTuong": ENTERPRISE if owner.is_organisation else CITIZEN,
        "MaDoiTuong": owner.tech_id,
        "ThongTinKhac": "",
        "Email": owner.email,
        "Fax": "",
        "SoDienThoai": owner.phone,
        "TrichYeuHoSo": (procedure.name or dossier.procedure_name)[:SUMMARY_LIMIT],
        "NgayTiepNhan": wire_time(received_at),
        "NgayHenTra": wire_time(time.due_at(received_at)) if time else "",
        "TrangThaiHoSo": str(dossier.status),
        "NgayTra": wire_time(dossier.returned_at),
        "ThongTinTra": workflow.CONTENTS[workflow.RETURNED] if dossier.returned_at else "",
        "HinhThuc": AT_THE_COUNTER,
        "NgayKetThucXuLy": wire_time(dossier.finished_at),
        "DonViXuLy": dossier.unit_name or config.unit_name,
        "GhiChu": "",
        "TaiLieuNop": [_attached(paper, config) for paper in dossier.papers],
        "DanhSachLePhi": _fees(dossier, procedure),
        "DanhSachTepDinhKemKhac": [],
        "DanhSachHoSoBoSung": [_supplement(supplement) for supplement in dossier.supplements],
        "DanhSachGiayToKetQua": [_result(paper, config) for paper in dossier.results],
        # (766)
        "NoiNopHoSo": LODGED_AT_PORTAL if dossier.lodged_at else LODGED_AT_PROVINCE,
        "HoSoCoThanhPhanSoHoa": "1" if dossier.papers else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "1" if dossier.with_vneid else "0",
        "DuocThanhToanTrucTuyen": _paid(dossier, procedure),
        "NgayTuChoi": wire_time(dossier.refused_at),
        "DinhDanhCHS": _identified(owner),
        "NgayNopHoSo": wire_time(dossier.filed_at),
        "DSKetNoiCSDL": [{"MaCSDL": POPULATION_DATABASE}],
    }


def step_of(dossier: Dossier, procedure: Procedure, config: ProvinceConfig) -> dict[str, Any]:
    """Return one row of `CapNhatTienDoHoSoMC`: the latest event of the dossier."""
    time = procedure.processing_time
    return {
        "MaHoSo": dossier.code,
        "NguoiXuLy": OFFICER[:OFFICER_LIMIT],
        "ChucDanh": "",
        "ThoiDiemXuLy": wire_time(dossier.step.at),
        "PhongBanXuLy": dossier.unit_name or config.unit_name,
        "NoiDungXuLy": dossier.step.content,
        "TrangThai": str(dossier.status),
        "NgayBatDau": wire_time(dossier.received_at),
        "NgayKetThucTheoQuyDinh": wire_time(time.due_at(dossier.received_at)) if time and dossier.received_at else "",
    }


def portal_status_of(dossier: Dossier) -> dict[str, Any]:
    """Return the `data` of `DongBoTrangThaiHoSo`: the latest event of a dossier that the portal made."""
    return {
        "MaHoSo": dossier.portal_code or dossier.code,
        "MaHoSoDonVi": dossier.code,
        "MaDoiTuong": dossier.owner.tech_id,
        "NoiDung": dossier.step.content,
        "NgayXuLy": wire_time(dossier.step.at),
        "TrangThai": str(dossier.status),
        "TaiLieuXuLy": [],
    }


def _fees(dossier: Dossier, procedure: Procedure) -> list[dict[str, str]]:
    return [
        {
            "TenPhiLePhi": fee.name,
            "MaPhiLePhi": fee.code,
            "HinhThucThu": AT_ACCEPTANCE,
            "Gia": str(fee.amount),
            "LoaiPhiLePhi": ORDINARY_FEE,
        }
        for fee in procedure.fees_of(dossier.channel)
    ]


def _paid(dossier: Dossier, procedure: Procedure) -> str:
    due = total(procedure.fees_of(dossier.channel))
    if not due:
        return NO_FEE
    return PAID_ONLINE if dossier.paid_vnd >= due else NOT_PAID_ONLINE


def _identified(owner: Owner) -> list[dict[str, str]]:
    """The kinds of number that were read are those of people; a tax code stands in `SoGiayToChuHoSo` alone."""
    if owner.is_organisation:
        return []
    return [{"LoaiDinhDanh": TWELVE_DIGIT_NUMBER, "SoDinhDanh": owner.personal_id}]


def _supplement(supplement: Supplement) -> dict[str, str]:
    return {
        "HoSoBoSungId": supplement.id,
        "NguoiYeuCauBoSung": OFFICER,
        "NoiDungBoSung": supplement.asked,
        "NgayBoSung": wire_time(supplement.asked_at),
        "NguoiTiepNhanBoSung": OFFICER,
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": wire_time(supplement.taken_at),
    }


def _attached(paper: Paper, config: ProvinceConfig) -> dict[str, str]:
    return {
        "TepDinhKemId": paper.id,
        "TenTepDinhKem": paper.name,
        "IsDeleted": "False",
        "MaThanhPhanHoSo": paper.code,
        "DuongDanTaiTepTin": f"{config.base_url}/tep/{paper.id}",
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
        "MaKetQuaThayThe": "",
    }


def _result(paper: Paper, config: ProvinceConfig) -> dict[str, str]:
    return {
        "TenGiayTo": paper.name,
        "MaThanhPhanHoSo": "",
        "GiayToId": paper.id,
        "DuongDanTepTinKetQua": f"{config.base_url}/ket-qua/{paper.id}",
        "MaGiayToKetQua": paper.code,
    }
