"""An exchange made readable: bodies laid out, and a command line that sends the request again."""

import json
import shlex

from simulator.domain.exchange import Exchange

SHOWN_CHARACTERS = 12_000
"""Longer bodies are cut in the page; the HAR file has all of them."""

_NOT_SENT_AGAIN = frozenset(
    {"host", "content-length", "connection", "accept-encoding", "user-agent", "accept", "transfer-encoding"}
)


def laid_out(body: str) -> str:
    """Return JSON with indentation and readable letters; anything else as it is."""
    try:
        document = json.loads(body)
    except ValueError:
        return body
    return json.dumps(document, ensure_ascii=False, indent=2) if isinstance(document, dict | list) else body


def curl(exchange: Exchange) -> str:
    """Return the command that sends this request again; hidden credentials have to be filled in."""
    words = ["curl", "-sS", "-X", exchange.method, exchange.url]
    for name, value in exchange.request_headers.items():
        if name.lower() not in _NOT_SENT_AGAIN:
            words += ["-H", f"{name}: {value}"]
    if exchange.request_body:
        words += ["--data-raw", exchange.request_body]
    return shlex.join(words)
