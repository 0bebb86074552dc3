"""How many hands work at once."""

import threading

import pytest

from simulator.control import hands as hands_module
from simulator.control.envelope import AdminError
from simulator.control.hands import Hands


@pytest.fixture
def working(story):
    """A hand that is at work until the test lets it go."""
    hands, at_work, leave = Hands(story.national), threading.Event(), threading.Event()

    def work(stage):
        at_work.set()
        leave.wait(10)
        return {"ok": True}

    thread = threading.Thread(target=lambda: hands.run(story.id, "r-1", "clock", work))
    thread.start()
    assert at_work.wait(10)
    yield hands
    leave.set()
    thread.join(10)


def test_a_session_has_one_hand_at_work(working, story):
    with pytest.raises(AdminError) as raised:
        working.run(story.id, "r-2", "clock", lambda stage: {"ok": True})
    assert (raised.value.status, raised.value.headers) == (503, {"Retry-After": "1"})


def test_hands_leave_threads_for_the_calls_they_make(working, story, monkeypatch):
    monkeypatch.setattr(hands_module, "MAX_AT_WORK", 1)
    with pytest.raises(AdminError) as raised:
        working.run("s-other", "r-2", "clock", lambda stage: {"ok": True})
    assert raised.value.code == "busy"
