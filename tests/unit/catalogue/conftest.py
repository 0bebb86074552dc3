"""A copy of the data folders that a test may change, one file at a time."""

import shutil
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue, problems
from simulator.core.data_folders import NAMES, DataFolders, data_folders
from simulator.core.errors import DataFileError

ROOT = Path(__file__).parents[3]


class Folder:
    """The data folders below a temporary path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folders = DataFolders((path,))

    def change(self, label: str, old: str, new: str) -> int:
        """Replace the one occurrence of `old`; return the line (from 1) on which it stood."""
        file = self.path / label
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {label}"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def write(self, label: str, text: str) -> None:
        file = self.path / label
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def problems(self, known_checks: frozenset[str] | None = None) -> list[DataFileError]:
        return problems(self.folders, known_checks)

    def only_problem(self, known_checks: frozenset[str] | None = None) -> str:
        """Return the text of the only problem."""
        found = [problem.text() for problem in self.problems(known_checks)]
        assert len(found) == 1, found
        return found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name in NAMES:
        shutil.copytree(ROOT / name, tmp_path / name)
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())
