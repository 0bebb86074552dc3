"""One rule of the web framework for all paths of the provider, which finds the view itself.

Four profiles, each at the common issuer and at the own issuer of a client, would be some two hundred rules; the
framework compiles each of them anew whenever the provider starts.
"""

from flask import Response, abort, request
from werkzeug.exceptions import MethodNotAllowed

from simulator.web.recording import View

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_OWN = "rp/"
"""In front of the client whose own issuer is called."""


class Switchboard:
    """Views by path and method; each is called with `own`, the client whose own issuer was called, or nothing."""

    def __init__(self) -> None:
        self._views: dict[str, dict[str, View]] = {}

    def add(self, path: str, methods: tuple[str, ...], view: View) -> None:
        """Let a view answer at a path below the issuer."""
        self._views.setdefault(path, {}).update(dict.fromkeys(methods, view))

    def __call__(self, rest: str) -> Response:
        """Answer whatever comes below `/vneid`; a slash at the end changes nothing."""
        own, path = _split(rest.rstrip("/"))
        views = self._views.get(f"/{path}")
        if views is None:
            abort(404)
        view = views.get("GET" if request.method == "HEAD" else request.method)
        if view is None:
            raise MethodNotAllowed(valid_methods=sorted(views))
        answer = view(own=own)
        assert isinstance(answer, Response)
        return answer


def _split(rest: str) -> tuple[str, str]:
    if not rest.startswith(_OWN):
        return "", rest
    own, _, path = rest.removeprefix(_OWN).partition("/")
    return own, path
