"""The citizen's browser: a cookie jar that follows redirects by hand, so that each hop is an exchange.

Hops to the system under test are recorded here as outbound exchanges; hops to the national side are real HTTP calls
too, and the party that receives them records them. Two cookie jars, one for each side: cookies do not tell ports
apart, and on one machine a `session` cookie of the province would overwrite one of ours.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from requests.cookies import RequestsCookieJar

from simulator.control.access import is_loopback
from simulator.control.login_tricks import as_browsers_read
from simulator.control.problems import HandProblem, no_answer, wrong_status
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.capture import kept_url
from simulator.web.outbound import Outbound, Reply

MAX_HOPS = 12
PARTY = "citizen"
HEADERS = {
    "Accept": "application/json",
    "Accept-Language": "vi, en;q=0.8",
    "User-Agent": "dvcsim-citizen",
}
PAGE_HEADERS = {**HEADERS, "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
"""Of steps that are taken for pages as people see them."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Browser:
    """One citizen of one session, kept in memory and made anew when it was lost."""

    def __init__(
        self,
        outbound: Outbound,
        sheet: ClaimSheet,
        session: str,
        public_url: str,
        own_jar: RequestsCookieJar | None = None,
    ) -> None:
        self._outbound = outbound
        self._sheet = sheet
        self._session = session
        self._public_url = public_url
        self._own_jar = own_jar if own_jar is not None else RequestsCookieJar()
        self._their_jar = RequestsCookieJar()
        self.logged_in = False
        """Whether this browser has been through the province's landing page."""

    def get(self, url: str, operation: str) -> Reply:
        """Open a page and follow its redirects; the last answer is returned unrecorded."""
        trail: list[str] = []
        while True:
            reply = self._send("GET", url, operation)
            trail.append(url)
            if reply.status not in _REDIRECTS:
                return reply
            url = _target(reply, url)
            if len(trail) > MAX_HOPS:
                raise _loop(reply, trail)
            reply.draft.operation = "citizen/redirect"
            self.record(reply)

    def post(self, url: str, operation: str, body: Any) -> Reply:
        """Send a form; a redirect is not followed. The answer is returned unrecorded."""
        return self._send("POST", url, operation, body)

    def fill(self, url: str, operation: str, form: Mapping[str, str]) -> Reply:
        """Send a form as a page does; a redirect is not followed. The answer is returned unrecorded."""
        return self._send("POST", url, operation, form=form)

    def elsewhere(self) -> "Browser":
        """Return another browser of the same citizen: logged in at VNeID as this one is, unknown to the system."""
        return Browser(self._outbound, self._sheet, self._session, self._public_url, self._own_jar)

    def own_cookies(self) -> dict[str, str]:
        """Return the cookies that the national side has given this browser."""
        return {cookie.name: cookie.value or "" for cookie in self._own_jar}

    def take_cookies(self, cookies: Mapping[str, str]) -> None:
        """Take over the cookies that the system gave to a page of the same citizen."""
        host = urlsplit(self._sheet.base_url).hostname or ""
        for name, value in cookies.items():
            self._their_jar.set(name, value, domain=host, path="/")

    def step(self, url: str, operation: str, headers: Mapping[str, str] = HEADERS) -> tuple[Reply, str]:
        """Open a page without following a redirect; return the answer, unrecorded, and where it leads, if it does."""
        reply = self._send("GET", url, operation, headers=headers)
        return reply, _target(reply, url) if reply.status in _REDIRECTS else ""

    def is_ours(self, url: str) -> bool:
        """Return whether a URL is the national side's own."""
        return origin(url) == origin(self._public_url)

    def record(self, reply: Reply) -> None:
        """Store a hop that meant nothing more; the national side has recorded its own hops."""
        if not self.is_ours(reply.draft.url):
            self._outbound.record(reply)

    def _send(
        self,
        method: str,
        url: str,
        operation: str,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] = HEADERS,
    ) -> Reply:
        reply = self._outbound.send(
            method,
            url,
            party=PARTY,
            operation=operation,
            province=self._sheet,
            sessions=(self._session,),
            headers=headers,
            json=body,
            form=form,
            cookies=self._own_jar if self.is_ours(url) else self._their_jar,
        )
        if reply.error:
            raise no_answer(reply)
        return reply


def _target(reply: Reply, url: str) -> str:
    location = next((value for name, value in reply.headers.items() if name.lower() == "location"), "")
    if not location:
        raise wrong_status(reply, "a Location header with the redirect")
    # http.client reads header bytes as Latin-1; many servers put UTF-8 there, unescaped.
    target = urljoin(url, as_browsers_read(location.encode("latin-1", "replace").decode("utf-8", "replace")))
    if urlsplit(target).scheme not in ("http", "https"):
        raise HandProblem("http_status", f"redirects to {kept_url(target)}, which is not a web address", url, reply)
    return target


def _loop(reply: Reply, trail: list[str]) -> HandProblem:
    last = " -> ".join(_place(url) for url in trail[-4:])
    detail = f"more than {MAX_HOPS} redirects in a row, the last: {last}. Is the login cookie set and sent back?"
    return HandProblem("redirect_loop", detail, reply.draft.url, reply)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port; all names of this machine count as one host."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, "loopback" if is_loopback(host) else host, port
