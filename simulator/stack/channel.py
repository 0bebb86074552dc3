"""What a worker tells the process that started it: it is ready, it has committed, somebody wants more than a door.

One socket between the two; that it closes is how each learns of the other's end, however that came.
"""

import array
import socket
import struct
from contextlib import suppress
from typing import NamedTuple

READY, COMMITTED, CONNECTION = b"r", b"p", b"c"
_FORM = struct.Struct(">cQ")


class Word(NamedTuple):
    """One message: a position of the journal, or a connection that is handed over."""

    kind: bytes
    position: int = 0
    connection: socket.socket | None = None


class Channel:
    """One end of the socket."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def say(self, kind: bytes, position: int = 0) -> None:
        """Say something."""
        self._end.sendall(_FORM.pack(kind, position))

    def hand_over(self, connection: socket.socket) -> None:
        """Give a connection away; the own copy is still to be closed."""
        descriptors = array.array("i", [connection.fileno()])
        self._end.sendmsg([_FORM.pack(CONNECTION, 0)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])

    def hear(self) -> Word | None:
        """Wait for the next message; None when the other side has ended."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self._end, _FORM.size, 1)
            while data and len(data) < _FORM.size:
                data += self._end.recv(_FORM.size - len(data))
        except OSError:
            return None
        if len(data) < _FORM.size:
            return None
        kind, position = _FORM.unpack(data)
        return Word(kind, position, socket.socket(fileno=descriptors[0]) if descriptors else None)

    def close(self) -> None:
        """Close this end, and let whoever waits for the other side know."""
        with suppress(OSError):  # the other side has ended before
            self._end.shutdown(socket.SHUT_RDWR)
        self._end.close()
