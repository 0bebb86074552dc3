"""`exchanges.har`: every exchange of the run as HAR 1.2, for any browser's network view.

A page is a session. What HAR has no field for begins with an underscore, as the format demands. Timings are never
negative and `time` is their sum; an exchange without an answer has status 0 and says why in `_error`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from simulator.domain.exchange import Exchange
from simulator.domain.outcome import CellOutcome
from simulator.report.reading import RunRecord

_PHRASES = {int(status): status.phrase for status in HTTPStatus}


def har_of(record: RunRecord) -> dict[str, Any]:
    """Return the document."""
    creator = {"name": str(record.head.get("tool", "dvcsim")), "version": str(record.head.get("version", ""))}
    return {
        "log": {
            "version": "1.2",
            "creator": creator,
            "pages": [page for cell in record.cells for page in _pages(record, cell)],
            "entries": [_entry(session, exchange) for session, exchange in _once(record)],
        }
    }


def render_har(record: RunRecord) -> str:
    """Return the file's text: an entry a line, because indenting takes ten times as long as all the rest."""
    log = dict(har_of(record)["log"])
    entries = ",\n".join(_text(entry) for entry in log.pop("entries"))
    head = json.dumps(log, ensure_ascii=False)
    return f'{{"log": {head[:-1]}, "entries": [\n{entries}\n]}}}}\n'


def _text(entry: dict[str, Any]) -> str:
    try:
        return orjson.dumps(entry).decode()
    except TypeError:  # half of a surrogate pair, which UTF-8 cannot carry; whoever writes the file replaces it
        return json.dumps(entry, ensure_ascii=False)


def _once(record: RunRecord) -> Iterator[tuple[str, Exchange]]:
    """Yield each exchange once, under the first session that holds it, in the order of time."""
    seen: dict[tuple[Any, int], tuple[str, Exchange]] = {}
    for session, exchanges in record.exchanges.items():
        for number, exchange in exchanges.items():
            seen.setdefault((exchange.at, number), (session, exchange))
    for key in sorted(seen):
        yield seen[key]


def _pages(record: RunRecord, cell: CellOutcome) -> Iterator[dict[str, Any]]:
    exchanges = record.exchanges.get(cell.session)
    if exchanges:
        yield {
            "id": cell.session,
            "title": f"{cell.scenario} · {cell.service} · {cell.weather}: {cell.verdict.value}",
            "startedDateTime": min(exchange.at for exchange in exchanges.values()).isoformat(),
            "pageTimings": {},
        }


def _entry(session: str, exchange: Exchange) -> dict[str, Any]:
    milliseconds = round(max(exchange.seconds, 0.0) * 1000, 3)
    return {
        "pageref": session,
        "startedDateTime": exchange.at.isoformat(),
        "time": milliseconds,
        "request": _request(exchange),
        "response": _response(exchange),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_exchange": exchange.id,
        "_session": session,
        "_sessions": list(exchange.sessions),
        "_direction": exchange.direction,
        "_party": exchange.party,
        "_operation": exchange.operation,
        "_sessionTime": exchange.session_at.isoformat() if exchange.session_at else "",
        "_weather": exchange.weather,
        "_error": exchange.error,
        "_findings": [finding.to_json() for finding in exchange.findings],
    }


def _request(exchange: Exchange) -> dict[str, Any]:
    body = exchange.request_body
    request = {
        "method": exchange.method,
        "url": exchange.url,
        **_message(exchange.request_headers, body),
        "queryString": _pairs(parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)),
    }
    if body:
        request["postData"] = {"mimeType": content_type(exchange.request_headers), "params": [], "text": body}
    return request


def _response(exchange: Exchange) -> dict[str, Any]:
    headers, body = exchange.response_headers, exchange.response_body
    status = exchange.status or 0
    return {
        "status": status,
        "statusText": _PHRASES.get(status, ""),
        **_message(headers, body),
        "content": {"size": len(body.encode("utf-8", "replace")), "mimeType": content_type(headers), "text": body},
        "redirectURL": header(headers, "Location"),
    }


def _message(headers: Mapping[str, str], body: str) -> dict[str, Any]:
    return {
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(headers.items()),
        "headersSize": -1,
        "bodySize": len(body.encode("utf-8", "replace")),
    }


def _pairs(values: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in values]


def header(headers: Mapping[str, str], name: str) -> str:
    """Return the value of a header whatever the case of its name; an empty text when it is not there."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def content_type(headers: Mapping[str, str]) -> str:
    """Return the media type of a body, as HAR wants it when it is unknown."""
    return header(headers, "Content-Type") or "application/octet-stream"
