"""cheroot, with doors: requests for a door are answered by the thread that watches the connections.

A thread for each request is what most of the time of a short one goes into: two hand-overs, and the wait of sixteen
threads for one interpreter and one database. Those that are ready at the same time are answered one after the other
and share one commit. A connection is looked at before anything is taken from it; what is no request for a door goes to
cheroot's threads as ever, and the same connection may have both kinds.
"""

import logging
import os
import selectors
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from email.utils import formatdate
from typing import Any, NamedTuple

from cheroot.connections import ConnectionManager, _ThreadsafeSelector
from cheroot.server import HTTPConnection

from simulator.stack.door_requests import MOST_BYTES, DoorRequest, door_request
from simulator.web.leaving import DISCONNECT

_log = logging.getLogger("dvcsim.server")


class Doors(NamedTuple):
    """What is answered without a thread of its own."""

    paths: frozenset[str]
    app: Callable[[dict[str, Any], Any], Iterable[bytes]]
    together: Callable[[], AbstractContextManager[None]]
    """Commits all that is answered inside of it at its end, before the first answer leaves."""
    prepare: Callable[[dict[str, Any]], object] = bool
    """Does what need not be done inside of it."""


class DoorConnection(HTTPConnection):
    """A connection; what did not fit into its buffer at once is sent by a thread."""

    got = b""
    """The beginning of a request for a door, whose body is still on its way."""
    left = b""

    def communicate(self) -> bool:
        """Send what is left, or read one request and answer it; return whether the connection is kept."""
        if not self.left:
            return bool(super().communicate())  # type: ignore[no-untyped-call]
        try:
            self.socket.sendall(self.left)
        except OSError:
            return False
        self.left = b""
        return True


class DoorConnections(ConnectionManager):
    """Watches connections, and answers the requests for a door."""

    _selector: Any

    def __init__(self, server: Any, doors: Doors) -> None:
        super().__init__(server)
        self._selector.close()
        self._selector = _DoorSelector(doors, server)
        self._selector.register(server.socket.fileno(), selectors.EVENT_READ, data=server)

    def _from_server_socket(self, server_socket: Any) -> None:
        """Take a new connection, and look first what it wants."""
        new = super()._from_server_socket(server_socket)  # type: ignore[misc]
        if new is not None:
            self.put(new)


class _Answered:
    """A request and what is answered."""

    def __init__(self, connection: DoorConnection, request: DoorRequest, data: bytes) -> None:
        self.connection = connection
        self._request = request
        self._data = data
        self.answer = b""
        self.cut = False
        self.close: Callable[[], object] = bool
        self._prepared: dict[str, Any] | None = None

    def prepare(self, prepare: Callable[[dict[str, Any]], object]) -> None:
        """Do what can be done before."""
        self._prepared = self._environ()
        prepare(self._prepared)

    def _environ(self) -> dict[str, Any]:
        told = {"REMOTE_ADDR": self.connection.remote_addr or "", DISCONNECT: self._disconnect}
        return {**self._request.with_body(self._data), **told}

    def enter(self, app: Callable[[dict[str, Any], Any], Iterable[bytes]]) -> None:
        """Let the app answer; nothing is sent yet."""
        environ, self._prepared = self._prepared or self._environ(), None
        head = [""]

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            named = "".join(f"{name}: {value}\r\n" for name, value in headers)
            head[0] = f"HTTP/1.1 {status}\r\n{named}Date: {_date(int(time.time()))}\r\n\r\n"

        result = app(environ, start_response)
        body = b"".join(result)
        self.answer = head[0].encode("latin-1") + body
        self.close = getattr(result, "close", bool)

    def _disconnect(self) -> None:
        self.cut = True

    def send(self) -> bool:
        """Send as much as goes at once; return whether the connection is whole and nothing is left."""
        connection = self.connection
        try:
            sent = _send_now(connection.socket, self.answer)
            if self.cut:
                connection.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            sent = len(self.answer)  # the other side has gone; the next look at the connection finds that
        connection.left = self.answer[sent:]
        connection.last_used = time.time()
        self.close()
        return not connection.left


class _DoorSelector(_ThreadsafeSelector):
    """Keeps the requests for a door to itself and passes everything else on."""

    def __init__(self, doors: Doors, server: Any) -> None:
        super().__init__()
        self._doors = doors
        self._server = server

    def select(self, timeout: float | None = None) -> Iterator[tuple[int, Any]]:
        """Answer the requests for a door and return the others: (file descriptor, connection)."""
        others: list[tuple[int, Any]] = []
        found: list[_Answered] = []
        for sock_fd, connection in super().select(timeout):
            if connection is self._server or not self._look(connection, found):
                others.append((sock_fd, connection))
        if found:
            others += self._answer(found)
        return iter(others)

    def _look(self, connection: DoorConnection, found: list[_Answered]) -> bool:
        """Return whether what arrived is for a door; if it is whole it is put to those that were found."""
        try:
            there = connection.socket.recv(MOST_BYTES, socket.MSG_PEEK)
        except OSError:
            return False
        if not there:
            self.unregister(connection.socket.fileno())  # type: ignore[no-untyped-call]
            connection.close()
            return True
        data = connection.got + there
        request = door_request(data, self._doors.paths)
        if request is None:
            return False
        connection.socket.recv(min(len(there), request.size - len(connection.got)))
        whole = len(data) >= request.size
        connection.got = b"" if whole else data
        connection.last_used = time.time()
        if whole:
            found.append(_Answered(connection, request, data))
        return True

    def _answer(self, found: list[_Answered]) -> list[tuple[int, Any]]:
        for one in found:
            one.prepare(self._doors.prepare)
        try:
            with self._doors.together():
                for one in found:
                    one.enter(self._doors.app)
        except Exception:
            _log.exception("what was written together is lost; each is answered alone")
            for one in found:
                one.enter(self._doors.app)
        return [(one.connection.socket.fileno(), one.connection) for one in found if not one.send()]


if sys.platform == "win32":

    def _send_now(to: socket.socket, data: bytes) -> int:
        return to.send(data)

else:

    def _send_now(to: socket.socket, data: bytes) -> int:
        """Send what fits into the buffer; `socket.send` would first wait for room, for as long as its timeout says."""
        try:
            return os.write(to.fileno(), data)
        except BlockingIOError:
            return 0


_dates: dict[int, str] = {}


def _date(second: int) -> str:
    if second not in _dates:
        _dates.clear()
        _dates[second] = formatdate(second, usegmt=True)
    return _dates[second]
