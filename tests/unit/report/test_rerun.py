import shlex
from pathlib import Path

from simulator.report.reading import RunRecord
from simulator.report.rerun import next_command, rerun_command
from tests.unit.report.run_builder import cell, events


def command(words, **province):
    record = RunRecord()
    for event in events(command=words):
        record.add(event)
    return rerun_command(record, record.cells[1])


def test_the_command_names_exactly_one_cell():
    assert command(["check", "province.yaml"]) == (
        "dvcsim check province.yaml --service khai-sinh --scenario tracking/every-status --weather portal-down"
        " --as-of 2025-07-01 --seed 7"
    )


def test_a_demo_is_run_again_as_a_demo():
    assert command(["demo", "--output", "x", "--defect", "late_status"]).startswith("dvcsim demo --service khai-sinh")
    assert command(["demo", "--defect", "late_status"]).endswith("--defect late_status")


def test_what_decides_the_verdict_is_carried_over_and_nothing_else():
    words = shlex.split("check p.yaml --simulator http://h:1 '--data-dir=my data' --seed 9 --resume r --patience 2")
    tail = shlex.split(command(words))[-7:]
    assert tail == ["--seed", "7", "--simulator", "http://h:1", "--data-dir=my data", "--patience", "2"]


def test_a_run_of_everything_needs_no_cell():
    record = RunRecord()
    for event in events():
        record.add(event)
    assert rerun_command(record) == (
        "dvcsim check province.yaml --as-of 2025-07-01 --seed 7 --simulator http://127.0.0.1:8025"
    )


def after(cells, words=("check", "province.yaml"), end=True):
    record = RunRecord()
    lines = list(events(cells, command=list(words)))
    for event in lines if end else lines[:-1]:
        record.add(event)
    return next_command(record, Path("out"))


def test_after_a_failure_comes_the_one_cell_that_shows_it():
    cells = [cell("khai-sinh", "once/x", "PASS"), cell("lap-dien", "once/x", "FAIL")]
    assert after(cells).startswith("dvcsim check province.yaml --service lap-dien --scenario once/x --weather calm")


def test_an_interrupted_check_is_gone_on_with_and_a_demo_is_started_anew():
    cells = [cell("khai-sinh", "once/x", "NOT_RUN")]
    assert after(cells, end=False) == "dvcsim check province.yaml --resume out"
    assert after(cells, ("demo",), end=False).startswith("dvcsim demo --service khai-sinh")


def test_after_a_demo_that_passed_comes_the_users_own_system():
    assert after([cell("khai-sinh", "once/x", "PASS")], ("demo",)) == "dvcsim serve"
    assert after([cell("khai-sinh", "once/x", "PASS")]) == "dvcsim list requirements"
