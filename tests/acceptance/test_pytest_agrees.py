"""`pytest --province` says of every cell, and of every check in it, what `dvcsim check` says: they share the engine.

`make mutants` compares ten defective systems (DVCSIM_AGREEMENTS), `make test` none.
"""

from pathlib import Path

import pytest

from simulator.domain.outcome import Verdict
from tests.acceptance.laboratory import Laboratory
from tests.acceptance.pytest_runs import PytestRun, cells, run_pytest, wanted
from tests.acceptance.test_defects import SHOWN_BY

EVERYWHERE = ("once/*", "data/*", "tracking/every-status", "tracking/outage-catch-up")
HEALTHY = EVERYWHERE if wanted("DVCSIM_AGREEMENTS", 0) else ("once/known-not-asked", "tracking/outage-catch-up")
DEFECTS = (
    "status-lost",
    "no-catch-up",
    "asks-known-residence",
    "demands-id-copy",
    "strips-diacritics",
    "stale-overwrites",
    "doubled-step",
    "reason-swallowed",
    "turns-away-in-outage",
    "promises-later",
)[: wanted("DVCSIM_AGREEMENTS", 0)]
OUTCOME = {"FAIL": "failure", "INCONCLUSIVE": "failure", "ERROR": "error", "NOT_RUN": "skipped"}


def compared(laboratory: Laboratory, folder: Path, defect: str, scenarios: tuple[str, ...], *words: str) -> PytestRun:
    """Judge one system both ways, and hold every cell against the other's."""
    chosen = [word for one in scenarios for word in ("--dvcsim-scenario", one)]
    with laboratory.system(defect) as sheet:
        record = laboratory.judge(sheet, folder / "check", *scenarios)
        run = run_pytest(folder, "--province", sheet.label, "--dvcsim-service", "khai-sinh", *chosen, *words)
    checked = cells({"cells": [cell.to_json() for cell in record.cells.values()]})
    assert checked
    assert cells(run.results) == checked, run.said
    assert run.junit == {name: (OUTCOME.get(verdict, "passed"), verdict) for name, (verdict, _) in checked.items()}
    assert run.results["summary"]["verdict"] == record.verdict.value
    assert "Traceback" not in run.said
    return run


def test_a_healthy_system(laboratory: Laboratory, tmp_path: Path) -> None:
    run = compared(laboratory, tmp_path, "", HEALTHY)
    assert run.code == 0, run.said
    assert {verdict for _, verdict in run.junit.values()} == {"PASS"}
    assert (run.folder / "report.html").stat().st_size


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defective_system(laboratory: Laboratory, tmp_path: Path, defect: str) -> None:
    scenarios = tuple({"once/known-not-asked": None, **dict.fromkeys(SHOWN_BY[defect][1:])})
    workers = ("-n", "2") if len(DEFECTS) > 2 else ()  # workers cost seconds to start
    run = compared(laboratory, tmp_path, defect, scenarios, *workers)
    verdicts = [Verdict(verdict) for _, verdict in run.junit.values()]
    assert set(verdicts) & {Verdict.FAIL, Verdict.WARN, Verdict.INCONCLUSIVE}
    assert run.code == int(Verdict.FAIL in verdicts or Verdict.INCONCLUSIVE in verdicts)
