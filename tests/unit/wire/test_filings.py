"""Reading and writing of what was filed at the portal, and of linked dossiers."""

from datetime import date

import pytest

from simulator.core.text import Text
from simulator.domain.filing import Filing, FilingFile, FilingLine
from simulator.wire.filings import (
    file_beside,
    filing_row,
    handed_from_wire,
    lines_of,
    listed_codes,
    status_from_wire,
    window_from_wire,
)
from simulator.wire.linked import acknowledged_code, linked_dossier, linked_row, linked_status_from_wire
from tests.unit.checks.evidence_builder import SERVICE, service_without

CODE = "000.00.00.G22-250701-0000042"
FILING = Filing(
    code=CODE,
    submission_id="s-1",
    way="pull",
    province="demo",
    session="",
    service="thu-nghiem",
    agency="H99.12",
    procedure_code="1.001193",
    owner_id="099190000101",
    owner_name="Đỗ Thị Hoà",
    tech_id="tech-1",
    birth_date="1990-05-17",
    residence="Số 5",
    filed_at="2025-07-01T08:15:00+07:00",
    arrived_at="2026-03-05T09:30:00+07:00",
    lines=(FilingLine("child", "Nguyễn Thị Hoà Thuỷ"),),
)
FILE = FilingFile(f"/{CODE}/1", CODE, "TP.CAN_CUOC", "Căn cước", "can-cuoc.pdf", "application/pdf", b"%PDF")


def test_a_row_of_the_list_is_that_of_the_contract() -> None:
    row = filing_row(FILING, [FILE])
    assert (row["maHoSo"], row["ngaySinh"], row["ngayNhanHoSo"]) == (CODE, "19900517", "20250701081500")
    assert row["thongTinToKhai"] == [{"maTruong": "child", "giaTri": "Nguyễn Thị Hoà Thuỷ"}]
    assert row["hoSoDinhKem"] == [
        {"magiayto": "TP.CAN_CUOC", "tengiayto": "Căn cước", "filedinhkem": f"/{CODE}/1"},
    ]
    assert listed_codes([row, "nothing"]) == [CODE, ""]


def test_a_file_stands_under_its_own_key_or_nothing_does() -> None:
    (file,) = file_beside(FILE)["TepTinDinhKem"]
    assert file["Base64"] == "JVBERg=="
    assert file_beside(None) == {"TepTinDinhKem": []}


@pytest.mark.parametrize("days", [("2025-07-01", ""), ("20250701000000", "20250701235959"), ("2025-13-01", "x")])
def test_a_window_needs_two_days(days: tuple[str, str]) -> None:
    first, last = days
    assert window_from_wire({"ngayNhan1": first, "ngayNhan2": last}) is None
    assert window_from_wire({"ngayNhan1": "2025-06-29", "ngayNhan2": "2025-07-01"}) == (
        date(2025, 6, 29),
        date(2025, 7, 1),
    )


@pytest.mark.parametrize(("written", "status"), [("2", 2), (11, 11), ("", None), ("x", None), (None, None)])
def test_a_status_message_is_one_object(written: object, status: int | None) -> None:
    told = status_from_wire({"data": {"MaHoSo": CODE, "MaHoSoDonVi": "X-1", "TrangThai": written}})
    assert (told.dossier_code, told.own_code, told.status) == (CODE, "X-1", status)
    assert status_from_wire({"data": []}).dossier_code == ""


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"submission_id": "s"},
        {"submission_id": "s", "values": {}, "components": [{"code": "A", "content": "?"}]},
    ],
)
def test_what_cannot_be_read_is_said(body: object) -> None:
    with pytest.raises(ValueError, match=r"submission_id|base64"):
        handed_from_wire(body)


def test_lines_without_text_are_left_out() -> None:
    assert lines_of([("a", "1"), ("b", "")]) == (FilingLine("a", "1"),)


def test_a_linked_dossier_is_json_inside_a_text() -> None:
    linked = service_without(linked_module="KS")
    row = linked_row(FILING, linked)
    assert (row["id"], row["maDonVi"], row["module"], row["ngayTiepNhan"]) == (42, 9912, "KS", "01/07/2025 08:15:00")
    whole = linked_dossier(FILING, linked, [FILE])
    assert whole["data"] == '{"hoTich": {"child": "Nguyễn Thị Hoà Thuỷ"}}'
    assert whole["fileDinhKem"][0]["duLieuTepDinhKem"] == "JVBERg=="


def test_a_line_is_called_as_the_registry_calls_it_unless_that_cuts_it_up() -> None:
    names = {"": "child", "nksHoTen": "nksHoTen", "nksNgay, nksGio": "child"}
    field = next(field for field in SERVICE.fields if field.key == "child")
    for registry, told in names.items():
        assert type(field)(**{**vars(field), "registry_name": registry}).linked_name == told
    assert field.label == Text("Nhãn child", "Nhãn child")


@pytest.mark.parametrize(
    ("code", "status"), [(1, 1), (2, 5), ("3", 2), ("7", 4), (4, 9), (5, 10), (6, 3), (8, None), ("", None)]
)
def test_a_linked_status_becomes_the_portal_s(code: object, status: int | None) -> None:
    assert linked_status_from_wire({"soHoSoLT": CODE, "trangThai": code}).status == status


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("01/07/2025 09:00:00", "2025-07-01T09:00:00+07:00"),
        ("2025-07-01T09:00:00+07:00", "2025-07-01T09:00:00+07:00"),
        ("hôm qua", ""),
    ],
)
def test_a_linked_time_is_read_in_both_ways(written: str, at: str) -> None:
    told = linked_status_from_wire({"maHoSo": CODE, "trangThai": 3, "thoiGianThucHien": written})
    assert (told.dossier_code, told.occurred_at) == (CODE, at)


@pytest.mark.parametrize(("said", "code"), [(True, CODE), ("true", CODE), (False, ""), (None, "")])
def test_an_acknowledgement_has_to_say_so(said: object, code: str) -> None:
    assert acknowledged_code({"maHoSo": CODE, "daNhan": said}) == code
