"""TLS for the HTTP server: the handshake is made by the thread that reads the request.

cheroot makes it in the one thread that accepts connections, so that a client which connects and says nothing would
hold up everybody else.
"""

import logging
import socket
import ssl
from typing import Any

from cheroot.server import HTTPConnection
from cheroot.ssl.builtin import BuiltinSSLAdapter

from simulator.stack.certificates import Certificates

_log = logging.getLogger("dvcsim.server")
_TEXT = (
    "Cổng này chỉ nói HTTPS: dùng địa chỉ https:// và tin cậy tệp ca_file."
    " / This port speaks HTTPS only: use its https:// address and trust its ca_file.\n"
).encode()
_PLAIN_HTTP = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_TEXT), _TEXT)
)


class LateHandshake(BuiltinSSLAdapter):
    """Wraps a new connection and leaves the handshake to `EncryptedConnection`."""

    def __init__(self, certificates: Certificates) -> None:
        super().__init__(str(certificates.chain), str(certificates.key))

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        """Return the connection and what the app is told of it."""
        wrapped = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}


class EncryptedConnection(HTTPConnection):
    """A connection whose first work is the handshake."""

    _greeted = False

    def communicate(self) -> bool:
        """Read one request and answer it; return whether the connection is kept."""
        if not self._greeted and not self._greet():
            return False
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def _greet(self) -> bool:
        try:
            self.socket.do_handshake()
        except OSError as error:
            _log.info("no TLS handshake with %s: %s", self.remote_addr, error)
            if "HTTP_REQUEST" in str(error):
                # The words go out as they are: the other side has not begun to speak TLS.
                socket.socket.recv(self.socket, 65536)  # unread, it would turn the closing into a reset
                socket.socket.sendall(self.socket, _PLAIN_HTTP)
            return False
        self._greeted = True
        return True
