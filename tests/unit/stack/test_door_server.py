"""A server with doors: who answers what, and that nothing is lost between the two."""

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from simulator.journal.database import Database
from simulator.stack.door_server import Doors
from simulator.stack.server import BoundServer
from simulator.web.leaving import DISCONNECT

WATCHER = "dvcsim-server"


def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Tell which kind of thread answers, and what it was sent; a body of digits asks for so many letters."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    who = "door" if threading.current_thread().name == WATCHER else "thread"
    if body == b"cut":
        environ[DISCONNECT]()
    text = b"x" * int(body) if body.isdigit() else f"{who} {environ['PATH_INFO']} {body.decode()}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 5)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self.socket.makefile("rb")

    def ask(self, path: str, body: str = "", more: str = "") -> None:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{more}Content-Length: {len(body)}\r\n\r\n"
        self.socket.sendall((head + body).encode())

    def answer(self) -> str:
        length = 0
        while (line := self._file.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return self._file.read(length).decode()

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@contextmanager
def client(together: Any = nullcontext) -> Iterator[Client]:
    server = BoundServer("127.0.0.1", 0, threads=2)
    with server.serving(app, Doors(frozenset({"/door"}), app, together)):
        found = Client(server.port)
        try:
            yield found
        finally:
            found.close()


def test_one_connection_may_have_both_kinds() -> None:
    with client() as one:
        for path, who in (("/door", "door"), ("/other", "thread"), ("/door", "door")):
            one.ask(path, "a")
            assert one.answer() == f"{who} {path} a"


def test_requests_that_come_at_once_are_answered_in_their_order() -> None:
    with client() as one:
        for body in "abc":
            one.ask("/door", body)
        assert [one.answer() for _ in range(3)] == [f"door /door {body}" for body in "abc"]


def test_a_body_may_come_after_its_head_and_in_parts() -> None:
    with client() as one:
        other = Client(one.socket.getpeername()[1])
        for part in (b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", b"a", b"b", b"cPOST /oth"):
            one.socket.sendall(part)
            other.ask("/door")  # once this is answered, the part before has been looked at
            assert other.answer() == "door /door "
        other.close()
        assert one.answer() == "door /door abc"
        one.socket.sendall(b"er HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nd")
        assert one.answer() == "thread /other d"


def test_who_goes_in_the_middle_of_a_request_leaves_the_others_alone() -> None:
    with client() as one:
        gone = Client(one.socket.getpeername()[1])
        gone.socket.sendall(b"POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na")
        gone.close()
        one.ask("/door", "b")
        assert one.answer() == "door /door b"


def test_who_waits_to_be_asked_for_the_body_is_answered_by_a_thread() -> None:
    with client() as one:
        one.socket.sendall(b"POST /door HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
        assert one.socket.recv(4096).startswith(b"HTTP/1.1 100")
        one.socket.sendall(b"a")
        assert one.answer() == "thread /door a"


def test_an_answer_that_does_not_fit_at_once_arrives_whole() -> None:
    with client() as one:
        one.ask("/door", "8000000")
        assert len(one.answer()) == 8_000_000
        one.ask("/door", "a")
        assert one.answer() == "door /door a"


def test_a_connection_may_be_cut() -> None:
    with client() as one:
        one.ask("/door", "cut")
        assert one.answer() == "door /door cut"
        assert one.socket.recv(1) == b""


def test_nothing_leaves_before_it_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """A commit that breaks is tried once more for each request alone."""
    ended: list[int] = []

    @contextmanager
    def breaking() -> Iterator[None]:
        yield
        ended.append(1)
        if len(ended) == 1:
            raise OSError("disk full")

    with client(breaking) as one:
        one.ask("/door", "a")
        assert one.answer() == "door /door a"
    assert ended == [1]
    assert "answered alone" in caplog.text


def test_who_breaks_is_answered_alone_and_the_others_are_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    db = Database(tmp_path / "national.sqlite3")
    db.add_schema("CREATE TABLE IF NOT EXISTS word (word TEXT PRIMARY KEY)")

    def keeping(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        word = environ["wsgi.input"].read().decode()
        try:
            _keep(db, word)
            if word == "bad":
                _keep(db, word)
        except sqlite3.IntegrityError:
            word = f"not {word}"
            _keep(db, word)
        start_response("200 OK", [("Content-Length", str(len(word)))])
        return [word.encode()]

    server = BoundServer("127.0.0.1", 0, threads=2)
    with server.serving(app, Doors(frozenset({"/door"}), keeping, db.together)):
        clients = [Client(server.port) for _ in range(3)]
        for one, word in zip(clients, ("a", "bad", "b"), strict=True):
            one.ask("/door", word)
        assert [one.answer() for one in clients] == ["a", "not bad", "b"]
        for one in clients:
            one.close()
    assert [row["word"] for row in db.read("SELECT word FROM word ORDER BY word")] == ["a", "b", "bad", "not bad"]
    assert "answered alone" in caplog.text
    db.close()


def _keep(db: Database, word: str) -> None:
    with db.write(together=True) as tx:
        tx.execute("INSERT INTO word VALUES (:word)", word=word)
