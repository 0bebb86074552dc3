"""Deadlines cut what is under way, in the order in which they pass, and leave alone what has ended."""

import socket
from collections.abc import Iterator

import pytest

from simulator.web.deadline import Deadline

SECONDS = 20.0


Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pairs() -> Iterator[tuple[Pair, Pair]]:
    first, second = socket.socketpair(), socket.socketpair()
    for one in (*first, *second):
        one.settimeout(SECONDS)
    yield first, second
    for one in (*first, *second):
        one.close()


def test_a_connection_is_cut_at_its_deadline_also_when_a_later_one_was_set_before(pairs):
    (ours, theirs), (other, _) = pairs
    patient, hasty = Deadline(SECONDS), Deadline(0.05)
    patient.guard(other)

    hasty.guard(ours)

    assert theirs.recv(1) == b""
    assert hasty.passed
    assert not patient.passed
    patient.end()
    hasty.end()


def test_a_call_that_has_ended_is_not_cut(pairs):
    (ours, _), (other, end) = pairs
    ended, witness = Deadline(0.3), Deadline(0.35)
    ended.guard(ours)
    ended.end()

    witness.guard(other)

    assert end.recv(1) == b""
    assert ended.over
    assert not ended.passed
    witness.end()
