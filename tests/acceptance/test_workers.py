"""`dvcsim serve --workers 2`: two processes at one port and one folder are one national side."""

import http.client
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.acceptance.adapter_client import AGENCY, Adapter, dossier
from tests.acceptance.processes import Running, client, run, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
OPERATION = "portal/DongBoHoSoMC"


@pytest.fixture(scope="module")
def national_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all; the last test ends it."""
    folder = tmp_path_factory.mktemp("workers")
    with started("serve", "--port", "0", "--workers", "2", "--data", "national", cwd=folder) as running:
        yield running


def children(pid: int) -> list[int]:
    found = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for part in found for child in part.split()]


def states(pid: int) -> set[str]:
    """The state of each thread, as one letter; empty when there is no such process."""
    found = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/stat")]
    return {stat.rpartition(")")[2].split()[0] for stat in found}


def until(there: Callable[[], object]) -> None:
    for _ in range(400):
        if there():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not happen within 20 s")


def message(session: str, code: str, agency: str = AGENCY) -> str:
    return json.dumps(
        {
            "session": session,
            "madonvi": agency,
            "service": "DongBoHoSoMC",
            "isUpdating": "False",
            "data": [dossier(code)],
        }
    )


class OfWorker:
    """A connection that the worker accepted: the first process stood still at that moment."""

    def __init__(self, running: Running, session: str) -> None:
        self.session = session
        self._line = http.client.HTTPConnection("127.0.0.1", urlsplit(running.url).port or 0, timeout=20)
        running.process.send_signal(signal.SIGSTOP)
        until(lambda: states(running.process.pid) == {"T"})
        try:
            assert "unknown" not in self.send("000.00.12.H99-250701-0000")
        finally:
            running.process.send_signal(signal.SIGCONT)

    def send(self, code: str, session: str = "", agency: str = AGENCY) -> str:
        self._line.request("POST", "/mapi/g", message(session or self.session, code, agency))
        return str(json.loads(self._line.getresponse().read())["error_code"])

    def get(self, path: str) -> int:
        self._line.request("GET", path)
        answer = self._line.getresponse()
        answer.read()
        return answer.status


def kept(url: str, after: int = 0, wait: int = 0) -> dict[str, Any]:
    answer = client().get(f"{url}/admin/exchanges", params={"after": after, "limit": 1000, "wait": wait}, timeout=30)
    return dict(answer.json())


def test_what_a_worker_commits_the_first_process_hears_at_once(national_side: Running) -> None:
    adapter = Adapter(national_side.url)
    worker = OfWorker(national_side, adapter.session)
    position = kept(national_side.url)["position"]
    heard: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: heard.append(kept(national_side.url, position, wait=20)))
    waiting.start()
    assert worker.send("000.00.12.H99-250701-0001") == "0"
    waiting.join(10)
    assert [one["operation"] for one in heard[0]["exchanges"]] == [OPERATION]
    assert adapter.known("000.00.12.H99-250701-0001")
    assert worker.get("/healthz") == 200, "the connection was handed over"
    assert worker.send("000.00.12.H99-250701-0002") == "0"


def test_a_worker_knows_at_once_which_system_was_registered(national_side: Running) -> None:
    worker = OfWorker(national_side, Adapter(national_side.url).session)
    http, sheet = client(), {"document": yaml.safe_load(other_province())}
    answer = http.put(f"{national_side.url}/admin/provinces/other", json=sheet, timeout=10)
    assert answer.status_code == 200, answer.text
    login = {"username": "other", "password": "other-password"}
    session = http.post(f"{national_side.url}/mapi/login", json=login, timeout=10).json()["session"]
    assert worker.send("000.00.12.H91-250701-0001", session, "000.00.00.H91") == "0"


def other_province() -> str:
    return """
    format: 1
    id: other
    name: {vi: Hệ thống khác, en: Another system}
    kind: province
    province_code: "91"
    agency: 000.00.00.H91
    receiving_agency: H91.12
    version: "1"
    base_url: http://127.0.0.1:9
    national_side: {url: "http://127.0.0.1:8025"}
    dialect: default
    account: {name: other, password: other-password}
    openid: {client_id: other-rp, client_secret: other-secret}
    landing: /vi/nps/apply
    services: {}
    """


def test_a_killed_worker_loses_nothing_that_was_acknowledged_and_is_replaced(national_side: Running) -> None:
    adapter = Adapter(national_side.url)
    worker = OfWorker(national_side, adapter.session)
    [pid] = children(national_side.process.pid)
    before = kept(national_side.url)["position"]
    acknowledged: list[str] = []
    enough = threading.Event()

    def send() -> None:
        for number in range(1, 10_000):
            code = f"000.00.13.H99-250701-{number:04d}"
            try:
                answer = worker.send(code)
            except (OSError, http.client.HTTPException):
                return
            assert answer == "0"
            acknowledged.append(code)
            if number == 20:
                enough.set()

    sending = threading.Thread(target=send)
    sending.start()
    assert enough.wait(10)
    os.kill(pid, signal.SIGKILL)
    sending.join(10)
    assert all(adapter.known(code) for code in acknowledged)
    heads = [one for one in kept(national_side.url, before)["exchanges"] if one["operation"] == OPERATION]
    assert len(heads) - len(acknowledged) in (0, 1), "of the last message perhaps only the answer was lost"
    until(lambda: [child for child in children(national_side.process.pid) if child != pid])
    assert OfWorker(national_side, adapter.session).send("000.00.12.H99-250701-9999") == "0"


def test_workers_end_with_the_process_that_started_them(national_side: Running) -> None:
    [worker] = children(national_side.process.pid)
    national_side.kill()
    until(lambda: states(worker) <= {"Z"})


def test_workers_are_refused_where_they_cannot_be(tmp_path: Path) -> None:
    process = run("serve", "--workers", "2", "--tls", "--data", "national", cwd=tmp_path)
    assert process.returncode == 2
    assert "--workers 2" in process.stderr
    assert "--tls" in process.stderr


@pytest.mark.skipif(os.environ.get("DVCSIM_PROOF") != "1", reason="part of `make mutants`")
def test_a_whole_check_gives_the_same_cells(tmp_path: Path) -> None:
    found = {}
    for count in ("1", "2"):
        folder = tmp_path / count
        folder.mkdir()
        with (
            started("serve", "--port", "0", "--workers", count, "--data", "national", cwd=folder) as national_side,
            started(
                *("province", "--port", "0", "--data", "province", "--simulator", national_side.url),
                *("--claim-sheet", "province.yaml"),
                cwd=folder,
            ),
        ):
            process = run("check", "province.yaml", "--output", "out", cwd=folder, timeout=280)
            assert process.returncode in (0, 3), process.stdout + process.stderr
        cells = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))["cells"]
        names = ("service", "scenario", "weather", "verdict")
        found[count] = sorted(tuple(cell[name] for name in names) for cell in cells)
    assert found["2"] == found["1"]
