"""VNeID's pages in a real Chromium: each step on both screens, by keyboard alone, and without script."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.session.provinces import DEMO_DOCUMENT
from tests.acceptance.processes import Running, client
from tests.browser.conftest import OpenPage, serious, shoot, too_wide

LOOKS = [("wide", "vi"), ("phone", "en")]
Address = Callable[..., str]


class Callback(BaseHTTPRequestHandler):
    """The client's page at the end of a login."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>callback</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def callback() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/callback"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def mismatch(national: Running) -> dict[str, str]:
    """Register a client and return what it sends with one letter too many."""
    registered = "https://mau.example/callback"
    document = {
        **DEMO_DOCUMENT,
        "id": "mau",
        "province_code": "92",
        "agency": "000.00.00.H92",
        "receiving_agency": "H92.12",
        "account": {"name": "mau", "password": "mau-password"},
        "openid": {"client_id": "mau-rp", "client_secret": "mau-secret", "redirect_uris": [registered]},
    }
    answer = client().put(f"{national.url}/admin/provinces/mau", json={"document": document}, timeout=30)
    assert answer.status_code == 200, answer.text
    return {"client_id": "mau-rp", "redirect_uri": f"{registered}/"}


@pytest.fixture
def address(national: Running, callback: str) -> Address:
    """Return the address to which a client sends the browser."""

    def of(language: str = "vi", **changes: str) -> str:
        asked = {
            "response_type": "code",
            "client_id": "demo-rp",
            "redirect_uri": callback,
            "scope": "openid phone",
            "state": "s",
            "nonce": "n",
            "code_challenge": "A" * 43,
            "code_challenge_method": "S256",
            "acr_values": "LoA2",
            "prompt": "login consent",
            "lang": language,
        }
        return f"{national.url}/vneid/authorize?{urlencode({**asked, **changes})}"

    return of


def number_of(page: Any, place: int) -> str:
    """The number of one of the demo people."""
    return str(page.locator(".personas .number").nth(place).inner_text())


def looks_right(page: Any, name: str, screen: str, language: str) -> None:
    shoot(page, f"vneid-{name}-{language}-{screen}")
    # What axe finds does not depend on the language, and little on the width: it is the slow part, so once a page.
    assert screen == "wide" or serious(page) == [], name
    assert not too_wide(page), name
    assert page.locator("html").get_attribute("lang") == language, name


@pytest.mark.parametrize(("screen", "language"), LOOKS)
def test_each_step_can_be_read_by_everybody(
    national: Running,
    open_page: OpenPage,
    address: Address,
    callback: str,
    mismatch: dict[str, str],
    screen: str,
    language: str,
) -> None:
    page = open_page(screen, language)
    place = LOOKS.index((screen, language))

    def step(name: str) -> None:
        looks_right(page, name, screen, language)

    def press(testid: str) -> None:
        page.get_by_test_id(testid).click()

    page.goto(address(language))
    number = number_of(page, place)
    for panel in ("fault-panel", "sent-panel"):
        page.get_by_test_id(panel).locator("summary").click()
    step("login")
    page.get_by_test_id("personal-id").fill(number)
    page.get_by_test_id("password").fill("no")
    press("log-in-password")
    step("login-wrong")
    page.get_by_test_id("password").fill(page.get_by_test_id("demo-password").inner_text())
    press("log-in-password")
    step("otp")
    page.get_by_test_id("otp").fill(page.get_by_test_id("otp-shown").inner_text())
    press("confirm-otp")
    step("consent")
    press("agree")
    page.wait_for_url(lambda url: url.startswith(callback))
    page.goto(address(language))
    press("log-in-qr")
    step("qr")
    page.goto(f"{page.get_by_test_id('open-phone').get_attribute('href')}&lang={language}")
    step("phone")
    press("phone-refuse")
    step("phone-refused")
    page.goto(address(language, **mismatch))
    assert page.get_by_test_id("difference").all_inner_texts() == ["/", "∅"]
    step("address")
    page.goto(f"{national.url}/vneid/login/otp?login_step=x&lang={language}")
    step("gone")


def test_a_locked_person_sees_until_when(open_page: OpenPage, address: Address) -> None:
    page = open_page("phone")
    for _ in range(5):
        page.goto(address())
        page.get_by_test_id("personal-id").fill(number_of(page, 10))
        page.get_by_test_id("password").fill("no")
        page.get_by_test_id("log-in-password").click()
    assert page.get_by_test_id("locked").is_visible()
    looks_right(page, "locked", "phone", "vi")


def test_the_keyboard_is_enough(open_page: OpenPage, address: Address, callback: str) -> None:
    page = open_page()
    page.goto(address())
    number, password = number_of(page, 5), page.get_by_test_id("demo-password").inner_text()

    def tab_to(testid: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.testid") == testid:
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                return
        pytest.fail(f"{testid} cannot be reached by Tab")

    tab_to("personal-id")
    page.keyboard.type(number)
    tab_to("password")
    page.keyboard.type("no")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=errors]:focus")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "password"
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=otp]:focus")
    page.keyboard.type(page.get_by_test_id("otp-shown").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-testid=agree]")
    tab_to("agree")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.startswith(f"{callback}?code="))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_confirmed_qr_goes_on_by_itself_and_by_the_link_without_script(
    chromium: Any, address: Address, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts)
    page, phone = context.new_page(), context.new_page()
    page.goto(address())
    page.get_by_test_id("log-in-qr").click()
    phone.goto(page.get_by_test_id("open-phone").get_attribute("href"))
    phone.locator(".personas button").nth(6).click()
    assert phone.get_by_test_id("phone-confirmed").is_visible()
    if not scripts:
        page.get_by_test_id("check-qr").click()
    page.get_by_test_id("agree").wait_for(timeout=10_000)
    context.close()


def test_the_dark_pages_are_as_readable(open_page: OpenPage, address: Address, mismatch: dict[str, str]) -> None:
    screen = "phone"
    page = open_page(screen, dark=True)
    page.goto(address())
    looks_right(page, "login-dark", screen, "vi")
    page.get_by_test_id("log-in-qr").click()
    looks_right(page, "qr-dark", screen, "vi")
    page.goto(address(**mismatch))
    looks_right(page, "address-dark", screen, "vi")
