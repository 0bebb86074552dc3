import os
import signal
import subprocess
import sys
import threading

import pytest

from simulator.stack.ending import ending_by_signal, on_signal

TWICE = """
import os, signal, threading
from simulator.stack.ending import ending_by_signal
stop = threading.Event()
with ending_by_signal(stop):
    os.kill(os.getpid(), signal.SIGTERM)
    assert stop.wait(5)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(5)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_for_the_end(number):
    stop = threading.Event()
    with ending_by_signal(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(5)


def test_the_second_signal_ends_the_process_at_once():
    ended = subprocess.run(
        [sys.executable, "-c", TWICE],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=20,
    )
    assert ended.returncode == 128 + signal.SIGTERM


def test_what_was_there_before_is_there_again():
    before = signal.getsignal(signal.SIGINT)
    with on_signal(lambda number: None):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_the_main_thread_signals_are_left_alone():
    seen = []

    def work():
        with on_signal(lambda number: None):
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
