"""An upper floor may import a lower one, never sideways, never up; each kind of fault is planted once and caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import PACKAGE, ROOT, bad_imports, modules, project


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the package, to plant faults in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def plant(folder: Path, module: str, line: str) -> Path:
    path = folder / "simulator" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{path.read_text(encoding='utf-8') if path.exists() else ''}\n{line}\n", encoding="utf-8")
    return path


def test_the_floors_are_kept():
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/ids.py", "import simulator.domain.mark", "Floors"),
        ("web/pages.py", "from simulator.portal.blueprint import blueprint", "Floors"),
        ("vneid/keys.py", "def late():\n    from simulator.portal import blueprint", "Floors"),
        ("stack/serve.py", "from simulator.testing.turns import Turns", "Floors"),
        ("testing/turns.py", "from simulator.cli.judging import judge", "Floors"),
        ("report/har.py", "from simulator.conformance.run import run_check", "Floors"),
        ("province/desk.py", "from simulator.domain.mark import Mark", "stranger"),
        ("province/desk.py", "from simulator.wire import contracts", "stranger"),
        ("conformance/run.py", "from simulator.journal.database import Database", "HTTP only"),
    ],
)
def test_a_planted_import_is_caught(module, line, contract, copy):
    plant(copy, module, line)
    result = lint_imports(copy)
    broken = [said for said in result.stdout.splitlines() if said.endswith("BROKEN")]
    assert result.returncode == 1
    assert any(contract in said for said in broken), result.stdout


def test_a_package_without_a_floor_is_caught(copy):
    plant(copy, "attic/__init__.py", "")
    result = lint_imports(copy)
    assert result.returncode == 1
    assert "attic" in result.stdout


def test_no_import_hides_from_the_floors():
    assert [fault for path in modules() for fault in bad_imports(path, PACKAGE)] == []


@pytest.mark.parametrize(
    "line",
    ["from ..core import ids", "from . import ids", "from simulator.attic import box", "import simulator.attic.box"],
)
def test_an_import_that_hides_is_caught(line, copy):
    path = plant(copy, "domain/mark.py", line)
    assert len(bad_imports(path, copy / "simulator")) == 1


def test_every_package_has_a_floor():
    layers = project()["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = {name.strip() for layer in layers for name in layer.split("|")}
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {"__main__"}
    assert packages == floors


def test_a_report_never_judges():
    """Renderers read the record; what a check is and what it would say now is none of their business."""
    for path in (PACKAGE / "report").glob("*.py"):
        assert "simulator.checks" not in path.read_text(encoding="utf-8"), path.name
