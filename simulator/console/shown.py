"""How an exchange is shown: pretty bodies, times, and the command that sends it again."""

import json
import re
import shlex
from collections.abc import Mapping
from datetime import datetime

from simulator.core.clock import VIETNAM
from simulator.domain.exchange import Exchange

_ERROR_CODE = re.compile(r'"(?:error_code|MaLoi)"\s*:\s*"?(-?[0-9]{1,9})\b')
_MESSAGE = re.compile(r'"(?:message|MoTaLoi)"\s*:\s*"((?:[^"\\]|\\.)*)')
_NOT_TO_REPEAT = frozenset({"host", "content-length", "connection", "accept-encoding", "transfer-encoding"})


def pretty(body: str) -> str:
    """Return JSON with indents and its letters as they are; anything else unchanged."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return body


def clock_time(at: datetime) -> str:
    """Return the time of day in Vietnam."""
    return at.astimezone(VIETNAM).strftime("%H:%M:%S")


def full_time(at: datetime) -> str:
    """Return time and day in Vietnam, as they are written there."""
    return at.astimezone(VIETNAM).strftime("%H:%M:%S %d/%m/%Y")


def written_time(written: str) -> str:
    """Return a stored time (ISO 8601) as it is written in Vietnam; anything else, as a system sent it, unchanged."""
    try:
        return full_time(datetime.fromisoformat(written))
    except ValueError:
        return written


def business_answer(answer: str) -> str:
    """Return what an answer with HTTP 200 says by `error_code`, from its beginning; empty when it says 0 or nothing."""
    code, message = _ERROR_CODE.search(answer), _MESSAGE.search(answer)
    if code is None or code[1] == "0":
        return ""
    return f"error_code {code[1]}: {_unescaped(message[1])}" if message else f"error_code {code[1]}"


def _unescaped(written: str) -> str:
    try:
        return str(json.loads(f'"{written}"'))
    except ValueError:  # cut in the middle of an escape
        return written


def curl_command(exchange: Exchange) -> str:
    """Return a shell command that sends the request again; what was cut at capture stays `***`."""
    lines = [f"curl --request {exchange.method} {shlex.quote(exchange.url)}"]
    lines += [f"  --header {shlex.quote(f'{name}: {value}')}" for name, value in _headers(exchange.request_headers)]
    if exchange.request_body:
        lines.append(f"  --data-raw {shlex.quote(exchange.request_body)}")
    return " \\\n".join(lines)


def _headers(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers.items() if name.lower() not in _NOT_TO_REPEAT]
