"""HTTPS as clients meet it, those that do not speak it included."""

import socket
import ssl

import pytest
import requests
import urllib3

from simulator.core.clock import SystemClock
from simulator.stack.certificates import LOCAL, certificates_in
from simulator.stack.encrypted import LateHandshake
from simulator.stack.server import BoundServer
from simulator.web.deadline import Deadline, pool_to


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.url_scheme"].encode()]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return certificates_in(tmp_path_factory.mktemp("tls"), LOCAL, SystemClock())


@pytest.fixture
def server(certificates):
    server = BoundServer("127.0.0.1", 0, threads=3, certificates=certificates)
    with server.serving(app):
        yield server


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_who_trusts_the_authority_is_answered(server, certificates, name):
    with requests.Session() as http:
        http.trust_env = False
        for _ in range(3):
            answer = http.get(f"https://{name}:{server.port}/", verify=str(certificates.authority), timeout=5)
            assert answer.text == "https"
    assert server.url == f"https://127.0.0.1:{server.port}"


def test_who_does_not_trust_it_refuses_the_server(server):
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        requests.get(server.url, timeout=5)


def test_plain_http_is_told_to_speak_https(server):
    answer = requests.get(f"http://127.0.0.1:{server.port}/", timeout=5)
    assert answer.status_code == 400
    assert "https://" in answer.text


def test_clients_that_say_nothing_or_nonsense_hold_nobody_up(server, certificates):
    silent = socket.create_connection(("127.0.0.1", server.port), 5)
    gone = socket.create_connection(("127.0.0.1", server.port), 5)
    gone.close()
    noisy = socket.create_connection(("127.0.0.1", server.port), 5)
    noisy.sendall(b"\xff" * 64)
    with silent, noisy:
        assert requests.get(server.url, verify=str(certificates.authority), timeout=5).text == "https"
        noisy.settimeout(5)
        assert noisy.recv(4096)[:1] in (b"", b"\x15"), "closed, with a TLS alert or without"


def test_old_versions_of_tls_are_not_spoken(certificates):
    assert LateHandshake(certificates).context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_the_national_side_calls_a_system_whose_authority_it_was_told_and_no_other(server, certificates):
    deadline = Deadline(5)
    with pool_to(server.url, deadline, str(certificates.authority)) as told:
        assert told.request("GET", "/", retries=False).data == b"https"
    deadline.end()
    with (
        pool_to(server.url, deadline) as public,
        pytest.raises(urllib3.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        public.request("GET", "/", retries=False)
    deadline.end()


@pytest.mark.parametrize(("name", "trusted"), [("kho.tinh.example", True), ("khac.example", False)])
def test_a_pinned_connection_goes_to_the_address_and_trusts_the_name(tmp_path, name, trusted):
    """Neither name is known to any resolver; the certificate holds for the first alone."""
    own = certificates_in(tmp_path, ["kho.tinh.example"], SystemClock())
    server = BoundServer("127.0.0.1", 0, threads=3, certificates=own)
    deadline = Deadline(5)
    pool = pool_to(f"https://{name}:{server.port}", deadline, str(own.authority), "127.0.0.1")
    with server.serving(app), pool:
        if trusted:
            assert pool.request("GET", "/", retries=False).data == b"https"
        else:
            with pytest.raises(urllib3.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
                pool.request("GET", "/", retries=False)
    deadline.end()
