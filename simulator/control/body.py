"""Reads values out of a request to `/admin`; what is missing or of the wrong type is named in the refusal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from simulator.control.envelope import AdminError
from simulator.core.text import Text


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
    document = request.get_json(silent=True)
    if not isinstance(document, Mapping):
        raise bad_request("body", "a JSON object")
    return document


def text_of(body: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """Return a text; without a default it must be there and not be empty."""
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise bad_request(name, "a text")
    return value


def whole_of(body: Mapping[str, Any], name: str, default: int) -> int:
    """Return a whole number from 0."""
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise bad_request(name, "a whole number")
    return value


def date_of(body: Mapping[str, Any], name: str) -> date:
    """Return an ISO date."""
    try:
        return date.fromisoformat(text_of(body, name))
    except ValueError:
        raise bad_request(name, "a date such as 2025-07-01") from None


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
