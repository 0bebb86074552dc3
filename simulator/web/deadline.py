"""Bounds a whole HTTP call, not only each of its reads.

A timeout of a socket starts anew with every byte, so a system that drips a byte a second would never be given up. A
watch shuts the connection down at its deadline, whatever is being read: TLS handshake, headers or body.
"""

import heapq
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """The end of one call, counted from when its connection stands."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._guarded: socket.socket | None = None
        self._lock = threading.Lock()
        self.passed = False
        """Whether the connection was cut before the call was over."""

    @property
    def over(self) -> bool:
        """Return whether there is no connection to cut any more."""
        return self._guarded is None

    def guard(self, connected: socket.socket) -> None:
        """Watch a new connection from now on."""
        # A second handle on the same connection: TLS takes the first one away from its owner.
        self._guarded = socket.socket(
            connected.family, connected.type, connected.proto, fileno=socket.dup(connected.fileno())
        )
        _watch.add(self, self._seconds)

    def end(self) -> None:
        """The call is over."""
        with self._lock:
            if self._guarded is not None:
                self._guarded.close()
                self._guarded = None

    def cut(self) -> None:
        """Shut the connection down if the call is not over yet."""
        with self._lock:
            if self._guarded is None:
                return
            self.passed = True
            try:
                self._guarded.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was faster
                return


class _Watch:
    """One thread for the deadlines of all calls: a timer for each would cost as much as the call itself."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Deadline]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._started = False

    def add(self, deadline: Deadline, seconds: float) -> None:
        """Cut the connection of that deadline in so many seconds; a call that has ended by then is left alone."""
        entry = (time.monotonic() + seconds, next(self._numbers), deadline)
        with self._changed:
            heapq.heappush(self._due, entry)
            if not self._started:
                threading.Thread(target=self._run, name="call-deadlines", daemon=True).start()
                self._started = True
            elif self._due[0] is entry:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            self._next().cut()

    def _next(self) -> Deadline:
        with self._changed:
            while True:
                while self._due and self._due[0][2].over:
                    heapq.heappop(self._due)
                left = self._due[0][0] - time.monotonic() if self._due else None
                if left is not None and left <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(left)


_watch = _Watch()


def pool_to(url: str, deadline: Deadline, ca_file: str = "", pinned: str = "") -> HTTPConnectionPool:
    """Return a pool whose one connection is guarded as soon as it stands.

    `ca_file` holds the certificates that are trusted (PEM); empty: the public ones. `pinned` is the address that the
    connection goes to without asking the name service again; certificates are still checked against the name.
    """
    parts = urlsplit(url)
    if parts.scheme == "https":
        trust = _trust(ca_file or DEFAULT_CA_BUNDLE_PATH)
        return _EncryptedPool(parts.hostname or "", parts.port, deadline=deadline, pinned=pinned, ssl_context=trust)
    return _PlainPool(parts.hostname or "", parts.port, deadline=deadline, pinned=pinned)


@cache
def _trust(ca_file: str) -> ssl.SSLContext:
    """Read the certificates once: a hundred of them cost more than the call."""
    return ssl.create_default_context(cafile=ca_file)


class _Plain(HTTPConnection):
    def __init__(self, *arguments: Any, deadline: Deadline, pinned: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline = deadline
        self._pinned = pinned

    def _new_conn(self) -> socket.socket:
        with _connected_to(self, self._pinned):
            return _guarded(super()._new_conn(), self._deadline)


class _Encrypted(HTTPSConnection):
    def __init__(self, *arguments: Any, deadline: Deadline, pinned: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline = deadline
        self._pinned = pinned

    def _new_conn(self) -> socket.socket:
        with _connected_to(self, self._pinned):
            return _guarded(super()._new_conn(), self._deadline)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


@contextmanager
def _connected_to(connection: HTTPConnection, address: str) -> Iterator[None]:
    """Let a connection go to an address; what it asks for and whom it trusts stays the host."""
    host = connection._dns_host
    connection._dns_host = address or host
    try:
        yield
    finally:
        connection._dns_host = host


def _guarded(connected: socket.socket, deadline: Deadline) -> socket.socket:
    deadline.guard(connected)
    return connected
