"""A system under test, or a national side, that is not there or not what it should be: who is told what.

Nobody answers: exit code 5 before any session. Somebody answers the wrong thing: the cells are judged, and what cannot
be judged is INCONCLUSIVE (3) with the one who has to act.
"""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance.null_systems import NULL_SYSTEMS
from tests.acceptance.bad_sheets import write
from tests.acceptance.processes import Running, client, run, started
from tests.apps.live import LiveApp, closing_server, free_address, silent_server

ONE = ("--service", "khai-sinh", "--scenario", "once/known-not-asked")
FILES = ("run.ndjson", "results.json", "junit.xml", "report.html", "exchanges.har")


@pytest.fixture(scope="module")
def national_side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("national")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as running:
        yield running


@pytest.fixture(scope="module")
def odd_system() -> Iterator[LiveApp]:
    server = LiveApp()
    yield server
    server.stop()


def check(folder: Path, base_url: str, simulator: str, *words: str) -> tuple[int, str, str]:
    """Check a system at that address; return exit code, output and errors, none of which is a traceback."""
    write(folder / "province.yaml", "http://127.0.0.1:8031\n", f"{base_url}\n", "read_seconds: 10", "read_seconds: 0.5")
    process = run("check", "province.yaml", "--simulator", simulator, "--output", "out", *words, cwd=folder)
    assert "Traceback" not in process.stdout + process.stderr
    return process.returncode, process.stdout, process.stderr


def results(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "out" / "results.json").read_text(encoding="utf-8"))
    return document


ABSENT = {
    "nobody": (lambda: nullcontext(free_address()), "refused: nobody listens"),
    "hangs up": (closing_server, "closed: the connection was closed"),
    "too late": (silent_server, "timeout: no answer in the time"),
}


@pytest.mark.parametrize("kind", ABSENT)
def test_a_system_without_an_answer_is_5_before_any_session(national_side: Running, tmp_path: Path, kind: str) -> None:
    absent, seen = ABSENT[kind]
    before = client().get(f"{national_side.url}/admin/sessions", timeout=10).json()
    system: AbstractContextManager[str] = absent()
    with system as url:
        code, _, said = check(tmp_path, url, national_side.url)
    assert code == 5, said
    assert f"{url}/vi/nps/apply: {seen}" in said
    assert "base_url and landing in province.yaml" in said
    assert client().get(f"{national_side.url}/admin/sessions", timeout=10).json() == before
    assert all((tmp_path / "out" / name).stat().st_size > 0 for name in FILES)
    cells = results(tmp_path)["cells"]
    applicable = [cell for cell in cells if cell["verdict"] != "NOT_APPLICABLE"]
    assert {cell["verdict"] for cell in applicable} == {"NOT_RUN"}
    assert any(f"{url}/vi/nps/apply" in cell["reason"]["vi"] for cell in applicable)


@pytest.mark.parametrize(
    ("kind", "seen"), [("html-page", "text/html"), ("always-500", "500"), ("always-200", "fields")]
)
def test_a_system_that_answers_the_wrong_thing_is_judged(
    national_side: Running, odd_system: LiveApp, tmp_path: Path, kind: str, seen: str
) -> None:
    odd_system.app = NULL_SYSTEMS[kind]
    code, _, said = check(tmp_path, odd_system.url, national_side.url, *ONE)
    assert code == 3, said
    (cell,) = results(tmp_path)["cells"]
    assert cell["verdict"] == "INCONCLUSIVE"
    first = cell["checks"][0]
    assert (first["verdict"], first["owner"]) == ("INCONCLUSIVE", "province")
    assert seen in first["found"]
    assert first["exchanges"]
    assert first["remedy"]["vi"]
    assert first["remedy"]["en"]


@pytest.mark.parametrize("kind", ["html-page", "always-200", "always-500"])
def test_a_simulator_that_is_not_ours_is_named(odd_system: LiveApp, tmp_path: Path, kind: str) -> None:
    odd_system.app = NULL_SYSTEMS[kind]
    code, _, said = check(tmp_path, "http://127.0.0.1:8031", odd_system.url)
    assert code == 5, said
    assert odd_system.url in said
    assert "not dvcsim" in said or "of dvcsim" in said
    assert "--simulator" in said
    assert not (tmp_path / "out").exists()


def test_a_simulator_elsewhere_is_not_started_here(tmp_path: Path) -> None:
    """Only this machine is ours to start something on; a name that cannot exist reaches no host."""
    code, _, said = check(tmp_path, "http://127.0.0.1:8031", "http://khong-co.invalid:8025")
    assert code == 5, said
    assert "http://khong-co.invalid:8025" in said
    assert "does not resolve" in said
    assert "dvcsim serve" in said


@pytest.mark.parametrize("url", ["127.0.0.1:8025", "http://127.0.0.1:99999", "ftp://127.0.0.1"])
def test_a_simulator_that_is_no_address_is_a_usage_mistake(tmp_path: Path, url: str) -> None:
    code, _, said = check(tmp_path, "http://127.0.0.1:8031", url)
    assert code == 2, said
    assert url in said
    assert "--simulator" in said


def test_other_machines_are_not_served_without_a_token(tmp_path: Path) -> None:
    process = run("serve", "--host", "0.0.0.0", "--port", "0", "--data", "national", cwd=tmp_path)
    assert process.returncode == 2
    assert "--admin-token" in process.stderr
    assert "Traceback" not in process.stderr
    assert not (tmp_path / "national").exists()
