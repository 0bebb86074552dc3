"""Which requests are taken from a connection by its watcher, and which are left alone."""

import pytest

from simulator.stack.door_requests import MOST_BYTES, door_request

DOORS = frozenset({"/mapi/g"})
GOOD = (
    b"POST /mapi/g?dstcode=A%2FB HTTP/1.1\r\nHost: x:1\r\ncontent-type: application/json\r\n"
    b"X-Word: \xc3\xa9 \r\nContent-Length: 2\r\n\r\n{}"
)


def test_a_plain_request_is_told_as_wsgi_tells_it() -> None:
    found = door_request(GOOD + b"POST /next", DOORS)
    assert found is not None
    assert found.size == len(GOOD)
    environ = found.environ
    assert found.with_body(GOOD + b"POST /next")["wsgi.input"].read() == b"{}"
    assert {name: value for name, value in environ.items() if not name.startswith("wsgi.")} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/mapi/g",
        "QUERY_STRING": "dstcode=A%2FB",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "x:1",
        "CONTENT_TYPE": "application/json",
        "HTTP_X_WORD": "Ã©",
        "CONTENT_LENGTH": "2",
    }


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (b"POST", b"PUT"),
        (b"/mapi/g?", b"/mapi/login?"),
        (b"/mapi/g?", b"/mapi/%67?"),
        (b"/mapi/g?", b"http://x/mapi/g?"),
        (b"HTTP/1.1", b"HTTP/1.0"),
        (b"Host: x:1\r\n", b""),
        (b"Host: x:1\r\n", b"Host: x:1\r\nHost: y\r\n"),
        (b"Content-Length: 2", b"Content-Length: +2"),
        (b"Content-Length: 2", b"Content-Length: 2\r\nContent-Length: 2"),
        (b"Content-Length: 2", b"Transfer-Encoding: chunked"),
        (b"X-Word: \xc3\xa9", b"Connection: close"),
        (b"X-Word: \xc3\xa9", b"Expect: 100-continue"),
        (b"X-Word: \xc3\xa9", b"X_Word: a"),
        (b"X-Word: \xc3\xa9", b"X-Word : a"),
        (b"X-Word: \xc3\xa9", b" folded"),
        (b"\r\n\r\n", b"\r\n"),
        (b"\r\n", b"\n"),
    ],
)
def test_whatever_else_stands_there_is_left_alone(part: bytes, other: bytes) -> None:
    assert part in GOOD
    assert door_request(GOOD.replace(part, other), DOORS) is None


def test_a_body_may_still_be_on_its_way() -> None:
    found = door_request(GOOD[:-2], DOORS)
    assert found is not None
    assert found.size == len(GOOD)


def test_a_long_request_is_left_alone() -> None:
    assert door_request(GOOD.replace(b"Length: 2", b"Length: %d" % (MOST_BYTES - 1)), DOORS) is None
