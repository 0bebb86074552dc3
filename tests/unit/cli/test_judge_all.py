"""Several systems judged at once: one console, one exit code, and nobody's fault is lost."""

from types import SimpleNamespace

import pytest

from simulator.cli import judging
from simulator.cli.judging import Job, judge_all
from simulator.conformance import RunOptions
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.core.exit_status import ExitStatus
from simulator.stack.checking import Checked
from tests.unit.report.run_builder import cell, events


@pytest.fixture
def jobs(tmp_path):
    return [
        Job(SimpleNamespace(kind=kind, id=kind), RunOptions(output=tmp_path / kind))
        for kind in ("province", "ministry")
    ]


@pytest.fixture
def outcomes(monkeypatch):
    """Stand in for the runs: kind of system -> verdict of its only cell, or what it raises."""
    found = {"province": "PASS", "ministry": "PASS"}

    def check_system(sheet, catalogue, options, listen, stop):
        outcome = found[sheet.kind]
        if isinstance(outcome, Exception):
            raise outcome
        for event in events([cell("khai-sinh", "once/x", outcome)], command=["demo", "--role", sheet.kind]):
            listen({**event, "verdict": outcome} if event["event"] == "run_finished" else event)
        return Checked(ExitStatus.FAIL if outcome == "FAIL" else ExitStatus.OK, (options.output / "report.html",))

    monkeypatch.setattr(judging, "check_system", check_system)
    return found


def test_both_are_named_with_their_verdict_and_their_report(jobs, outcomes, capsys):
    assert judge_all(jobs, None) == ExitStatus.OK
    out, err = capsys.readouterr()
    assert out.count("✓ ĐẠT / PASS  ") == 2
    assert "province/report.html" in out
    assert "ministry/report.html" in out
    assert "[1/1] province ✓" in err
    assert "[1/1] ministry ✓" in err


def test_the_worse_of_the_two_decides_the_code_and_what_is_next(jobs, outcomes, capsys):
    outcomes["ministry"] = "FAIL"
    assert judge_all(jobs, None) == ExitStatus.FAIL
    assert "Next: dvcsim demo --service khai-sinh" in capsys.readouterr().out.splitlines()[-1]


def test_what_ended_one_is_raised_after_the_other_was_told(jobs, outcomes, capsys):
    outcomes["ministry"] = SystemUnreachable("http://192.0.2.1:1", "no answer in time")
    with pytest.raises(SystemUnreachable):
        judge_all(jobs, None)
    assert "✓ ĐẠT / PASS" in capsys.readouterr().out


def test_of_two_faults_the_more_urgent_is_raised_and_the_other_told(jobs, outcomes, capsys):
    outcomes["province"] = SystemUnreachable("http://192.0.2.1:1", "no answer in time")
    outcomes["ministry"] = ConfigurationError("--scenario x", "matches nothing")
    with pytest.raises(ConfigurationError):
        judge_all(jobs, None)
    assert "no answer in time" in capsys.readouterr().err


def test_a_mistake_that_both_make_is_told_once(jobs, outcomes, capsys):
    outcomes["province"] = outcomes["ministry"] = ConfigurationError("--scenario x", "matches nothing")
    with pytest.raises(ConfigurationError):
        judge_all(jobs, None)
    assert capsys.readouterr().err == ""
