"""The offline bundle: made here, installed into a new environment that knows no index, and tried there."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from tests.acceptance.processes import ROOT
from tests.architecture.portable import unsafe_names

pytestmark = pytest.mark.proof


@dataclass
class Bundle:
    folder: Path
    """Unpacked."""
    zipped: Path


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("bundle")
    said = run(str(ROOT / "scripts" / "make-bundle"), "--output", "made", cwd=folder, PYTHON=sys.executable)
    tarred, zipped = map(Path, said.split())
    assert {tarred.parent, zipped.parent} == {folder / "made"}, "a relative folder is the caller's"
    with tarfile.open(tarred) as file:
        file.extractall(folder, filter="data")
    return Bundle(folder / tarred.name.removesuffix(".tar.gz"), zipped)


def test_both_archives_hold_the_same_and_nothing_is_damaged(bundle: Bundle) -> None:
    files = {path.relative_to(bundle.folder.parent).as_posix() for path in bundle.folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(bundle.zipped) as file:
        assert {name for name in file.namelist() if not name.endswith("/")} == files
    assert unsafe_names(map(PurePosixPath, files)) == []
    for line in (bundle.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((bundle.folder / name).read_bytes()).hexdigest() == digest
    assert {"install.sh", "install.ps1", "docs", "examples", "README.md"} <= {
        one.name for one in bundle.folder.iterdir()
    }


def test_it_installs_without_an_index_and_judges(bundle: Bundle, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHON": sys.executable}
    said = run(str(bundle.folder / "install.sh"), str(target), cwd=tmp_path, **nowhere)
    assert f"{target}/bin/dvcsim demo" in said
    one = ("--role", "province", "--service", "khai-sinh", "--scenario", "once/known-not-asked", "--output", "report")
    run(str(target / "bin" / "dvcsim"), "demo", *one, cwd=tmp_path)
    cells = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))["cells"]
    assert [cell["verdict"] for cell in cells] == ["PASS"]
    collected = run(str(target / "bin" / "pytest"), "--help", cwd=tmp_path)
    assert "--province" in collected, "the plugin came along"


def test_another_python_is_told_which_one_it_needs(bundle: Bundle, tmp_path: Path) -> None:
    (bundle.folder / "python-version").write_text("3.99\n", encoding="utf-8")
    words = [str(bundle.folder / "install.sh"), str(tmp_path / "never")]
    ended = subprocess.run(words, capture_output=True, text=True, env=bare(PYTHON=sys.executable), check=False)
    assert ended.returncode == 2
    assert "python3.99" in ended.stderr
    assert not (tmp_path / "never").exists()


def run(*words: str, cwd: Path, **variables: str) -> str:
    ended = subprocess.run(
        words,
        cwd=cwd,
        env=bare(**variables),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def bare(**variables: str) -> dict[str, str]:
    """An environment in which this checkout is not to be found."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PIP_FIND_LINKS")}
    return {**kept, "PYTHONUTF8": "1", **variables}
