"""A message of the gateway: whether it is the gateway's own, of now, and what it tells.

What was read of the connection document: the header, the HMAC over the raw body, `id`, `attempt`, `data`, and that a
system must not break on new fields. How long a message is good is our own choice.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

HEADER = "X-Webhook-Signature"
CODE, RESULT = "SIGNHASH_WEBHOOK_TRANSCODE", "SIGNHASH_WEBHOOK_RESULT"
WINDOW_SECONDS = 300
WAITING, SIGNED, REFUSED, FAILED = "waiting", "signed", "refused", "failed"
STATES: Mapping[str, str] = {"0": SIGNED, "1": FAILED, "2": WAITING, "3": REFUSED}
"""The gateway's word -> ours."""


@dataclass(frozen=True)
class Message:
    """What is read of a message; whatever else it holds is left alone."""

    id: str
    type: str
    handle: str
    state: str
    """The gateway's word; of a message without one, that the citizen has not answered."""
    at: int
    """Seconds since 1970; 0 when it does not say."""
    names: frozenset[str]
    """Every name at its top."""

    @property
    def is_known(self) -> bool:
        """Return whether it is about a signature and of a type that this system knows."""
        return self.type in (CODE, RESULT)

    def is_fresh(self, now: datetime) -> bool:
        """Return whether it was sent within the last minutes, by two clocks that may differ a little."""
        return abs(int(now.timestamp()) - self.at) <= WINDOW_SECONDS


def is_genuine(body: bytes, header: str, secret: str) -> bool:
    """Return whether the header holds the HMAC of these very bytes, compared in constant time."""
    made = f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
    return hmac.compare_digest(made.encode(), header.encode("utf-8", "replace"))


def read(body: bytes) -> Message | None:
    """Return the message; None when it is no object with an id."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("id"), str):
        return None
    found = document.get("data")
    data: dict[str, Any] = found if isinstance(found, dict) else {}
    return Message(
        id=document["id"],
        type=_text(document, "type"),
        handle=_text(data, "handle"),
        state=str(data.get("state", "2")),
        at=_seconds(document.get("timestamp")),
        names=frozenset(document),
    )


def _seconds(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
