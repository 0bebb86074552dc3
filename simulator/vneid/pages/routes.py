"""The paths of the pages, below the login path of each profile."""

from collections.abc import Callable, Iterator

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

PageRoute = tuple[str, str, Callable[[Provider], View]]
"""(method, path below the login path, view of a provider)."""


def page_routes(store: LoginStore) -> Iterator[PageRoute]:
    """Yield the pages."""
    yield "GET", "", lambda one: Browser(one).show
    yield "POST", "", lambda one: Browser(one).choose
    yield "GET", "/password", lambda one: Browser(one).show
    yield "POST", "/password", lambda one: _passwords(one, store)
    yield "GET", "/otp", lambda one: _codes(one, store).show
    yield "POST", "/otp", lambda one: _codes(one, store).check
    yield "POST", "/otp/again", lambda one: _codes(one, store).again
    yield "GET", "/qr", lambda one: QrLogin(one, Browser(one), store).wait
    yield "POST", "/qr", lambda one: QrLogin(one, Browser(one), store).start
    yield "POST", "/qr/again", lambda one: QrLogin(one, Browser(one), store).again
    yield "GET", "/phone", lambda one: Phone(one, Browser(one), store).show
    yield "POST", "/phone", lambda one: Phone(one, Browser(one), store).answer
    yield "GET", "/consent", lambda one: consent_of(one, store).again
    yield "POST", "/consent", lambda one: consent_of(one, store).decide


def consent_of(provider: Provider, store: LoginStore) -> Consent:
    """Return the consent of a provider: its own page, and what the authorization endpoint asks it."""
    return Consent(provider, Browser(provider), store)


def _codes(provider: Provider, store: LoginStore) -> CodeLogin:
    browser = Browser(provider)
    return CodeLogin(provider, browser, Guard(provider, browser, store), store)


def _passwords(provider: Provider, store: LoginStore) -> PasswordLogin:
    browser = Browser(provider)
    guard = Guard(provider, browser, store)
    return PasswordLogin(provider, browser, guard, CodeLogin(provider, browser, guard, store))
