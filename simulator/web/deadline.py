"""Bounds a whole HTTP call, not only each of its reads.

A timeout of a socket starts anew with every byte, so a system that drips a byte a second would never be given up. A
timer shuts the connection down at its deadline, whatever is being read: TLS handshake, headers or body.
"""

import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """The end of one call, counted from when its connection stands."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._guarded: socket.socket | None = None
        self._lock = threading.Lock()
        self.passed = False
        """Whether the connection was cut before the call was over."""

    def guard(self, connected: socket.socket) -> None:
        """Watch a new connection from now on."""
        # A second handle on the same connection: TLS takes the first one away from its owner.
        self._guarded = socket.socket(
            connected.family, connected.type, connected.proto, fileno=socket.dup(connected.fileno())
        )
        self._timer.start()

    def end(self) -> None:
        """The call is over."""
        self._timer.cancel()
        with self._lock:
            if self._guarded is not None:
                self._guarded.close()
                self._guarded = None

    def _cut(self) -> None:
        with self._lock:
            if self._guarded is None:
                return
            self.passed = True
            try:
                self._guarded.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was faster
                return


class DeadlineAdapter(HTTPAdapter):
    """Opens the one connection of a call under a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Let every connection be guarded as soon as it stands."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = _guarded_pools(self._deadline)


def _guarded_pools(deadline: Deadline) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _guarded(super()._new_conn(), deadline)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _guarded(super()._new_conn(), deadline)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}


def _guarded(connected: socket.socket, deadline: Deadline) -> socket.socket:
    deadline.guard(connected)
    return connected
