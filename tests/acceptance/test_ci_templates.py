"""The commands of the templates in `examples/ci/`, run as they stand by a shell, against the reference province.

Only the ports are others, one scenario stands for all, and `pip` is not let out.
"""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.processes import ROOT, environment
from tests.acceptance.pytest_runs import PLUGIN, cells
from tests.apps.live import free_address

pytestmark = pytest.mark.proof
TEMPLATES = ROOT / "examples" / "ci"
SELECTION = "--service khai-sinh --scenario once/known-not-asked"
WRITTEN = ("check/junit.xml", "check/report.html", "pytest.xml", "pytest/report.html", "serve.log", "system.log")


def github(document: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Each step is a shell of its own."""
    job = document["jobs"]["conformance"]
    return job["env"], [step["run"] for step in job["steps"] if "run" in step]


def gitlab(document: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """All lines go to one shell."""
    job = document["conformance"]
    return job["variables"], ["\n".join([*job["before_script"], *job["script"]])]


READ: dict[str, Callable[[dict[str, Any]], tuple[dict[str, str], list[str]]]] = {
    "github-actions.yml": github,
    "gitlab-ci.yml": gitlab,
}


def test_every_template_is_tried() -> None:
    assert {path.name for path in TEMPLATES.iterdir()} == set(READ)


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="runners have bash and curl")
@pytest.mark.parametrize("template", READ)
def test_the_commands_of_a_template_judge_the_system(template: str, tmp_path: Path, programs: Path) -> None:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for port in ("8025", "8030"):
        text = text.replace(port, free_address().rpartition(":")[2])
    text = text.replace("check province.yaml", f"check province.yaml {SELECTION}")
    text = text.replace("--province province.yaml", f"--province province.yaml {dvcsim(SELECTION)}")
    variables, steps = READ[template](yaml.safe_load(text))
    (tmp_path / "dvcsim-0.1.0-py3-none-any.whl").touch()
    script = "\n".join(f"bash -e <<'STEP'\n{step}\nSTEP" for step in steps)
    code, said = run_shell(script, tmp_path, {**variables, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})
    assert code == 0, said
    assert "install dvcsim-0.1.0-py3-none-any.whl[testing] pytest-xdist" in said
    assert all((tmp_path / "report" / name).is_file() for name in WRITTEN)
    both = [cells_in(tmp_path / "report" / name / "results.json") for name in ("check", "pytest")]
    assert both[0] == both[1]
    assert [verdict for verdict, _ in both[0].values()] == ["PASS"]


def dvcsim(words: str) -> str:
    return words.replace("--", "--dvcsim-")


def cells_in(path: Path) -> dict[str, Any]:
    return dict(cells(json.loads(path.read_text(encoding="utf-8"))))


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The commands of an installation, but of this checkout; and a `pip` that only says what it is asked."""
    folder = tmp_path / "programs"
    folder.mkdir()
    lines = {
        "dvcsim": f'exec "{sys.executable}" -m simulator "$@"',
        "pytest": f'exec "{sys.executable}" -m pytest {" ".join(PLUGIN)} "$@"',
        "pip": 'echo pip "$@"',
    }
    for name, line in lines.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return folder


def run_shell(script: str, folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """Run the script as a runner does, and end with it what it left in the background."""
    process = subprocess.Popen(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=environment(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=150)
    finally:
        with suppress(ProcessLookupError):  # nothing was left
            os.killpg(process.pid, signal.SIGTERM)
    return process.returncode, said
