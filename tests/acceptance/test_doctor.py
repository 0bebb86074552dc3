"""The doctor as a command, before a healthy pair and before set-ups that were broken on purpose."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import run as command_line
from tests.acceptance.processes import Running, client, run, started


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Running]]:
    folder = tmp_path_factory.mktemp("doctor")
    with started("serve", "--tls", "--port", "0", "--data", "national", cwd=folder) as running:
        yield folder, running


@pytest.fixture
def dvcsim(capsys, monkeypatch) -> Callable[..., tuple[int, str]]:
    """Run a command in this process; return its exit code and what it says."""

    def call(*words: object, ca_file: str = "") -> tuple[int, str]:
        monkeypatch.setenv("DVCSIM_CA_FILE", ca_file) if ca_file else monkeypatch.delenv("DVCSIM_CA_FILE", False)
        with pytest.raises(SystemExit) as ended:
            command_line([str(word) for word in words])
        return int(ended.value.code or 0), capsys.readouterr().out

    return call


def unwell(code: int, said: str) -> dict[str, list[dict[str, Any]]]:
    """Return the lines that are not fine, by examination."""
    document = json.loads(said)
    assert document["exit_code"] == code
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in document["lines"]:
        if line["state"] != "fine":
            lines.setdefault(line["id"], []).append(line)
    return lines


def test_before_a_healthy_pair_and_after_each_thing_was_broken(national, dvcsim) -> None:
    folder, running = national
    ca_file = str(running.ready["ca_file"])
    sheet = folder / "province.yaml"
    words = ("--port", "0", "--data", "p", "--simulator", running.url, "--claim-sheet", sheet.name)
    with started("province", *words, cwd=folder, DVCSIM_CA_FILE=ca_file):
        said = run("doctor", sheet.name, "--messages-off", "--json", cwd=folder, DVCSIM_CA_FILE=ca_file)
        assert (said.returncode, set(unwell(0, said.stdout)) - {"heard"}) == (0, set())

        code, told = dvcsim("doctor", sheet, "--json")  # the authority is not trusted
        lines = unwell(code, told)
        assert code == 2
        assert "not trusted" in lines["tls"][0]["found"]["en"]
        assert "--ca-file" in lines["tls"][0]["do"]["vi"]
        assert {line["state"] for line in lines["way_back"]} == {"unclear"}

        bodies = ({"username": "demo", "password": "wrong"}, {"session": "kept", "madonvi": "000.00.00.H99"})
        for path, body in zip(("/mapi/login", "/mapi/g"), bodies, strict=True):
            more = {"service": "LayDanhMucCoQuan"} if path.endswith("g") else {}
            client().post(running.url + path, json={**body, **more}, verify=ca_file, timeout=10)
        code, told = dvcsim("doctor", sheet, "--json", ca_file=ca_file)
        lines = unwell(code, told)
        assert code == 2
        assert "wrong password" in lines["credentials"][0]["found"]["en"]
        assert "did not log in again" in lines["dead_session"][0]["found"]["en"]

    code, told = dvcsim("doctor", sheet, "--json", ca_file=ca_file)  # the system is gone
    assert "landing" in unwell(code, told)["way_back"][0]["found"]["en"]
    assert code == 2  # the credentials are still wrong, and that comes first


def test_for_a_person_it_is_a_line_each_with_what_to_do(tmp_path: Path, dvcsim, monkeypatch) -> None:
    sheet = tmp_path / "province.yaml"
    sheet.write_text("format: 1\nid: p\n", encoding="utf-8")
    code, told = dvcsim("doctor", sheet)
    assert code == 2
    assert told.startswith(f"✕ Tờ khai / Claim sheet: {sheet}")
    assert dvcsim("init", "--base-url", "https://mot-cua.tinh.gov.vn", "--force", "--output", sheet)[0] == 0
    for name in ("ADAPTER_PASSWORD", "CLIENT_SECRET", "HOOK_TOKEN"):
        monkeypatch.setenv(f"TINH_99_{name}", "x")
    code, told = dvcsim("doctor", sheet, "--simulator", "http://sim.invalid")
    assert code == 2
    assert told.splitlines()[-2].startswith("    → Dùng hệ thống thử, và thêm --test-system")
    assert "sim.invalid" not in told  # nothing is called
