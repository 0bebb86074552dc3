"""One login, from the system's own button through VNeID and back to a page, and whether a session is open then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from simulator.control.browser import MAX_HOPS, PAGE_HEADERS, Browser
from simulator.control.contract_ids import WHOAMI
from simulator.control.journey import citizen_of
from simulator.control.login_aftermath import Aftermath
from simulator.control.login_page import answer_login_page, is_login_page
from simulator.control.login_tricks import (
    BORROWED,
    changed_callback,
    changed_request,
    leads_away,
    markup_of,
    parameter,
)
from simulator.control.problems import HandProblem, said
from simulator.control.stage import Stage
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.identity_case import ASKED, IdentityCase
from simulator.web.outbound import Reply
from simulator.wire.whoami import whoami_from_wire

STARTING, RETURNING, AFTER = "province/login", "province/callback", "province/after-login"
_SECRET = ("state", "nonce", "code_challenge", "client_secret")
"""Parameters of which only is told whether they are there."""


@dataclass
class Landing:
    """Where a login ended."""

    reply: Reply
    """The last exchange, unrecorded: the answer to who is logged in."""
    findings: Sequence[ContractFinding] = ()
    opened: bool | None = None
    after: bool | None = None
    who: Mapping[str, Any] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    callback_status: int = 0
    """HTTP status of the answer to the callback; 0 when VNeID sent the browser nowhere."""
    after_status: int = 0
    """HTTP status of what followed the login: the logout, the refresh."""
    status: int = 0
    said: str = ""
    url: str = ""
    left_host: str = ""
    """The strange host to which the system would have led the browser; empty when it did not."""
    raw_markup: bool = False
    """Whether the last page shows markup of the case as markup."""
    problem: str = ""
    """Why a page did not answer; empty when each did."""

    def to_json(self) -> dict[str, Any]:
        """Return the data of the fact `login_tried`, as far as the walk knows them."""
        told = {name: value for name, value in vars(self).items() if name not in ("reply", "findings", "who", "asked")}
        return {**told, **self.who, "asked": dict(self.asked), "asked_acr": self.asked.get("acr_values", "")}


class LoginWalk:
    """Walks one login of one case."""

    def __init__(self, stage: Stage, browser: Browser, case: IdentityCase) -> None:
        self._stage = stage
        self._browser = browser
        self._case = case
        self._chose = False
        self._asked: dict[str, str] = {}
        self._callback_status = 0
        self._left_host = ""

    def walk(self) -> Landing:
        """Log in and ask who is logged in; a page that does not answer ends the login, not the asking."""
        try:
            last = self._through()
            told: dict[str, Any] = {"status": last.status or 0, "said": said(last), "url": _place(last.draft.url)}
            told["raw_markup"] = _shows(last, markup_of(self._case.fault, self._case.browser))
        except HandProblem as problem:
            if problem.reply is not None:
                self._browser.record(problem.reply)
            told = {"problem": problem.kind, "said": problem.detail, "url": _place(problem.url)}
        landing = self._follow(self._who(self._browser))
        landing.asked, landing.callback_status, landing.left_host = self._asked, self._callback_status, self._left_host
        for name, value in told.items():
            setattr(landing, name, value)
        return landing

    def _follow(self, landing: Landing) -> Landing:
        """Do what the case wants after an open login, and ask again who is logged in."""
        aftermath = Aftermath(self._stage, self._browser, self._case)
        if not aftermath.follows or not landing.opened:
            return landing
        self._browser.record(landing.reply)
        status = aftermath.do()
        after = self._who(self._browser)
        after.opened, after.after, after.after_status = landing.opened, after.opened, status
        after.who = after.who or landing.who
        return after

    def _through(self) -> Reply:
        """Follow the login to its last page and return that answer, recorded."""
        tricks = self._case.browser
        borrowed = self._borrowed()
        reply, callback = self._to_callback(self._browser)
        if not callback:
            return reply
        callback = changed_callback(callback, tricks, borrowed)
        if tricks.get("other_browser") or tricks.get("never_started"):
            self._browser = self._victim()
        for _ in range(2 if tricks.get("twice") else 1):
            reply = self._from_callback(callback)
        return reply

    def _borrowed(self) -> dict[str, str]:
        """Log in with another browser and return what it leaves to this one: its state or its code."""
        word = next((word for word in BORROWED if self._case.browser.get(word)), "")
        if not word:
            return {}
        other = LoginWalk(self._stage, self._browser.elsewhere(), IdentityCase.control())
        _, callback = other._to_callback(other._browser)
        found = parameter(callback, BORROWED[word])
        if callback and word != "injected_code":
            other._from_callback(callback)
        return {BORROWED[word]: found} if found else {}

    def _victim(self) -> Browser:
        """Return the browser that opens another one's callback; it may have begun a login of its own."""
        victim = self._browser.elsewhere()
        if self._case.browser.get("other_browser"):
            victim.record(victim.step(self._start(), STARTING, PAGE_HEADERS)[0])
        return victim

    def _to_callback(self, browser: Browser) -> tuple[Reply, str]:
        """Go from the system's login button through VNeID; return the last answer and the address of the callback."""
        url = self._start()
        for _ in range(MAX_HOPS):
            reply, target = browser.step(url, STARTING, PAGE_HEADERS)
            browser.record(reply)
            target = target or self._past_login_page(browser, reply)
            if self._leaves(target) or not target:
                return reply, ""
            if browser.is_ours(url) and not browser.is_ours(target):
                return reply, target
            url = self._requested(target) if browser.is_ours(target) else target
        raise _endless(url)

    def _from_callback(self, url: str) -> Reply:
        """Open the callback and follow it to the last page; a refused login that begins anew is not followed."""
        operation = RETURNING
        for _ in range(MAX_HOPS):
            reply, target = self._browser.step(url, operation, PAGE_HEADERS)
            self._browser.record(reply)
            if operation == RETURNING:
                self._callback_status = reply.status or 0
            begins_anew = self._browser.is_ours(target) and self._case.expects != "take"
            if not target or begins_anew or self._leaves(target):
                return reply
            back = self._browser.is_ours(url) and not self._browser.is_ours(target)
            url, operation = target, RETURNING if back else AFTER
        raise _endless(url)

    def _leaves(self, target: str) -> bool:
        self._left_host = leads_away(target, self._case.browser)
        return bool(self._left_host)

    def _past_login_page(self, browser: Browser, reply: Reply) -> str:
        """Return where a persona goes on from VNeID's login page, once; empty for any other page.

        The citizen of a case is logged in already: the page comes when VNeID wants more than that login.
        """
        if self._chose or "persona" not in self._case.browser or not is_login_page(self._stage, browser, reply):
            return ""
        self._chose = True
        return answer_login_page(self._stage, browser, reply.draft.url, personal_id_of(self._stage, self._case))

    def _start(self) -> str:
        hook = self._stage.sheet.hooks["login"]
        wanted = {name: str(self._case.browser[name]) for name in ("return_to", "level") if name in self._case.browser}
        query = f"?{urlencode(wanted)}" if wanted else ""
        return f"{self._stage.url(hook.path)}{query}"

    def _requested(self, url: str) -> str:
        """Return the address of a page of VNeID as the browser opens it; the first login request may be changed."""
        if self._asked:
            return url
        self._note_request(url)
        return changed_request(url, self._case.browser) if self._asked else url

    def _note_request(self, url: str) -> None:
        query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        if "client_id" in query and not self._asked:
            self._asked = {name: "…" if name in _SECRET else query[name] for name in ASKED if query.get(name)}

    def _who(self, browser: Browser) -> Landing:
        """Ask the system who is logged in; 401 is nobody, and any other answer tells nothing."""
        reply = browser.get(self._stage.url(self._stage.sheet.hooks["whoami"].path), WHOAMI)
        if reply.status == 401:
            return Landing(reply, opened=False)
        document = reply.json()
        if reply.status != 200 or not isinstance(document, Mapping):
            return Landing(reply, opened=None)
        who = whoami_from_wire(document)
        return Landing(reply, self._stage.findings(WHOAMI, document), bool(who["personal_id"]), who=who)


def personal_id_of(stage: Stage, case: IdentityCase) -> str:
    """Return who logs in: the session's citizen, or the persona that the case names."""
    persona = stage.national.personas.people.get(str(case.browser.get("persona", "")))
    return str((persona or stage.session.people[citizen_of(stage)])["personal_id"])


def _place(url: str) -> str:
    """Return the address without its query, which may hold codes."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="", fragment=""))


def _shows(page: Reply, markup: tuple[str, ...]) -> bool:
    """Return whether a page for people holds one of these texts unescaped."""
    kind = next((value for name, value in page.headers.items() if name.lower() == "content-type"), "")
    return "html" in kind.lower() and any(text in page.text for text in markup)


def _endless(url: str) -> HandProblem:
    return HandProblem("redirect_loop", f"more than {MAX_HOPS} redirects in one login", url)
