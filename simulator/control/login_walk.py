"""One login, from the system's own button through VNeID and back to a page, and whether a session is open then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from simulator.control.browser import MAX_HOPS, Browser
from simulator.control.contract_ids import WHOAMI
from simulator.control.login_aftermath import Aftermath
from simulator.control.problems import HandProblem, said
from simulator.control.stage import Stage
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.identity_case import IdentityCase
from simulator.web.outbound import Reply
from simulator.wire.whoami import whoami_from_wire

STARTING, RETURNING, AFTER = "province/login", "province/callback", "province/after-login"
_ASKED = ("scope", "state", "nonce", "code_challenge_method", "acr_values", "max_age", "prompt", "redirect_uri")
"""Parameters of an authorization request that a case may judge; of secrets only whether they are there."""
_SECRET = ("state", "nonce")


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
        self._asked: dict[str, str] = {}
        self._callback_status = 0

    def walk(self) -> Landing:
        """Log in and ask who is logged in; a page that does not answer ends the login, not the asking."""
        try:
            last = self._through()
            told = {"status": last.status or 0, "said": said(last), "url": _place(last.draft.url)}
        except HandProblem as problem:
            if problem.reply is not None:
                self._browser.record(problem.reply)
            told = {"problem": problem.kind, "said": problem.detail, "url": _place(problem.url)}
        landing = self._follow(self._who(self._browser))
        landing.asked, landing.callback_status = self._asked, self._callback_status
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
        url, operation = self._start(), STARTING
        for _ in range(MAX_HOPS):
            reply, target = self._browser.step(url, operation)
            self._browser.record(reply)
            if operation == RETURNING:
                self._callback_status, operation = reply.status or 0, AFTER
            if not target:
                return reply
            url = target
            if self._browser.is_ours(target):
                self._note_request(target)
            elif self._browser.is_ours(reply.draft.url):
                url, operation = self._changed(target), RETURNING
        raise HandProblem("redirect_loop", f"more than {MAX_HOPS} redirects in one login", url)

    def _start(self) -> str:
        hook = self._stage.sheet.hooks["login"]
        wanted = {name: str(self._case.browser[name]) for name in ("return_to", "level") if name in self._case.browser}
        query = f"?{urlencode(wanted)}" if wanted else ""
        return f"{self._stage.url(hook.path)}{query}"

    def _note_request(self, url: str) -> None:
        query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        if "client_id" in query and not self._asked:
            self._asked = {name: "…" if name in _SECRET else query[name] for name in _ASKED if query.get(name)}

    def _changed(self, callback: str) -> str:
        change = self._case.browser.get("callback") or {}
        parts = urlsplit(callback)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        query = {name: value for name, value in query.items() if name not in (change.get("remove") or ())}
        return urlunsplit(parts._replace(query=urlencode({**query, **dict(change.get("set") or {})})))

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


def _place(url: str) -> str:
    """Return the address without its query, which may hold codes."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="", fragment=""))
