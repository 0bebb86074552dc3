"""`dvcsim serve`, `province` and `check` as three processes, as a supplier would use them."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.acceptance.processes import client, command, run, started

FILES = ("run.ndjson", "results.json", "junit.xml", "report.html", "exchanges.har")
ONE = ("--service", "khai-sinh", "--scenario", "once/known-not-asked")


@pytest.fixture
def sheet(tmp_path):
    """Both sides running; the claim sheet of the province."""
    with (
        started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as national_side,
        started(
            *("province", "--port", "0", "--data", "province", "--simulator", national_side.url),
            *("--claim-sheet", "province.yaml"),
            cwd=tmp_path,
        ),
    ):
        yield tmp_path / "province.yaml"


def verdicts(folder: Path) -> list[str]:
    return [cell["verdict"] for cell in json.loads((folder / "results.json").read_text(encoding="utf-8"))["cells"]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_system_is_checked_twice_on_the_same_national_side(sheet):
    for output in ("first", "second"):
        process = run("check", "province.yaml", *ONE, "--output", output, cwd=sheet.parent)
        assert process.returncode == 0, process.stdout + process.stderr
        assert verdicts(sheet.parent / output) == ["PASS"]


def test_without_a_folder_the_reports_go_to_one_of_their_own(sheet):
    process = run("check", "province.yaml", *ONE, cwd=sheet.parent)
    folder = re.search(r"Report: (dvcsim-\S+)/report\.html", process.stdout)
    assert folder
    document = json.loads((sheet.parent / folder[1] / "results.json").read_text(encoding="utf-8"))
    assert folder[1] == f"dvcsim-{document['run']}"


def test_a_national_side_is_started_where_the_claim_sheet_says(tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with started("serve", "--port", str(port), "--data", "national", cwd=tmp_path) as national_side:
        province = started(
            *("province", "--port", "0", "--data", "province", "--simulator", url, "--claim-sheet", "province.yaml"),
            cwd=tmp_path,
        )
        with province:
            national_side.process.send_signal(signal.SIGTERM)
            assert national_side.wait_for_death() == 0
            process = run("check", "province.yaml", *ONE, "--output", "out", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path))
    assert process.returncode == 0, process.stdout + process.stderr
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 1)


def test_a_system_that_nobody_started_is_5_and_says_what_to_do(tmp_path):
    with started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as national_side:
        with started(
            *("province", "--port", "0", "--data", "province", "--simulator", national_side.url),
            *("--claim-sheet", "province.yaml"),
            cwd=tmp_path,
        ):
            pass
        process = run("check", "province.yaml", *ONE, "--output", "out", cwd=tmp_path)
    assert process.returncode == 5, process.stdout + process.stderr
    assert "base_url" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_first_ctrl_c_reports_what_there_is_and_the_run_can_go_on(sheet):
    told = ("--scenario", "once/*", "--scenario", "data/*", "--scenario", "tracking/*")
    words = command("check", "province.yaml", "--service", "khai-sinh", *told, "--output", "out")
    process = subprocess.Popen(
        words, cwd=sheet.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
    )  # fmt: skip
    while "1/" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, out + err
    assert "Ctrl-C again" in err
    assert "--resume out" in out
    first = verdicts(sheet.parent / "out")
    assert set(first) - {"NOT_APPLICABLE"} == {"PASS", "NOT_RUN"}
    assert all((sheet.parent / "out" / name).stat().st_size > 0 for name in FILES)
    for cell in json.loads((sheet.parent / "out" / "results.json").read_text(encoding="utf-8"))["cells"]:
        assert cell["verdict"] in ("PASS", "NOT_APPLICABLE") or "stopped" in cell["reason"]["en"]
    record = (sheet.parent / "out" / "run.ndjson").read_bytes()
    again = run("check", "province.yaml", "--resume", "out", cwd=sheet.parent)
    assert again.returncode == 0, again.stdout + again.stderr
    assert set(verdicts(sheet.parent / "out")) - {"NOT_APPLICABLE"} == {"PASS"}
    assert len(verdicts(sheet.parent / "out")) == len(first)
    assert (sheet.parent / "out" / "run.ndjson").read_bytes().startswith(record), "what was recorded stays"


def test_a_run_in_the_background_ends_with_its_reports(sheet):
    process = run("check", "province.yaml", *ONE, "--detach", "--output", "out", cwd=sheet.parent)
    assert process.returncode == 0, process.stderr
    number = int(re.search(r"process ([0-9]+)", process.stdout)[1])
    deadline = time.monotonic() + 60
    while not (sheet.parent / "out" / "exchanges.har").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert verdicts(sheet.parent / "out") == ["PASS"], number


def test_a_token_guards_the_administration(tmp_path):
    words = ("serve", "--port", "0", "--data", "national", "--admin-token", "open-sesame")
    with started(*words, cwd=tmp_path) as national_side:
        assert client().get(f"{national_side.url}/admin/status", timeout=5).status_code == 401
        with started(
            *("province", "--port", "0", "--data", "province", "--simulator", national_side.url),
            *("--claim-sheet", "province.yaml"),
            cwd=tmp_path,
        ):
            closed = run("check", "province.yaml", *ONE, "--output", "no", cwd=tmp_path)
            opened = run(
                *("check", "province.yaml", *ONE, "--output", "yes", "--admin-token", "open-sesame"), cwd=tmp_path
            )
    assert closed.returncode == 2, closed.stderr
    assert opened.returncode == 0, opened.stderr
    assert "open-sesame" not in (tmp_path / "yes" / "run.ndjson").read_text(encoding="utf-8")


def test_one_defect_is_proven_to_be_found(tmp_path):
    told = ("--service", "khai-sinh", "--scenario", "data/no-replaced-paper")
    process = run(*("mutants", "--defect", "demands-id-copy", *told, "--no-nulls", "--json"), cwd=tmp_path)
    assert process.returncode == 0, process.stdout + process.stderr
    row = json.loads(process.stdout)["defects"][0]
    assert (row["fate"], row["observed"]) == ("killed", {"replaced_paper_not_asked": "FAIL"})
