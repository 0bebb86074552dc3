import threading

import pytest

from simulator.stack.together import together


def test_the_outcomes_come_in_the_order_of_the_works_not_of_their_ends():
    second_ended = threading.Event()

    def first():
        assert second_ended.wait(5), "the works did not run at the same time"
        return 1

    def second():
        second_ended.set()
        return 2

    assert together([first, second]) == [1, 2]


def test_one_that_fails_does_not_end_the_others():
    error = ValueError("broken")

    def fail():
        raise error

    assert together([fail, lambda: 2]) == [error, 2]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_that_ends_its_thread_is_a_fault_too():
    def leave():
        raise SystemExit(1)

    (outcome,) = together([leave])
    assert isinstance(outcome, RuntimeError)


def test_nothing_to_do_is_done():
    assert together([]) == []
