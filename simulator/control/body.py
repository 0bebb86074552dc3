"""Reads values out of a request to `/admin`; what is missing or of the wrong type is named in the refusal."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from simulator.control.envelope import AdminError
from simulator.core.text import Text

MOST = 2**53
"""The largest whole number that every JSON reader keeps as it is; no database or clock could hold much more."""
YEAR_SECONDS = 366 * 86_400
FIRST_YEAR, LAST_YEAR = 1950, 2100
"""Years in which a story can play: people need years before it to be born in, and a clock years to move on."""


def bad_request(name: str, expected: str) -> AdminError:
    """Return the 400 that names the value and what it should be."""
    return AdminError(
        400,
        "bad_request",
        Text(
            f"Giá trị {name!r} thiếu hoặc sai; cần: {expected}.", f"{name!r} is missing or wrong; expected {expected}."
        ),
    )


def json_object() -> Mapping[str, Any]:
    """Return the request's body, which must be a JSON object; no body is an empty one."""
    if not request.get_data():
        return {}
    try:
        document = request.get_json(silent=True)
    except RecursionError:  # nested deeper than anything of ours
        document = None
    if not isinstance(document, Mapping) or not _can_be_kept(document):
        raise bad_request("body", "a JSON object")
    return document


def text_of(body: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a text; without a default it must be there and not be empty."""
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise bad_request(name, "a text")
    return value


def whole_of(body: Mapping[str, Any], name: str, default: int, most: int = MOST) -> int:
    """Return a whole number from 0 to `most`."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise bad_request(name, "a whole number" if most == MOST else f"a whole number from 0 to {most}")
    return value


def date_of(body: Mapping[str, Any], name: str) -> date:
    """Return an ISO date."""
    try:
        day = date.fromisoformat(text_of(body, name))
    except ValueError:
        raise bad_request(name, "a date such as 2025-07-01") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise bad_request(name, f"a date between the years {FIRST_YEAR} and {LAST_YEAR}")
    return day


def texts_by_name(body: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return a mapping of text to text."""
    value = body.get(name) or {}
    if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
        raise bad_request(name, "an object of texts")
    return dict(value)


def texts_of(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of texts."""
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad_request(name, "a list of texts")
    return tuple(value)


def object_of(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object."""
    value = body.get(name) or {}
    if not isinstance(value, Mapping):
        raise bad_request(name, "an object")
    return value


def whole_query(name: str, default: int, most: int) -> int:
    """Return a whole number of the query string, between 0 and `most`."""
    written = request.args.get(name, "")
    if not written:
        return default
    if not (written.isascii() and written.isdigit()):
        raise bad_request(name, "a whole number")
    return min(int(written), most)


def _can_be_kept(document: Any) -> bool:
    """Return whether every text is Unicode: half of a surrogate pair can be stored nowhere."""
    if b"\\u" not in request.get_data():
        return True
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True
