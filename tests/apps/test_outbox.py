"""What the national side tells systems by itself: once when taken, again when not, never in a transaction."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, Response, request

from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.journal.database import Transaction
from simulator.web.courier import Letter, Meaning, Outgoing
from simulator.web.national import National
from simulator.web.outbound import Reply
from simulator.web.outbox import Outbox
from tests.apps.live import LiveApp

OPERATION = "portal/told"


class Receiver:
    """A system that hears messages, and answers with the next of its statuses (the last one for ever)."""

    def __init__(self, national: National) -> None:
        self.heard: list[dict[str, Any]] = []
        self.statuses = [200]
        self.could_write: list[bool] = []
        self.app = Flask("receiver")

        @self.app.post("/told")
        def told() -> Response:
            self.heard.append(request.get_json())
            # The national side answers a system that calls back, so nothing may hold its one transaction now.
            free = national.db._lock.acquire(timeout=2)
            self.could_write.append(free)
            if free:
                national.db._lock.release()
            return Response(status=self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])


class Teller:
    """A courier that counts attempts in the message and remembers what was settled."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.settled: list[tuple[int, bool]] = []
        self.again_now = False

    def compose(self, letter: Letter, sheet: ClaimSheet) -> Outgoing | None:
        body = json.dumps({"to": sheet.id, "attempt": letter.attempt, **letter.note}).encode()
        return Outgoing(self.url, body) if self.url else None

    def meant(self, letter: Letter, reply: Reply) -> Meaning:
        taken = reply.status == 200
        return Meaning(taken, [("portal_told", {"attempt": letter.attempt, "ok": taken})], again_now=self.again_now)

    def settle(self, tx: Transaction, letter: Letter, reply: Reply, taken: bool) -> None:
        self.settled.append((letter.attempt, taken))


@pytest.fixture
def receiver(national: National) -> Receiver:
    return Receiver(national)


@pytest.fixture(scope="module")
def served() -> Iterator[LiveApp]:
    live = LiveApp()
    yield live
    live.stop()


@pytest.fixture
def teller(national: National, receiver: Receiver, served: LiveApp) -> Teller:
    served.app = receiver.app
    courier = Teller(f"{served.url}/told")
    Outbox(national).employ(OPERATION, courier)
    return courier


def write(national: National, province: str = "demo", **more: Any) -> None:
    with national.db.write() as tx:
        Outbox(national).write(tx, "portal", OPERATION, province, note={"what": "x"}, waits=(10, 60), **more)


def states(national: National) -> list[str]:
    return [one["state"] for one in Outbox(national).states()]


def test_a_message_that_is_taken_is_sent_once_and_recorded(
    national: National, teller: Teller, receiver: Receiver, clock: FixedClock
) -> None:
    write(national)
    outbox = Outbox(national)
    assert outbox.seconds_left() == 0
    assert outbox.provinces_due() == ["demo"]
    assert outbox.deliver_due() == 1
    clock.move(timedelta(seconds=100_000))
    assert outbox.deliver_due() == 0
    assert outbox.seconds_left() is None
    assert receiver.heard == [{"to": "demo", "attempt": 1, "what": "x"}]
    assert teller.settled == [(1, True)]
    (sent,) = national.journal.latest(5)
    assert (sent.direction, sent.operation, sent.status, sent.province) == ("out", OPERATION, 200, "demo")
    assert [fact.data for fact in national.journal.facts_of(sent.id)] == [{"attempt": 1, "ok": True}]
    assert receiver.could_write == [True]


def test_what_is_not_taken_comes_again_after_its_waits_and_is_given_up_after_the_last(
    national: National, teller: Teller, receiver: Receiver, clock: FixedClock
) -> None:
    receiver.statuses = [500]
    write(national)
    outbox = Outbox(national)
    sent = []
    for seconds in (0, 9, 1, 59, 1, 3600):
        clock.move(timedelta(seconds=seconds))
        sent.append(outbox.deliver_due())
    assert sent == [1, 0, 1, 0, 1, 0]
    assert [one["attempt"] for one in receiver.heard] == [1, 2, 3]
    assert teller.settled == [(1, False), (2, False), (3, False)]
    assert states(national) == ["given_up"]


def test_a_message_can_be_sent_twice_on_purpose(national: National, teller: Teller, receiver: Receiver) -> None:
    teller.again_now = True
    write(national)
    assert Outbox(national).deliver_due() == 2
    assert [one["attempt"] for one in receiver.heard] == [1, 1]
    assert states(national) == ["done"]


def test_what_is_due_later_waits(national: National, teller: Teller, receiver: Receiver, clock: FixedClock) -> None:
    write(national, in_seconds=30)
    outbox = Outbox(national)
    assert (outbox.deliver_due(), outbox.seconds_left(), outbox.provinces_due()) == (0, 30, [])
    clock.move(timedelta(seconds=30))
    assert outbox.deliver_due() == 1


def test_one_system_can_be_told_alone(
    national: National, teller: Teller, receiver: Receiver, register: Callable[..., ClaimSheet]
) -> None:
    write(national)
    write(national, register("other").id)
    outbox = Outbox(national)
    assert outbox.deliver_due("other") == 1
    assert [one["to"] for one in receiver.heard] == ["other"]
    assert outbox.provinces_due() == ["demo"]


def test_nobody_to_send_it_to_is_given_up_without_a_call(
    national: National, teller: Teller, receiver: Receiver
) -> None:
    teller.url = ""
    write(national)
    write(national, "nobody")
    with national.db.write() as tx:
        Outbox(national).write(tx, "portal", "portal/strange", "demo")
    assert Outbox(national).deliver_due() == 0
    assert (receiver.heard, states(national)) == ([], ["given_up"] * 3)


def test_what_was_under_way_when_the_process_died_is_due_again(
    national: National, teller: Teller, receiver: Receiver, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(national)
    outbox = Outbox(national)

    def die(*_: Any) -> Meaning:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(teller, "meant", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.deliver_due()
    assert outbox.deliver_due() == 0
    clock.move(timedelta(seconds=120))
    assert outbox.deliver_due() == 1
    assert [one["attempt"] for one in receiver.heard] == [1, 2]


def test_a_message_that_breaks_its_courier_is_given_up(
    national: National, teller: Teller, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    del teller.url
    write(national)
    assert (Outbox(national).deliver_due(), receiver.heard, states(national)) == (0, [], ["given_up"])
    assert "cannot be composed" in caplog.text
