"""Dossiers and their progress: what provinces synchronise upward, and the look-ups beside it."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.domain.dossier import status_name
from simulator.domain.report import DossierReport, PortalDossierView, ProgressReport
from simulator.wire.dossier_content import content_from_wire
from simulator.wire.handover import online_code_of
from simulator.wire.scalars import field, flag, number, rows
from simulator.wire.times import from_wire_time, to_wire_time

_OWNER_KINDS = {"1": "citizen", "2": "enterprise", "3": "agency", "4": "other"}
"""Read in public code of one-stop systems, of which an older one knows 1 and 2 alone."""
_NATIONAL = re.compile(r"^([0-9]\.[0-9]{6})(?:\..+)?$")


def national_code(code: str) -> str:
    """Return the national part of a procedure code: `1.001193` of `1.001193.000.00.00.H56` or `1.001193.H56`."""
    found = _NATIONAL.match(code.strip())
    return found.group(1) if found else code.strip()


def reports_from_wire(body: Any) -> list[DossierReport]:
    """Return the rows of a dossier synchronisation that are objects, in their order."""
    is_update = flag(body.get("isUpdating")) if isinstance(body, Mapping) else False
    return [_report(index, row, is_update) for index, row in rows(body, "data")]


def progress_from_wire(body: Any) -> list[ProgressReport]:
    """Return the rows of a progress message that are objects, in their order."""
    return [
        ProgressReport(
            row=index,
            dossier_code=field(row, "MaHoSo"),
            status=_status(row.get("TrangThai")),
            occurred_at=from_wire_time(field(row, "ThoiDiemXuLy")),
            officer=field(row, "NguoiXuLy"),
            content=field(row, "NoiDungXuLy"),
            title=field(row, "ChucDanh"),
            office=field(row, "PhongBanXuLy"),
            started_at=from_wire_time(field(row, "NgayBatDau")),
            due_at=from_wire_time(field(row, "NgayKetThucTheoQuyDinh")),
        )
        for index, row in rows(body, "data")
    ]


def refused_row(code: str, error_code: str | int, message: str, row: int) -> dict[str, Any]:
    """Return how an answer names one row of a batch that was not taken (ASSUMED; the real form is not public)."""
    return {"MaHoSo": code, "error_code": error_code, "message": message, "row": row}


def row_codes(body: Any) -> list[str]:
    """Return the dossier code of each row of a batch, empty for a row that has none or is no object."""
    data = body.get("data") if isinstance(body, Mapping) else None
    return [field(row, "MaHoSo") for row in data] if isinstance(data, list) else []


def query_code(body: Any) -> str:
    """Return the dossier code that is looked up."""
    return field(body, "mahoso", "MaHoSo")


def dossier_row(view: PortalDossierView) -> dict[str, str]:
    """Return the row that answers a look-up: the short view, with the status as code and as text."""
    return {
        "MaTTHC": view.procedure_code,
        "MaDVC": online_code_of(view.procedure_code),
        "TenDVC": view.procedure_name,
        "MaHoSo": view.dossier_code,
        "HoTenNguoiNop": view.owner_name,
        "MaTrangThai": str(view.status),
        "TrangThaiHoSo": status_name(view.status).vi,
        "DonViXuLy": view.agency_name,
        "MaDonViXuLy": view.agency_code,
        "NgayNop": to_wire_time(view.received_at),
        "NgayTiepNhan": to_wire_time(view.received_at),
        "NgayHenTra": to_wire_time(view.due_at),
        "HinhThucNhanKQ": view.delivery,
    }


def tech_id_number(body: Any) -> str:
    """Return the tax code or personal number whose portal account is asked for."""
    return field(body, "mstorcmnd")


def tech_id_row(tech_id: str) -> dict[str, str]:
    """Return the row that answers it."""
    return {"TECHNICALID": tech_id}


def _report(index: int, row: Mapping[str, Any], is_update: bool) -> DossierReport:
    results = [result for _, result in rows(row, "DanhSachGiayToKetQua")]
    code = field(row, "MaTTHC")
    return DossierReport(
        row=index,
        dossier_code=field(row, "MaHoSo"),
        status=_status(row.get("TrangThaiHoSo")),
        raw_status=field(row, "TrangThaiHoSo"),
        is_update=is_update,
        procedure_code=national_code(code),
        raw_procedure_code=code,
        procedure_name=field(row, "TenTTHC"),
        owner_name=field(row, "ChuHoSo"),
        owner_id=_owner_id(row),
        tech_id=field(row, "MaDoiTuong"),
        phone=field(row, "SoDienThoai"),
        email=field(row, "Email"),
        summary=field(row, "TrichYeuHoSo"),
        received_at=from_wire_time(field(row, "NgayTiepNhan")),
        due_at=from_wire_time(field(row, "NgayHenTra")),
        finished_at=from_wire_time(field(row, "NgayKetThucXuLy")),
        returned_at=from_wire_time(field(row, "NgayTra")),
        result_codes=tuple(found for result in results if (found := field(result, "MaGiayToKetQua"))),
        result_links=tuple(found for result in results if (found := field(result, "DuongDanTepTinKetQua"))),
        channel=field(row, "KenhThucHien"),
        agency_name=field(row, "DonViXuLy"),
        owner_kind=_OWNER_KINDS.get(field(row, "LoaiDoiTuong"), field(row, "LoaiDoiTuong")),
        content=content_from_wire(row),
    )


def _owner_id(row: Mapping[str, Any]) -> str:
    listed = (field(item, "SoDinhDanh") for _, item in rows(row, "DinhDanhCHS"))
    return field(row, "SoGiayToChuHoSo") or next((found for found in listed if found), "")


def _status(value: Any) -> int | None:
    """A client that has no public status sends 0 or an empty text."""
    return number(value) or None
