"""What has just travelled, sent to the pages that follow the list (server-sent events).

A follower holds a thread of the server, so few may at a time, each for a minute; then the browser comes back by
itself and goes on after the last position it was told. Who finds every place taken is answered at once with what is
new and asked to come back in some seconds: the list moves in steps instead of live, and says so.
"""

import threading
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.exchanges import line_values, wanted_of
from simulator.journal.listing import ListPage, Wanted
from simulator.web.pages import language

FOLLOWERS = 5
"""How many threads of the server may follow."""
LASTS_SECONDS = 60.0
BEAT_SECONDS = 2.0
"""How often a silent follower is spoken to: only then does it show that it has gone."""
GAP_SECONDS = 0.4
"""Between two pieces of news, so that a run of hundreds a second does not redraw a page as often."""
BATCH = 60
"""Lines in one piece of news; of more only the newest are sent, and how many are left out is told."""
COME_BACK_MILLISECONDS, COME_BACK_LATER_MILLISECONDS = 1000, 5000

Render = Callable[[ListPage], str]


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the address to follow."""
    places = threading.BoundedSemaphore(FOLLOWERS)

    @console.get("/console/events")
    def events() -> Response:
        wanted, after = wanted_of(request.args), _after(desk)
        spoken = language()

        def render(page: ListPage) -> str:
            return desk.pages.part("news.html", spoken, page=page, **line_values())

        if not places.acquire(blocking=False):
            return _stream(_once(desk, wanted, after, render))
        response = _stream(_follow(desk, wanted, after, render))
        response.call_on_close(places.release)
        return response


def _stream(chunks: Iterator[str]) -> Response:
    response = Response(chunks, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _after(desk: Desk) -> int:
    """The last position that the browser was told, else the one of the page."""
    for written in (request.headers.get("Last-Event-ID", ""), request.args.get("after", "")):
        if written.isascii() and written.isdigit() and len(written) < 20:
            return min(int(written), desk.national.db.position)
    return desk.national.db.position


def _once(desk: Desk, wanted: Wanted, after: int, render: Render) -> Iterator[str]:
    yield f"retry: {COME_BACK_LATER_MILLISECONDS}\n\n"
    yield _event("pace", "steps")
    yield from _news(desk, wanted, after, render)[1]


def _follow(desk: Desk, wanted: Wanted, after: int, render: Render) -> Iterator[str]:
    db, clock = desk.national.db, desk.national.clock
    yield f"retry: {COME_BACK_MILLISECONDS}\n\n"
    yield _event("pace", "live")
    ends = clock.monotonic() + LASTS_SECONDS
    while clock.monotonic() < ends and not db.ending:
        if db.wait(after, BEAT_SECONDS) <= after:
            yield ":\n\n"
            continue
        after, told = _news(desk, wanted, after, render)
        yield from told
        db.pause(GAP_SECONDS)


def _news(desk: Desk, wanted: Wanted, after: int, render: Render) -> tuple[int, list[str]]:
    """Return where to go on and what to send; without any line only the position is sent, so that it is kept."""
    position = desk.national.db.position
    page = desk.listing.page(wanted, before=position + 1, after=after, limit=BATCH)
    if not page.lines:
        return position, [f"id: {position}\n\n"]
    return position, [_event("exchanges", render(page), position)]


def _event(name: str, data: str, position: int | None = None) -> str:
    head = f"event: {name}\n" + (f"id: {position}\n" if position is not None else "")
    return head + "".join(f"data: {line}\n" for line in data.splitlines()) + "\n"
