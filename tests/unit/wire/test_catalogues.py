from datetime import date

import pytest

from simulator.catalogue.catalogue import Catalogue
from simulator.domain.dialect import Dialect
from simulator.wire.adapter import answer
from simulator.wire.catalogues import Agency, asked_procedure, online_service_list, online_service_row, procedure_row
from simulator.wire.contracts import Contracts

AGENCIES = (Agency("000.00.00.H99", "Tỉnh Thử nghiệm"),)
DAY = date(2025, 7, 1)


def test_every_service_answers_a_full_procedure(catalogue: Catalogue, contracts: Contracts, dialect: Dialect) -> None:
    for service in catalogue.services.values():
        for code in service.codes:
            row = procedure_row(service, DAY, AGENCIES, code)
            assert contracts["portal/LayThuTuc"].check_response(answer(dialect, "ok", [row])) == ()
            assert row["LINHVUCTHUCHIEN"]
            assert row["MATTHC"] == code.code


def test_every_code_of_a_service_has_an_id_of_its_own(catalogue: Catalogue) -> None:
    rows = [procedure_row(one, DAY, (), code) for one in catalogue.services.values() for code in one.codes]
    assert len({row["ID"] for row in rows}) == len(rows)


def test_main_code_is_taken_without_being_named(catalogue: Catalogue) -> None:
    assert procedure_row(catalogue.services["khai-sinh"], DAY, ())["MATTHC"] == "1.001193"


def test_fees_and_times_are_texts(catalogue: Catalogue) -> None:
    way = procedure_row(catalogue.services["khai-sinh"], DAY, AGENCIES)["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]
    assert (way["THOIGIANGIAIQUYET"], way["DONVITINH"]) == ("1", "Ngày làm việc")
    assert way["PHILEPHI"][0]["SOTIEN"] == "0"


def test_a_deadline_without_a_number_is_an_empty_text_with_its_unit(catalogue: Catalogue) -> None:
    way = procedure_row(catalogue.services["thi-thpt"], DAY, AGENCIES)["CACHTHUCTHUCHIEN"][0]["THOIGIAN"][0]
    assert (way["THOIGIANGIAIQUYET"], way["DONVITINH"]) == ("", "Theo lịch thi")


def test_a_service_without_a_code_has_no_row(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="nop-phat-nguoi"):
        procedure_row(catalogue.services["nop-phat-nguoi"], DAY, AGENCIES)


@pytest.mark.parametrize("key", ["maTTHC", "MaTTHC"])
def test_both_spellings_of_the_code_are_understood(key: str) -> None:
    assert asked_procedure({key: "1.001193"}) == "1.001193"


def test_online_services_follow_their_contract(catalogue: Catalogue, contracts: Contracts, dialect: Dialect) -> None:
    rows = [online_service_row(one, one.codes[0], AGENCIES) for one in catalogue.services.values() if one.codes]
    document = answer(dialect, "ok", online_service_list(rows))
    assert contracts["portal/LayDVC"].check_response(document) == ()
    assert document["result"]["data"][0]["MADVC"].endswith(".01")


def test_the_tree_says_what_the_service_file_says(catalogue: Catalogue) -> None:
    basis = {"SOVANBAN": "60/2014/QH13"}
    row = procedure_row(catalogue.services["khai-sinh"], DAY, AGENCIES, legal_bases=[basis])
    assert [step["TENTRINHTU"] for step in row["TRINHTUTHUCHIEN"][0]["TRINHTU"]] == [
        "Mới đăng ký",
        "Được tiếp nhận",
        "Đang xử lý",
        "Đã xử lý xong",
        "Đã trả kết quả",
    ]
    assert row["CANCUPHAPLY"] == [{**basis, "DIACHITRUYCAP": ""}]
    assert row["TTHCLIENQUAN"] == ["2.000528"]
    assert row["IDQUYETDINHCONGBO"] == "QDCB.G15"


def test_who_may_apply_which_levels_handle_it_and_who_decides_come_from_the_file(catalogue: Catalogue) -> None:
    land = procedure_row(catalogue.services["dat-dai-bien-dong"], DAY, AGENCIES)
    assert [one["TENDOITUONG"] for one in land["DOITUONGTHUCHIEN"]] == ["Công dân", "Doanh nghiệp"]
    card = procedure_row(catalogue.services["cap-doi-lai-can-cuoc"], DAY, AGENCIES)
    assert [one["CAPTHUCHIEN"] for one in card["CAPTHUCHIEN"]] == ["1", "3"]
    assert card["COQUANCOTHAMQUYEN"] == [{"MADONVI": "G01", "TENDONVI": "Bộ Công an"}], "the province only relays it"
    assert [one["DOITUONGTHUCHIEN"] for one in (card,)] == [[{"MADOITUONG": "1", "TENDOITUONG": "Công dân"}]]
