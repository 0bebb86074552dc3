import json
import logging
import xml.etree.ElementTree as ElementTree

import pytest

from simulator.report import render
from simulator.report.har import har_of
from simulator.report.junit import render_junit
from simulator.report.reading import RunRecord, read_run
from simulator.report.render import RENDERERS, render_all
from simulator.report.results import render_results, results_of
from tests.unit.report.run_builder import SOMEBODY, cell, cells, check, events, write_run


def test_every_report_is_written_beside_the_record(folder):
    assert [path.name for path in render_all(folder)] == list(RENDERERS)
    assert all((folder / name).stat().st_size > 500 for name in RENDERERS)


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_record_gives_the_same_bytes(name, folder):
    render_all(folder)
    before = (folder / name).read_bytes()
    render_all(folder)
    assert (folder / name).read_bytes() == before


@pytest.mark.parametrize("name", RENDERERS)
def test_no_report_shows_a_secret_or_a_possibly_real_person(name, folder):
    render_all(folder)
    content = (folder / name).read_text(encoding="utf-8")
    for secret in (SOMEBODY, "rất kín", "rat-kin", "abc.def", "vneid_sso=secret"):
        assert secret not in content


def test_a_renderer_that_breaks_stops_no_other_and_leaves_no_old_file(folder, monkeypatch, caplog):
    def broken(record):
        raise ZeroDivisionError("no ink")

    render_all(folder)
    monkeypatch.setitem(render.RENDERERS, "junit.xml", broken)
    with caplog.at_level(logging.ERROR):
        written = [path.name for path in render_all(folder)]
    assert written == [name for name in RENDERERS if name != "junit.xml"]
    assert not (folder / "junit.xml").exists()
    assert "junit.xml was not written: ZeroDivisionError: no ink" in caplog.text


def test_results_keep_the_cells_and_the_order_of_the_record(record):
    document = results_of(record)
    assert [one["verdict"] for one in document["cells"]] == [one["verdict"] for one in cells()]
    assert document["summary"]["verdict"] == "ERROR"
    assert document["format"] == "dvcsim-results/1"
    assert json.loads(render_results(record)) == document


def test_junit_has_a_suite_per_service_and_a_case_per_cell(record):
    suites = ElementTree.fromstring(render_junit(record))
    assert [suite.get("name") for suite in suites] == ["khai-sinh", "xac-nhan-hon-nhan", "lap-dien"]
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors"), suites.get("skipped")) == (
        "11", "4", "1", "3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "element"),
    [
        ("FAIL", "failure"), ("ERROR", "error"), ("INCONCLUSIVE", "skipped"), ("NOT_RUN", "skipped"),
        ("NOT_APPLICABLE", "skipped"), ("WARN", "system-out"), ("PASS", None), ("ATTESTED", "system-out"),
    ],
)  # fmt: skip
def test_each_verdict_has_its_place_in_junit(verdict, element):
    record = RunRecord()
    for event in events([cell("khai-sinh", "once/x", verdict)]):
        record.add(event)
    case = ElementTree.fromstring(render_junit(record)).find("testsuite/testcase")
    assert [child.tag for child in case] == ([element] if element else [])


def test_junit_survives_letters_that_xml_forbids():
    record = RunRecord()
    bad = check("a", "ONCE-ASK", "FAIL", ("\x00\x1b[31m \ud800", "\x08"), found="\x0b")
    for event in events([cell("khai-sinh", "once/x", "FAIL", [bad])]):
        record.add(event)
    assert ElementTree.fromstring(render_junit(record)) is not None


def test_har_holds_each_exchange_once_with_its_session_and_direction(record):
    log = har_of(record)["log"]
    assert log["version"] == "1.2"
    sessions = [one["session"] for one in cells() if one["session"]]
    assert [page["id"] for page in log["pages"]] == sessions
    assert len(log["entries"]) == 3 * len(sessions)
    assert {entry["_direction"] for entry in log["entries"]} == {"in", "out"}
    assert {entry["_session"] for entry in log["entries"]} == set(sessions)


def test_har_keeps_its_own_rules_about_time_and_missing_answers(record):
    for entry in har_of(record)["log"]["entries"]:
        timings = entry["timings"]
        assert all(value >= 0 for value in timings.values())
        assert entry["time"] == sum(timings.values())
        assert isinstance(entry["response"]["status"], int)
    missing = [entry for entry in har_of(record)["log"]["entries"] if entry["_error"]]
    assert missing[0]["response"]["status"] == 0


def test_an_exchange_of_two_sessions_stands_once_in_the_har(tmp_path):
    lines = list(events())
    batches = [line for line in lines if line["event"] == "exchanges"]
    batches[1]["exchanges"] = batches[0]["exchanges"]
    record = read_run(write_run(tmp_path, lines))
    assert len(har_of(record)["log"]["entries"]) == 3 * (len(batches) - 1)
