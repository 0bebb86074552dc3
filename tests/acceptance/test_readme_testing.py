"""The tests that the README shows are run by pytest as they stand there."""

import re
from pathlib import Path

from tests.acceptance.processes import ROOT
from tests.acceptance.pytest_runs import run_pytest


def test_the_unit_tests_of_the_readme_pass(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (shown,) = [block for block in blocks if "def test_" in block]
    (tmp_path / "test_shown.py").write_text(shown, encoding="utf-8")
    run = run_pytest(tmp_path)
    assert run.code == 0, run.said
    assert f"{shown.count('def test_')} passed" in run.said
