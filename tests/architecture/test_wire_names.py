"""Names of wire fields live behind one door: in `wire/`, in the province's own messages, and in the data folders."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.house import PACKAGE, ROOT, modules

DOORS = ("wire", "province")
WIRE_NAME = re.compile(r"[A-Z][a-z]+(?:[A-Z]+[a-z]*)+|[a-z]+[A-Z]+[A-Za-z]*")
NOT_OURS = {"madonvi"}


def properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value)


@pytest.fixture(scope="module")
def wire_names() -> frozenset[str]:
    """Property names of the national contracts that are no English words."""
    names: set[str] = set()
    for party in ("portal", "payment", "registries", "vneid"):
        for path in (ROOT / "contracts" / party).glob("*.schema.json"):
            names.update(properties(json.loads(path.read_text(encoding="utf-8"))))
    return frozenset(name for name in names if WIRE_NAME.fullmatch(name)) | NOT_OURS


def wire_names_in(path: Path, names: frozenset[str]) -> list[str]:
    """Return where a wire name stands as a string of its own; a sentence that mentions one is prose."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in names
    ]


def test_the_contracts_have_wire_names(wire_names):
    assert {"MaHoSo", "TrangThaiHoSo", "SoDinhDanh", "madonvi"} <= wire_names


def test_no_wire_name_stands_outside_the_doors(wire_names):
    outside = [path for path in modules() if path.relative_to(PACKAGE).parts[0] not in DOORS]
    assert [fault for path in outside for fault in wire_names_in(path, wire_names)] == []


def test_a_wire_name_outside_is_caught(tmp_path, wire_names, monkeypatch):
    monkeypatch.setattr("tests.architecture.test_wire_names.PACKAGE", tmp_path)
    path = tmp_path / "x.py"
    path.write_text('"""MaHoSo in prose is fine."""\nrow = {"MaHoSo": code}\n', encoding="utf-8")
    assert wire_names_in(path, wire_names) == ["x.py:2: MaHoSo"]
