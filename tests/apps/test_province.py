"""The province as a process serves it: real sockets, no national side."""

import socket
import threading
from pathlib import Path

import pytest
import requests

from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.province.config import ProvinceConfig
from simulator.province.server import run_province

NOWHERE = "http://127.0.0.1:9"


def test_it_announces_its_address_serves_and_stops(tmp_path: Path) -> None:
    ready, stop = threading.Event(), threading.Event()
    seen: list[str] = []

    def announce(url: str) -> None:
        seen.append(url)
        ready.set()

    config = ProvinceConfig(simulator_url=NOWHERE, data_dir=tmp_path)
    thread = threading.Thread(target=run_province, args=(config, "127.0.0.1", 0, announce, stop))
    thread.start()
    try:
        assert ready.wait(10)
        assert requests.get(seen[0] + "/healthz", timeout=5).status_code == 200
        assert requests.get(seen[0] + "/vi/nps/apply?MaTTHC=1.001193", timeout=5).status_code == 503
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(requests.ConnectionError):
        requests.get(seen[0] + "/healthz", timeout=1)


def test_a_port_in_use_is_a_configuration_error(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config = ProvinceConfig(simulator_url=NOWHERE, data_dir=tmp_path)
        with pytest.raises(ConfigurationError, match=f"127.0.0.1:{port}: cannot listen there"):
            run_province(config, "127.0.0.1", port, lambda url: None, threading.Event())


def test_an_unknown_defect_stops_the_start(tmp_path: Path) -> None:
    config = ProvinceConfig(simulator_url=NOWHERE, data_dir=tmp_path, defects=("status-lots",))
    with pytest.raises(ConfigurationError, match="did you mean status-lost"):
        run_province(config, "127.0.0.1", 0, lambda url: None, threading.Event())


def test_a_claim_sheet_without_a_national_side_is_unreachable(tmp_path: Path) -> None:
    config = ProvinceConfig(simulator_url=NOWHERE, data_dir=tmp_path, claim_sheet=tmp_path / "province.yaml")
    with pytest.raises(SystemUnreachable):
        run_province(config, "127.0.0.1", 0, lambda url: None, threading.Event())
