import logging

import pytest

from simulator.conformance import RunOptions, StopSignal
from simulator.core.errors import SystemUnreachable
from simulator.core.exit_status import ExitStatus
from simulator.stack import checking
from simulator.stack.checking import check_system
from tests.unit.report.run_builder import events, write_run


class Record:
    def exit_status(self, fail_on):
        return ExitStatus.FAIL if fail_on == "fail" else ExitStatus.THRESHOLD


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Check with an engine that writes the record of a run and then does what it is told."""

    def check(end, fail_on="fail"):
        def run_check(sheet, catalogue, options, listen, stop):
            for event in events():
                listen(event)
            write_run(options.output)
            if end is not None:
                raise end
            return Record()

        monkeypatch.setattr(checking, "run_check", run_check)
        options = RunOptions(output=tmp_path / "out", fail_on=fail_on)
        return check_system(None, None, options, lambda event: None, StopSignal())

    return check


def test_the_exit_code_is_that_of_the_record_and_every_report_is_named(run):
    checked = run(None)
    assert checked.exit_status is ExitStatus.FAIL
    assert [path.name for path in checked.files] == [
        "results.json", "junit.xml", "report.html", "exchanges.har", "coverage.html", "coverage.csv", "cleanup.csv",
    ]  # fmt: skip
    assert run(None, "warn").exit_status is ExitStatus.THRESHOLD


def test_a_run_that_gave_up_is_reported_before_it_is_raised(run, tmp_path):
    with pytest.raises(SystemUnreachable):
        run(SystemUnreachable("http://x", "connection refused"))
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_renderer_that_breaks_changes_no_exit_code(run, monkeypatch, caplog):
    def broken(record):
        raise ZeroDivisionError

    monkeypatch.setitem(checking.render_all.__globals__["RENDERERS"], "report.html", broken)
    with caplog.at_level(logging.ERROR):
        checked = run(None)
    assert checked.exit_status is ExitStatus.FAIL
    assert "report.html" not in [path.name for path in checked.files]
    assert "report.html was not written" in caplog.text


def test_a_run_that_never_began_leaves_no_reports(tmp_path, monkeypatch):
    def run_check(*_):
        raise SystemUnreachable("http://x", "connection refused")

    monkeypatch.setattr(checking, "run_check", run_check)
    with pytest.raises(SystemUnreachable):
        check_system(None, None, RunOptions(output=tmp_path / "out"), lambda event: None, StopSignal())
    assert not (tmp_path / "out").exists()
