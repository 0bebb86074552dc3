"""Doors beside Flask's, for the few paths that are called thousands of times.

What stands behind such a door is the same view, recorded in the same way, as behind the route of that path; only
routing, contexts and signals are left out, which cost more than all that a message is put through.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from flask import Response
from werkzeug.wrappers import Request

from simulator.web.national import National
from simulator.web.recording import Inbound

Wsgi: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]
_PREPARED = "dvcsim.prepared"


class Door(NamedTuple):
    """What answers at a path."""

    prepare: Callable[[Request], Inbound]
    """Does all that needs no transaction, so that nobody has to wait for it."""
    answer: Callable[[Request, Inbound | None], Response]


def with_doors(national: National, app: Wsgi) -> Wsgi:
    """Return the app with the national side's doors before it: a POST to one of their paths does not reach Flask."""

    def enter(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        door = national.doors.get(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if door is None:
            return app(environ, start_response)
        asked, prepared = environ.pop(_PREPARED, None) or (Request(environ), None)
        return door.answer(asked, prepared)(environ, start_response)

    return enter


def preparing(national: National) -> Callable[[dict[str, Any]], None]:
    """Return what prepares a request for a door; what goes wrong there is told when it is answered."""

    def prepare(environ: dict[str, Any]) -> None:
        with suppress(Exception):
            asked = Request(environ)
            environ[_PREPARED] = asked, national.doors[environ["PATH_INFO"]].prepare(asked)

    return prepare
