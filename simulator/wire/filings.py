"""Dossiers that citizens file at the portal itself, as the systems that fetch them read them.

List, file and status are read in public code of clients; that the list carries the form line by line is ours (assumed).
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from simulator.domain.filing import Filing, FilingFile, FilingLine
from simulator.domain.report import StatusReport
from simulator.wire.dossier_content import papers_from_wire
from simulator.wire.form import Attachment
from simulator.wire.scalars import field, number, rows
from simulator.wire.times import from_wire_time, to_wire_date, to_wire_time

ROWS = "data"
"""The key under which the sister deployments answer rows, beside `result`."""
WINDOW = "ngayNhan1, ngayNhan2 (yyyy-MM-dd)"


class Handed(NamedTuple):
    """What a citizen hands in at the portal."""

    submission_id: str
    agency: str
    values: Mapping[str, str]
    components: tuple[Attachment, ...]


def window_from_wire(body: Any) -> tuple[date, date] | None:
    """Return first and last day of the window that is asked for; None when one of them is no date `yyyy-MM-dd`."""
    try:
        return date.fromisoformat(field(body, "ngayNhan1")), date.fromisoformat(field(body, "ngayNhan2"))
    except ValueError:
        return None


def filing_row(filing: Filing, files: Iterable[FilingFile]) -> dict[str, Any]:
    """Return the row of the list."""
    return {
        "maHoSo": filing.code,
        "maTTHC": filing.procedure_code,
        "hoTen": filing.owner_name,
        "ngaySinh": to_wire_date(filing.birth_date),
        "soCmnd": filing.owner_id,
        "noiCuTru": filing.residence,
        "techId": filing.tech_id,
        "maDonVi": filing.agency,
        "ngayNhanHoSo": to_wire_time(filing.filed_at),
        "nguoiNhanHoSo": "",
        "thongTinToKhai": [{"maTruong": line.id, "giaTri": line.value} for line in filing.lines],
        "hoSoDinhKem": [{"magiayto": one.component, "tengiayto": one.title, "filedinhkem": one.path} for one in files],
    }


def listed_codes(result: Iterable[Any]) -> list[str]:
    """Return the dossier codes of the rows of a list."""
    return [field(row, "maHoSo") for row in result]


def rows_beside(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the rows under the key where the clients of these operations read them."""
    return {ROWS: rows}


def file_path(body: Any) -> str:
    """Return the path of the file that is asked for."""
    return field(body, "duongdanteptin")


def file_beside(file: FilingFile | None) -> dict[str, Any]:
    """Return the file under the key where the clients read it; nothing under it when there is no such file."""
    return {"TepTinDinhKem": [_file(file)] if file else []}


def first_file(beside: Mapping[str, Any]) -> str:
    """Return the first file of such an answer as base64; an empty text for none."""
    return next((found for _, one in rows(beside, "TepTinDinhKem") if (found := field(one, "Base64"))), "")


def status_from_wire(body: Any) -> StatusReport:
    """Return the status of a dossier that the portal made; empty texts for what is missing."""
    data = body.get("data") if isinstance(body, Mapping) else None
    return StatusReport(
        dossier_code=field(data, "MaHoSo"),
        own_code=field(data, "MaHoSoDonVi"),
        status=number(data.get("TrangThai")) or None if isinstance(data, Mapping) else None,
        occurred_at=from_wire_time(field(data, "NgayXuLy")),
        content=field(data, "NoiDung"),
        papers=papers_from_wire(data, "TaiLieuXuLy") if isinstance(data, Mapping) else (),
    )


def handed_from_wire(document: Any) -> Handed:
    """Read what a citizen's program sends; raises `ValueError` with a sentence for what cannot be read."""
    values = document.get("values") if isinstance(document, Mapping) else None
    if not isinstance(values, Mapping) or not field(document, "submission_id"):
        raise ValueError("submission_id, values")
    return Handed(
        field(document, "submission_id"),
        field(document, "agency"),
        {str(name): field(values, name) for name in values},
        tuple(_attachment(row) for _, row in rows(document, "components")),
    )


def lines_of(pairs: Iterable[tuple[str, str]]) -> tuple[FilingLine, ...]:
    """Return lines with something in them."""
    return tuple(FilingLine(name, value) for name, value in pairs if value)


def _file(file: FilingFile) -> dict[str, str]:
    content = base64.b64encode(file.content).decode()
    return {"TenTepTin": file.name, "LoaiTepTin": file.content_type, "Base64": content}


def _attachment(row: Mapping[str, Any]) -> Attachment:
    code = field(row, "code")
    try:
        content = base64.b64decode(field(row, "content"), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"components/{code}: base64") from None
    return Attachment(code, field(row, "name") or code, content, field(row, "content_type") or "application/pdf")
