"""The console in a real Chromium: live, narrowed, bounded, by keyboard, on a phone, and without script."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from simulator.session.provinces import DEMO_DOCUMENT
from tests.acceptance.processes import Running, client
from tests.browser.conftest import OpenPage, serious, shoot, too_wide

LOOKS = [("wide", "vi"), ("phone", "en")]
NASTY = "<img src=x onerror=document.title='run'>"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PEOPLE = {
    **DEMO_DOCUMENT,
    "id": "nguoi",
    "name": {"vi": "Tỉnh làm bằng người", "en": "Province worked by people"},
    "province_code": "92",
    "agency": "000.00.00.H91",
    "receiving_agency": "H91.12",
    "account": {"name": "nguoi", "password": "nguoi-password"},
    "openid": {"client_id": "nguoi-rp", "client_secret": "s", "redirect_uris": ["http://127.0.0.1:9/cb"]},
    "services": {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "attended"}},
    "attended": {"minutes": {"citizen": 7, "officer": 2}, "unit": "Bộ phận một cửa"},
}
Send = Callable[..., int]


@pytest.fixture(scope="module")
def http() -> requests.Session:
    return client()


@pytest.fixture
def send(national: Running, http: requests.Session) -> Send:
    """Send faulty messages as the demo account does; return the journal's position afterwards."""
    account = {"username": "demo", "password": "demo"}
    session = http.post(f"{national.url}/mapi/login", json=account, timeout=30).json()["session"]

    def messages(count: int = 1, code: str = "H99.12-1") -> int:
        step = {"MaHoSo": code, "NguoiXuLy": NASTY, "ThoiDiemXuLy": "hôm nay", "TrangThai": "4"}
        body = {"session": session, "madonvi": "000.00.00.H99", "service": "CapNhatTienDoHoSoMC", "data": [step]}
        for _ in range(count):
            http.post(f"{national.url}/mapi/g", json=body, timeout=30)
        return int(http.get(f"{national.url}/admin/status", timeout=30).json()["position"])

    return messages


@pytest.fixture(scope="module")
def item(national: Running, http: requests.Session) -> str:
    """A work item that waits."""
    admin = f"{national.url}/admin"
    assert http.put(f"{admin}/provinces/nguoi", json={"document": PEOPLE}, timeout=30).status_code == 200
    asked = {"run": "run-nguoi", "province": "nguoi", "service": "khai-sinh", "scenario": "once/known-not-asked"}
    asked |= {"request_id": "r-nguoi", "weather": "calm", "seed": 7, "people": {}, "as_of": "2025-07-01"}
    session = http.post(f"{admin}/sessions", json=asked, timeout=30).json()["session"]
    act = {"request_id": "r-apply", "action": "apply"}
    return str(http.post(f"{admin}/sessions/{session}/citizen", json=act, timeout=30).json()["waiting"]["item"])


def following(page: Any, address: str) -> Any:
    page.goto(address)
    page.locator("#pace", has_text="Đang theo dõi trực tiếp.").wait_for()
    return page


def test_what_arrives_appears_without_loading_again_and_is_never_run(
    national: Running, open_page: OpenPage, send: Send
) -> None:
    page = following(open_page(), f"{national.url}/console/exchanges")
    position = send()
    line = page.locator(f"#x{position}")
    line.wait_for()
    assert page.locator("#entries > li").first.get_attribute("id") == f"x{position}"
    assert "/data/0/ThoiDiemXuLy" in line.inner_text()
    line.get_by_text("curl", exact=True).click()
    assert "curl --request POST" in line.get_by_test_id("curl").inner_text()
    page.goto(f"{national.url}/exchanges/{position}")
    assert NASTY in "".join(page.locator("pre.body").all_text_contents())
    assert page.title() != "run"


def test_a_filter_works_at_once_and_holds_for_what_arrives(national: Running, open_page: OpenPage, send: Send) -> None:
    send()
    page = following(open_page(), f"{national.url}/console/exchanges")
    page.get_by_test_id("filter").locator("summary").click()
    page.locator("select[name=party]").select_option("portal")
    page.wait_for_url("**party=portal**")
    page.locator("input[name=findings]").check()
    page.wait_for_url("**findings=1**")
    assert page.locator("#entries > li:not(.wrong)").count() == 0
    position = send()
    page.locator(f"#x{position}").wait_for()
    page.go_back()
    page.wait_for_url(lambda url: "findings" not in url)
    page.locator("#entries > li").first.wait_for()


def test_whoever_reads_is_not_disturbed_and_rows_stay_bounded(
    national: Running, open_page: OpenPage, send: Send
) -> None:
    send(60)
    page = following(open_page(), f"{national.url}/console/exchanges")
    page.evaluate("scrollTo(0, 2000)")
    first = page.locator("#entries > li").first.get_attribute("id")
    send(3)
    page.locator("#waiting").wait_for()
    assert page.locator("#entries > li").first.get_attribute("id") == first
    page.locator("#waiting").click()
    page.wait_for_load_state()
    page.evaluate("document.getElementById('list').dataset.most = 70")
    position = send(40)
    page.locator(f"#x{position}").wait_for()
    assert page.locator("#entries > li").count() <= 70


def test_following_stops_and_goes_on_by_key(national: Running, open_page: OpenPage, send: Send) -> None:
    page = following(open_page(), f"{national.url}/console/exchanges")
    page.keyboard.press("f")
    assert page.locator("#follow").get_attribute("aria-pressed") == "false"
    position = send()
    page.locator("#waiting").wait_for()
    assert page.locator(f"#x{position}").count() == 0
    page.keyboard.press("f")
    page.locator(f"#x{position}").wait_for()


def test_the_keyboard_is_enough(national: Running, open_page: OpenPage, send: Send) -> None:
    position = send()
    page = following(open_page(), f"{national.url}/console/exchanges?party=portal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/exchanges/{position}")


@pytest.mark.parametrize(("screen", "language"), LOOKS)
def test_each_page_can_be_read_by_everybody(
    national: Running, open_page: OpenPage, send: Send, item: str, screen: str, language: str
) -> None:
    position = send(2)
    page = open_page(screen, language, dark=screen == "phone")
    places = {
        "start": "/", "exchanges": "/console/exchanges?operation=CapNhat", "exchange": f"/exchanges/{position}",
        "orphans": "/console/orphans", "dossiers": "/console/dossiers", "runs": "/console/runs",
        "run": "/console/runs/run-nguoi", "work": "/console/work", "item": f"/console/work/{item}",
        "unknown": "/console/sessions/none",
    }  # fmt: skip
    for name, place in places.items():
        page.goto(f"{national.url}{place}{'&' if '?' in place else '?'}lang={language}")
        shoot(page, f"console-{name}-{language}-{screen}")
        assert screen == "wide" or serious(page) == [], name
        assert not too_wide(page), name
        assert page.locator("html").get_attribute("lang") == language, name


def test_everything_works_without_script(
    national: Running, chromium: Any, send: Send, item: str, tmp_path: Any
) -> None:
    position = send()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{national.url}/console/exchanges")
    page.locator("input[name=q]").fill("hôm nay")
    page.get_by_test_id("filter").get_by_role("button").click()
    page.wait_for_url("**q=h*")
    page.locator(f"#x{position}").get_by_text("curl", exact=True).click()
    page.wait_for_url(f"**/exchanges/{position}#again")
    page.goto(f"{national.url}/console/work/{item}")
    page.locator("#taker").fill("Ca sáng")
    page.get_by_test_id("take").click()
    assert "Ca sáng" in page.locator("main").inner_text()
    screenshot = tmp_path / "form.png"
    screenshot.write_bytes(PNG)
    page.locator("#screenshot").set_input_files(str(screenshot))
    page.locator("#dossier_code").fill("H91.12-1")
    page.locator("#by").fill("Ca sáng")
    page.get_by_test_id("send").click()
    page.get_by_test_id("answered").wait_for()
    page.goto(f"{national.url}/console/work/{item}")
    assert "form.png" in page.get_by_test_id("given").inner_text()
    context.close()
