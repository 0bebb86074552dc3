"""The paths of the pages, below the login path of each profile."""

from collections.abc import Callable

from simulator.vneid.browser import Browser
from simulator.vneid.pages.code_login import CodeLogin
from simulator.vneid.pages.consent import Consent
from simulator.vneid.pages.guard import Guard
from simulator.vneid.pages.login_store import LoginStore
from simulator.vneid.pages.password_login import PasswordLogin
from simulator.vneid.pages.phone import Phone
from simulator.vneid.pages.qr_login import QrLogin
from simulator.vneid.provider import Provider
from simulator.web.recording import View

AddPage = Callable[[str, View, str], None]
"""(path below the login path, view, method)."""


def add_pages(add: AddPage, provider: Provider, browser: Browser, store: LoginStore, consent: Consent) -> None:
    """Add the pages of one provider."""
    guard = Guard(provider, browser, store)
    codes = CodeLogin(provider, browser, guard, store)
    qr, phone = QrLogin(provider, browser, store), Phone(provider, browser, store)
    for method, below, view in (
        ("GET", "", browser.show),
        ("POST", "", browser.choose),
        ("GET", "/password", browser.show),
        ("POST", "/password", PasswordLogin(provider, browser, guard, codes).__call__),
        ("GET", "/otp", codes.show),
        ("POST", "/otp", codes.check),
        ("POST", "/otp/again", codes.again),
        ("GET", "/qr", qr.wait),
        ("POST", "/qr", qr.start),
        ("POST", "/qr/again", qr.again),
        ("GET", "/phone", phone.show),
        ("POST", "/phone", phone.answer),
        ("GET", "/consent", consent.again),
        ("POST", "/consent", consent.decide),
    ):
        add(below, view, method)
