"""A run that waits while the national side is killed and started again goes on to the same verdict."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.processes import client, command, environment, start, started

MOMENTS = tuple(2 + 9 * number for number in range(int(os.environ.get("DVCSIM_CRASHES", "1"))))
"""How many exchanges of the run the national side sees before it is killed: from the first login to the last report."""


def exchanges_of_sessions(url: str, enough: int, run: subprocess.Popen[str]) -> int:
    """How many exchanges belong to sessions, as soon as there are enough or the run has ended."""
    position, count = 0, 0
    while count < enough and run.poll() is None:
        query = {"after": position, "wait": 10, "limit": 100}
        answer = client().get(f"{url}/admin/exchanges", params=query, timeout=60).json()
        count += sum(bool(exchange["sessions"]) for exchange in answer["exchanges"])
        position = max([position, *(exchange["id"] for exchange in answer["exchanges"])])
    return count


def not_passed(cell: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What keeps a cell that was selected from being a PASS, in words that help to find out why."""
    return [
        (cell["scenario"], check["id"], check["message"]["en"])
        for check in cell["checks"]
        if check["verdict"] != "PASS"
    ]


@pytest.mark.parametrize("after", MOMENTS)
def test_a_kill_in_the_middle_changes_no_verdict(tmp_path: Path, after: int) -> None:
    sheet, data, out = tmp_path / "province.yaml", str(tmp_path / "national"), tmp_path / "out"
    national = start("serve", "--port", "0", "--data", data, cwd=tmp_path)
    port = national.url.rsplit(":", 1)[1]
    with started(
        "province", "--simulator", national.url, "--port", "0", "--data", str(tmp_path / "province"),
        "--claim-sheet", str(sheet), cwd=tmp_path,
    ):  # fmt: skip
        check = subprocess.Popen(
            command(
                "check", str(sheet), "--simulator", national.url, "--service", "khai-sinh",
                "--scenario", "tracking/*", "--output", str(out),
            ),
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )  # fmt: skip
        assert exchanges_of_sessions(national.url, after, check) >= after
        national.kill()
        with started("serve", "--port", port, "--data", data, cwd=tmp_path):
            said, _ = check.communicate(timeout=90)
    assert check.returncode == 0, said
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert [told for cell in results["cells"] for told in not_passed(cell)] == []
    assert results["summary"]["verdict"] == "PASS"
    assert "Traceback" not in said
