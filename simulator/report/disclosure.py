"""What never leaves in a report: passwords, tokens, cookies, and personal numbers that could be somebody's.

Applied once, where the record is read, so that no renderer can forget it. Synthetic persons stay as they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from simulator.core.masking import mask_text

HIDDEN = "***"

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})
_SECRET_NAMES = "password|client_secret|access_token|refresh_token|id_token|code_verifier|assertion"
_JSON_SECRET = re.compile(rf'("(?:{_SECRET_NAMES})"\s*:\s*)"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_FORM_SECRET = re.compile(rf"(^|[?&])((?:{_SECRET_NAMES})=)[^&\s]*", re.IGNORECASE)


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers with the value of each secret one hidden; the scheme of a credential stays."""
    return {name: _shown_header(name, value) for name, value in headers.items()}


def _shown_header(name: str, value: str) -> str:
    if name.lower() not in _SECRET_HEADERS:
        return mask_text(value)
    scheme, _, rest = value.partition(" ")
    return f"{scheme} {HIDDEN}" if rest and "=" not in scheme else HIDDEN


def shown_text(text: str) -> str:
    """Return a body or an address without secrets and without a personal number that could be real."""
    without = _JSON_SECRET.sub(rf'\1"{HIDDEN}"', text)
    return mask_text(_FORM_SECRET.sub(rf"\1\2{HIDDEN}", without))


def shown(value: Any) -> Any:
    """Return a JSON document with every text in it fit to be shown."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value
