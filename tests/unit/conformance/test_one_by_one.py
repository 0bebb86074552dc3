"""Cells run when the caller wants: what a whole check would say of each, and nothing left open."""

import json
from collections.abc import Callable, Iterator

import pytest

from simulator.conformance import RunOptions
from simulator.conformance.one_by_one import OneByOne, end_sessions
from simulator.conformance.plan import plan
from simulator.conformance.reach import SystemUnderTestUnreachable, require_parties
from simulator.core.errors import SystemUnreachable
from simulator.domain.outcome import Verdict
from tests.unit.conformance.conftest import catalogue, claims, several, sheet

Open = Callable[..., OneByOne]


@pytest.fixture
def book():
    return catalogue(services=several(3))


@pytest.fixture
def claimed(served):
    return sheet(url=served.url, services=claims(several(3)))


@pytest.fixture
def options(tmp_path) -> RunOptions:
    return RunOptions(output=tmp_path / "run", run="r", weathers=("calm",), patience=0.05)


@pytest.fixture
def opened(book, claimed, options) -> Iterator[OneByOne]:
    options.output.mkdir()
    one = OneByOne(claimed, book, options, plan(claimed, book, options), lambda event: None)
    yield one
    one.close()


def test_each_cell_gets_the_verdict_of_a_whole_check(opened, book, claimed, options, run, fake, tmp_path):
    fake.sut.reports = lambda session, status: status != 4 or session != "s-2"

    own = [opened.run(cell) for cell in plan(claimed, book, options)]

    assert [one.verdict for one in own] == [Verdict.PASS, Verdict.FAIL, Verdict.PASS]
    assert {one["status"] for one in fake.sessions.values()} == {"closed"}
    fake.sut.reports = lambda session, status: status != 4 or session != "s-5"
    whole = run(
        book, claimed={"services": claims(several(3)), "concurrency": 1}, weathers=("calm",), output=tmp_path / "whole"
    )
    assert [one.verdict for one in whole.cells.values()] == [one.verdict for one in own]


def test_the_record_is_that_of_a_run_that_was_not_finished(opened, book, claimed, options):
    opened.run(plan(claimed, book, options)[1])
    lines = (options.output / "run.ndjson").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["event"] for line in lines]
    assert kinds[:4] == ["run_started", "cell_planned", "cell_planned", "cell_planned"]
    assert kinds.count("cell_finished") == 1
    assert "run_finished" not in kinds


def test_what_came_late_is_judged_again(opened, book, claimed, options, fake):
    fake.sut.reports = lambda session, status: status != 4
    cell = plan(claimed, book, options)[0]
    assert opened.run(cell).verdict is Verdict.FAIL
    assert opened.judge_late() == []
    fake.late = True
    fake.report("s-1", 4)
    opened.judge_late()
    lines = (options.output / "run.ndjson").read_text(encoding="utf-8").splitlines()
    judged = [event["cell"]["checks"][0] for event in map(json.loads, lines) if event["event"] == "cell_finished"]
    # On a busy machine it may have come later than the claimed maximum, which is another finding than its absence.
    assert len(judged) == 2
    assert judged[0]["message"] != judged[1]["message"]


def test_ctrl_c_in_the_middle_of_a_cell_closes_its_session(opened, book, claimed, options, fake, monkeypatch):
    def interrupted(*words, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.conformance.story.Story.tell", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened.run(plan(claimed, book, options)[0])
    assert [one["status"] for one in fake.sessions.values()] == ["closed"]


def test_without_a_national_side_the_rest_is_not_run(opened, book, claimed, options, served, monkeypatch):
    monkeypatch.setattr("simulator.conformance.one_by_one._ENDS_SECONDS", 0.1)
    served.stop()
    first, second, _ = (opened.run(cell) for cell in plan(claimed, book, options))
    assert (first.verdict, second.verdict) == (Verdict.INCONCLUSIVE, Verdict.NOT_RUN)
    assert opened.judge_late() == []
    assert end_sessions(claimed, book, options, ["r"]) == 0


def test_what_a_killed_process_left_open_is_closed_and_its_weather_lifted(book, claimed, options, fake):
    for number, weather in enumerate(("calm", "portal-down"), start=1):
        fake.sessions[f"s-{number}"] = {"session": f"s-{number}", "run": "r", "weather": weather, "status": "open"}
    fake.sessions["s-3"] = {"session": "s-3", "run": "another", "weather": "calm", "status": "open"}
    assert end_sessions(claimed, book, options, ["r"]) == 2
    assert [one["status"] for one in fake.sessions.values()] == ["closed", "closed", "open"]
    assert [word for word, _ in fake.touched] == ["stop"]


def test_both_sides_are_required(claimed, served, fake):
    require_parties(claimed, "")
    fake.sut.probe_problem = {"kind": "refused", "detail": "nobody", "url": "http://127.0.0.1:2/apply"}
    with pytest.raises(SystemUnderTestUnreachable):
        require_parties(claimed, "")
    served.stop()
    with pytest.raises(SystemUnreachable):
        require_parties(claimed, "")
