"""What follows a login: the citizen logs out, VNeID ends the login behind the system's back, or the tokens are renewed.

Afterwards the system is asked once more who is logged in: only that tells whether the session is still open.
"""

from simulator.control.browser import MAX_HOPS, Browser
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.domain.identity_case import IdentityCase

LOGOUT, REFRESH, BACK_CHANNEL = "logout", "refresh", "back_channel"
LEAVING, AFTER_LEAVING, RENEWING = "province/logout", "province/after-logout", "province/refresh"


class Aftermath:
    """Does what a case says shall follow its login."""

    def __init__(self, stage: Stage, browser: Browser, case: IdentityCase) -> None:
        self._stage = stage
        self._browser = browser
        self._then = str(case.browser.get("then", ""))
        self._last = 0

    @property
    def follows(self) -> bool:
        """Return whether anything follows."""
        return bool(self._then)

    def do(self) -> int:
        """Do it; return the HTTP status of the system's last page in it, 0 when it answered nothing."""
        try:
            {LOGOUT: self._log_out, REFRESH: self._renew, BACK_CHANNEL: self._end_at_vneid}[self._then]()
        except HandProblem as problem:
            if problem.reply is not None:
                self._browser.record(problem.reply)
        return self._last

    def _log_out(self) -> None:
        """Press the system's own "log out" button and follow it through VNeID and back."""
        url, operation = self._hook(LOGOUT), LEAVING
        for _ in range(MAX_HOPS):
            reply, target = self._browser.step(url, operation)
            self._browser.record(reply)
            self._last = self._last if self._browser.is_ours(url) else int(reply.status or 0)
            if not target:
                return
            url, operation = target, AFTER_LEAVING

    def _renew(self) -> None:
        reply = self._browser.post(self._hook(REFRESH), RENEWING, None)
        self._browser.record(reply)
        self._last = int(reply.status or 0)

    def _end_at_vneid(self) -> None:
        """Log out at VNeID itself, in the same browser; VNeID then tells the system, and records what it answered."""
        public_url = self._stage.national.public_url
        self._browser.fill(f"{public_url}/vneid/logout", "citizen/logout", {"confirmed": "1"})

    def _hook(self, name: str) -> str:
        return self._stage.url(self._stage.sheet.hooks[name].path)
