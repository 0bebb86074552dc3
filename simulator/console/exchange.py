"""The page of one exchange: what travelled, what it meant, and where it differs from its contract."""

from flask import Response

from simulator.console.shown import curl_command, full_time, pretty
from simulator.web.national import National
from simulator.web.pages import Pages


def exchange_page(national: National, pages: Pages, position: int) -> Response:
    """Return the page of the exchange at that position."""
    found = national.journal.exchange(position)
    if found is None:
        text = pages.text("exchange_unknown", id=position, last=national.db.position)
        return pages.problem(text, 404)
    contract = national.contracts.get(found.operation)
    head = next(iter(national.journal.after(position - 1, limit=1)))
    return pages.page(
        "exchange.html",
        exchange=found,
        contract=contract,
        province=national.provinces.get(found.province) if found.province else None,
        facts=head["facts"],
        curl=curl_command(found),
        pretty=pretty,
        full_time=full_time,
    )
