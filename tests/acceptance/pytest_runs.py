"""Runs `pytest --province` as a process, the plugin being the one of this checkout, and reads what came of it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.acceptance.processes import environment

PLUGIN = () if entry_points(group="pytest11", name="dvcsim") else ("-p", "simulator.testing.plugin")
"""What loads the plugin where the package is not installed from this checkout."""


def pytest_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *PLUGIN, "-p", "no:cacheprovider", *words]


@dataclass(frozen=True)
class PytestRun:
    """A run that has ended."""

    code: int
    said: str
    folder: Path

    @property
    def results(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))
        return document

    @property
    def junit(self) -> dict[str, tuple[str, str]]:
        """Item -> (passed, failure, error or skipped; verdict)."""
        found = {}
        for case in ElementTree.parse(self.folder / "pytest.xml").iter("testcase"):
            kinds = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
            verdicts = [one.attrib["value"] for one in case.iter("property") if one.attrib["name"] == "verdict"]
            found[case.attrib["name"]] = (kinds[0] if kinds else "passed", verdicts[0] if verdicts else "")
        return found


def run_pytest(folder: Path, *words: str, **variables: str) -> PytestRun:
    """Run pytest in the folder; its JUnit file and the reports are written to `folder/reports`."""
    reports = folder / "reports"
    process = subprocess.run(
        pytest_command(*words, "--junitxml", str(reports / "pytest.xml"), "--dvcsim-output", str(reports)),
        cwd=folder,
        env=environment({"XDG_DATA_HOME": str(folder / "data"), "COLUMNS": "200", **variables}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    return PytestRun(process.returncode, process.stdout + process.stderr, reports)


def cells(results: Mapping[str, Any]) -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """Return item -> verdict and the verdict of each check, of the cells that apply."""
    return {
        f"{cell['service']}/{cell['scenario']}[{cell['weather']}]": (
            cell["verdict"],
            tuple((f"{check['id']}/{check['case']}", check["verdict"]) for check in cell["checks"]),
        )
        for cell in results["cells"]
        if cell["verdict"] != "NOT_APPLICABLE"
    }


def wanted(name: str, usual: int) -> int:
    """Return how much the environment asks for."""
    return int(os.environ.get(name, str(usual)))
