"""The payer's pages in a real Chromium: both languages, both screens, by keyboard alone, dark."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.acceptance.processes import Running, client, started
from tests.browser.conftest import OpenPage, serious, shoot, too_wide

SECRET = "demo-payment-secret"


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A national side on which no system has taken the ready account's place."""
    with started("serve", "--port", "0", "--data", "national", cwd=tmp_path_factory.mktemp("paying")) as running:
        yield running


def start(national: Running, reference: str) -> str:
    """Start a payment of the demo account; return the payer's address."""
    values = (
        "INIT", "1.0.6", "DEMO", reference, "121005", "PAY", "1", "1", "vi-VN", "VND", "PAYMENT", "NOP LE PHI",
        "20260305101500", "192.0.2.10",
    )  # fmt: skip
    names = (
        "LoaiBanTin", "PhienBan", "MaDoiTac", "MaThamChieu", "SoTien", "LoaiHinhThanhToan", "MaKenhThanhToan",
        "MaThietBi", "NgonNgu", "MaTienTe", "MaNganHang", "ThongTinGiaoDich", "ThoiGianGD", "Ip",
    )  # fmt: skip
    receipt = {
        "MaHoSo": "000.00.01.H99-260305-0007", "TenTTHC": "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh",
        "TenDonVi": "UBND phường Thử Nghiệm", "HoTenNguoiNop": "Nguyễn Thị Thử",
        "DSKhoanNop": [{"NoiDung": "Lệ phí", "SoTien": "100000"}, {"NoiDung": "Phí sao chụp", "SoTien": "21005"}],
    }  # fmt: skip
    signed = hashlib.sha256("|".join([*values, SECRET]).encode()).hexdigest()
    message = {**dict(zip(names, values, strict=True)), "MaXacThuc": signed, "ThongTinBienLai": receipt}
    answer = client().post(f"{national.url}/paymentplatform", json=message, timeout=30).json()
    assert answer["MaLoi"] == "00", answer
    return str(answer["UrlThanhToan"])


def looks_right(page: Any, name: str) -> None:
    shoot(page, f"payment-{name}")
    assert serious(page) == [], name
    assert not too_wide(page), name


@pytest.mark.parametrize(("screen", "language", "dark"), [("wide", "vi", False), ("phone", "en", True)])
def test_a_payer_reads_pays_and_sees_the_result(
    national: Running, open_page: OpenPage, screen: str, language: str, dark: bool
) -> None:
    page = open_page(screen, language, dark)
    page.goto(f"{start(national, f'look{language}')}?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    looks_right(page, f"pay-{language}-{screen}")
    page.get_by_test_id("bank-CHIMEN").check()
    page.get_by_test_id("pay").click()
    assert page.get_by_test_id("transaction").inner_text().startswith("GD")
    assert page.locator("html").get_attribute("lang") == language
    looks_right(page, f"result-{language}-{screen}")
    told = page.get_by_test_id("transaction").inner_text()
    page.reload()
    page.go_back()
    page.reload()
    assert page.get_by_test_id("transaction").inner_text() == told


def test_it_is_worked_by_keyboard_alone(national: Running, open_page: OpenPage) -> None:
    page = open_page("phone", "vi")
    page.goto(start(national, "keyboard"))
    for key in ("Tab", "Tab", "Tab", "ArrowDown", "Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.get_by_test_id("state").inner_text().endswith("Đã hủy thanh toán")
    looks_right(page, "cancelled-vi-phone")


@pytest.mark.parametrize(("screen", "language", "dark"), [("wide", "vi", True), ("phone", "en", False)])
def test_the_list_on_the_console_can_be_read(
    national: Running, open_page: OpenPage, screen: str, language: str, dark: bool
) -> None:
    address = start(national, f"listed{language}")
    decided = {"bank": "LUAVANG", "action": "pay" if screen == "wide" else "fail"}
    assert client().post(address, data=decided, timeout=30).status_code == 200
    page = open_page(screen, language, dark)
    page.goto(f"{national.url}/console/payments?lang={language}")
    assert f"listed{language}" in page.get_by_test_id("payments").inner_text()
    looks_right(page, f"console-{language}-{screen}")
