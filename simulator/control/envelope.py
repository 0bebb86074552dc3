"""One form for every answer of `/admin`: the thing itself, or `{"error": {"code", "vi", "en"}}`."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException

from simulator.core.errors import SimulatorError, near_text
from simulator.core.text import Text

log = logging.getLogger("simulator.control")
_NOT_FOUND = Text("Không có {what} {name} ({near}).", "There is no {what} {name} ({near}).")


class AdminError(Exception):
    """A request that `/admin` refuses, with the reason in both languages."""

    def __init__(self, status: int, code: str, text: Text, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text.en)
        self.status = status
        self.code = code
        self.text = text
        self.headers = dict(headers or {})


def not_found(code: str, what: Text, name: str, known: Iterable[str]) -> AdminError:
    """Return the 404 for a name nobody knows, with near matches."""
    return AdminError(404, code, _NOT_FOUND.fill(what=what, name=repr(name), near=near_text(name, known)))


def busy(text: Text) -> AdminError:
    """Return the answer that asks the caller to send the same request again after a second."""
    return AdminError(503, "busy", text, {"Retry-After": "1"})


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON answer."""
    return Response(orjson.dumps(body), status, dict(headers or {}), mimetype="application/json")


def refuse(error: AdminError) -> Response:
    """Return the envelope of an error."""
    body = {"error": {"code": error.code, **error.text.to_json()}}
    return answer(body, error.status, error.headers)


def install(blueprint: Blueprint) -> None:
    """Turn every exception of the blueprint's views into the envelope."""
    blueprint.register_error_handler(AdminError, refuse)
    blueprint.register_error_handler(SimulatorError, _unusable)
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(Exception, _broken)


def _unusable(error: SimulatorError) -> Response:
    text = Text(f"Không dùng được: {error.text()}", error.text())
    return refuse(AdminError(422, "unusable", text))


def _http(error: HTTPException) -> Response:
    text = Text(f"Yêu cầu không hợp lệ: {error.description}", str(error.description))
    return refuse(AdminError(error.code or 500, "http", text))


def _broken(error: Exception) -> Response:
    log.error("an /admin request broke", exc_info=error)
    text = Text(
        "Bộ mô phỏng bị lỗi; xem nhật ký của nó. Đây không phải lỗi của hệ thống được kiểm thử.",
        "The simulator itself broke; see its log. This is not the fault of the system under test.",
    )
    return refuse(AdminError(500, "broken", text))
