"""A signed token as it travels (RFC 7515, compact writing), taken apart and not yet believed."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

LARGEST = 16 * 1024


class NotAToken(ValueError):
    """The text is not a signed token."""


@dataclass(frozen=True)
class CompactToken:
    """Header and claims, before anything was verified."""

    text: str
    header: dict[str, Any]
    claims: dict[str, Any]


def take_apart(text: object) -> CompactToken:
    """Return the parts of a token."""
    if not isinstance(text, str) or not text:
        raise NotAToken("missing")
    parts = text.split(".")
    if len(parts) != 3 or len(text) > LARGEST:
        raise NotAToken("not three parts of a usual length")
    return CompactToken(text, _object(parts[0]), _object(parts[1]))


def _object(part: str) -> dict[str, Any]:
    try:
        document = json.loads(base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise NotAToken("a part is not Base64 of JSON") from None
    if not isinstance(document, dict):
        raise NotAToken("a part is not a JSON object")
    return document
