"""A login driven through a real browser, for systems whose own button needs one (a script that goes on by itself).

What the page's main frame was sent becomes exchanges like those of the plain browser; what is asked afterwards goes
with the cookies that the page was given.
"""

from urllib.parse import urlsplit

from simulator.control.browser import Browser
from simulator.control.chromium import Chromium
from simulator.control.login_walk import AFTER, RETURNING, STARTING, LoginWalk
from simulator.control.page_work import Answer
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.tab import Tab
from simulator.domain.identity_case import IdentityCase
from simulator.web.outbound import Reply


class PageWalk(LoginWalk):
    """Walks one login of one case on a page of its own."""

    def __init__(self, stage: Stage, browser: Browser, case: IdentityCase, chromium: Chromium) -> None:
        super().__init__(stage, browser, case)
        self._chromium = chromium

    def _through(self) -> Reply:
        tab = Tab(self._chromium, self._browser.is_ours, "", self._stage.sheet.read_seconds)
        try:
            tab.take_cookies(urlsplit(self._stage.national.public_url).hostname or "", self._browser.own_cookies())
            last = self._open(tab)
            self._browser.take_cookies(tab.cookies(self._stage.sheet.base_url))
            return last
        finally:
            tab.close()

    def _open(self, tab: Tab) -> Reply:
        """Open the login's first page and wait until it has come to rest; each document on the way is recorded."""
        try:
            tab.visit(self._start())
        except HandProblem as problem:
            self._record(tab.take_answers(), "")
            raise HandProblem("timeout", problem.detail, self._start()) from None
        return self._record(tab.take_answers(), tab.content())

    def _record(self, seen: list[Answer], content: str) -> Reply:
        last, operation = None, STARTING
        for place, answer in enumerate(seen):
            before = seen[place - 1].url if place else ""
            if self._browser.is_ours(answer.url):
                self._note_request(answer.url)
                continue
            if before and self._browser.is_ours(before):
                self._callback_status, operation = answer.status or 0, RETURNING
            text = content if place == len(seen) - 1 else ""
            last = self._stage.seen(answer.method, answer.url, operation, answer.status, text, error=answer.error)
            self._browser.record(last)
            operation = AFTER if operation == RETURNING else operation
        if last is None:
            raise HandProblem("refused", "the login page did not answer", self._start())
        return last
