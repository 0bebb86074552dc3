"""A reverse proxy in front of a national side, which passes the name on that it was asked by, or its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_OWN_AFFAIRS = ("connection", "keep-alive", "transfer-encoding", "date", "server")


class ReverseProxy(ThreadingHTTPServer):
    """Passes every request on to a port of this machine."""

    upstream = 0
    keeps_host = False
    """Whether the Host header stays as the client wrote it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://localhost:{self.server_port}"
        self.agents: list[str] = []
        """Who has called."""


class _Handler(BaseHTTPRequestHandler):
    server: ReverseProxy

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.agents.append(self.headers.get("User-Agent", ""))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN_AFFAIRS}
        if not self.server.keeps_host:
            headers["Host"] = f"127.0.0.1:{self.server.upstream}"
        upstream = HTTPConnection("127.0.0.1", self.server.upstream, timeout=30)
        upstream.request(self.command, self.path, body or None, headers)
        answer = upstream.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in (*_OWN_AFFAIRS, "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        upstream.close()

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on

    def log_message(self, format: str, *arguments: Any) -> None:
        return


@contextmanager
def reverse_proxy() -> Iterator[ReverseProxy]:
    """A proxy on a free port; `upstream` has to be set before the first call."""
    proxy = ReverseProxy()
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join(10)
