"""A login driven through a real browser, for systems whose own button needs one (a script that goes on by itself).

Needs the extra `browser` (Playwright) and a Chromium of the machine. What the page's main frame was sent becomes
exchanges like those of the plain browser; what is asked afterwards goes with the cookies that the page was given.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simulator.control.browser import Browser
from simulator.control.login_walk import AFTER, RETURNING, STARTING, LoginWalk
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.domain.identity_case import IdentityCase
from simulator.web.outbound import Reply

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import BrowserContext, Page, Response

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HINT = "install the extra (`pip install 'dvcsim[browser]'`) and a Chromium (`scripts/install-chromium`)"


@contextmanager
def chromium(program: str = "") -> Iterator["Chromium"]:
    """Run a headless Chromium; one for all the logins of a call, with cookies apart."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise HandProblem("not_offered", f"a login by browser needs Playwright: {_HINT}") from None
    found = program or os.environ.get("DVCSIM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), "")
    if not found:
        raise HandProblem("not_offered", f"no Chromium on this machine: {_HINT}, or name it in DVCSIM_CHROMIUM")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=list(_QUIET))
        except Error as error:
            raise HandProblem("not_offered", f"{found} does not start: {error.message.splitlines()[0]}") from None
        try:
            yield browser
        finally:
            browser.close()


class PageWalk(LoginWalk):
    """Walks one login of one case on a page of its own."""

    def __init__(self, stage: Stage, browser: Browser, case: IdentityCase, program: "Chromium") -> None:
        super().__init__(stage, browser, case)
        self._program = program

    def _through(self) -> Reply:
        context = self._program.new_context(locale="vi-VN", ignore_https_errors=True)
        try:
            context.add_cookies(self._own_cookies())
            last = self._open(context)
            self._browser.take_cookies({one["name"]: one["value"] for one in context.cookies([self._base])})
            return last
        finally:
            context.close()

    def _open(self, context: "BrowserContext") -> Reply:
        """Open the login's first page and wait until it has come to rest; each document on the way is recorded."""
        from playwright.sync_api import Error

        page = context.new_page()
        page.set_default_timeout(self._stage.sheet.read_seconds * 1000)
        seen: list[Response] = []
        page.on("response", lambda response: seen.append(response) if _is_document(response, page) else None)
        try:
            page.goto(self._start(), wait_until="networkidle")
        except Error as error:
            self._record(seen, "")
            raise HandProblem("timeout", error.message.splitlines()[0], self._start()) from None
        return self._record(seen, page.content())

    def _record(self, seen: list["Response"], content: str) -> Reply:
        last, operation = None, STARTING
        for place, response in enumerate(seen):
            before = seen[place - 1].url if place else ""
            if self._browser.is_ours(response.url):
                self._note_request(response.url)
                continue
            if before and self._browser.is_ours(before):
                self._callback_status, operation = response.status, RETURNING
            text = content if place == len(seen) - 1 else ""
            last = self._stage.seen(response.request.method, response.url, operation, response.status, text)
            self._browser.record(last)
            operation = AFTER if operation == RETURNING else operation
        if last is None:
            raise HandProblem("refused", "the login page did not answer", self._start())
        return last

    @property
    def _base(self) -> str:
        return self._stage.sheet.base_url

    def _own_cookies(self) -> list[Any]:
        host = urlsplit(self._stage.national.public_url).hostname or ""
        known = self._browser.own_cookies()
        return [{"name": name, "value": value, "domain": host, "path": "/"} for name, value in known.items()]


def _is_document(response: "Response", page: "Page") -> bool:
    return bool(response.request.is_navigation_request() and response.frame == page.main_frame)
