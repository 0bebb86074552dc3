"""The portal's catalogues: procedures in full, and the online services with the agencies that apply them.

Catalogue rows have upper-case keys. A known client reads the first field of a procedure without looking, so that
list is never empty.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from simulator.domain.dossier import STATUS_NAMES, DossierStatus
from simulator.domain.service import Component, ProcedureCode, Service
from simulator.wire.scalars import field

UNITS = {
    "working_day": "Ngày làm việc",
    "day": "Ngày",
    "hour": "Giờ",
    "instant": "Ngay khi thực hiện",
    "exam_calendar": "Theo lịch thi",
}
DIRECT, ONLINE = "1", "2"
"""Channels: in person and online; 3 is by post."""
_LEVELS = {"ministry": ("0", "Cấp Bộ"), "province": ("1", "Cấp tỉnh"), "commune": ("3", "Cấp xã")}
_MAIN_WAY = (
    DossierStatus.REGISTERED,
    DossierStatus.ACCEPTED,
    DossierStatus.PROCESSING,
    DossierStatus.FINISHED,
    DossierStatus.RETURNED,
)
_APPLICANTS = (("1", "Công dân"), ("2", "Doanh nghiệp"))


class Agency(NamedTuple):
    """A row of the catalogue of agencies."""

    code: str
    name: str
    level: str = "1"
    """0 ministry, 1 province, 2 district (gone since 1 July 2025), 3 commune."""


def asked_procedure(body: Any) -> str:
    """Return the procedure code that is asked for; one old client writes the key with a capital letter."""
    return field(body, "maTTHC", "MaTTHC")


def branch_of(service: Service) -> str:
    """Return the code of the ministry that a service's field belongs to, for example G15."""
    return service.field_code.split("-", 1)[0]


def decision_of(service: Service) -> str:
    """Return the id of the (invented) decision by which its ministry published the service."""
    return f"QDCB.{branch_of(service)}"


def online_service_row(service: Service, code: ProcedureCode, agencies: Sequence[Agency]) -> dict[str, Any]:
    """Return one online service: a procedure as it is filed online, and where that is possible.

    Level 4 is filed and answered online alone; 3 needs somebody to come in person.
    """
    level = "3" if service.presence else "4"
    return {
        "MADVC": f"{code.code}.01",
        "TENDVC": code.name,
        "MATTHC": code.code,
        "TENTTHC": code.name,
        "TENCOQUANBANHANH": service.ministry,
        "TENLINHVUC": service.field_name,
        "APDUNGDVC": [{"MACOQUANTHUCHIEN": agency.code, "MUCDO": level} for agency in agencies],
    }


def online_service_list(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what stands under `result` in the answer: an object, unlike that of any other operation."""
    return {"data": list(rows)}


def procedure_row(
    service: Service,
    day: date,
    agencies: Sequence[Agency],
    code: ProcedureCode | None = None,
    legal_bases: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Return a procedure in full: `code`, or the service's main code on that day. Raises ValueError without any.

    `legal_bases` are rows of the portal's own list of legal documents.
    """
    procedure = code or service.code_on(day)
    if procedure is None:
        raise ValueError(f"service {service.id} has no procedure code")
    units = [{"MADONVI": agency.code, "TENDONVI": agency.name} for agency in agencies]
    applicants = _APPLICANTS[: 2 if service.organisation else 1]
    return {
        "ID": f"{service.number:02}{service.codes.index(procedure):02}",
        "MATTHC": procedure.code,
        "TENTTHC": procedure.name,
        "MACOQUANCONGBO": branch_of(service),
        "LOAITTHC": "1",
        "MOTADOITUONGTHUCHIEN": ", ".join(name for _, name in applicants),
        "DIACHITIEPNHAN": "",
        "QUYETDINH": "",
        "YEUCAU": service.presence.text.vi if service.presence else "",
        "TUKHOA": service.name.vi,
        "IDQUYETDINHCONGBO": decision_of(service),
        "TRANGTHAI": "1" if procedure.valid_on(day) else "0",
        "MOTACOQUANTHUCHIEN": ", ".join(agency.name for agency in agencies),
        "MOTACOQUANTHAMQUYEN": service.ministry,
        "MOTA": "",
        "TRINHTUTHUCHIEN": _order(service),
        "CAPTHUCHIEN": _levels(service),
        "LINHVUCTHUCHIEN": [{"MALINHVUC": service.field_code, "TENLINHVUC": service.field_name}],
        "CACHTHUCTHUCHIEN": [
            _way(DIRECT, service, service.fee.direct_vnd),
            _way(ONLINE, service, service.fee.online_vnd),
        ],
        "DOITUONGTHUCHIEN": [{"MADOITUONG": code, "TENDOITUONG": name} for code, name in applicants],
        "THANHPHANHOSO": [{"TRUONGHOP": "Bao gồm", "GIAYTO": [_paper(component) for component in service.components]}],
        "KETQUATHUCHIEN": [
            {"MAKETQUA": result.code, "TENKETQUA": result.name.vi, "TENTEP": "", "URL": ""}
            for result in service.results
        ],
        "CANCUPHAPLY": [{**basis, "DIACHITRUYCAP": ""} for basis in legal_bases],
        "COQUANTHUCHIEN": units,
        "COQUANCOTHAMQUYEN": units if service.roles.get("province") == "handler" else [_ministry(service)],
        "COQUANDUOCUYQUYEN": [],
        "COQUANPHOIHOP": [],
        "TTHCLIENQUAN": [other.code for other in service.codes if other is not procedure],
        "TTHCLIENTHONG": [],
    }


def _order(service: Service) -> list[dict[str, Any]]:
    """Return the main way through the flow, in the portal's own words for its statuses."""
    used = {status for pair in service.flow for status in pair}
    steps = [{"TENTRINHTU": STATUS_NAMES[status].vi} for status in _MAIN_WAY if status in used]
    return [{"TRUONGHOP": "Trình tự chung", "TRINHTU": steps}] if steps else []


def _levels(service: Service) -> list[dict[str, str]]:
    named = [found for word, found in _LEVELS.items() if word in service.level.split("(")[0]]
    return [{"CAPTHUCHIEN": code, "TENCAP": name} for code, name in named or [_LEVELS["commune"]]]


def _ministry(service: Service) -> dict[str, str]:
    return {"MADONVI": branch_of(service), "TENDONVI": service.ministry}


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
