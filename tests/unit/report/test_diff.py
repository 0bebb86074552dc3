"""What counts as worse between two runs, and what is told of it."""

from itertools import pairwise

import pytest

from simulator.domain.outcome import Verdict
from simulator.report.diff import Direction, Step, diff_runs
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import cell, check, events

GOOD_TO_BAD = ["PASS", "ATTESTED", "WARN", "NOT_APPLICABLE", "NOT_RUN", "INCONCLUSIVE", "FAIL", "ERROR"]


def run(*cells, **head) -> RunRecord:
    record = RunRecord()
    for event in events(list(cells), **head):
        record.add(event)
    return record


def one(verdict, *checks, service="khai-sinh"):
    made = [check(name, "SYNC-STATUS", said, ("vì", "because")) for name, said in checks]
    return cell(service, "once/x", verdict, made)


def test_the_same_run_differs_in_nothing(record):
    found = diff_runs(record, record)
    assert (found.cells, found.ground, found.worse) == ((), {}, False)


@pytest.mark.parametrize(("better", "worse"), list(pairwise(GOOD_TO_BAD)))
def test_each_verdict_is_better_than_the_next(better, worse):
    assert Step(Verdict(better), Verdict(worse)).direction is Direction.WORSE
    assert Step(Verdict(worse), Verdict(better)).direction is Direction.BETTER


def test_every_verdict_has_its_place():
    assert set(GOOD_TO_BAD) == {verdict.value for verdict in Verdict}


def test_a_cell_that_got_worse_is_told_with_the_check_that_did():
    found = diff_runs(run(one("PASS", ("a", "PASS"), ("b", "PASS"))), run(one("FAIL", ("a", "PASS"), ("b", "FAIL"))))
    (changed,) = found.cells
    assert changed.key == ("once/x", "khai-sinh", "calm")
    assert (changed.verdict.before, changed.verdict.after) == (Verdict.PASS, Verdict.FAIL)
    assert list(changed.checks) == ["b"]
    assert found.worse


def test_a_cell_that_got_better_is_not_worse():
    assert not diff_runs(run(one("FAIL", ("a", "FAIL"))), run(one("PASS", ("a", "PASS")))).worse


def test_a_check_that_disappeared_is_worse_though_the_cell_passes():
    found = diff_runs(run(one("PASS", ("a", "PASS"), ("b", "PASS"))), run(one("PASS", ("a", "PASS"))))
    assert found.cells[0].verdict.direction is Direction.SAME
    assert found.cells[0].checks["b"].after is None
    assert found.worse


def test_a_check_that_appeared_and_passes_is_better():
    found = diff_runs(run(one("PASS", ("a", "PASS"))), run(one("PASS", ("a", "PASS"), ("b", "PASS"))))
    assert found.cells[0].checks["b"].direction is Direction.BETTER
    assert not found.worse


def test_several_outcomes_of_one_check_count_as_the_worst():
    found = diff_runs(run(one("FAIL", ("a", "PASS"), ("a", "FAIL"))), run(one("FAIL", ("a", "FAIL"), ("a", "WARN"))))
    assert found.cells == ()


def test_a_passing_cell_that_is_gone_is_worse_and_a_new_failing_one_too():
    assert diff_runs(run(one("PASS")), run()).worse
    assert diff_runs(run(), run(one("FAIL"))).worse


def test_a_cell_that_did_not_apply_may_come_and_go():
    relayed = one("NOT_APPLICABLE")
    assert not diff_runs(run(relayed), run()).worse
    assert not diff_runs(run(), run(relayed)).worse


def test_runs_on_another_ground_say_so():
    found = diff_runs(run(one("PASS")), run(one("PASS"), as_of="2026-01-01", seed=8))
    assert found.ground == {"as_of": ("2025-07-01", "2026-01-01"), "seed": ("7", "8")}


def test_the_document_names_both_runs_and_every_change():
    document = diff_runs(run(one("PASS", ("a", "PASS"))), run(one("FAIL", ("a", "FAIL")), run="run-2")).to_json()
    assert (document["format"], document["worse"]) == ("dvcsim-diff/1", True)
    assert (document["before"]["run"], document["after"]["run"]) == ("run-0a1b2c3d4e5f", "run-2")
    (changed,) = document["cells"]
    assert (changed["service"], changed["before"], changed["after"], changed["change"]) == (
        "khai-sinh", "PASS", "FAIL", "worse",
    )  # fmt: skip
    assert changed["checks"] == [{"id": "a", "before": "PASS", "after": "FAIL", "change": "worse"}]
