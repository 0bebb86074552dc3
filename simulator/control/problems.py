"""What can go wrong when a session's hands call a system under test, in one word and one sentence each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from simulator.control.clocks import clock_advice
from simulator.domain.contract_finding import ContractFinding
from simulator.web.capture import kept_body
from simulator.web.outbound import Reply
from simulator.wire.hooks import problem_from_wire

NO_ANSWER = {
    "refused": "nobody listens there, or the name does not resolve: correct the address in the claim sheet (base_url,"
    " openid.redirect_uris), or let the national side reach it",
    "timeout": "no answer in the time that the claim sheet allows (limits.connect_seconds, limits.read_seconds)",
    "closed": "the connection was closed before the answer was complete",
    "tls": "the TLS handshake failed: certificate, host name or protocol version; dvcsim serve --ca-file FILE trusts"
    " the authority of a certificate of your own",
}
"""Why there was no answer; the keys are `Reply.error`."""

_EXCERPT_CHARS = 200


@dataclass(eq=False)
class HandProblem(Exception):
    """A hand could not do its part. `reply` is the exchange that shows it, not recorded yet; None without one."""

    kind: str
    """refused, timeout, closed, tls, http_status, not_json, redirect_loop, bad_shape, not_offered, no_list,
    no_dossier, selector_gone, script_stuck, driver_missing, refused_by_system (it answered no) or cannot (a
    person could not do it)."""
    detail: str
    url: str = ""
    reply: Reply | None = None
    facts: Sequence[tuple[str, Mapping[str, Any]]] = ()
    """(kind, data) of what the exchange meant besides the failure."""
    findings: Sequence[ContractFinding] = field(default=())
    picture: bytes = b""
    """What the page looked like (PNG); empty without a page."""

    def __post_init__(self) -> None:
        """Name a clock that is far off, whatever went wrong: it is why careful systems refuse every login."""
        if self.reply and (advice := clock_advice(self.reply.headers, self.reply.draft.at)):
            self.detail = f"{self.detail}; {advice}"

    def to_json(self) -> dict[str, str]:
        """Return the `problem` of an answer."""
        return {"kind": self.kind, "detail": self.detail, "url": self.url}


def no_answer(reply: Reply) -> HandProblem:
    """Return the problem of a request that got no answer."""
    return HandProblem(reply.error, NO_ANSWER.get(reply.error, reply.error), reply.draft.url, reply)


def wrong_status(reply: Reply, expected: str) -> HandProblem:
    """Return the problem of an answer with another HTTP status than expected."""
    detail = f"answered {reply.status}, expected {expected}{_quoted(said(reply))}"
    return HandProblem("http_status", detail, reply.draft.url, reply)


def json_of(reply: Reply, what: str) -> Any:
    """Return the JSON of an answer; anything else (mostly a page for people) is a problem."""
    document = reply.json()
    if document is not None:
        return document
    kind = _header(reply, "content-type") or "no content type"
    detail = f"{what} was asked with Accept: application/json but answered {kind}{_quoted(said(reply))}"
    raise HandProblem("not_json", detail, reply.draft.url, reply)


def said(reply: Reply) -> str:
    """Return what an answer says to a person, in one line: its message, its title or its first words."""
    document = reply.json()
    if isinstance(document, dict):
        error = document.get("error_description") or document.get("error")
        return problem_from_wire(document) or (error if isinstance(error, str) else "") or _short(reply.text)
    title = re.search(r"<title[^>]*>(.*?)</title>", reply.text, re.IGNORECASE | re.DOTALL)
    if title:
        return _short(title[1])
    return _short(re.sub(r"<[^>]*>", " ", reply.text))


def _short(text: str) -> str:
    line = " ".join(unescape(kept_body(text)).split())
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS]}…"


def _quoted(text: str) -> str:
    return f": {text}" if text else ""


def _header(reply: Reply, name: str) -> str:
    return next((value for key, value in reply.headers.items() if key.lower() == name), "")
