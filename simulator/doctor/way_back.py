"""The way back: what the national side reaches of the system, and what the clock of the system says."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import requests

from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis
from simulator.doctor.line import clock_line
from simulator.doctor.texts import broken, fine, note, unclear

_NOT_THERE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_NOT_LET_IN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_WITHOUT_TOKEN = ("hooks.whoami", "hooks.signature", "hooks.refresh")
"""They answer 401 to somebody without a citizen's cookie: so they should."""


def way_back(bench: Bench) -> Iterator[Diagnosis]:
    """Let the national side ask every address of the claim sheet."""
    try:
        found = bench.admin("POST", "/reach")["addresses"]
    except (requests.RequestException, ValueError) as error:
        yield unclear("way_back", "way_back_unasked", why=type(error).__name__)
        return
    judged = [(address, _judged(address)) for address in found]
    if reached := [str(address["place"]) for address, line in judged if line is None and address["asked"]]:
        yield fine("way_back", "way_back_reached", n=len(reached), places=", ".join(reached))
    yield from (line for _, line in judged if line is not None)
    if silent := [str(address["place"]) for address in found if not address["asked"]]:
        yield unclear("way_back", "way_back_same", places=", ".join(silent))
    told = [one["clock_seconds"] for one in found if one["clock_seconds"] is not None]
    if any(not one["error"] for one in found):
        yield clock_line("clock_system", told[0] if told else None)


def _judged(address: Mapping[str, Any]) -> Diagnosis | None:
    """Return what is wrong with an address; None when nothing is, or when it was not asked."""
    place, status = str(address["place"]), address["status"]
    values = {"place": place, "url": address["url"], "status": status, "said": address["said"]}
    if not address["asked"]:
        return None
    if address["error"]:
        found = "way_back_tls" if address["error"] == "tls" else "way_back_silent"
        return broken("way_back", found, unreachable=True, why=address["detail"], **values)
    if status in _NOT_THERE:
        # A page that ends a login may well say 404 to somebody who comes without one.
        return (note if place.startswith("openid.") else broken)("way_back", "way_back_not_there", **values)
    if status in _NOT_LET_IN and place.startswith("hooks.") and place not in _WITHOUT_TOKEN:
        return broken("way_back", "way_back_token", **values)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return note("way_back", "way_back_broken", **values)
    return None
