"""The emulated systems stand alone: they import nothing of ours, and say what each of their behaviours rests on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
OURS = ("test_", "conftest", "field_runs", "ring")
"""Beginnings of the files that hold the systems to our side."""
SYSTEMS = [path for path in sorted(HERE.rglob("*.py")) if not path.name.startswith(OURS)]
MARK = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)\]")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in LATE:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant))


LATE = ("import_module", "__import__")


def foreign(text: str) -> list[str]:
    return [name for name in imported(ast.parse(text)) if str(name).split(".")[0] in ("simulator", "tests")]


def marks_of(path: Path) -> set[str]:
    """The marks in the comments and docstrings of a module."""
    text = path.read_text(encoding="utf-8")
    docstrings = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    comments = [line.partition("#")[2] for line in text.splitlines() if "#" in line]
    said = [one for one in docstrings if isinstance(one, str)] + comments
    return {mark for one in said for mark in MARK.findall(one)}


@pytest.fixture(scope="module")
def behaviours() -> dict[str, dict[str, object]]:
    return yaml.safe_load((HERE / "behaviours.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SYSTEMS, ids=lambda path: path.relative_to(HERE).as_posix())
def test_it_imports_nothing_of_ours(path):
    assert foreign(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "import simulator",
        "from simulator.wire import adapter",
        "import tests.apps.live",
        "__import__('simulator.core')",
    ],
)
def test_an_import_of_ours_is_caught(line):
    assert foreign(f"def late():\n    {line}\n") != []


def test_every_behaviour_is_in_the_code_and_every_mark_in_the_table(behaviours):
    assert {mark for path in SYSTEMS for mark in marks_of(path)} == set(behaviours)


def test_every_behaviour_says_what_it_rests_on(behaviours):
    for name, one in behaviours.items():
        assert set(one) == {"families", "mark", "facts", "text"}, name
        assert one["mark"] in ("SEEN", "INFER", "CHOSEN"), name
        assert (one["facts"] == "none") == (one["mark"] == "CHOSEN"), name
