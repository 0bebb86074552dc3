"""Reads a request that is for a door (`web/doors.py`) out of the bytes of a connection, or leaves it alone.

Only the plain case is understood: a POST in HTTP/1.1 to the path of a door, its head whole, with a length and each
header once. Whatever else stands there is for the server proper, to which not a byte is lost.
"""

import functools
import io
import re
import sys
from collections.abc import Collection
from typing import Any, NamedTuple

MOST_BYTES = 65536
"""A longer request, head and body, is left to the server's threads."""
_NAME = re.compile(rb"[A-Za-z0-9-]+\Z")
_LEFT_ALONE = frozenset({"HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_UPGRADE", "HTTP_CONTENT_ENCODING"})


class DoorRequest(NamedTuple):
    """A request as WSGI tells it; of its body a part may still be missing."""

    environ: dict[str, Any]
    head: int
    size: int
    """Its bytes on the connection, those of the head and all."""

    def with_body(self, data: bytes) -> dict[str, Any]:
        """Return the environment with the body, which stands in the data behind the head."""
        return {**self.environ, "wsgi.input": io.BytesIO(data[self.head : self.size])}


def door_request(data: bytes, doors: Collection[str]) -> DoorRequest | None:
    """Return the request at the beginning of the data; None when it is not, or not surely, for a door."""
    end = data.find(b"\r\n\r\n")
    if end < 0 or not data.startswith(b"POST "):
        return None
    first, *lines = data[:end].split(b"\r\n")
    environ = _first_line(first, doors)
    if environ is None or not _headers(environ, lines):
        return None
    size = end + 4 + int(environ["CONTENT_LENGTH"])
    return DoorRequest(environ, end + 4, size) if size <= MOST_BYTES and "HTTP_HOST" in environ else None


def _first_line(line: bytes, doors: Collection[str]) -> dict[str, Any] | None:
    target, space, version = line[5:].decode("latin-1").rpartition(" ")
    path, _, query = target.partition("?")
    if version != "HTTP/1.1" or path not in doors or not space or "#" in query or " " in query:
        return None
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,  # the body is there, and no more than it
    }


def _headers(environ: dict[str, Any], lines: list[bytes]) -> bool:
    """Add the headers; return whether all of them are of the plain kind."""
    for line in lines:
        name, colon, value = line.partition(b":")
        key = _key(name)
        if not colon or not key or key in environ or key in _LEFT_ALONE:
            return False
        environ[key] = value.strip(b" \t").decode("latin-1")
    length = environ.get("CONTENT_LENGTH", "")
    kept = environ.get("HTTP_CONNECTION", "keep-alive").lower() == "keep-alive"
    return kept and len(length) <= 5 and length.isascii() and length.isdigit()


@functools.lru_cache(maxsize=512)
def _key(name: bytes) -> str:
    """Return the name of a header in a WSGI environment; "" for one that is left to the server proper."""
    if not _NAME.match(name):
        return ""
    key = name.decode("ascii").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
