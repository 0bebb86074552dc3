"""Every row of the plan has a home in this product, or a reason why it has none."""

import importlib.util
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simulator.core.yaml_file import load_path

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_02", ROOT / "docs" / "plan_02.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data() -> dict[str, Any]:
    loaded: dict[str, Any] = load_path(ROOT / "docs" / "plan-02.yaml")
    return loaded


def test_every_number_has_a_home_that_is_there_or_announced_or_a_reason(
    script: ModuleType, data: dict[str, Any]
) -> None:
    assert list(script.problems(data)) == []
    assert [row["number"] for row in data["rows"]] == list(range(1, 30))


def test_the_page_is_up_to_date(script: ModuleType) -> None:
    assert script.main(["--check"]) == 0, "run `make docs` and commit docs/plan-02.md"


def test_the_page_has_a_line_for_each_number_in_both_languages(script: ModuleType, data: dict[str, Any]) -> None:
    lines = [line for line in script.page(data).splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert len(lines) == 29
    for row, line in zip(data["rows"], lines, strict=True):
        assert row["says"]["vi"] in line
        assert row["says"]["en"] in line
        assert "● " in line or "○ " in line or "– " in line


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (6, {"homes": [{"family": "dta"}]}, "row 6: family dta is neither there nor under `later`"),
        (1, {"homes": [{"command": "chek"}]}, "row 1: command chek is neither there nor"),
        (2, {"homes": [{"file": "services/sets/essential-26.yaml"}]}, "row 2: file services/sets/essential-26.yaml"),
        (6, {"homes": [{"familly": "data"}]}, "unknown kind of home 'familly' - did you mean family"),
        (6, {"homes": []}, "row 6: expected either homes or out_of_scope"),
        (27, {"homes": [{"family": "once"}]}, "row 27: expected either homes or out_of_scope"),
        (9, {"sources": ["BGG"]}, "row 9: unknown source 'BGG'"),
        (9, {"number": 8}, "expected the numbers 1 to 29"),
    ],
)
def test_a_row_that_leads_nowhere_is_told(
    script: ModuleType, data: dict[str, Any], number: int, change: dict[str, Any], said: str
) -> None:
    changed = deepcopy(data)
    changed["rows"][number - 1] |= change
    assert any(said in problem for problem in script.problems(changed))


def test_what_is_there_is_told_from_what_comes_later(script: ModuleType, data: dict[str, Any]) -> None:
    row = {"homes": [{"family": "once"}, {"command": "gate"}]}
    assert script._where(row, data["later"]) == (
        "● [scenarios/once/](../scenarios/once)<br>○ `dvcsim gate` quyết định ai được vận hành / who may go live"
    )
