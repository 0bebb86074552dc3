"""The test hooks (assumed contracts): the officer's hand, the counter, the idle probe and the clock of one dossier."""

import hmac
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from simulator.province.config import CLOCK_HOOK, COUNTER_HOOK, IDLE_HOOK, OFFICER_HOOK
from simulator.province.desk import Answer
from simulator.province.dossier import Asked
from simulator.province.pages.replies import json_reply
from simulator.province.system import ProvinceSystem
from simulator.province.workflow import ACTIONS

_LOG = logging.getLogger(__name__)


def blueprint(system: ProvinceSystem) -> Blueprint:
    """Return the hooks; each wants the bearer token."""
    pages = Blueprint("hooks", __name__)

    @pages.before_request
    def check_token() -> Response | None:
        given = request.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {system.config.hook_token}".encode()):
            return None
        return json_reply({"message": "Thiếu hoặc sai mã truy cập (bearer)."}, 401)

    @pages.post(OFFICER_HOOK)
    def officer() -> Response:
        return _answer(lambda asked: _act(system, asked))

    @pages.post(CLOCK_HOOK)
    def clock() -> Response:
        return _answer(lambda asked: _set_clock(system, asked))

    @pages.post(COUNTER_HOOK)
    def counter() -> Response:
        asked = request.get_json(silent=True)
        if not isinstance(asked, dict) or not _text(asked, "request_id"):
            return json_reply({"message": "Cần JSON với request_id."}, 400)
        try:
            answer = system.counter.file(asked, _time(_text(asked, "session_time")))
        except ValueError as error:
            return json_reply({"message": str(error)}, 400)
        _LOG.info("counter: %s", answer.status)
        return json_reply(answer.document, answer.status)

    @pages.get(IDLE_HOOK)
    def idle() -> Response:
        pending = system.sync.pending()
        if not pending:
            system.looking.look_if_old()
            pending = system.sync.pending() + system.asking.pending()
        return json_reply({"idle": pending == 0, "pending": pending})

    return pages


def _answer(do: Callable[[dict[str, Any]], Answer]) -> Response:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not all(_text(asked, name) for name in ("request_id", "dossier_code")):
        return json_reply({"message": "Cần JSON với request_id và dossier_code."}, 400)
    try:
        answer = do(asked)
    except ValueError as error:
        return json_reply({"message": str(error)}, 400)
    return json_reply(answer.document, answer.status)


def _act(system: ProvinceSystem, asked: dict[str, Any]) -> Answer:
    action = _text(asked, "action")
    if action not in ACTIONS:
        raise ValueError(f"Không có thao tác {action!r}; có: {', '.join(ACTIONS)}.")
    time = _text(asked, "session_time")
    answer = system.desk.act(
        _text(asked, "request_id"),
        _text(asked, "dossier_code"),
        action,
        _text(asked, "reason"),
        _time(time) if time else None,
        Asked(components=_texts(asked, "components"), fields=_texts(asked, "fields")),
    )
    _LOG.info("officer: %s on %s: %s", action, _text(asked, "dossier_code"), answer.status)
    return answer


def _set_clock(system: ProvinceSystem, asked: dict[str, Any]) -> Answer:
    return system.desk.set_clock(_text(asked, "request_id"), _text(asked, "dossier_code"), _time(_text(asked, "now")))


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise ValueError(f"Thời điểm {text!r} không phải ISO 8601 có múi giờ.")
    return time


def _texts(asked: dict[str, Any], name: str) -> tuple[str, ...]:
    value = asked.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""
