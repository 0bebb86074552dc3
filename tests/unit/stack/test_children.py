import os
import socket
import subprocess
import sys
import time

import pytest
import requests

from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.stack.children import start_child
from simulator.stack.national_side import national_side_at

STARTER = """
import os, sys
from simulator.stack.children import start_child
child = start_child(["serve", "--port", "0", "--data", sys.argv[1]])
print(child.url, child.pid, flush=True)
sys.stdin.read()
os._exit(9)
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(url):
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_a_child_is_ready_when_it_is_handed_over_and_gone_when_it_is_stopped(tmp_path):
    child = start_child(["serve", "--port", "0", "--data", str(tmp_path)])
    try:
        assert answers(child.url)
    finally:
        assert child.stop() == 0
    assert not answers(child.url)


def test_a_child_that_cannot_start_says_why(tmp_path):
    with pytest.raises(
        SystemUnreachable, match=r"(?s)dvcsim serve: ended before it was ready \(exit code 2\).*--admin-token"
    ):
        start_child(["serve", "--host", "0.0.0.0", "--data", str(tmp_path)])


def test_what_a_child_says_is_kept_in_its_log(tmp_path):
    child = start_child(["serve", "--port", "0", "--data", str(tmp_path / "data")], log=tmp_path / "serve.log")
    child.stop()
    assert "The national side is ready" in child.last_words
    assert "The national side is ready" in (tmp_path / "serve.log").read_text(encoding="utf-8")


def test_a_child_does_not_outlive_the_process_that_started_it(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    url, _ = process.stdout.readline().split()
    assert answers(url)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while answers(url) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not answers(url)
    process.stdin.close()
    process.stdout.close()


def test_a_national_side_is_started_where_nobody_listens_and_left_alone_where_somebody_does(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = f"http://127.0.0.1:{free_port()}"
    with national_side_at(url) as first:
        assert first is not None
        assert answers(url)
        with national_side_at(url) as second:
            assert second is None
        assert answers(url)
    assert not answers(url)


def test_an_address_elsewhere_is_never_started():
    with national_side_at("http://192.0.2.1:1/") as child:
        assert child is None


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://x:99999999", "8025"])
def test_what_is_no_address_is_a_mistake_of_the_user(url):
    with pytest.raises(ConfigurationError, match="is no address"), national_side_at(url):
        pass
