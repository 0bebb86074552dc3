import json
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from simulator.core.clock import SystemClock
from simulator.core.errors import ConfigurationError, DataFileError
from simulator.stack.certificates import LOCAL, certificates_in
from simulator.stack.serve import ServeOptions, serve


def served(options, visit=lambda url: None):
    """Serve, let `visit` look at the running side, and stop it; return what the ready line said."""
    stop, lines = threading.Event(), []

    def ready(line):
        lines.append(line)
        try:
            visit(line["url"])
        finally:
            stop.set()

    serve(options, ready, stop)
    return lines[0]


def test_it_says_where_it_listens_and_answers_there(tmp_path):
    def visit(url):
        assert requests.get(f"{url}/healthz", timeout=5).json()["ok"] is True
        login = requests.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=5)
        assert login.json()["error_code"] == "0"
        assert requests.get(f"{url}/admin/status", timeout=5).json()["tool"] == "dvcsim"
        issuer = requests.get(f"{url}/vneid/.well-known/openid-configuration", timeout=5).json()["issuer"]
        assert issuer == f"{url}/vneid"
        assert requests.get(f"{url}/", timeout=5).ok

    line = served(ServeOptions(port=0, data=tmp_path), visit)
    assert json.loads(json.dumps(line)) == line
    assert line["url"] == f"http://127.0.0.1:{line['port']}"


def test_the_public_address_is_what_others_are_told(tmp_path):
    def visit(url):
        document = requests.get(f"{url}/vneid/.well-known/openid-configuration", timeout=5).json()
        assert document["issuer"] == "https://sim.example/vneid"

    line = served(ServeOptions(port=0, data=tmp_path, public_url="https://sim.example/", admin_token="secret"), visit)
    assert line["public_url"] == "https://sim.example"
    assert line["url"].startswith("http://127.0.0.1:")


def test_without_the_demo_account_nobody_logs_in_with_it(tmp_path):
    def visit(url):
        login = requests.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=5)
        assert login.json()["error_code"] != "0"

    served(ServeOptions(port=0, data=tmp_path, demo=False), visit)


def test_what_was_recorded_outlives_the_process(tmp_path):
    positions = []

    def visit(url):
        requests.post(f"{url}/mapi/login", json={"username": "demo", "password": "demo"}, timeout=5)
        positions.append(requests.get(f"{url}/admin/status", timeout=5).json()["position"])

    for _ in range(2):
        served(ServeOptions(port=0, data=tmp_path), visit)
    assert positions[1] > positions[0] > 0


def test_a_wait_for_news_does_not_hold_up_the_end(tmp_path):
    answers = []

    def visit(url):
        thread = threading.Thread(
            target=lambda: answers.append(requests.get(f"{url}/admin/exchanges?after=0&wait=20", timeout=15).json())
        )
        thread.start()
        waiting.append(thread)
        requests.get(f"{url}/healthz", timeout=5)

    waiting = []
    served(ServeOptions(port=0, data=tmp_path), visit)
    waiting[0].join(5)
    assert not waiting[0].is_alive()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "sim.example"])
def test_other_machines_are_let_in_only_with_a_token(host, tmp_path):
    with pytest.raises(ConfigurationError, match="--admin-token"):
        served(ServeOptions(host=host, port=0, data=tmp_path))


def test_a_public_name_needs_the_token_too(tmp_path):
    """Behind a proxy on this machine every caller is this machine."""
    with pytest.raises(ConfigurationError, match=r"--public-url https://sim\.example.*--admin-token"):
        served(ServeOptions(port=0, data=tmp_path, public_url="https://sim.example"))


@pytest.mark.parametrize("url", ["https://sim.example/dvcsim", "sim.example:8025", "http://", "http://a:b", "ftp://a"])
def test_a_public_address_that_cannot_work_is_refused(url, tmp_path):
    with pytest.raises(ConfigurationError, match="--public-url"):
        served(ServeOptions(port=0, data=tmp_path, public_url=url, admin_token="secret"))


def test_a_second_process_does_not_share_its_data(tmp_path):
    def other(_url):
        code = "import sys; from simulator.cli.main import run; run(sys.argv[1:])"
        words = ["serve", "--port", "0", "--data", str(tmp_path), "--exit-with-parent"]
        result = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, timeout=30)
        assert result.returncode == 2
        assert "in use by another dvcsim serve (process" in result.stderr
        assert "Traceback" not in result.stderr

    served(ServeOptions(port=0, data=tmp_path), other)


def test_a_claim_sheet_with_a_mistake_stops_the_start_with_its_place(tmp_path):
    sheet = tmp_path / "province.yaml"
    sheet.write_text("format: 1\nidd: x\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"province\.yaml:[0-9]+"):
        served(ServeOptions(port=0, data=tmp_path / "data", provinces=(sheet,)))
    served(ServeOptions(port=0, data=tmp_path / "data"))


def test_with_tls_calls_trust_the_public_authorities_our_own_and_those_of_the_flag(tmp_path):
    theirs = certificates_in(tmp_path / "theirs", LOCAL, SystemClock()).authority
    line = served(ServeOptions(port=0, data=tmp_path / "data", tls=True, ca_file=str(theirs)))
    own = tmp_path / "data" / "tls" / "ca.pem"
    assert line["ca_file"] == str(own.resolve())
    trusted = (tmp_path / "data" / "trusted.pem").read_bytes()
    for file in (own, theirs, Path(DEFAULT_CA_BUNDLE_PATH)):
        assert file.read_bytes() in trusted
    assert ssl.create_default_context(cafile=tmp_path / "data" / "trusted.pem").get_ca_certs()


def test_without_tls_nothing_of_it_is_made(tmp_path):
    assert "ca_file" not in served(ServeOptions(port=0, data=tmp_path))
    assert not (tmp_path / "tls").exists()
    assert not (tmp_path / "trusted.pem").exists()


def test_a_public_address_without_https_is_refused_with_tls(tmp_path):
    with pytest.raises(ConfigurationError, match=r"https://sim\.example"):
        served(ServeOptions(port=0, data=tmp_path, tls=True, public_url="http://sim.example"))
