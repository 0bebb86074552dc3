"""Serves a WSGI app on a free loopback port, for tests that need real HTTP; the app can be changed while it runs."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from cheroot.wsgi import Server


class LiveApp:
    """One server whose app is chosen per test, because starting a server costs more than a test."""

    def __init__(self) -> None:
        self.app: Callable[..., Iterable[bytes]] = _nothing
        self._server = Server(("127.0.0.1", 0), lambda environ, start: self.app(environ, start), numthreads=8)
        self._server.prepare()
        self.url = f"http://127.0.0.1:{self._server.bind_addr[1]}"
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(10)


@contextmanager
def closing_server() -> Iterator[str]:
    """A server that takes each connection, reads a little and hangs up without an answer."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.recv(1024)
            connection.close()

    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


@contextmanager
def silent_server() -> Iterator[str]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def free_address() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _nothing(_environ: Any, start: Any) -> Iterable[bytes]:
    start("404 Not Found", [])
    return [b""]
