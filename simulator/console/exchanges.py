"""The list of exchanges: filters, search, pages from a position, and where to listen for what comes next."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from simulator.console.desk import Desk
from simulator.console.shown import business_answer, clock_time, curl_command, full_time
from simulator.journal.listing import NEWEST, STATUS_CHOICES, Wanted
from simulator.web.pages import language

SHOWN = 50
"""Lines on a page."""
MOST_SHOWN = 300
"""Lines that a browser keeps while it follows."""
SHOWN_FINDINGS = 3
"""Findings under a line; the page of the exchange has them all."""
LONGEST_WORD = 200
"""Characters of a filter; what is longer is cut."""


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the list and the piece of it that a line unfolds."""

    @console.get("/console/exchanges")
    def exchanges() -> Response:
        return list_page(desk)

    @console.get("/console/exchanges/<int(max=4611686018427387904):position>/curl")
    def curl(position: int) -> Response:
        found = desk.national.journal.exchange(position)
        if found is None:
            return desk.pages.problem(
                desk.pages.text("exchange_unknown", id=position, last=desk.national.db.position), 404
            )
        return Response(desk.pages.part("curl.html", language(), curl=curl_command(found)), mimetype="text/html")


def list_page(desk: Desk) -> Response:
    """Return the list from the position asked for; the newest page can be followed."""
    wanted, before = wanted_of(request.args), position_of(request.args.get("before", ""))
    # Read before the list is: what commits in between is listed twice by nobody, and followed by everybody.
    position = desk.national.db.position
    page = desk.listing.page(wanted, before=min(before, position + 1), limit=SHOWN)
    chosen = query_of(wanted)
    return desk.pages.page(
        "exchanges.html",
        wanted=wanted,
        page=page,
        newest=before == NEWEST,
        position=position,
        live=urlencode({**chosen, "after": position, "lang": language()}),
        chosen=urlencode(chosen),
        provinces=desk.national.provinces.all(),
        parties=desk.listing.parties(),
        operations=sorted(desk.national.contracts.ids()),
        statuses=STATUS_CHOICES,
        narrowed=any(name not in ("q", "findings") for name in chosen),
        most=MOST_SHOWN,
        **line_values(),
    )


def wanted_of(arguments: Mapping[str, str]) -> Wanted:
    """Read the filters of an address; a status that does not exist does not narrow."""
    words = {name: arguments.get(name, "").strip()[:LONGEST_WORD] for name in _WORDS}
    return Wanted(
        **words, findings=arguments.get("findings") == "1", text=arguments.get("q", "").strip()[:LONGEST_WORD]
    )


def query_of(wanted: Wanted) -> dict[str, str]:
    """Return the filters as an address carries them; those that do not narrow are left out."""
    given = {**{name: getattr(wanted, name) for name in _WORDS}, "q": wanted.text}
    return {name: value for name, value in given.items() if value} | ({"findings": "1"} if wanted.findings else {})


def line_values() -> dict[str, Any]:
    """Return what the template of a line needs beside the line."""
    return {
        "clock_time": clock_time,
        "full_time": full_time,
        "business_answer": business_answer,
        "shown_findings": SHOWN_FINDINGS,
    }


def position_of(written: str) -> int:
    """Read a position of an address; what is none stands for the newest."""
    return min(int(written), NEWEST) if written.isascii() and written.isdigit() and len(written) < 20 else NEWEST


_WORDS = ("province", "session", "run", "party", "operation", "direction", "status")
