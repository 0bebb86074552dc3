"""`dvcsim report` and `dvcsim diff` work from the record of a run alone."""

import json

import pytest

from simulator.report.render import RENDERERS
from tests.unit.report.run_builder import cell, events, write_run


@pytest.fixture
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_run(tmp_path / "good", list(events([cell("khai-sinh", "once/x", "PASS")])))
    write_run(tmp_path / "dvcsim-run-2", list(events([cell("khai-sinh", "once/x", "FAIL")], run="run-2")))
    return tmp_path


def test_every_report_is_written_again_beside_the_record(dvcsim, runs):
    said = dvcsim("report", "good")
    assert said.code == 0
    assert sorted(path.name for path in (runs / "good").iterdir()) == sorted([*RENDERERS, "run.ndjson"])
    assert "Next: " in said.out


@pytest.mark.parametrize("name", ["dvcsim-run-2", "dvcsim-run-2/run.ndjson", "run-2"])
def test_a_run_is_named_by_folder_file_or_id(dvcsim, runs, name):
    assert dvcsim("report", name, "--output", "there/new").code == 0
    assert sorted(path.name for path in (runs / "there/new").iterdir()) == sorted(RENDERERS)
    assert [path.name for path in (runs / "dvcsim-run-2").iterdir()] == ["run.ndjson"]


def test_the_verdict_of_the_run_is_not_the_exit_code_of_writing_its_report(dvcsim, runs):
    assert dvcsim("report", "run-2").code == 0


def test_a_report_that_cannot_be_written_is_told(dvcsim, runs, monkeypatch):
    monkeypatch.setitem(RENDERERS, "report.html", lambda record: 1 / 0)
    said = dvcsim("report", "good")
    assert said.code == 4
    assert "junit.xml" in said.out
    assert "report.html" not in said.out


def test_a_record_put_aside_does_not_overwrite_the_reports_of_the_later_run(dvcsim, runs):
    (runs / "good/run-old.ndjson").write_bytes((runs / "dvcsim-run-2/run.ndjson").read_bytes())
    said = dvcsim("report", "good/run-old.ndjson")
    assert said.code == 2
    assert "--output DIR" in said.err
    assert dvcsim("report", "good/run-old.ndjson", "--output", "old").code == 0


def test_a_run_that_is_not_there_is_a_usage_mistake_that_names_those_that_are(dvcsim, runs):
    said = dvcsim("report", "run-3")
    assert said.code == 2
    assert "no such run" in said.err
    assert "dvcsim-run-2" in said.err


def test_two_runs_that_are_the_same_exit_with_0(dvcsim, runs):
    said = dvcsim("diff", "good", "good/run.ndjson")
    assert said.code == 0
    assert "Nothing changed." in said.out


def test_a_run_that_got_worse_exits_with_1_and_one_that_got_better_with_0(dvcsim, runs):
    said = dvcsim("diff", "good", "run-2")
    assert said.code == 1
    assert "▼ PASS → FAIL  once/x · khai-sinh · calm" in said.out
    assert "Cells that got worse: 1." in said.out
    assert dvcsim("diff", "run-2", "good").code == 0


def test_cells_of_one_run_that_did_not_apply_are_only_counted(dvcsim, runs):
    cells = [cell("khai-sinh", "once/x", "PASS"), cell("lap-dien", "once/x", "NOT_APPLICABLE", session="")]
    write_run(runs / "more", list(events(cells, seed=8)))
    said = dvcsim("diff", "good", "more")
    assert said.code == 0
    assert "lap-dien" not in said.out
    assert "= 1 " in said.out
    assert "seed 7 → 8" in said.out


def test_the_difference_is_told_as_json(dvcsim, runs):
    said = dvcsim("diff", "good", "run-2", "--json")
    document = json.loads(said.out)
    assert said.code == 1
    assert document["worse"] is True
    assert document["cells"][0]["checks"] == []
