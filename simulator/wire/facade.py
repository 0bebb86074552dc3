"""A provincial middleware's way of speaking: what it adds to a bare body, and how it wraps an answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.domain.dialect import Dialect, Door, Facade
from simulator.wire.adapter import answer
from simulator.wire.scalars import field

_SESSION = "facade"
"""Stands for the session that the middleware would hold with the adapter."""


def message_through(door: Door, query: Mapping[str, str], body: Any, agency: str) -> dict[str, Any]:
    """Return the message of the adapter that a call at this door stands for; `agency` is the caller's own."""
    asked = {to: query[name] for name, to in door.query.items() if name in query}
    asked |= {to: field(body, name) for name, to in door.fields.items()}
    data = {door.body: _bare(door, body)} if door.body else {}
    head = {"session": _SESSION, "madonvi": agency, "service": door.service}
    return {**head, **door.fixed, **{name: value for name, value in asked.items() if value}, **data}


def _bare(door: Door, body: Any) -> Any:
    """Return the bare body; the whole message of the adapter is unwrapped."""
    return body[door.body] if isinstance(body, Mapping) and door.body in body else body


def answer_through(
    dialect: Dialect, name: str, result: Sequence[Any] | Mapping[str, Any], detail: str, reads: bool
) -> dict[str, Any]:
    """Return how the middleware hands an answer on: rows of what was read stand in its text, as JSON."""
    envelope = answer(dialect, name, result, detail)
    if dialect.facade is None or dialect.facade.rows_in != "message":
        return envelope
    text = json.dumps(envelope, ensure_ascii=False) if reads and name == "ok" else envelope["message"]
    return {"error_code": envelope["error_code"], "message": text}


def named_agency(facade: Facade, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """Return the agency that a call names, in its query or in a header (by its name in small letters), or nothing."""
    named = (query.get(name) or headers.get(name.lower()) or "" for name in facade.agency_in)
    return next((agency for agency in named if agency), "")
