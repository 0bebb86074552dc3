"""Doors beside Flask's, for the few paths that are called thousands of times.

What stands behind such a door is the same view, recorded in the same way, as behind the route of that path; only
routing, contexts and signals are left out, which cost more than all that a message is put through.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from flask import Response
from werkzeug.wrappers import Request

from simulator.web.national import National

Door: TypeAlias = Callable[[Request], Response]
Wsgi: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_doors(national: National, app: Wsgi) -> Wsgi:
    """Return the app with the national side's doors before it: a POST to one of their paths does not reach Flask."""

    def enter(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        door = national.doors.get(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if door is None:
            return app(environ, start_response)
        return door(Request(environ))(environ, start_response)

    return enter
