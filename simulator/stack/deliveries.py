"""Sends what the national side has to tell systems by itself, as it becomes due, until the server stops.

Each system has a turn of its own, so that a slow one keeps nobody else waiting and hears things in their order.
"""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from simulator.web.national import National
from simulator.web.outbox import Outbox

AT_ONCE = 8
"""Systems that are told something at the same time."""
LOOK_SECONDS = 0.5
"""How often it is looked whether anything is due."""

_LOG = logging.getLogger("dvcsim.deliveries")


@contextmanager
def delivering(national: National) -> Iterator[None]:
    """Send in the background until the block ends; what is under way then is finished first."""
    with _sending(Outbox(national)), _sending(Outbox(national, patient=True)):
        yield


@contextmanager
def _sending(outbox: Outbox) -> Iterator[None]:
    over = threading.Event()
    with ThreadPoolExecutor(AT_ONCE, "dvcsim-outbox") as pool:
        watch = threading.Thread(target=_watch, args=(outbox, pool, over), name="dvcsim-outbox", daemon=True)
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()


def _watch(outbox: Outbox, pool: ThreadPoolExecutor, over: threading.Event) -> None:
    turns: dict[str, Future[None]] = {}
    while not over.wait(min(outbox.seconds_left() or LOOK_SECONDS, LOOK_SECONDS)):
        for province in outbox.provinces_due():
            if province not in turns or turns[province].done():
                turns[province] = pool.submit(_turn, outbox, province)


def _turn(outbox: Outbox, province: str) -> None:
    try:
        outbox.deliver_due(province)
    except Exception:
        _LOG.exception("telling %s what is due broke", province)
