import pytest

from simulator.domain.report import PortalDossierView
from simulator.wire.contracts import Contracts
from simulator.wire.dossiers import (
    dossier_row,
    national_code,
    progress_from_wire,
    query_code,
    reports_from_wire,
    tech_id_number,
    tech_id_row,
)


def test_report_carries_what_the_row_says(contracts: Contracts) -> None:
    (report,) = reports_from_wire(contracts["portal/DongBoHoSoMC"].example_request)
    assert report.dossier_code == "H99.12-250701-0001"
    assert (report.status, report.raw_status, report.is_update) == (2, "2", False)
    assert (report.procedure_code, report.raw_procedure_code) == ("1.001193", "1.001193.H99")
    assert (report.owner_name, report.owner_id) == ("Đỗ Thị Hoà", "099190000101")
    assert report.received_at == "2025-07-01T08:30:00+07:00"
    assert report.finished_at == ""
    assert report.channel == "2"


def test_results_are_collected_from_all_result_documents() -> None:
    row = {"DanhSachGiayToKetQua": [{"MaGiayToKetQua": "KQ.1", "DuongDanTepTinKetQua": "https://x.example"}, {}, None]}
    (report,) = reports_from_wire({"data": [row]})
    assert report.result_codes == ("KQ.1",)
    assert report.result_links == ("https://x.example",)


@pytest.mark.parametrize(
    ("status", "read"), [("4", 4), (4, 4), ("", None), ("0", None), ("11", 11), ("x", None), (None, None), (True, None)]
)
def test_status_is_read_from_text_or_number(status: object, read: int | None) -> None:
    (report,) = reports_from_wire({"data": [{"TrangThaiHoSo": status}]})
    assert report.status == read


@pytest.mark.parametrize(
    ("flag", "read"), [("True", True), ("true", True), (True, True), ("False", False), (None, False)]
)
def test_update_flag_is_read_from_text_or_boolean(flag: object, read: bool) -> None:
    (report,) = reports_from_wire({"isUpdating": flag, "data": [{}]})
    assert report.is_update is read


def test_owner_number_may_stand_in_the_list_alone() -> None:
    (report,) = reports_from_wire({"data": [{"DinhDanhCHS": [{"SoDinhDanh": ""}, {"SoDinhDanh": "099190000101"}]}]})
    assert report.owner_id == "099190000101"


def test_rows_that_are_no_objects_are_left_out_and_the_others_keep_their_index() -> None:
    assert [report.row for report in reports_from_wire({"data": ["x", {}, None, {}]})] == [1, 3]


@pytest.mark.parametrize("body", [None, [], "x", {}, {"data": {}}, {"data": "x"}])
def test_body_without_rows_has_no_reports(body: object) -> None:
    assert reports_from_wire(body) == []
    assert progress_from_wire(body) == []


def test_progress_has_its_identity() -> None:
    body = {"data": [{"MaHoSo": "A", "TrangThai": "4", "ThoiDiemXuLy": "20250701090000", "NguoiXuLy": "Cán bộ"}]}
    (step,) = progress_from_wire(body)
    assert (step.dossier_code, step.status, step.occurred_at) == ("A", 4, "2025-07-01T09:00:00+07:00")


@pytest.mark.parametrize("code", ["1.001193", "1.001193.H56", "1.001193.000.00.00.H56", " 1.001193.01 "])
def test_national_part_of_a_procedure_code(code: str) -> None:
    assert national_code(code) == "1.001193"


@pytest.mark.parametrize("code", ["", "khai-sinh", "1.0011930", "G15-HT01"])
def test_other_codes_stay_as_they_are(code: str) -> None:
    assert national_code(code) == code


def test_look_up_row_follows_its_contract(contracts: Contracts) -> None:
    view = PortalDossierView(
        dossier_code="H99.12-250701-0001",
        procedure_code="1.001193",
        procedure_name="Đăng ký khai sinh",
        owner_name="Đỗ Thị Hoà",
        status=4,
        agency_code="H99.12",
        agency_name="Ủy ban nhân dân phường Thử Nghiệm",
        received_at="2025-07-01T08:30:00+07:00",
    )
    row = dossier_row(view)
    assert (row["MaTrangThai"], row["TrangThaiHoSo"]) == ("4", "Đang xử lý")
    assert (row["NgayTiepNhan"], row["NgayHenTra"]) == ("20250701083000", "")
    answer = {"error_code": "0", "message": "thành công", "result": [row]}
    assert contracts["portal/TraCuuHoSo"].check_response(answer) == ()


def test_look_ups_read_their_one_key() -> None:
    assert query_code({"mahoso": "A"}) == "A"
    assert tech_id_number({"mstorcmnd": "099190000101"}) == "099190000101"
    assert tech_id_row("t") == {"TECHNICALID": "t"}
