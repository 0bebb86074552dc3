"""The list of what a run left in the system under test."""

import csv
import io

from simulator.report.cleanup_csv import COLUMNS, dossiers_left, render_cleanup_csv
from simulator.report.console import summary_of
from simulator.report.html import render_html
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import events

MOTHER = {
    "full_name": "Nguyễn Thị Hoà",
    "personal_id": "099190000101",
    "phone": "0500000101",
    "email": "a@dancu.example",
}
CHILD = {"full_name": "Nguyễn Văn Bé", "personal_id": "", "phone": "", "email": ""}


def left(code, people=(MOTHER,), **more):
    told = {"service": "khai-sinh", "scenario": "tracking/every-status", "weather": "calm", "session": "s-1"}
    return {"dossier_code": code, **told, "opened_at": "2026-03-05T08:30:00+07:00", "people": list(people), **more}


def record_with(*rows):
    record = RunRecord()
    for event in [*events(), {"event": "test_data", "rows": list(rows)}]:
        record.add(event)
    return record


def lines(record):
    text = render_cleanup_csv(record)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_dossier_is_listed_with_the_people_it_is_about():
    found = lines(record_with(left("H99-1", (MOTHER, CHILD)), left("", session="s-2")))
    assert [(row["dossier_code"], row["full_name"], row["session"]) for row in found] == [
        ("H99-1", "Nguyễn Thị Hoà", "s-1"), ("H99-1", "Nguyễn Văn Bé", "s-1"), ("", "Nguyễn Thị Hoà", "s-2"),
    ]  # fmt: skip
    assert tuple(found[0]) == COLUMNS
    assert found[0]["personal_id"] == "099190000101"
    assert found[0]["service_name"] != "khai-sinh"


def test_a_code_that_a_spreadsheet_would_reckon_stays_text():
    assert lines(record_with(left('=cmd|"/c calc"!A1')))[0]["dossier_code"] == '\'=cmd|"/c calc"!A1'


def test_the_reports_say_how_many_dossiers_are_left_once_each():
    record = record_with(left("H99-1"), left("H99-1", session="s-2"), left("H99-2"), left("", session="s-3"))
    assert dossiers_left(record) == 2
    assert any("left in the system under test: 2" in str(block) for block in summary_of(record))
    assert 'href="cleanup.csv"' in render_html(record)


def test_a_run_that_left_nothing_says_nothing_of_it():
    record = record_with()
    assert lines(record) == []
    assert not any("cleanup.csv" in str(block) for block in summary_of(record))
    assert 'href="cleanup.csv"' not in render_html(record)
