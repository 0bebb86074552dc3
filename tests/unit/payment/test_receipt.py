"""The receipt: text that can be taken out again, with its diacritics, however long and strange it is."""

import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pypdf import PdfReader

from simulator.core.clock import VIETNAM
from simulator.core.text import Text
from simulator.domain.payment import PAID, Fee, Payment, PaymentAsked
from simulator.payment.money import written_amount
from simulator.payment.office import Office
from simulator.payment.receipt import number_of, printable, receipt_pdf

AT = datetime(2026, 3, 5, 10, 17, 30, tzinfo=VIETNAM)
OFFICE = cast(
    Office,
    SimpleNamespace(
        rules=SimpleNamespace(banks={"LUAVANG": Text("Ngân hàng Lúa Vàng", "Lua Vang Bank")}),
        national=SimpleNamespace(provinces={"here": SimpleNamespace(name=Text("Tỉnh Thử", "Trial province"))}),
    ),
)


def payment(**asked: Any) -> Payment:
    told: dict[str, Any] = {"partner": "DEMO", "reference": "dvc0001", "amount": 121_005, **asked}
    return Payment(
        "token", "here", PaymentAsked(**told), AT, AT + timedelta(minutes=15), PAID, "GD260305101730000007", "LUAVANG",
        AT, 7,
    )  # fmt: skip


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_everything_on_it_can_be_read_out_again() -> None:
    fees = (Fee("P1", "Lệ phí đăng ký khai sinh", 121_005, "1"),)
    one = payment(
        payer_name="Nguyễn Thị Hường", personal_id="099190000101", dossier_code="000.00.01.H99-260305-0007",
        agency_name="UBND phường Trường Thạnh", procedure_name="Đăng ký khai sinh", fees=fees,
    )  # fmt: skip
    (text,) = pages(receipt_pdf(one, OFFICE))
    for wanted in (
        "BL0000007", "Mẫu số: C1-10/NS", "Nguyễn Thị Hường", "UBND phường Trường Thạnh", "000.00.01.H99-260305-0007",
        "Lệ phí đăng ký khai sinh", "121.005 ₫", "Một trăm hai mươi mốt nghìn không trăm linh năm đồng",
        "GD260305101730000007", "Ngân hàng Lúa Vàng", "Bản thử nghiệm / test only", "Ngày 05 tháng 03 năm 2026",
    ):  # fmt: skip
        assert wanted in text


def test_the_same_payment_has_the_same_receipt() -> None:
    assert receipt_pdf(payment(), OFFICE) == receipt_pdf(payment(), OFFICE)


def test_many_lines_and_long_words_go_on_to_further_pages() -> None:
    lines = tuple(Fee("", f"Khoản thứ {number} {'x' * 300}", number) for number in range(1, 41))
    found = pages(receipt_pdf(payment(lines=lines), OFFICE))
    assert len(found) > 1
    assert all("test only" in page for page in found)
    assert re.findall("Khoản thứ ([0-9]+)", "\n".join(found)) == [str(number) for number in range(1, 41)]


def test_who_names_no_agency_is_collected_for_by_its_system() -> None:
    assert "Tỉnh Thử" in pages(receipt_pdf(payment(), OFFICE))[0]


def test_letters_that_the_face_lacks_and_line_breaks_do_no_harm() -> None:
    assert printable("Tie\u0302\u0301ng  Vie\u0323\u0302t\n\x00 中") == "Tiếng Việt ? ?"


@pytest.mark.parametrize(("amount", "written"), [(0, "0 ₫"), (50_000, "50.000 ₫"), (1_234_567, "1.234.567 ₫")])
def test_amounts_in_figures(amount: int, written: str) -> None:
    assert written_amount(amount) == written
    assert written_amount(None) == "–"


def test_the_number_of_a_receipt() -> None:
    assert number_of(payment()) == "BL0000007"


def test_the_face_comes_with_its_licence() -> None:
    folder = Path(__file__).parents[3] / "simulator" / "payment" / "fonts"
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8").upper()
