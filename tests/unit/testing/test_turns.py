"""Processes take turns: never more at once than there are seats, and one that is alone has the system for itself."""

import subprocess
import sys
from pathlib import Path

from tests.acceptance.processes import environment

WORKER = """
import sys, time
from pathlib import Path
from simulator.testing.turns import Turns

folder, name, alone = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "alone"
turns = Turns(folder / "turns", 2)
for number in range(4):
    with turns.turn(alone):
        mark = folder / f"{'alone' if alone else 'shared'}-{name}"
        mark.touch()
        there = [path.name.split("-")[0] for path in folder.glob("*-*") if path.is_file()]
        assert len(there) <= 2, there
        assert "alone" not in there or there == ["alone"], there
        mark.unlink()
print("done")
"""


def test_turns_of_several_processes(tmp_path: Path) -> None:
    kinds = ("shared", "shared", "shared", "alone")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(tmp_path), str(number), kind],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number, kind in enumerate(kinds)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in running] == ["done"] * 4


def test_a_process_that_dies_gives_its_turn_back(tmp_path: Path) -> None:
    dying = "import os, sys; from pathlib import Path; from simulator.testing.turns import Turns\n"
    dying += "turn = Turns(Path(sys.argv[1]), 1).turn(True); turn.__enter__(); os._exit(9)"
    for _ in range(2):
        process = subprocess.run(
            [sys.executable, "-c", dying, str(tmp_path)], env=environment(), timeout=30, check=False
        )
        assert process.returncode == 9
