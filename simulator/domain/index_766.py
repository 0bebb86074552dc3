"""How the service index (Decision 766/QĐ-TTg) would count one dossier, item by item. It informs; it judges nobody.

The rules are those of public code of a provincial one-stop system that reads what it synchronised; the Government
Office's own formula document of 2026 was not found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.core.text import Text
from simulator.domain.dossier import DossierStatus
from simulator.domain.dossier_content import DossierContent
from simulator.domain.mark import Mark

YES, NO, OPEN, LEFT_OUT = "yes", "no", "open", "left_out"
"""Counts for the item; counts against it; cannot be said yet; is not among the dossiers that the item looks at."""


@dataclass(frozen=True)
class Item:
    """One item of the index."""

    title: Text
    formula: Text
    mark: Mark = Mark.SEEN
    source: str = "Public code of a provincial one-stop system (JavaScript) that computes the index of its dossiers"


ITEMS: dict[str, Item] = {
    "synchronised": Item(
        Text("Tính vào kỳ", "Counted in the period"),
        Text("theo NgayTiepNhan, không có thì NgayNopHoSo", "by NgayTiepNhan, else NgayNopHoSo"),
    ),
    "on_time": Item(
        Text("Đúng hạn", "On time"),
        Text(
            "lúc kết thúc không sau NgayHenTra; kết thúc là bước 9, không có thì 10, rồi 8 hoặc 3; một lần yêu cầu"
            " bổ sung (5) là kết thúc, từ hai lần là trễ",
            "the end is not after NgayHenTra; the end is the step 9, else 10, else 8 or 3; one request for a supplement"
            " (5) is the end, two or more are late",
        ),
    ),
    "online": Item(
        Text("Trực tuyến", "Online"),
        Text(
            "KenhThucHien là 2; thủ tục trả giấy tờ thì kết quả phải có mã và đường dẫn",
            "KenhThucHien is 2; where a paper is returned the result has a code and a link",
        ),
    ),
    "paid_online": Item(
        Text("Thanh toán trực tuyến", "Paid online"),
        Text(
            "DuocThanhToanTrucTuyen là 1 hoặc 2, trong các hồ sơ có thu phí",
            "DuocThanhToanTrucTuyen is 1 or 2, among the dossiers with a fee",
        ),
    ),
    "electronic_result": Item(
        Text("Kết quả điện tử", "Electronic result"),
        Text("giấy tờ kết quả có đường dẫn", "a result document with a link"),
    ),
    "digitised": Item(
        Text("Số hóa hồ sơ và kết quả", "Digitised"),
        Text("có tệp ở thành phần và ở kết quả", "a file among the components and in the result"),
    ),
    "reused": Item(
        Text("Tái sử dụng dữ liệu số hóa", "Digitised data reused"),
        Text(
            "HoSoCoThanhPhanSoHoa là 1; nộp trên Cổng thì có thành phần DuocSoHoa là 1",
            "HoSoCoThanhPhanSoHoa is 1; lodged on the portal: a component with DuocSoHoa 1",
        ),
    ),
    "shared": Item(
        Text("Lấy từ kho dữ liệu cá nhân", "Taken from the personal store"),
        Text("có thành phần DuocLayTuKhoDMQG là 1", "a component with DuocLayTuKhoDMQG 1"),
    ),
    "population": Item(
        Text("Dùng dữ liệu dân cư", "Population data used"),
        Text(
            "TaiKhoanDuocXacThucVoiVNeID là 1, hoặc MaCSDL của CSDL dân cư (mã chưa công khai)",
            "TaiKhoanDuocXacThucVoiVNeID is 1, or the MaCSDL of the population database (its code is not public)",
        ),
    ),
}


@dataclass(frozen=True)
class Told:
    """What the index looks at. Times are ISO 8601 with +07:00, or empty."""

    received_at: str
    due_at: str
    channel: str
    content: DossierContent
    steps: Sequence[Mapping[str, Any]]
    """{status, occurred_at} by time."""
    makes_paper: bool
    """Whether the procedure ends with a document."""
    bears_fee: bool | None
    """Whether the procedure is known to cost something; None when that is not known."""


def counted(told: Told) -> dict[str, str]:
    """Return item -> yes, no, open or left_out."""
    content = told.content
    files = [paper for paper in content.papers or () if paper.link]
    linked = [result for result in content.results or () if result.link]
    ended = bool(linked) or any(step["status"] == DossierStatus.RETURNED for step in told.steps)
    return {
        "synchronised": _yes(bool(told.received_at or content.submitted_at)),
        "on_time": _on_time(told),
        "online": _online(told, any(result.code for result in linked), ended),
        "paid_online": _paid_online(told),
        "electronic_result": _after(bool(linked), ended) if told.makes_paper else LEFT_OUT,
        "digitised": _after(bool(files and linked), ended or not files),
        "reused": _yes(content.digitised == "1" or (content.lodged_at == "1" and _any(content, "digitised"))),
        "shared": _yes(_any(content, "from_store")),
        "population": YES if content.verified == "1" else OPEN if content.databases else NO,
    }


def _yes(value: bool) -> str:
    return YES if value else NO


def _after(value: bool, decided: bool) -> str:
    return YES if value else NO if decided else OPEN


def _any(content: DossierContent, name: str) -> bool:
    return any(getattr(paper, name) == "1" for paper in content.papers or ())


def _on_time(told: Told) -> str:
    asked = [step["occurred_at"] for step in told.steps if step["status"] == DossierStatus.SUPPLEMENT_REQUESTED]
    if len(asked) > 1:
        return NO
    end = asked[0] if asked else _end(told.steps)
    if not end or not told.due_at:
        return OPEN
    return _yes(end <= told.due_at)


def _end(steps: Sequence[Mapping[str, Any]]) -> str:
    """Return when processing ended; all times are in one zone, so their texts compare as the times do."""
    first = {step["status"]: str(step["occurred_at"]) for step in reversed(steps)}
    ends = (first.get(status, "") for status in (9, 10, 8, 3))
    return next((end for end in ends if end), "")


def _online(told: Told, with_result: bool, ended: bool) -> str:
    if told.channel != "2":
        return NO
    return _after(with_result, ended) if told.makes_paper else YES


def _paid_online(told: Told) -> str:
    amounts = [charge.vnd for charge in told.content.charges or ()]
    free = bool(amounts) and all(amount == 0 for amount in amounts)
    if told.bears_fee is False or free or (told.bears_fee is None and told.content.paid_online in ("", "0")):
        return LEFT_OUT
    return _yes(told.content.paid_online in ("1", "2"))
