"""To which addresses a name leads: resolved once, looked at, and then connected to. It cannot change in between."""

import socket
from urllib.parse import urlsplit


def addresses_of(url: str) -> list[str]:
    """Return the addresses of a URL's host, in the resolver's order; none for a name that nobody knows."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 0, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))
