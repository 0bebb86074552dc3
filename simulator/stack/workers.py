"""More processes that answer the adapter's calls: `dvcsim serve --workers N` starts N-1 beside its own.

All of them wait at the same port. A worker answers what is for a door and hands every other connection over to the
first process, whole and untouched, so that whatever lives in memory (browsers, held answers, the outbox's turns) lives
there alone. A worker that dies is started again; it ends with the process that started it, also when that is killed.
"""

import json
import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.stack.channel import COMMITTED, CONNECTION, READY, Channel, Word
from simulator.stack.children import READY_SECONDS, child_environment, own_group

MODULE = "simulator.stack.worker"
_AGAIN_SECONDS = 1.0
_END_SECONDS = 5.0

_log = logging.getLogger("dvcsim.workers")


class Post:
    """The place of one worker: whoever holds it is replaced when it dies."""

    def __init__(self, told: Mapping[str, Any], port: socket.socket, react: Callable[[Word], None]) -> None:
        self._told = json.dumps(told)
        self._port = port
        self._react = react
        self._over = threading.Event()
        self._ready = threading.Event()
        self._channel: Channel | None = None
        self._thread = threading.Thread(target=self._keep, name="dvcsim-worker", daemon=True)
        self._thread.start()

    def wait_until_ready(self) -> None:
        """Wait for the first worker of this post."""
        if not self._ready.wait(READY_SECONDS):
            raise SystemUnreachable("a worker of dvcsim serve", f"was not ready within {READY_SECONDS:g} s")

    def leave(self) -> None:
        """Let the worker end, and start no other."""
        self._over.set()
        if self._channel is not None:
            self._channel.close()
        self._thread.join(2 * _END_SECONDS)

    def _keep(self) -> None:
        while not self._over.is_set():
            process = self._start()
            self._listen()
            _end(process)
            if not self._over.wait(_AGAIN_SECONDS):
                _log.warning("worker %s ended (%s); another takes its place", process.pid, process.returncode)

    def _start(self) -> "subprocess.Popen[bytes]":
        ours, theirs = socket.socketpair()
        with theirs:
            passed = (self._port.fileno(), theirs.fileno())
            words = [sys.executable, "-m", MODULE, *map(str, passed), self._told]
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, pass_fds=passed, env=child_environment(), **own_group()
            )
        self._channel = Channel(ours)
        return process

    def _listen(self) -> None:
        assert self._channel is not None
        while (word := self._channel.hear()) is not None:
            if word.kind == READY:
                self._ready.set()
            self._react(word)
        self._channel.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def working(
    count: int,
    told: Mapping[str, Any],
    port: socket.socket,
    committed: Callable[[int], object],
    take: Callable[[socket.socket], object],
) -> Iterator[None]:
    """Keep so many workers at the port until the block ends.

    `committed` is called with the position of what one has committed, `take` with each connection handed over.
    """

    def react(word: Word) -> None:
        if word.kind == COMMITTED:
            committed(word.position)
        elif word.kind == CONNECTION and word.connection is not None:
            take(word.connection)

    posts = [Post(told, port, react) for _ in range(count)]
    try:
        for post in posts:
            post.wait_until_ready()
        yield
    finally:
        for post in posts:
            post.leave()


def require_workers(count: int, tls: bool, platform: str = sys.platform) -> None:
    """Refuse several workers where they cannot be."""
    if count == 1 or not (tls or platform == "win32"):
        return
    raise ConfigurationError(
        f"--workers {count}",
        "does not go with --tls" if tls else "is not possible on Windows",
        "one process (--workers 1)",
        "Leave --workers out" + (", or let a proxy before it speak HTTPS." if tls else "."),
    )
