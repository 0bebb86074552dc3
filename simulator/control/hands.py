"""Runs the hands of sessions: one at a time per session, each request once, its result kept for repeats.

A request that began and never finished (the process died) is done again with the same ids; the system under test
answers a repeated id as the first time. A bounded number of hands works at once, because their calls to the national
side need server threads of their own.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulator.control.browser import Browser
from simulator.control.chromium import Chromium
from simulator.control.envelope import AdminError, busy, not_found
from simulator.control.hand_store import HandStore
from simulator.control.known_province import known_province
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.tabs import Tabs
from simulator.core.text import Text
from simulator.journal.database import Transaction
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.outbound import Outbound

MAX_AT_WORK = 14
"""Hands at work at once; with the waits it stays well below the server's 32 threads."""

Work = Callable[[Stage], dict[str, Any]]


class Hands:
    """The hands of all sessions of one national side."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._outbound = Outbound(national)
        self.store = HandStore(national.db)
        self._browsers: dict[tuple[str, str], Browser] = {}
        self.chromium = Chromium()
        self.tabs = Tabs(self.chromium)
        self._at_work: set[str] = set()
        self._lock = threading.Lock()

    def run(
        self,
        session_id: str,
        request_id: str,
        hand: str,
        work: Work,
        at_begin: Callable[[Transaction], None] | None = None,
    ) -> Mapping[str, Any]:
        """Do the work of a request once and return its result; `at_begin` commits with the note that it began."""
        with self._alone(session_id):
            known = self.store.find(session_id, request_id)
            if known is not None and known.hand != hand:
                raise _reused(request_id, known.hand)
            if known is not None and known.result is not None:
                return known.result
            self._begin(session_id, request_id, hand, at_begin)
            stage = self.stage(session_id, request_id, hand)
            result = {**_tried(stage, work), "position": self._national.db.position}
            if "waiting" in result:
                return result  # kept by its work item alone: the same request again asks whether it is answered
            with self._national.db.write() as tx:
                self.store.finish(tx, session_id, request_id, result)
            return result

    def run_unrepeated(self, session_id: str, hand: str, work: Work) -> dict[str, Any]:
        """Do work that changes nothing, so that a repeat may simply do it again."""
        with self._alone(session_id):
            return _tried(self.stage(session_id, "", hand), work)

    def stage(self, session_id: str, request_id: str, hand: str) -> Stage:
        """Return what a hand of that session works with, as it is now."""
        session = find_session(self._national, session_id)
        return Stage(
            self._national,
            self._outbound,
            self.store,
            session,
            known_province(self._national, session.province),
            self._national.catalogue.services[session.service],
            hand,
            request_id,
        )

    def browser(self, stage: Stage, person: str) -> Browser:
        """Return the browser of a person; a new one when the old one was lost with the process."""
        key = (stage.session.id, person)
        if key not in self._browsers:
            made = Browser(self._outbound, stage.sheet, stage.session.id, self._national.public_url)
            self._browsers[key] = made
        return self._browsers[key]

    def forget(self, session_id: str) -> None:
        """Close the browsers of a session."""
        for key in [key for key in self._browsers if key[0] == session_id]:
            self._browsers.pop(key, None)
        self.tabs.forget(session_id)

    def _begin(
        self, session_id: str, request_id: str, hand: str, at_begin: Callable[[Transaction], None] | None
    ) -> None:
        with self._national.db.write() as tx:
            if self.store.begin(tx, session_id, request_id, hand) and at_begin is not None:
                at_begin(tx)

    @contextmanager
    def _alone(self, session_id: str) -> Iterator[None]:
        with self._lock:
            if session_id in self._at_work or len(self._at_work) >= MAX_AT_WORK:
                raise busy(
                    Text("Đang bận; gửi lại đúng yêu cầu này sau một giây.", "Busy; send the same again in a second.")
                )
            self._at_work.add(session_id)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(session_id)


def find_session(national: National, session_id: str) -> Session:
    """Return the session, or raise the 404."""
    session = national.sessions.get(session_id)
    if session is None:
        raise not_found(
            "unknown_session", Text("phiên", "session"), session_id, [one.id for one in national.sessions.all()]
        )
    return session


def _tried(stage: Stage, work: Work) -> dict[str, Any]:
    try:
        return work(stage)
    except HandProblem as problem:
        return stage.fail(problem)


def _reused(request_id: str, hand: str) -> AdminError:
    return AdminError(
        409,
        "request_id_reused",
        Text(
            f"Mã yêu cầu {request_id} đã dùng cho việc khác ({hand}).",
            f"Request id {request_id} was already used for something else ({hand}).",
        ),
    )
