"""Calls of systems under test end in bounded time, whatever the system does, and are recorded without secrets."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National, open_national
from simulator.web.outbound import Outbound, Reply
from simulator.wire.contracts import Contracts
from tests.apps.live import closing_server, free_address

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
READ_SECONDS = 0.3


@pytest.fixture
def national(tmp_path: Path) -> Iterator[National]:
    side = open_national(tmp_path, load_catalogue(data_folders()), Contracts({}))
    yield side
    side.db.close()


@pytest.fixture
def sheet(national: National) -> ClaimSheet:
    found = national.provinces.get("demo")
    assert found is not None
    return replace(found, connect_seconds=1.0, read_seconds=READ_SECONDS)


@contextmanager
def dripping_server(start: bytes, drop: bytes) -> Iterator[str]:
    """A server that answers `start` at once and then one `drop` after the other, without an end."""
    ended = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(start)
            while not ended.wait(0.02):
                try:
                    connection.sendall(drop)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/apply"
        ended.set()
        thread.join(10)


@contextmanager
def answering_server(answer: bytes) -> Iterator[str]:
    """A server that gives one answer and closes."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/apply"
        thread.join(10)


def send(national: National, sheet: ClaimSheet, url: str) -> Reply:
    outbound = Outbound(national)
    reply = outbound.send("GET", url, party="control", operation="test/get", province=sheet)
    outbound.record(reply)
    return reply


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X-More: 1\r\n"),
        (HEAD + b"\r\n", b"."),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"."),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
    ],
    ids=["status line", "headers", "body without end", "body of a stated length", "chunks"],
)
def test_a_system_that_drips_its_answer_is_cut_when_its_time_is_over(
    national: National, sheet: ClaimSheet, start: bytes, drop: bytes
) -> None:
    with dripping_server(start, drop) as url:
        reply = send(national, sheet, url)
    assert (reply.error, reply.status) == ("timeout", None)
    assert READ_SECONDS * 0.9 < reply.draft.seconds < READ_SECONDS + 2


def test_a_dripping_tls_handshake_is_cut_too(national: National, sheet: ClaimSheet) -> None:
    # A TLS record of 512 bytes, of which one byte comes at a time.
    with dripping_server(b"\x16\x03\x03\x02\x00\x02\x00\x01\xfc\x03\x03", b"\x00") as url:
        reply = send(national, sheet, url.replace("http://", "https://"))
    assert reply.error == "timeout"
    assert reply.draft.seconds < READ_SECONDS + 2


def test_an_answer_in_time_is_whole_and_no_thread_stays(national: National, sheet: ClaimSheet) -> None:
    before = threading.active_count()
    with answering_server(HEAD + b"\r\n" + b"." * 300_000) as url:
        reply = send(national, replace(sheet, read_seconds=30.0), url)
    assert (reply.status, len(reply.text)) == (200, 300_000)
    assert threading.active_count() == before


def test_nobody_and_somebody_who_hangs_up_are_told_apart(national: National, sheet: ClaimSheet) -> None:
    assert send(national, sheet, free_address()).error == "refused"
    with closing_server() as url:
        assert send(national, sheet, url).error == "closed"


def test_secrets_in_a_redirect_are_not_recorded_but_can_be_followed(national: National, sheet: ClaimSheet) -> None:
    place = "https://province.example/cb?code=geheim-1&state=s#access_token=geheim-2&x=1"
    answer = f'HTTP/1.1 302 Found\r\nLocation: {place}\r\nSet-Cookie: a=geheim-3\r\n\r\n<a href="{place}">x</a>'
    with answering_server(answer.encode()) as url:
        reply = send(national, sheet, url)
    assert reply.headers["Location"] == place
    kept = national.journal.latest(1)[0]
    assert "geheim" not in f"{kept.response_headers} {kept.response_body}"
    assert kept.response_headers["Location"].endswith("?code=***&state=s#access_token=***&x=1")
