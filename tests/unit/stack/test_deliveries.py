"""What becomes due while a server runs is sent in the background; one slow system keeps no other waiting."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.stack import deliveries
from simulator.stack.deliveries import delivering


class Queue:
    """An outbox of two systems, one of which takes until it is told to go on."""

    def __init__(self) -> None:
        self.due = ["slow", "quick"]
        self.delivered: list[str] = []
        self.go_on = threading.Event()
        self.quick_done = threading.Event()
        self.turns: list[str] = []

    def seconds_left(self) -> float | None:
        return 0.01

    def provinces_due(self) -> list[str]:
        return list(self.due)

    def deliver_due(self, province: str) -> int:
        self.turns.append(province)
        if province == "broken":
            raise RuntimeError("no")
        if province == "slow":
            assert self.go_on.wait(10)
        self.due.remove(province)
        self.delivered.append(province)
        if province == "quick":
            self.quick_done.set()
        return 1


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    made = Queue()
    nothing = SimpleNamespace(seconds_left=lambda: None, provinces_due=list)
    monkeypatch.setattr(deliveries, "Outbox", lambda _national, patient=False: nothing if patient else made)
    return made


def test_a_slow_system_keeps_no_other_waiting_and_has_one_turn_at_a_time(queue: Queue) -> None:
    national: Any = SimpleNamespace()
    with delivering(national):
        assert queue.quick_done.wait(10)
        assert queue.delivered == ["quick"]
        queue.go_on.set()
    assert queue.delivered == ["quick", "slow"]
    assert queue.turns.count("slow") == 1


def test_a_turn_that_breaks_is_logged_and_the_next_one_comes(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    queue.due = ["broken", "quick"]
    national: Any = SimpleNamespace()
    with delivering(national):
        assert queue.quick_done.wait(10)
    assert "telling broken what is due broke" in caplog.text
