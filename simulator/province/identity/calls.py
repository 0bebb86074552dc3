"""HTTP to VNeID: each call is made once, waits and reads so much at most, follows no redirect, and is logged nowhere.

A call that fails is not repeated: the citizen starts the login again, and a busy VNeID is not asked twice as often.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from simulator.core.clock import Clock
from simulator.province.config import ProvinceConfig
from simulator.province.identity.refusal import BROKEN, DOWN, LoginRefused, shown
from simulator.province.identity.rules import EVERY_RULE
from simulator.province.seams import Seams

TOKEN_BYTES = 64 * 1024
KEYS_BYTES = 256 * 1024
_PIECE = 16 * 1024
_LONGEST_RETRY_AFTER = 24 * 3600


@dataclass(frozen=True)
class Reply:
    """An answer that was read to its end."""

    status: int
    content_type: str
    body: bytes
    retry_after: int


class Calls:
    """Calls VNeID's end points."""

    def __init__(self, config: ProvinceConfig, clock: Clock, seams: Seams) -> None:
        self._rules = seams.login_rules(EVERY_RULE)
        self._connect_seconds = config.connect_seconds
        patience = seams.login_patience_seconds(config.read_seconds)
        self._read_seconds = patience if "time" in self._rules else None
        self._clock = clock
        self._times = seams.login_call_times(1)
        self._http = requests.Session()
        # Without this a .netrc on the machine replaces our Authorization header.
        self._http.trust_env = False
        self._http.verify = config.ca_file or True
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    def object(self, what: str, method: str, url: str, *, largest: int = TOKEN_BYTES, **sent: Any) -> dict[str, Any]:
        """Return the JSON object of a 200 answer; refuse every other answer. `what` names the end point."""
        reply = self.send(what, method, url, largest=largest, **sent)
        return self.object_of(what, reply)

    def object_of(self, what: str, reply: Reply) -> dict[str, Any]:
        """Return the JSON object of an answer."""
        if reply.status != 200:
            page = DOWN if reply.status >= 500 or reply.status == 429 else BROKEN
            raise LoginRefused(what, f"HTTP {reply.status}", page, retry_after=reply.retry_after)
        kind = reply.content_type.partition(";")[0].strip().lower()
        if "content_type" in self._rules and kind not in ("application/json", "application/jwk-set+json"):
            raise LoginRefused("content_type", f"{what}: {shown(kind)}", BROKEN)
        return _json_object(what, reply.body)

    def send(
        self,
        what: str,
        method: str,
        url: str,
        *,
        largest: int = TOKEN_BYTES,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Reply:
        """Return the answer to one request."""
        sent = {"data": form, "auth": auth, "headers": _headers(headers)}
        for left in reversed(range(self._times)):
            reply = self._once(what, method, url, largest, sent)
            if reply.status < 500 or not left:
                return reply
        raise AssertionError("a call is made at least once")

    def _once(self, what: str, method: str, url: str, largest: int, sent: Mapping[str, Any]) -> Reply:
        deadline = math.inf if self._read_seconds is None else self._clock.monotonic() + self._read_seconds
        timeout = (self._connect_seconds, self._read_seconds)
        follow = "redirects" not in self._rules
        try:
            with self._http.request(
                method, url, timeout=timeout, allow_redirects=follow, stream=True, **sent
            ) as answer:
                body = self._read(what, answer, largest, deadline)
                kind = answer.headers.get("Content-Type", "")
                return Reply(answer.status_code, kind, body, _retry_after(answer))
        except (requests.RequestException, HTTPError, OSError) as error:
            raise LoginRefused(what, type(error).__name__, DOWN) from None

    def _read(self, what: str, answer: requests.Response, largest: int, deadline: float) -> bytes:
        body = bytearray()
        while piece := answer.raw.read1(_PIECE):
            body += piece
            if "size" in self._rules and len(body) > largest:
                raise LoginRefused("size", f"{what}: more than {largest} bytes", BROKEN)
            if self._clock.monotonic() > deadline:
                raise LoginRefused(what, "the answer does not end", DOWN)
        return bytes(body)


def _headers(more: Mapping[str, str] | None) -> dict[str, str]:
    # Not compressed, so that the limit on the size counts what is really kept.
    return {"Accept": "application/json", "Accept-Encoding": "identity"} | dict(more or {})


def _json_object(what: str, body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise LoginRefused(what, "not JSON", BROKEN) from None
    if not isinstance(document, dict):
        raise LoginRefused(what, "not a JSON object", BROKEN)
    return document


def _retry_after(answer: requests.Response) -> int:
    text = answer.headers.get("Retry-After", "").strip()
    return min(int(text), _LONGEST_RETRY_AFTER) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
