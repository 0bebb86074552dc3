"""Systems that do nothing useful. None of them may earn a PASS on a MUST.

Each is one WSGI application for any path and method, to be served under the claim sheet of a real one.
"""

import json
import random
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

_PAGE = "<!doctype html><html lang=vi><title>Cổng dịch vụ công tỉnh</title><body><h1>Trang chủ</h1></body></html>"
_WORDS = ("fields", "components", "submit", "dossier_code", "status", "idle", "pending", "decision", "view", "message")


def _answering(status: str, kind: str, body: Callable[[dict[str, Any]], bytes]) -> Application:
    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        content = body(environ)
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    return application


def _read(environ: dict[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    found: bytes = environ["wsgi.input"].read(length) if length else b"{}"
    return found


def _random_json(environ: dict[str, Any]) -> bytes:
    """Return well-formed JSON with our own words in it; the same for the same path."""
    dice = random.Random(str(environ.get("PATH_INFO")))
    values: tuple[Any, ...] = (True, False, 1, 10, "x", [], [{}], [{"id": "a", "datum": "applicant.full_name"}], None)
    return json.dumps({word: dice.choice(values) for word in _WORDS}).encode()


_SHAPED_FORM = {
    "procedure": "1.000000",
    "fields": [],
    "components": [],
    "submit": "/submit",
    "dossier_code": "000.00.00.H99-250701-0001",
    "status": 2,
    "view": "/view",
    "idle": True,
    "pending": 0,
    "now": "2025-07-01T08:00:00+07:00",
    "decision": [],
}

NULL_SYSTEMS: dict[str, Application] = {
    "says-yes": _answering("200 OK", "application/json", lambda _: json.dumps(_SHAPED_FORM).encode()),
    "always-200": _answering("200 OK", "application/json", lambda _: b"{}"),
    "echo": _answering("200 OK", "application/json", _read),
    "silent": _answering("204 No Content", "application/json", lambda _: b""),
    "always-500": _answering("500 Internal Server Error", "application/json", lambda _: b'{"message": "error"}'),
    "random-json": _answering("200 OK", "application/json", _random_json),
    "html-page": _answering("200 OK", "text/html; charset=utf-8", lambda _: _PAGE.encode()),
}
"""Name -> application. `says-yes` accepts everything in the right shape, and sends nothing to anybody."""
