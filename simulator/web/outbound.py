"""The one way in which the national side calls a system under test: no redirects, bounded as a whole, recorded.

No transaction is held during the call. The caller says afterwards what the exchange meant, and it is stored with
those facts in one transaction.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar
from typing import Any

import requests
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict
from requests.utils import default_headers
from urllib3 import BaseHTTPResponse, Timeout, exceptions

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.file_content import FileContent
from simulator.journal.database import Transaction
from simulator.journal.draft import Draft
from simulator.web.capture import kept_body, kept_headers, kept_url
from simulator.web.deadline import Deadline, pool_to
from simulator.web.national import National
from simulator.web.own_address import reached
from simulator.web.pinning import addresses_of

_HALF_PAIR = r"\ud"
"""How the escape of one begins in JSON."""
MAX_ANSWER_BYTES = 10 * 1024 * 1024
_PART_BYTES = 64 * 1024
_HEADERS = CaseInsensitiveDict(default_headers())
"""What `requests` sends with every call unless the caller says otherwise."""


@dataclass
class Reply:
    """What came back: `status` is None when nothing did, and `error` says why."""

    status: int | None
    headers: Mapping[str, str]
    text: str
    error: str
    """refused, timeout, closed, tls, private_address, or "" """
    draft: Draft
    content: FileContent | None = None
    """The answer's body where the caller wanted a file; then `text` is a note about it."""

    def json(self) -> Any:
        """Return the parsed body, or None when it is not JSON, or nested so deeply that nobody means it."""
        try:
            document = json.loads(self.text)
            if _HALF_PAIR not in self.text.lower():
                return document
            # Half of a surrogate pair can be written in JSON and nowhere else: no journal, no page holds it.
            return json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None


class Outbound:
    """Calls systems under test and records each call exactly once."""

    def __init__(self, national: National) -> None:
        self._national = national

    def send(
        self,
        method: str,
        url: str,
        *,
        party: str,
        operation: str,
        province: ClaimSheet,
        sessions: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        cookies: CookieJar | None = None,
        read_seconds: float | None = None,
        content: FileContent | None = None,
        allows: Callable[[str], bool] | None = None,
    ) -> Reply:
        """Send one request and wait at most `read_seconds` for the whole answer; `record` must follow.

        `body` goes out byte for byte, for who signs what it sends. `content` takes the answer's body, which is not
        kept then. With `allows` the name is resolved once, and the connection goes to an address that it allows.
        """
        jar = RequestsCookieJar() if cookies is None else cookies
        sent = _HEADERS.copy()
        sent.update(headers or {})
        prepared = requests.PreparedRequest()
        prepared.prepare(method, url, headers=sent, data=form or body, json=json, cookies=jar)
        draft = self._draft(method, prepared.url or url, party, operation, province, sessions)
        draft.request_headers = kept_headers(prepared.headers)
        draft.request_body = kept_body(prepared.body or b"")
        timeout = (province.connect_seconds, read_seconds or province.read_seconds)
        started = time.perf_counter()
        address, more = reached(self._national, str(prepared.url))
        prepared.headers.update(more)
        pinned = ""
        if allows is not None:
            found = addresses_of(address)
            pinned = next((one for one in found if allows(one)), "")
            if not pinned:
                return _no_reply("private_address" if found else "refused", draft)
        reply = _call(prepared, address, timeout, jar, draft, self._national.ca_file, pinned, content)
        draft.seconds = time.perf_counter() - started
        return reply

    def seen(
        self,
        method: str,
        url: str,
        *,
        party: str,
        operation: str,
        province: ClaimSheet,
        sessions: Iterable[str],
        status: int | None,
        text: str,
        sent: bytes = b"",
        error: str = "",
    ) -> Reply:
        """Return an exchange that a real browser has made, as far as it tells; `record` must follow."""
        draft = self._draft(method, url, party, operation, province, sessions)
        draft.status, draft.response_body, draft.error = status, kept_body(text), error
        draft.request_body = kept_body(sent)
        return Reply(status, {}, text, error, draft)

    def _draft(
        self, method: str, url: str, party: str, operation: str, province: ClaimSheet, sessions: Iterable[str]
    ) -> Draft:
        draft = Draft(
            at=self._national.clock.now(),
            direction="out",
            party=party,
            operation=operation,
            method=method,
            url=kept_url(url),
            province=province.id,
        )
        for session in sessions:
            stored = self._national.sessions.place(session)
            if stored is not None:
                draft.links[session] = stored.run
                draft.session_at = stored.now(self._national.clock)
        return draft

    def record(
        self,
        reply: Reply,
        facts: Iterable[tuple[str, tuple[str, ...], Mapping[str, Any]]] = (),
        findings: Iterable[ContractFinding] = (),
        then: Callable[[Transaction], None] | None = None,
    ) -> int:
        """Store the exchange with what it meant, and do `then` in the same transaction; return its position."""
        owners = tuple(reply.draft.links)
        for kind, sessions, data in facts:
            reply.draft.fact(kind, sessions, data)
        reply.draft.findings.extend((finding, owners) for finding in findings)
        with self._national.db.write() as tx:
            if then is not None:
                then(tx)
            return self._national.journal.append(tx, reply.draft)


def _call(
    prepared: requests.PreparedRequest,
    address: str,
    timeout: tuple[float, float],
    jar: CookieJar,
    draft: Draft,
    ca_file: str,
    pinned: str = "",
    content: FileContent | None = None,
) -> Reply:
    deadline = Deadline(timeout[1])
    # Not a requests.Session: it follows redirects, reads the environment, and costs three times the call itself.
    pool = pool_to(address, deadline, ca_file, pinned)
    try:
        answer = pool.urlopen(
            str(prepared.method),
            prepared.path_url,
            prepared.body,
            prepared.headers,
            retries=False,
            redirect=False,
            assert_same_host=False,
            timeout=Timeout(connect=timeout[0], read=timeout[1]),
            preload_content=False,
            decode_content=False,
        )
        extract_cookies_to_jar(jar, prepared, answer)  # type: ignore[no-untyped-call]
        body = _body(answer, content)
        answer.close()
    except Exception as error:
        return _no_reply("timeout" if deadline.passed else _reason(error), draft)
    finally:
        deadline.end()
        pool.close()
    # A body without a stated length ends where the connection is cut, and looks whole.
    return _no_reply("timeout", draft) if deadline.passed else replace(_reply(answer, body, draft), content=content)


def _body(answer: BaseHTTPResponse, content: FileContent | None) -> bytes:
    """Return the body; of a file that is taken bit by bit, a note about it."""
    if content is None:
        return answer.read(MAX_ANSWER_BYTES, decode_content=True)
    for part in answer.stream(_PART_BYTES, decode_content=True):
        if not content.take(part):
            break
    return content.note().encode()


def _no_reply(reason: str, draft: Draft) -> Reply:
    draft.error = reason
    return Reply(None, {}, "", reason, draft)


def _reply(answer: BaseHTTPResponse, body: bytes, draft: Draft) -> Reply:
    text = body.decode("utf-8", errors="replace")
    headers = {name: answer.headers[name] for name in answer.headers}  # a header sent twice is one, joined by a comma
    draft.status = answer.status
    draft.response_headers = kept_headers(headers)
    draft.response_body = kept_body(text)
    return Reply(answer.status, headers, text, "", draft)


def _reason(error: Exception) -> str:
    """Return one word for why there was no answer; anything but a transport fault is ours and is raised again."""
    if isinstance(error, exceptions.SSLError):
        return "tls"
    if isinstance(error, exceptions.NewConnectionError):
        return "timeout" if "timed out" in str(error) else "refused"
    if isinstance(error, exceptions.TimeoutError) or "timed out" in str(error):
        return "timeout"
    if type(error).__module__.startswith(("urllib3", "http")):
        return "closed"
    raise error
