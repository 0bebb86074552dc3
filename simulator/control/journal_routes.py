"""Routes that read the journal: what came after a position (waiting for it), one exchange, orphans."""

import threading
from typing import Any

from flask import Blueprint, Response, request

from simulator.control.body import whole_query
from simulator.control.envelope import answer, not_found
from simulator.control.hands import find_session
from simulator.control.orphans import orphans_json
from simulator.core.text import Text
from simulator.web.national import National

MAX_WAIT_SECONDS = 20
MAX_WAITERS = 8
MAX_EXCHANGES = 500


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes of the journal."""
    waiters = threading.BoundedSemaphore(MAX_WAITERS)

    @admin.get("/exchanges")
    def after() -> Response:
        position = whole_query("after", 0, 2**62)
        seconds = whole_query("wait", 0, MAX_WAIT_SECONDS)
        limit = max(1, whole_query("limit", 200, MAX_EXCHANGES))
        run = request.args.get("run") or None
        if seconds and waiters.acquire(blocking=False):
            try:
                return answer(_wait(national, position, run, limit, seconds))
            finally:
                waiters.release()
        return answer(_news(national, position, run, limit))

    @admin.get("/exchanges/<int(max=4611686018427387904):exchange>")
    def show_exchange(exchange: int) -> Response:
        found = national.journal.exchange(exchange)
        if found is None:
            raise not_found("unknown_exchange", Text("lượt trao đổi", "exchange"), str(exchange), ())
        return answer(found.to_json())

    @admin.get("/sessions/<session>/exchanges")
    def of_session(session: str) -> Response:
        find_session(national, session)
        return answer({"exchanges": [exchange.to_json() for exchange in national.journal.exchanges(session)]})

    @admin.get("/provinces/<province>/background")
    def background(province: str) -> Response:
        after = whole_query("after", 0, 2**62)
        facts = national.journal.background(province, after, request.args.getlist("kind"))
        return answer({"facts": [fact.to_json() for fact in facts], "position": national.db.position})

    @admin.get("/orphans")
    def orphans() -> Response:
        return answer({"orphans": orphans_json(national, request.args.get("province") or None)})


def _wait(national: National, after: int, run: str | None, limit: int, seconds: float) -> dict[str, Any]:
    """Return as soon as there is something of the run; each commit wakes and is looked at once."""
    deadline = national.clock.monotonic() + seconds
    seen = after
    while True:
        news = _news(national, seen, run, limit)
        left = deadline - national.clock.monotonic()
        if news["exchanges"] or left <= 0:
            return news
        seen = max(seen, news["position"])
        if national.db.wait(seen, left) <= seen:
            return _news(national, seen, run, limit)


def _news(national: National, after: int, run: str | None, limit: int) -> dict[str, Any]:
    """`position` is where to go on: the last one sent when there may be more, else the journal's own."""
    position = national.db.position
    exchanges = national.journal.after(after, run, limit)
    if exchanges:
        last = exchanges[-1]["id"]
        position = last if len(exchanges) == limit else max(position, last)
    return {"position": max(position, after), "exchanges": exchanges}
