"""The portal's catalogues: procedures in full, and the lists of procedures, fields and agencies.

Catalogue rows have upper-case keys. A known client reads the first field of a procedure without looking, so that
list is never empty.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from simulator.domain.service import Component, ProcedureCode, Service
from simulator.wire.scalars import field

UNITS = {
    "working_day": "Ngày làm việc",
    "day": "Ngày",
    "hour": "Giờ",
    "instant": "Ngay khi thực hiện",
    "exam_calendar": "Theo lịch thi",
}
_LEVELS = {"ministry": ("0", "Cấp Bộ"), "province": ("1", "Cấp tỉnh"), "commune": ("3", "Cấp xã")}


class Agency(NamedTuple):
    """A row of the catalogue of agencies."""

    code: str
    name: str
    level: str = "1"
    """0 ministry, 1 province, 2 district (gone since 1 July 2025), 3 commune."""


def asked_procedure(body: Any) -> str:
    """Return the procedure code that is asked for; one old client writes the key with a capital letter."""
    return field(body, "maTTHC", "MaTTHC")


def procedure_list_row(code: ProcedureCode) -> dict[str, str]:
    """Return one row of the list of procedures."""
    return {"MATTHC": code.code, "TENTTHC": code.name}


def field_row(service: Service) -> dict[str, str]:
    """Return one row of the list of fields (lĩnh vực)."""
    return {
        "MALINHVUC": service.field_code,
        "TENLINHVUC": service.field_name,
        "MANGANH": service.field_code.split("-", 1)[0],
    }


def agency_row(agency: Agency) -> dict[str, str]:
    """Return one row of the list of agencies."""
    return {"MADONVI": agency.code, "TENDONVI": agency.name, "CAPDONVI": agency.level}


def procedure_row(
    service: Service, day: date, agencies: Sequence[Agency], code: ProcedureCode | None = None
) -> dict[str, Any]:
    """Return a procedure in full: `code`, or the service's main code on that day. Raises ValueError without any."""
    procedure = code or service.code_on(day)
    if procedure is None:
        raise ValueError(f"service {service.id} has no procedure code")
    units = [{"MADONVI": agency.code, "TENDONVI": agency.name} for agency in agencies]
    return {
        "ID": f"{service.number:02}{service.codes.index(procedure):02}",
        "MATTHC": procedure.code,
        "TENTTHC": procedure.name,
        "MACOQUANCONGBO": service.field_code.split("-", 1)[0],
        "LOAITTHC": "1",
        "MOTADOITUONGTHUCHIEN": "Công dân Việt Nam",
        "DIACHITIEPNHAN": "",
        "QUYETDINH": "",
        "YEUCAU": "",
        "TUKHOA": service.name.vi,
        "IDQUYETDINHCONGBO": "",
        "TRANGTHAI": "1" if procedure.valid_on(day) else "0",
        "MOTACOQUANTHUCHIEN": ", ".join(agency.name for agency in agencies),
        "MOTACOQUANTHAMQUYEN": service.ministry,
        "MOTA": "",
        "TRINHTUTHUCHIEN": [],
        "CAPTHUCHIEN": [_level(service)],
        "LINHVUCTHUCHIEN": [{"MALINHVUC": service.field_code, "TENLINHVUC": service.field_name}],
        "CACHTHUCTHUCHIEN": [_way("1", service, service.fee.direct_vnd), _way("2", service, service.fee.online_vnd)],
        "DOITUONGTHUCHIEN": [{"MADOITUONG": "1", "TENDOITUONG": "Công dân"}],
        "THANHPHANHOSO": [{"TRUONGHOP": "Bao gồm", "GIAYTO": [_paper(component) for component in service.components]}],
        "KETQUATHUCHIEN": [
            {"MAKETQUA": result.code, "TENKETQUA": result.name.vi, "TENTEP": "", "URL": ""}
            for result in service.results
        ],
        "CANCUPHAPLY": [],
        "COQUANTHUCHIEN": units,
        "COQUANCOTHAMQUYEN": units,
        "COQUANDUOCUYQUYEN": [],
        "COQUANPHOIHOP": [],
        "TTHCLIENQUAN": [],
        "TTHCLIENTHONG": [],
    }


def _level(service: Service) -> dict[str, str]:
    code, name = next((found for word, found in _LEVELS.items() if word in service.level), _LEVELS["commune"])
    return {"CAPTHUCHIEN": code, "TENCAP": name}


def _way(channel: str, service: Service, fee: int | None) -> dict[str, Any]:
    fees = [] if fee is None else [_fee(fee, service.fee.note)]
    time = {
        "THOIGIANGIAIQUYET": "" if service.deadline.value is None else str(service.deadline.value),
        "DONVITINH": UNITS[service.deadline.unit],
        "MOTA": service.deadline.note,
        "PHILEPHI": fees,
    }
    return {"KENH": channel, "THOIGIAN": [time]}


def _fee(amount: int, note: str) -> dict[str, str]:
    return {"MAPHILEPHI": "1", "SOTIEN": str(amount), "DONVI": "Đồng", "MOTA": note, "TENTEP": "", "URL": ""}


def _paper(component: Component) -> dict[str, str]:
    original = component.kind == "original"
    return {
        "MAGIAYTO": component.code,
        "TENGIAYTO": component.name.vi,
        "TENMAUDON": component.name.vi if component.kind == "eform" else "",
        "URL": "",
        "SOBANCHINH": "1" if original or component.kind == "eform" else "0",
        "SOBANSAO": "1" if component.kind == "paper" else "0",
        "MA_KQ_THAYTHE": "",
    }
