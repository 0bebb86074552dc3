"""The data folders hold data, and a wheel ships exactly them."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.house import DATA, PACKAGE, ROOT, tracked

KINDS = {".yaml", ".json", ".md"}


def test_there_is_no_code_in_the_data_folders():
    assert {Path(name).suffix for name in tracked(*DATA)} <= KINDS


def test_a_checkout_has_no_copy_of_the_data_inside_the_package():
    assert not (PACKAGE / "data").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_the_data_and_nothing_more(wheel):
    prefix = "simulator/data/"
    shipped = sorted(name.removeprefix(prefix) for name in wheel.namelist() if name.startswith(prefix))
    assert shipped == tracked(*DATA)


def test_the_wheel_holds_the_package_with_its_pages(wheel):
    shipped = {name for name in wheel.namelist() if name.startswith("simulator/") and "/data/" not in name}
    assert set(tracked("simulator")) <= shipped
    assert not any(name.startswith(("tests/", "docs/", "benchmarks/")) for name in wheel.namelist())


def test_the_wheel_carries_its_licence_and_the_command(wheel):
    names = wheel.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    entry = next(name for name in names if name.endswith("entry_points.txt"))
    assert "dvcsim = simulator.cli.main:run" in wheel.read(entry).decode()
