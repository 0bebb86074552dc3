"""What is kept of a request or an answer: text, without secrets.

The journal holds synthetic values in full, so that a developer sees what travelled; secrets (passwords, tokens,
cookies) are never needed to explain a finding and are cut at capture.
"""

import re
from collections.abc import Iterable, Mapping

from simulator.core.masking import mask_text

PRESENTATION = "vneid-present:"
"""How the text of a QR code begins that shows a citizen's papers; what follows is a secret for one minute."""
_SECRET_PRESENTATION = re.compile(rf"{PRESENTATION}[A-Za-z0-9_-]+")
MAX_KEPT_CHARS = 512_000
"""A longer body is cut in the journal; the party still handled it whole."""

_SECRET_HEADERS = frozenset(
    {"authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key", "x-auth-token", "client-secret"}
)
_SECRET_JSON = re.compile(
    r'("(?:password|client_secret|access_token|refresh_token|id_token|session|token|refreshToken|SecurityKey)\\?"\s*:\s*\\?")(?:\\.|[^"\\])*'
)
"""In JSON, and in JSON that a text inside of JSON holds. It begins with one certain letter: that is looked for fast."""
_SECRET_PRINTED = re.compile(r"('(?:password|client_secret|access_token|refresh_token|session|token)'\s*:\s*')[^']*")
"""In what a program printed where it should have written JSON."""
_SECRET_FORM = re.compile(
    r"((?:^|[?&;#])(?:password|client_secret|code|code_verifier|access_token|refresh_token|id_token|id_token_hint"
    r'|token|logout_token|client_assertion|otp|login_step|login_qr)=)[^&#\s"<>\\]*'
)
"""In a form, a query, a fragment, and in an address inside of HTML or JSON."""


def kept_headers(headers: Iterable[tuple[str, str]] | Mapping[str, str]) -> dict[str, str]:
    """Return the headers with secret values cut, also those in addresses (`Location`, `Referer`)."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {name: "***" if name.lower() in _SECRET_HEADERS else _without_secrets(value) for name, value in pairs}


def kept_body(body: bytes | str) -> str:
    """Return a body as text: undecodable bytes replaced, secrets cut, possibly real numbers masked, length bounded."""
    text = _without_secrets(body if isinstance(body, str) else body.decode("utf-8", errors="replace"))
    if len(text) > MAX_KEPT_CHARS:
        text = f"{text[:MAX_KEPT_CHARS]}… ({len(text)} characters in all)"
    return mask_text(text)


def kept_answer(media_type: str | None, body: bytes) -> str:
    """Return the body of an answer as text; of a PDF only how long it is, because its bytes are no text."""
    return f"(PDF, {len(body)} bytes)" if media_type == "application/pdf" else kept_body(body)


def kept_url(url: str) -> str:
    """Return a URL with secret query values cut."""
    return mask_text(_without_secrets(url))


def _without_secrets(text: str) -> str:
    if PRESENTATION in text:
        text = _SECRET_PRESENTATION.sub(rf"{PRESENTATION}***", text)
    # Most texts are short headers that hold neither; looking is a tenth of searching.
    if '"' in text:
        text = _SECRET_JSON.sub(r"\1***", text)
    if "'" in text:
        text = _SECRET_PRINTED.sub(r"\1***", text)
    return _SECRET_FORM.sub(r"\1***", text) if "=" in text else text
