"""Several things at once: their order, their errors, and the end of all of them."""

import threading

import pytest

from simulator.conformance.in_order import in_order
from simulator.conformance.stop import StopSignal
from simulator.conformance.waiter import Stopped


def test_results_come_in_the_order_of_the_tasks():
    second_done = threading.Event()

    def first() -> str:
        assert second_done.wait(5)
        return "first"

    def second() -> str:
        second_done.set()
        return "second"

    assert list(in_order([first, second], 2, StopSignal())) == ["first", "second"]


def test_no_more_than_the_jobs_are_under_way():
    under_way, most = [0], [0]
    lock = threading.Lock()

    def task() -> None:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        threading.Event().wait(0.002)
        with lock:
            under_way[0] -= 1

    list(in_order([task] * 12, 3, StopSignal()))

    assert 1 <= most[0] <= 3


def test_those_that_are_told_to_begin_first_do_so_and_keep_their_place_in_the_results():
    begun: list[int] = []
    tasks = [lambda number=number: begun.append(number) or number for number in range(4)]

    assert list(in_order(tasks, 1, StopSignal(), begin_with=(0, 3))) == [0, 1, 2, 3]
    assert begun == [0, 3, 1, 2]


def test_an_error_stops_the_others_and_is_raised():
    stop, under_way, ended = StopSignal(), threading.Event(), threading.Event()

    def broken() -> None:
        assert under_way.wait(5)
        raise ValueError("broken")

    def long() -> None:
        under_way.set()
        ended.set() if stop.wait(5) else None

    with pytest.raises(ValueError, match="broken"):
        list(in_order([broken, long, long], 2, stop))
    assert ended.is_set()


def test_a_stop_drops_what_has_not_begun():
    stop, begun = StopSignal(), []

    def first() -> None:
        begun.append(1)
        stop.request()

    with pytest.raises(Stopped):
        list(in_order([first, lambda: begun.append(2)], 1, stop))
    assert begun == [1]


def test_what_fails_while_everything_stops_is_nobody_s_error():
    stop = StopSignal()

    def interrupted() -> None:
        stop.request_at_once()
        raise ConnectionError("the national side is being ended")

    with pytest.raises(Stopped):
        list(in_order([interrupted], 1, stop))


def test_a_follower_hears_the_stop_and_is_not_heard():
    stop = StopSignal()
    with stop.follower() as own:
        own.request()
        assert own.requested
        assert not stop.requested
    with stop.follower() as early:
        stop.request()
        assert early.requested
        assert not early.at_once
        stop.request()
        assert early.at_once
    with stop.follower() as late:
        assert late.at_once
