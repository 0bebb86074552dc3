"""`dvcsim --help` answers at once: it imports none of the heavy libraries."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.house import ROOT

PROBE = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from simulator.cli.main import run
run(sys.argv[1:])
"""
HEAVY = {
    "flask",
    "requests",
    "faker",
    "rich",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "yaml",
    "sqlite3",
    "cheroot",
    "authlib",
}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["no-such-command"]])
def test_help_imports_nothing_heavy(words):
    probe = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    loaded = set(json.loads(probe.stderr.splitlines()[-1]))
    assert "click" in loaded
    assert HEAVY & loaded == set()
