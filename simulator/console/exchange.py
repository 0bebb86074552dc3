"""The page of one exchange: what travelled, what it meant, and where it differs from its contract."""

from flask import Blueprint, Response

from simulator.console.desk import Desk
from simulator.console.shown import curl_command, full_time, pretty


def add_routes(console: Blueprint, desk: Desk) -> None:
    """Add the page of one exchange."""

    @console.get("/exchanges/<int(max=4611686018427387904):position>")
    def one_exchange(position: int) -> Response:
        return _page(desk, position)


def _page(desk: Desk, position: int) -> Response:
    national = desk.national
    found = national.journal.exchange(position)
    if found is None:
        text = desk.pages.text("exchange_unknown", id=position, last=national.db.position)
        return desk.pages.problem(text, 404)
    head = next(iter(national.journal.after(position - 1, limit=1)))
    return desk.pages.page(
        "exchange.html",
        exchange=found,
        contract=national.contracts.get(found.operation),
        province=desk.province(found.province),
        facts=head["facts"],
        curl=curl_command(found),
        around=[("", *desk.listing.neighbours(position))]
        + [(session, *desk.listing.neighbours(position, session)) for session in found.sessions],
        pretty=pretty,
        full_time=full_time,
    )
