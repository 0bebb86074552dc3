"""The handbook in a real Chromium: wide and on a phone, light and dark, both languages, as served and from disk."""

from pathlib import Path

import pytest

from tests.acceptance.processes import Running, run
from tests.browser.conftest import OpenPage, serious, shoot, too_wide

PAGES = {
    "index": "/docs",
    "search": "/docs?q=ký",
    "operation": "/docs/portal/DongBoHoSoMC",
    "query": "/docs/portal/eform",
    "endpoint": "/docs/vneid/token",
    "system": "/docs/province/view",
    "payment": "/docs/payment/INIT",
    "codes": "/docs/errors",
    "unknown": "/docs/portal/none",
}


@pytest.mark.parametrize(("screen", "language"), [("wide", "vi"), ("phone", "en")])
def test_each_page_can_be_read_by_everybody(national: Running, open_page: OpenPage, screen: str, language: str) -> None:
    page = open_page(screen, language, dark=screen == "phone")
    for name, place in PAGES.items():
        page.goto(f"{national.url}{place}{'&' if '?' in place else '?'}lang={language}")
        shoot(page, f"handbook-{name}-{language}-{screen}")
        assert serious(page) == [], name
        assert not too_wide(page), name
        assert page.locator("html").get_attribute("lang") == language, name


def test_an_operation_is_found_and_read_in_the_other_language(national: Running, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{national.url}/")
    page.get_by_test_id("docs").click()
    page.locator("#q").fill("DongBoHoSo")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đồng bộ hồ sơ một cửa").click()
    assert "mapi/g" in page.get_by_test_id("curl").inner_text()
    page.get_by_test_id("other-language").click()
    assert page.locator("h1").inner_text() == "Synchronise dossiers"


def test_the_files_are_read_from_disk(open_page: OpenPage, tmp_path: Path) -> None:
    assert run("list", "contracts", "--write", "book", cwd=tmp_path).returncode == 0
    page = open_page("phone")
    page.goto((tmp_path / "book" / "docs" / "index.html").as_uri())
    page.get_by_role("link", name="Đăng nhập trục kết nối").click()
    page.get_by_test_id("other-language").click()
    assert page.locator("h1").inner_text() == "Log in to the adapter"
    assert serious(page) == []
    assert not too_wide(page)
