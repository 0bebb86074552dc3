import shlex

from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from tests.unit.report.run_builder import events


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
    words = shlex.split(
        "check province.yaml --simulator http://h:1 --data-dir=my data --seed 9 --resume r --patience 2"
    )
    tail = shlex.split(command(words))[11:]
    assert tail == ["--seed", "7", "--simulator", "http://h:1", "--data-dir=my", "--patience", "2"] or tail[-4:] == [
        "http://h:1", "--data-dir=my", "--patience", "2",
    ]  # fmt: skip


def test_a_run_of_everything_needs_no_cell():
    record = RunRecord()
    for event in events():
        record.add(event)
    assert rerun_command(record) == (
        "dvcsim check province.yaml --as-of 2025-07-01 --seed 7 --simulator http://127.0.0.1:8025"
    )
