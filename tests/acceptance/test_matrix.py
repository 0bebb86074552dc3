"""The matrix proves something: what does nothing useful earns nothing, and a check that looks away is told."""

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.checks import CHECKS
from simulator.conformance.mutants import Fate, must_passes, not_run, run_mutants
from simulator.domain.outcome import Judgement, Verdict
from simulator.province.defects import catalogue as defects
from tests.acceptance.laboratory import Laboratory
from tests.acceptance.processes import command, environment

SAMPLE = ("echo", "random-json")
"""One that answers what it was told, and one whose answers are well-formed."""
DEFECT, CHECK, SCENARIO = "demands-id-copy", "replaced_paper_not_asked", "data/no-replaced-paper"


@pytest.mark.parametrize("name", SAMPLE)
def test_a_system_that_does_nothing_useful_passes_no_must(laboratory: Laboratory, tmp_path: Path, name: str) -> None:
    """`make mutants` tries all of them in every weather; here two in the calm one, with less patience."""
    with laboratory.null_system(name) as sheet:
        record = laboratory.judge(sheet, tmp_path / "out", weathers=("calm",), patience=0.2)
    ran = {cell.verdict for cell in record.cells.values()} - {Verdict.NOT_APPLICABLE}
    assert sum(cell.verdict is not Verdict.NOT_APPLICABLE for cell in record.cells.values()) > 15
    assert not_run(record) == ""
    assert must_passes(record) == ()
    assert ran <= {Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN}, "a rule that is not certain warns"


def test_a_check_that_always_passes_leaves_its_defect_silent(
    laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = replace(CHECKS[CHECK], judge=lambda evidence: Judgement(witness=(evidence.facts[0].exchange,)))
    monkeypatch.setitem(CHECKS, CHECK, blind)

    matrix = run_mutants(
        [defect for defect in defects() if defect.id == DEFECT],
        lambda defect, _profile: laboratory.system(defect),
        lambda sheet, label, _scenarios: laboratory.judge(sheet, tmp_path / (label or "clean"), SCENARIO),
    )

    assert [(row.id, row.fate) for row in matrix.defects] == [(DEFECT, Fate.SILENT)]
    assert matrix.clean == {}
    assert CHECK in matrix.never_tripped
    assert not matrix.proven


@pytest.mark.proof
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells a process's children")
def test_ctrl_c_ends_the_matrix_with_everything_that_it_started(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("mutants", "--service", "khai-sinh", "--scenario", SCENARIO, "--no-nulls", "--jobs", "2"),
        cwd=tmp_path,
        env=environment({"TMPDIR": str(tmp_path)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stderr is not None
    assert "without a defect" in process.stderr.readline()
    while not (children := children_of(process.pid)):
        assert process.poll() is None, "it started nothing after its first row"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, out + err
    assert "interrupted" in err
    assert "Traceback" not in err
    assert not [child for child in children if is_alive(child)]
    assert list(tmp_path.glob("dvcsim-*")) == []


def children_of(pid: int) -> list[int]:
    """The processes that a process has started; none for a moment between two rows."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended since
            found += map(int, path.read_text().split())
    return found


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
