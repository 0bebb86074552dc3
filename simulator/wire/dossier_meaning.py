"""Values of a dossier message that follow the contract and still say nothing, or say what cannot be.

None of them refuses a row: the portal takes it, and whoever sent it should know.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.domain.contract_finding import ContractFinding
from simulator.domain.dossier import DossierStatus
from simulator.wire.scalars import field, number, rows
from simulator.wire.times import from_wire_time

_REPORT, _PROGRESS, _STATUS = "portal/DongBoHoSoMC", "portal/CapNhatTienDoHoSoMC", "portal/DongBoTrangThaiHoSo"
_TIMES = {
    _REPORT: ("NgayTiepNhan", "NgayHenTra", "NgayTra", "NgayKetThucXuLy", "NgayTuChoi", "NgayNopHoSo"),
    _PROGRESS: ("ThoiDiemXuLy", "NgayBatDau", "NgayKetThucTheoQuyDinh"),
    _STATUS: ("NgayXuLy",),
}
_SUPPLEMENT_TIMES = ("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi")
_STATUS_FIELD = {_REPORT: "TrangThaiHoSo", _PROGRESS: "TrangThai", _STATUS: "TrangThai"}
_SAYS_NOTHING = {_REPORT: (0, 11), _PROGRESS: (0, 11), _STATUS: (0,)}
"""Sent by known clients; no list of the portal's gives them a meaning. With dossiers of the portal 11 is a refusal."""

Row = Mapping[str, Any]


def meaning_of(contract: str, body: Any, makes_paper: Callable[[str], bool]) -> Iterator[ContractFinding]:
    """Yield what is odd about the values of a message; `makes_paper` says whether a procedure ends with a document."""
    if contract not in _TIMES:
        return
    for place, index, row in _rows(contract, body):
        for pointer, written in _times(contract, row):
            if len(written) == 14 and written.isascii() and written.isdigit() and not from_wire_time(written):
                expected = "một thời điểm có trong lịch/a time of the calendar"
                yield ContractFinding(contract, place + pointer, expected, f'"{written}"', "calendar", row=index)
        yield from _status(contract, place, index, row)
        if contract == _REPORT and _is_returned(row) and makes_paper(field(row, "MaTTHC")):
            yield from _result(place, index, row)


def going_back(row: int, before: int, told: str) -> ContractFinding:
    """Return the finding of a row that tells a dossier's status backwards."""
    expected = f"không lùi từ trạng thái {before}/no way back from status {before}"
    pointer = f"/data/{row}/{_STATUS_FIELD[_REPORT]}"
    return ContractFinding(_REPORT, pointer, expected, f'"{told}"', "status_order", assumed=True, row=row)


def _rows(contract: str, body: Any) -> Iterator[tuple[str, int | None, Row]]:
    if contract == _STATUS:
        data = body.get("data") if isinstance(body, Mapping) else None
        if isinstance(data, Mapping):
            yield "/data", None, data
        return
    for index, row in rows(body, "data"):
        yield f"/data/{index}", index, row


def _times(contract: str, row: Row) -> Iterator[tuple[str, str]]:
    """Yield (pointer in the row, text) of each time that is told."""
    for name in _TIMES[contract]:
        if written := field(row, name):
            yield f"/{name}", written
    for index, supplement in rows(row, "DanhSachHoSoBoSung") if contract == _REPORT else ():
        for name in _SUPPLEMENT_TIMES:
            yield f"/DanhSachHoSoBoSung/{index}/{name}", field(supplement, name)


def _is_returned(row: Row) -> bool:
    return number(row.get("TrangThaiHoSo")) == DossierStatus.RETURNED


def _status(contract: str, place: str, index: int | None, row: Row) -> Iterator[ContractFinding]:
    name = _STATUS_FIELD[contract]
    if number(row.get(name)) in _SAYS_NOTHING[contract]:
        expected = "1-10: 0 và 11 không có nghĩa với Cổng/0 and 11 mean nothing to the portal"
        yield ContractFinding(
            contract, f"{place}/{name}", expected, f'"{field(row, name)}"', "status_meaning", assumed=True, row=index
        )


def _result(place: str, index: int | None, row: Row) -> Iterator[ContractFinding]:
    if not any(field(result, "DuongDanTepTinKetQua") for _, result in rows(row, "DanhSachGiayToKetQua")):
        expected = "giấy tờ kết quả có đường dẫn/a result document with a link"
        pointer = f"{place}/DanhSachGiayToKetQua"
        yield ContractFinding(_REPORT, pointer, expected, "không có/nothing", "result_link", assumed=True, row=index)
