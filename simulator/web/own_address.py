"""How this process reaches itself: its public address may be a proxy's, or one that this machine does not know.

A call to the public address goes straight to the address that was bound, with the public name in its Host header. So
the citizen's browser and the portal's own login work behind a reverse proxy, in a container and without name service.
"""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter

from simulator.web.national import National


def reached(national: National, url: str) -> tuple[str, dict[str, str]]:
    """Return where to connect to for a URL, and the headers that go with it; only our own addresses change."""
    asked, public = urlsplit(url), urlsplit(national.public_url)
    if not national.own_url or (asked.scheme, asked.netloc) != (public.scheme, public.netloc):
        return url, {}
    bound = urlsplit(national.own_url)
    return urlunsplit(asked._replace(scheme=bound.scheme, netloc=bound.netloc)), {"Host": public.netloc}


def as_asked(public_url: str, url: str) -> str:
    """Return a URL as the caller wrote it: where a proxy ends TLS, the request that arrives says http."""
    asked, public = urlsplit(url), urlsplit(public_url)
    return urlunsplit(asked._replace(scheme=public.scheme)) if asked.netloc == public.netloc else url


def reach_itself(http: Session, national: National) -> None:
    """Let a session of requests reach this process by its public address."""
    if national.own_url and national.public_url:
        http.mount(national.public_url, _Straight(national))


class _Straight(HTTPAdapter):
    def __init__(self, national: National) -> None:
        super().__init__()
        self._national = national

    def send(self, request: PreparedRequest, *arguments: Any, **named: Any) -> Response:
        """Send the request to where this process listens."""
        direct = request.copy()
        direct.url, headers = reached(self._national, str(request.url))
        direct.headers.update(headers)
        answer = super().send(direct, *arguments, **named)
        answer.url, answer.request = str(request.url), request
        return answer
