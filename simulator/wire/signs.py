"""Whether a message shows one of the signs by which a family of systems is recognised."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.domain.dialect_sign import Sign
from simulator.domain.exchange import Exchange
from simulator.wire.scalars import text
from simulator.wire.spoken import at

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def shows(sign: Sign, exchange: Exchange) -> bool:
    """Return whether an exchange shows a sign: every condition that the sign gives holds."""
    address = urlsplit(exchange.url)
    return (
        (not sign.operation or exchange.operation == sign.operation)
        and sign.path in address.path
        and (not sign.query or f"&{sign.query}=" in f"&{address.query}")
        and (not sign.header or sign.header.lower() in {name.lower() for name in exchange.request_headers})
        and _body_shows(sign, exchange)
    )


def _body_shows(sign: Sign, exchange: Exchange) -> bool:
    if not sign.has and not sign.lacks:
        return True
    message = _message(exchange)
    found = [value for value in at(message, sign.has) if value not in _EMPTY] if sign.has else [""]
    if sign.values:
        found = [value for value in found if text(value) in sign.values]
    return bool(found) and (not sign.lacks or _lacks(message, sign.lacks))


def _lacks(message: Any, place: tuple[str, ...]) -> bool:
    """Return whether there are rows and none has the field."""
    rows = [row for row in at(message, place[:-1]) if isinstance(row, Mapping)]
    return bool(rows) and not any(place[-1] in row for row in rows)


def _message(exchange: Exchange) -> Any:
    """Return the body; a bare array as the rows that it is, so that one sign fits both ways of sending it."""
    try:
        body = json.loads(exchange.request_body)
    except ValueError:
        return None
    return {"data": body} if isinstance(body, list) else body
