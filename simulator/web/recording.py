"""Records every inbound exchange, and commits it with what it changed before the answer leaves.

A view gets an `Inbound`, works inside its transaction and returns an `Answer`. Exchange, facts, links and the view's
own state change commit together; if the view raises, nothing it wrote stays and the exchange is recorded as ours to
mend (HTTP 500).
"""

import functools
import logging
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias, TypeVar

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.utils import get_current_url
from werkzeug.wrappers import Request

from simulator.core.failpoint import reach
from simulator.core.masking import possibly_real_numbers
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Transaction
from simulator.journal.draft import Draft
from simulator.session.disturbances import Disturbance
from simulator.web.capture import kept_answer, kept_body, kept_headers, kept_url
from simulator.web.leaving import BEFORE, DISCONNECT, Leaving, cut_short
from simulator.web.national import National
from simulator.web.own_address import as_asked
from simulator.wire.correlation import Key
from simulator.wire.message_text import Message, read_message

MAX_BODY_BYTES = 25 * 1024 * 1024

log = logging.getLogger("simulator.web")
Taken = TypeVar("Taken")


class Answer(NamedTuple):
    """What a view answers: a mapping or list becomes JSON, text becomes HTML."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = {}


ViewResult: TypeAlias = Answer | Response


class Inbound:
    """One inbound exchange in the making."""

    def __init__(
        self,
        national: National,
        party: str,
        operation: str,
        tx: Transaction | None,
        body: bytes | None,
        asked: Request | None = None,
    ) -> None:
        self.national = national
        self.tx = tx
        self.request = asked or request
        self.too_large = body is None
        self.body = body or b""
        self.province: ClaimSheet | None = None
        self.leaving = Leaving()
        self._taken: dict[Callable[[Any], Any], tuple[Any, Any]] = {}
        self.draft = Draft(
            at=national.clock.now(),
            direction="in",
            party=party,
            operation=operation,
            method=self.request.method,
            url=_url(national, self.request),
            request_headers=kept_headers(list(self.request.headers)),
            request_body=kept_body(self.body),
        )

    def begin(self, tx: Transaction) -> None:
        """Begin to answer, in a transaction; what needs none may have been done before."""
        self.tx = tx
        tx.operation = self.draft.operation
        self.draft.at = self.national.clock.now()

    @functools.cached_property
    def message(self) -> Message:
        """The body as a message, or why it is none."""
        return read_message(self.body)

    @property
    def json(self) -> Any:
        """The parsed body, or None when it is not JSON in UTF-8 (a byte-order mark is tolerated)."""
        return self.message.document

    def once(self, read: Callable[[Any], Taken], body: Any) -> Taken:
        """Return what a reader takes out of a body; it reads once, for all who ask."""
        known = self._taken.get(read)
        if known is None or known[0] is not body:
            known = self._taken[read] = body, read(body)
        taken: Taken = known[1]
        return taken

    def operation(self, operation: str) -> None:
        """Name what the caller asked for, once it is known."""
        self.draft.operation = operation
        if self.tx is not None:
            self.tx.operation = operation

    def identify(self, province: ClaimSheet) -> None:
        """Say whose system is calling."""
        self.province = province
        self.draft.province = province.id

    def query(self, sql: str, /, **values: Any) -> list[Any]:
        """Run a query inside the transaction, or on the committed state when there is none."""
        return (self.tx.execute if self.tx else self.national.db.read)(sql, **values)

    def link(self, keys: Iterable[Key], row: int | None = None) -> tuple[str, ...]:
        """Link the exchange to the sessions that own any of the keys; keep it as an orphan when nobody does."""
        named = tuple(keys)
        found = self.owners(named)
        if not found:
            self.orphan(named, row)
        return self.link_all(found)

    def owners(self, keys: Iterable[Key]) -> dict[str, str]:
        """Return session -> the kind of key by which it is found, for the sessions of the caller's province."""
        if self.province is None:
            return {}
        pairs = [(key.kind, key.value) for key in keys]
        return self.national.sessions.matched(self.query, self.province.id, pairs)

    def link_all(self, sessions: Iterable[str]) -> tuple[str, ...]:
        """Link the exchange to these sessions and return them in a stable order."""
        found = tuple(sorted(sessions))
        for session in found:
            self.link_session(session)
        return found

    def orphan(self, keys: Iterable[Key], row: int | None = None) -> None:
        """Keep what names somebody whom no session of the caller's province owns."""
        pairs = [(key.kind, key.value) for key in keys]
        if self.province is not None and pairs:
            self.draft.orphans.append((row, pairs))

    def link_session(self, session: str) -> None:
        """Link the exchange to one session."""
        if session in self.draft.links:
            return
        stored = self.national.sessions.place(session, self.query)
        if stored is not None:
            self.draft.links[session] = stored.run
            self.draft.session_at = stored.now(self.national.clock) if len(self.draft.links) == 1 else None

    def fact(self, kind: str, sessions: Iterable[str] = (), **data: Any) -> None:
        """Say what the exchange meant, for these sessions; without sessions it is background."""
        self.draft.fact(kind, sessions, data)

    def find(self, findings: Iterable[ContractFinding], sessions: Iterable[str] = ()) -> None:
        """Keep what the contract says about the message."""
        owners = tuple(sessions)
        self.draft.findings.extend((finding, owners) for finding in findings)

    def hold(self, seconds: float) -> float:
        """Let the answer leave so much later, after the commit; return how long it will be: 0 when too many wait."""
        self.leaving.held_seconds = self.national.held.place(seconds)
        return self.leaving.held_seconds

    def disturbed(self, party: str, sessions: Iterable[str] = (), counted: bool = True) -> Disturbance | None:
        """Return the weather that disturbs this party for the caller, counting and recording the refusal.

        `sessions` are those that the message belongs to: one of them may have a weather of its own. What is not
        `counted` is refused too, but is no witness that the weather was felt.
        """
        if self.province is None or self.tx is None:
            return None
        disturbance = self.national.disturbances.active(self.tx.execute, self.province.id, party, sessions)
        if disturbance is not None:
            told = (disturbance.weather, disturbance.session)
            if counted:
                self.national.disturbances.count_refused(self.tx, self.province.id, *told)
            self.draft.weather = disturbance.weather
        return disturbance


View: TypeAlias = Callable[..., ViewResult]


def recorded(
    national: National, party: str, operation: str, transactional: bool = True, together: bool = False
) -> Callable[[View], View]:
    """Wrap a view `(inbound, **url_values) -> Answer`; without a transaction the view may call out.

    Views that read what they need in their own transaction may commit `together` with others (`Database.write`).
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def handle(**values: Any) -> Response:
            if transactional:
                return on_record(national, party, operation, view, request, values, together)
            body = read_body(request)
            started = national.clock.monotonic()
            inbound = Inbound(national, party, operation, None, body)
            response = _guarded(inbound, view, values)
            with national.db.write() as tx:
                _store(tx, inbound, response, started)
            return _leaving(response, inbound)

        return handle

    return wrap


def on_record(
    national: National,
    party: str,
    operation: str,
    view: View,
    asked: Request,
    values: Mapping[str, Any] = MappingProxyType({}),
    together: bool = False,
    prepared: Inbound | None = None,
) -> Response:
    """Return what a view answers to a request, which need not be the one that Flask knows; commit both."""
    started = national.clock.monotonic()
    inbound = prepared or Inbound(national, party, operation, None, read_body(asked), asked)
    try:
        with national.db.write(together) as tx:
            inbound.begin(tx)
            response = as_response(view(inbound, **values))
            _store(tx, inbound, response, started)
    except Exception as error:
        inbound = Inbound(national, party, operation, None, None if inbound.too_large else inbound.body, asked)
        response = _failed(error, operation)
        with national.db.write() as tx:
            _store(tx, inbound, response, started)
    return _leaving(response, inbound)


def _guarded(inbound: Inbound, view: View, values: dict[str, Any]) -> Response:
    try:
        return as_response(view(inbound, **values))
    except Exception as error:
        return _failed(error, inbound.draft.operation)


def _failed(error: Exception, operation: str) -> Response:
    if isinstance(error, HTTPException) and error.code:
        status, text = error.code, str(error.description)
    else:
        log.exception("operation %s broke", operation)
        status, text = 500, "The simulator itself broke; see its log. This is not your system's fault."
    body: dict[str, Any] = {"error_code": "-500" if status >= 500 else "-1", "message": text, "result": []}
    return as_response(Answer(body, status))


def _url(national: National, asked: Request) -> str:
    address = (asked.scheme, asked.host, asked.root_path, asked.path, asked.query_string)
    return (_address if asked.query_string else _known_address)(national.public_url, *address)


def _address(public_url: str, scheme: str, host: str, root: str, path: str, query: bytes) -> str:
    return kept_url(as_asked(public_url, get_current_url(scheme, host, root, path, query)))


_known_address = functools.lru_cache(maxsize=256)(_address)
"""The same few addresses are called all the time; what has a query is never the same twice."""


def read_body(asked: Request) -> bytes | None:
    """Return the body; None when it is over the limit (it is read to its end, so that an answer can be given)."""
    parts: list[bytes] = []
    size = 0
    while chunk := asked.stream.read(65536):
        size += len(chunk)
        if size <= MAX_BODY_BYTES:
            parts.append(chunk)
        else:
            parts.clear()
    return b"".join(parts) if size <= MAX_BODY_BYTES else None


def as_response(result: ViewResult) -> Response:
    """Return what a view answers as Flask sends it."""
    if isinstance(result, Response):
        return result
    if isinstance(result.body, str):
        return Response(result.body, result.status, dict(result.headers), mimetype="text/html")
    return Response(orjson.dumps(result.body), result.status, dict(result.headers), mimetype="application/json")


def _store(tx: Transaction, inbound: Inbound, response: Response, started: float) -> None:
    draft, leaving = inbound.draft, inbound.leaving
    if leaving.cut:
        draft.error = "closed"
    if leaving.cut != BEFORE:
        draft.status = response.status_code
        draft.response_headers = kept_headers(list(response.headers))
        draft.response_body = kept_answer(response.mimetype, leaving.sent(response.get_data()))
    draft.seconds = max(0.0, inbound.national.clock.monotonic() - started) + leaving.held_seconds
    draft.findings.extend((finding, tuple(draft.links)) for finding in _possible_real_data(inbound))
    for session in draft.links:
        inbound.national.sessions.touch(tx, session)
    inbound.national.journal.append(tx, draft)


def _possible_real_data(inbound: Inbound) -> list[ContractFinding]:
    """A personal number outside our impossible range is masked, and whoever sent it should know."""
    count = possibly_real_numbers(inbound.body.decode("utf-8", errors="replace")) if inbound.province else 0
    if not count:
        return []
    found = f"{count} personal numbers that could belong to real people (masked here)"
    return [ContractFinding(inbound.draft.operation, "", "synthetic numbers beginning 099", found, assumed=True)]


def _leaving(response: Response, inbound: Inbound) -> Response:
    operation = inbound.draft.operation
    inbound.national.held.hold(inbound.leaving.held_seconds)
    if inbound.leaving.cut:
        cut_short(response, inbound.leaving, inbound.request.environ.get(DISCONNECT, _no_connection))
    response.call_on_close(lambda: reach("after_answer", operation))
    return response


def _no_connection() -> None:
    raise ConnectionAbortedError("this server offers no way to end a connection")
