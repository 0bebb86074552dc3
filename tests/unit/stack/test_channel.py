"""What a worker and the process that started it tell each other."""

import socket
import sys

import pytest

from simulator.core.errors import ConfigurationError
from simulator.stack.workers import require_workers

if sys.platform == "win32":
    pytest.skip("workers are for POSIX systems", allow_module_level=True)

from simulator.stack.channel import COMMITTED, CONNECTION, READY, Channel, Word


@pytest.fixture
def ends():
    one, other = (Channel(end) for end in socket.socketpair())
    yield one, other
    one.close()
    other.close()


def test_words_arrive_one_by_one(ends):
    ends[0].say(READY)
    ends[0].say(COMMITTED, 2**40)
    assert [ends[1].hear(), ends[1].hear()] == [Word(READY), Word(COMMITTED, 2**40)]


def test_a_connection_is_handed_over_with_what_stands_in_it(ends):
    client, accepted = socket.socketpair()
    client.sendall(b"POST /")
    ends[0].say(COMMITTED, 1)
    ends[0].hand_over(accepted)
    accepted.close()
    assert ends[1].hear() == Word(COMMITTED, 1)
    word = ends[1].hear()
    assert word is not None
    assert word.kind == CONNECTION
    with client, word.connection as taken:
        assert taken.recv(10) == b"POST /"
        taken.sendall(b"ok")
        assert client.recv(10) == b"ok"


def test_the_end_of_one_is_heard_by_the_other(ends):
    ends[0].close()
    assert ends[1].hear() is None


@pytest.mark.parametrize(("count", "tls", "platform"), [(2, True, "linux"), (2, False, "win32")])
def test_workers_are_refused_where_they_cannot_be(count, tls, platform):
    with pytest.raises(ConfigurationError, match=r"--workers 2"):
        require_workers(count, tls, platform)


@pytest.mark.parametrize(("count", "tls", "platform"), [(1, True, "win32"), (2, False, "linux"), (64, False, "darwin")])
def test_elsewhere_they_are_taken(count, tls, platform):
    require_workers(count, tls, platform)
