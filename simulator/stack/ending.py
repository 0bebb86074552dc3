"""When a server has to end: a signal, the end of the process that started it, or somebody's wish."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

POLL_SECONDS = 1.0
"""Windows does not wake a wait without an end for Ctrl-C."""


@contextmanager
def on_signal(react: Callable[[int], None]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM call `react` with the signal's number, until the block ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda number, _frame: react(number)) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def ending_by_signal(stop: threading.Event) -> Iterator[None]:
    """Set `stop` on the first Ctrl-C or SIGTERM; the second ends the process at once."""

    def react(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    with on_signal(react):
        yield


def end_with_parent(stop: threading.Event) -> None:
    """Set `stop` when the standard input closes: the process that holds its other end has ended."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    threading.Thread(target=watch, name="dvcsim-parent-watch", daemon=True).start()


def wait_until(stop: threading.Event) -> None:
    """Wait until `stop` is set."""
    while not stop.wait(POLL_SECONDS):
        pass
