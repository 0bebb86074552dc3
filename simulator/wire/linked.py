"""The service of linked births and deaths: list, dossier in full, acknowledgement and status, in camel case JSON.

Field names and status codes were read in public code of a system that polls it; most paths are ours (assumed).
"""

import base64
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from simulator.core.clock import VIETNAM
from simulator.domain.dossier import DossierStatus
from simulator.domain.filing import Filing, FilingFile
from simulator.domain.report import StatusReport
from simulator.domain.service import Service
from simulator.wire.scalars import field, flag, number

UPDATED = "Cập nhật thành công"
"""What known clients look for in an answer."""
_WRITTEN = "%d/%m/%Y %H:%M:%S"
_STATUS = {
    1: DossierStatus.REGISTERED,
    2: DossierStatus.SUPPLEMENT_REQUESTED,
    3: DossierStatus.ACCEPTED,
    7: DossierStatus.PROCESSING,
    4: DossierStatus.FINISHED,
    5: DossierStatus.RETURNED,
    6: DossierStatus.NOT_ACCEPTED,
}
"""Status of the linked service -> what it is at the portal; the meanings were read, the pairing is ours."""


def linked_row(filing: Filing, service: Service) -> dict[str, Any]:
    """Return the row of the list."""
    digits = "".join(letter for letter in filing.agency if letter.isdigit())
    return {
        "id": int(filing.id),
        "maDonVi": int(digits or 0),
        "maTTHC": filing.procedure_code,
        "module": service.linked_module,
        "maHoSo": filing.code,
        "ngayTiepNhan": datetime.fromisoformat(filing.filed_at).astimezone(VIETNAM).strftime(_WRITTEN),
        "techId": filing.tech_id,
    }


def linked_dossier(filing: Filing, service: Service, files: Iterable[FilingFile]) -> dict[str, Any]:
    """Return the dossier in full; what was filed stands as JSON inside a text, as the known client reads it."""
    names = {line.key: line.linked_name for line in service.fields}
    told = {names.get(line.id, line.id): line.value for line in filing.lines}
    return {
        **linked_row(filing, service),
        "data": json.dumps({"hoTich": told}, ensure_ascii=False),
        "fileDinhKem": [_file(index, file) for index, file in enumerate(files, start=1)],
    }


def acknowledged_code(body: Any) -> str:
    """Return the code of the dossier that is acknowledged; an empty text when the message does not say so."""
    said = isinstance(body, Mapping) and flag(body.get("daNhan"))
    return field(body, "maHoSo") if said else ""


def linked_status_from_wire(body: Any) -> StatusReport:
    """Return the status in the portal's codes; None for a code that the service does not have."""
    code = number(body.get("trangThai")) if isinstance(body, Mapping) else None
    status = _STATUS.get(code) if code is not None else None
    return StatusReport(
        dossier_code=field(body, "soHoSoLT") or field(body, "maHoSo"),
        own_code=field(body, "maHoSo"),
        status=int(status) if status else None,
        occurred_at=_moment(field(body, "thoiGianThucHien")),
        content=field(body, "noiDungXuLy", "ketQuaXuLy", "ghiChu"),
    )


def account_from_wire(body: Any) -> tuple[str, str]:
    """Return (account, password); empty texts for what is missing."""
    return field(body, "userName"), field(body, "password")


def token_answer(token: str, ends: str) -> dict[str, str]:
    """Return the answer to a login; nothing is taken for a refresh token here."""
    return {"token": token, "refreshToken": "", "refreshTokenExpiryTime": ends}


def _file(index: int, file: FilingFile) -> dict[str, Any]:
    return {
        "id": index,
        "loaiGiayTo": file.component,
        "tenGiayTo": file.title,
        "tenTepDinhKem": file.name,
        "huyGiayTo": False,
        "duLieuTepDinhKem": base64.b64encode(file.content).decode(),
    }


def _moment(written: str) -> str:
    """Return ISO 8601 with +07:00; an empty text for what is neither that nor dd/MM/yyyy HH:mm:ss."""
    for pattern in (_WRITTEN, "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S"):
        try:
            at = datetime.strptime(written, pattern)  # noqa: DTZ007 - the pattern may have a zone
        except ValueError:
            continue
        return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)).isoformat()
    return ""
