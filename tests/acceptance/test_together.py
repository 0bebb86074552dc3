"""A province and a ministry at one national side, judged at the same time: neither is taken for the other."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.acceptance.processes import client, command, environment, started


def system(role: str, url: str) -> tuple[str, ...]:
    words = ("province", "--role", role, "--port", "0", "--simulator", url)
    return (*words, "--data", role, "--claim-sheet", f"{role}.yaml")


def checked(role: str, cwd: Path, *words: str) -> subprocess.Popen[str]:
    told = command("check", f"{role}.yaml", *words, "--output", f"{role}-run")
    return subprocess.Popen(
        told, cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run_of(role: str, cwd: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((cwd / f"{role}-run" / "results.json").read_text(encoding="utf-8"))
    return document


def test_two_systems_at_one_national_side_are_judged_each_for_itself(tmp_path):
    with (
        started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as side,
        started(*system("province", side.url), cwd=tmp_path),
        started(*system("ministry", side.url), cwd=tmp_path),
    ):
        relayed = checked("province", tmp_path, "--service", "cap-ho-chieu", "--scenario", "relay/handed-over")
        handled = checked("ministry", tmp_path, "--service", "cap-ho-chieu", "--scenario", "tracking/every-status")
        said = [process.communicate(timeout=90)[0] for process in (relayed, handled)]
        leads_to = (
            client().get(f"{side.url}/citizen/services/cap-ho-chieu", headers={"Accept": "application/json"}).json()
        )
    assert (relayed.returncode, handled.returncode) == (0, 0), said
    assert {run_of(role, tmp_path)["summary"]["verdict"] for role in ("province", "ministry")} == {"PASS"}
    assert leads_to["apply"], "the portal knows a ministry that takes dossiers of this service"
    assert run_of("province", tmp_path)["run"] != run_of("ministry", tmp_path)["run"]
