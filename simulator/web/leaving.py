"""How an answer leaves: at once and whole, unless a fault wants it late or its connection cut.

An answer is held back after its transaction is committed, so that nobody else waits for it.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Response

from simulator.core.clock import Clock

DISCONNECT = "dvcsim.disconnect"
"""Name in the WSGI environment under which the server offers a function that ends the connection."""
BEFORE, MIDWAY = "before", "midway"
_MOST_HELD = 8
"""Answers held back at once; each keeps a thread of the server, and the others have to go on answering."""


@dataclass
class Leaving:
    """What a view wants of the way in which its answer leaves."""

    held_seconds: float = 0.0
    cut: str = ""
    """`before` the first byte, `midway` in the body, or empty."""

    def sent(self, body: bytes) -> bytes:
        """Return the part of the body that really leaves."""
        return b"" if self.cut == BEFORE else body[: len(body) // 2] if self.cut == MIDWAY else body


class HeldAnswers:
    """The answers that are held back now; a bounded number, until the server stops."""

    def __init__(self, clock: Clock, wait: Callable[[float], object] | None = None) -> None:
        self._clock = clock
        self._over = threading.Event()
        self._wait = wait or self._over.wait
        self._ends: list[float] = []
        self._lock = threading.Lock()

    def place(self, seconds: float) -> float:
        """Take a place for an answer to be held so long; return 0 when all are taken, and it leaves at once."""
        now = self._clock.monotonic()
        with self._lock:
            self._ends = [end for end in self._ends if end > now]
            if len(self._ends) >= _MOST_HELD:
                return 0.0
            self._ends.append(now + seconds)
        return seconds

    def hold(self, seconds: float) -> None:
        """Wait so long, or until the server stops."""
        if seconds:
            self._wait(seconds)

    def release(self) -> None:
        """Let every answer go: the server stops."""
        self._over.set()


def cut_short(response: Response, leaving: Leaving, disconnect: Callable[[], None]) -> None:
    """Let the answer break off; its headers still promise the whole body."""
    body = response.get_data()

    def parts() -> Iterator[bytes]:
        yield leaving.sent(body)
        disconnect()

    response.headers["Content-Length"] = str(len(body))
    response.response = parts()
