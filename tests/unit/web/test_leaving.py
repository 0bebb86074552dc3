"""Answers that are held back: a bounded number at once, and none longer than the server lives."""

import threading
from datetime import timedelta

from simulator.core.clock import FixedClock, SystemClock
from simulator.web.leaving import HeldAnswers, Leaving
from tests.apps.national_fixtures import NOW


def test_a_place_is_free_again_when_its_time_is_over() -> None:
    clock = FixedClock(NOW)
    held = HeldAnswers(clock)
    assert [held.place(5) for _ in range(9)] == [*[5] * 8, 0]
    clock.move(timedelta(seconds=5))
    assert held.place(3) == 3


def test_a_server_that_stops_lets_every_answer_go() -> None:
    held = HeldAnswers(SystemClock())
    waiting = threading.Thread(target=held.hold, args=(600,))
    waiting.start()
    held.release()
    waiting.join(10)
    assert not waiting.is_alive()


def test_what_leaves_of_a_body() -> None:
    assert Leaving().sent(b"abcd") == b"abcd"
    assert Leaving(cut="midway").sent(b"abcd") == b"ab"
    assert Leaving(cut="before").sent(b"abcd") == b""
