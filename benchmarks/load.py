"""A closed loop of kept connections in one process: each sends its next request as soon as the last is answered.

    python benchmarks/load.py PORT PATH BODY_FILE --seconds 3 --connections 16 --first 1

Raw sockets and one selector: about 30 us of CPU per request, so that the server is what is measured. In the body
`@@@@@@` becomes a running number of six digits, so that each dossier is a new one. Prints one line of JSON: answers,
seconds, p50 and p99 in ms, the statuses and how many bodies held `--expect`.
"""

import argparse
import json
import selectors
import socket
import time
from collections import Counter
from pathlib import Path

PLACE = b"@" * 6
FAILING_SECONDS = 20.0


class Line:
    """One connection and the answer that it waits for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=FAILING_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = b""
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """The whole answer, or None while a part is missing."""
        part = self.socket.recv(65536)
        if not part:
            raise SystemExit(f"the server closed a connection: {self.read[:300]!r}")
        self.read += part
        head, found, body = self.read.partition(b"\r\n\r\n")
        if not found:
            return None
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
        whole = body.endswith(b"0\r\n\r\n") if length is None else len(body) >= length
        if not whole:
            return None
        self.read = b""
        return int(lines[0].split()[1]), body


def request_of(path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load/1\r\nAccept: application/json\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def load(port: int, request: bytes, seconds: float, connections: int, number: int, expect: bytes) -> dict[str, object]:
    """Send for so many seconds and return what came."""
    before, after = request.split(PLACE) if PLACE in request else (request, None)
    lines = [Line(port) for _ in range(connections)]
    times: list[float] = []
    statuses: Counter[int] = Counter()
    good = 0
    with selectors.DefaultSelector() as selector:
        started = time.perf_counter()
        until = started + seconds
        waiting = 0

        def send(line: Line) -> None:
            nonlocal number, waiting
            number += 1
            waiting += 1
            line.send(before if after is None else b"%b%06d%b" % (before, number, after))

        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            send(line)
        while waiting:
            events = selector.select(FAILING_SECONDS)
            if not events:
                raise SystemExit(f"no answer for {FAILING_SECONDS:g} s")
            for key, _ in events:
                if (got := key.data.answer()) is None:
                    continue
                now = time.perf_counter()
                times.append(now - key.data.sent_at)
                statuses[got[0]] += 1
                good += expect in got[1]
                waiting -= 1
                if now < until:
                    send(key.data)
        whole = time.perf_counter() - started
    times.sort()
    return {
        "answers": len(times),
        "seconds": whole,
        "p50_ms": 1000 * times[len(times) // 2],
        "p99_ms": 1000 * times[int(len(times) * 0.99)],
        "statuses": dict(statuses),
        "good": good,
        "last": number,
    }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("port", type=int)
    options.add_argument("path")
    options.add_argument("body", type=Path)
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--first", type=int, default=1)
    options.add_argument("--expect", default="")
    chosen = options.parse_args()
    request = request_of(chosen.path, chosen.body.read_bytes())
    found = load(chosen.port, request, chosen.seconds, chosen.connections, chosen.first, chosen.expect.encode())
    print(json.dumps(found))


if __name__ == "__main__":
    main()
