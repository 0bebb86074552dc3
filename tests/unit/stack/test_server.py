import socket
import threading

import pytest
import requests

from simulator.core.errors import ConfigurationError
from simulator.stack.server import BoundServer


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def test_the_port_is_known_before_there_is_an_app():
    server = BoundServer("127.0.0.1", 0, threads=2)
    assert server.port > 0
    with server.serving(app):
        assert requests.get(server.url, timeout=5).text == "ok"


def test_a_port_in_use_names_the_port_and_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"(?s)--port {port}: is in use on 127\.0\.0\.1.*--port 0"):
            BoundServer("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ConfigurationError, match="--host"):
        BoundServer("192.0.2.1", 0)


def test_a_port_is_free_again_after_the_end():
    server = BoundServer("127.0.0.1", 0, threads=2)
    with server.serving(app):
        requests.get(server.url, timeout=5)
    again = BoundServer("127.0.0.1", server.port, threads=2)
    again.close()


def test_a_connection_is_kept_for_the_next_request():
    server = BoundServer("127.0.0.1", 0, threads=2)
    with server.serving(app), socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        for _ in range(3):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"\r\n\r\nok"):
                answer += connection.recv(4096)
            assert b"HTTP/1.1 200 OK" in answer


def test_requests_under_way_are_answered_before_the_end():
    entered, leave = threading.Event(), threading.Event()
    answers = []

    def slow(environ, start_response):
        entered.set()
        leave.wait(5)
        return app(environ, start_response)

    server = BoundServer("127.0.0.1", 0, threads=2)
    with server.serving(slow):
        caller = threading.Thread(target=lambda: answers.append(requests.get(server.url, timeout=5).text))
        caller.start()
        assert entered.wait(5)
        threading.Timer(0.02, leave.set).start()
    caller.join(5)
    assert answers == ["ok"]
