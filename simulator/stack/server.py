"""One HTTP server for any WSGI app: cheroot with a pool of threads, bound before the app knows its own address."""

import errno
import logging
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cheroot.wsgi import Gateway_10, Server

from simulator.core.errors import ConfigurationError
from simulator.stack.certificates import Certificates
from simulator.stack.door_server import DoorConnection, DoorConnections, Doors
from simulator.stack.encrypted import EncryptedConnection, LateHandshake
from simulator.web.leaving import DISCONNECT

THREADS = 32
_BACKLOG = 128
_IDLE_SECONDS = 30
_STOP_SECONDS = 3
_KEPT_CONNECTIONS = 512
"""Connections that stay open between two requests; they keep no thread. cheroot's own limit of ten makes a system
with more connections open a new one for nearly every message."""

_log = logging.getLogger("dvcsim.server")


class _QuietServer(Server):
    """cheroot, with its messages in the log instead of on stderr."""

    expiration_interval = 0.1
    """Seconds until it notices that it has to end."""

    def open_doors(self, doors: Doors) -> None:
        """Watch the connections, with doors."""
        watched: Any = self._connections  # type: ignore[has-type]
        self.ConnectionClass = DoorConnection
        self._connections = DoorConnections(self, doors)
        watched._selector.close()

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        """Log what cheroot has to say."""
        _log.log(level, "%s", msg, exc_info=traceback)


class _Gateway(Gateway_10):
    """cheroot's gateway; an app may also end the connection, which WSGI has no word for."""

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]
        """Return the WSGI environment of a request."""
        environ: dict[str, Any] = super().get_environ()  # type: ignore[no-untyped-call]
        return {**environ, DISCONNECT: self._disconnect}

    def _disconnect(self) -> None:
        try:
            self.req.conn.socket.shutdown(socket.SHUT_RDWR)
        except OSError:  # the other side was faster
            return


class BoundServer:
    """A server that holds its port already, and answers once it has an app."""

    def __init__(self, host: str, port: int, threads: int = THREADS, certificates: Certificates | None = None) -> None:
        self._server = _QuietServer(
            (host, port),
            _not_ready,
            numthreads=threads,
            request_queue_size=_BACKLOG,
            timeout=_IDLE_SECONDS,
            shutdown_timeout=_STOP_SECONDS,
        )
        self._server.gateway = _Gateway
        self._server.keep_alive_conn_limit = _KEPT_CONNECTIONS
        self._scheme = "https" if certificates else "http"
        if certificates:
            self._server.ssl_adapter = LateHandshake(certificates)
            self._server.ConnectionClass = EncryptedConnection
        try:
            self._server.prepare()
        except OSError as error:
            raise _cannot_bind(host, port, error) from None
        _allow_quick_restart(self._server.socket)
        self.host = host
        self.port = int(self._server.bind_addr[1])

    @property
    def listening(self) -> socket.socket:
        """Return the socket at which connections arrive."""
        found: socket.socket = self._server.socket
        return found

    def share(self) -> None:
        """Let other processes wait at the same port: who comes too late does not wait for the next connection."""
        self._server.socket.settimeout(0)

    def take(self, connection: socket.socket) -> None:
        """Answer a connection that another process accepted; its first request is there already."""
        connection.settimeout(_IDLE_SECONDS)
        taken = self._server.ConnectionClass(self._server, connection)
        try:
            taken.remote_addr, taken.remote_port = connection.getpeername()[:2]
        except OSError:  # it has gone already
            taken.close()
            return
        self._server.process_conn(taken)

    @property
    def url(self) -> str:
        """Return the address under which this machine reaches the server."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "") else "::1" if self.host == "::" else self.host
        return f"{self._scheme}://[{host}]:{self.port}" if ":" in host else f"{self._scheme}://{host}:{self.port}"

    @contextmanager
    def serving(self, app: Any, doors: Doors | None = None) -> Iterator[None]:
        """Answer with the app until the block ends; requests under way are finished first.

        What is for a door is answered at once, by the thread that watches the connections; not where HTTPS is spoken.
        """
        self._server.wsgi_app = app
        if doors is not None and self._scheme == "http":
            self._server.open_doors(doors)
        thread = threading.Thread(target=self._server.serve, name="dvcsim-server", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.stop()
            thread.join(_STOP_SECONDS)

    def close(self) -> None:
        """Give the port back without ever having served."""
        self._server.stop()


class DoorsOnly:
    """A server at a port that another process has bound: it answers what is for a door and gives the rest away."""

    def __init__(self, port: socket.socket, give: Callable[[socket.socket], None]) -> None:
        self._server = _GivingServer(port, give)
        self._server.prepare()
        self._server.socket.settimeout(0)

    @contextmanager
    def serving(self, app: Any, doors: Doors) -> Iterator[None]:
        """Answer until the block ends."""
        self._server.wsgi_app = app
        self._server.open_doors(doors)
        thread = threading.Thread(target=self._server.serve, name="dvcsim-server", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._server.stop()
            thread.join(_STOP_SECONDS)


class _GivingServer(_QuietServer):
    def __init__(self, port: socket.socket, give: Callable[[socket.socket], None]) -> None:
        super().__init__(port.getsockname()[:2], _not_ready, numthreads=2, shutdown_timeout=_STOP_SECONDS)
        self.timeout = _IDLE_SECONDS
        self.keep_alive_conn_limit = _KEPT_CONNECTIONS
        self._port = port
        self._give = give

    def bind(self, family: int, kind: int, proto: int = 0) -> None:  # noqa: ARG002 - cheroot's own words
        """Take the socket that is bound already."""
        self.socket = self._port

    def process_conn(self, conn: DoorConnection) -> None:
        """Finish an answer that did not fit at once, and give away what is not for a door."""
        if conn.left:
            super().process_conn(conn)
            return
        self._give(conn.socket)
        # cheroot's own way to close a connection would end it for the other process too.
        for part in (conn.rfile, conn.wfile, conn.socket):
            part.close()


def _allow_quick_restart(bound: socket.socket) -> None:
    """Let a killed server's successor take the same port at once; cheroot does so only for a port it was given."""
    if sys.platform != "win32":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def _not_ready(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "1")])
    return [b"starting\n"]


def _cannot_bind(host: str, port: int, error: OSError) -> ConfigurationError:
    words = str(error).lower()
    if error.errno == errno.EADDRINUSE or "in use" in words or "10048" in words:
        return ConfigurationError(
            f"--port {port}",
            f"is in use on {host}",
            "a free port",
            "Stop the other program, choose another port, or let --port 0 take a free one.",
        )
    return ConfigurationError(
        f"--host {host} --port {port}", f"cannot be bound ({error})", "an address of this machine", "Use 127.0.0.1."
    )
