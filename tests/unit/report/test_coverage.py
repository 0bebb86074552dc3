"""The numbers of the coverage, from a record small enough to count by hand."""

import csv
import io

import pytest

from simulator.domain.outcome import Verdict
from simulator.report.coverage import Judged, Tally, coverage_of
from simulator.report.coverage_csv import COLUMNS, render_coverage_csv
from simulator.report.coverage_html import percent, render_coverage_html
from simulator.report.reading import RunRecord
from tests.unit.report.run_builder import REQUIREMENTS, cell, check, events, requirement


def rule(family, *, checks=("a",), in_force=True, not_tested=None, **more):
    known = requirement((f"Điều {family}", f"Rule {family}"), "Luật A", "Điều 1")
    scenarios = ["once/x"] if checks else []
    return {
        **known, "family": family, "checks": list(checks), "scenarios": scenarios, "in_force": in_force,
        "not_tested": not_tested, **more,
    }  # fmt: skip


RULES = {
    "ONCE-ASK": rule("once"),
    "ONCE-OPEN": rule("once"),
    "ONCE-NEVER": rule("once", checks=(), not_tested={"vi": "Cần người xem.", "en": "A person has to look."}),
    "DATA-OLD": rule("data", in_force=False),
    "DATA-SHOULD": rule("data", level="SHOULD"),
    "DATA-BARE": rule("data", checks=()),
}


def said(requirement, verdict, name="a", level="MUST"):
    return check(name, requirement, verdict, ("Câu.", "Sentence."), level=level)


CELLS = [
    cell("khai-sinh", "once/x", "FAIL", [*[said("ONCE-ASK", "FAIL")] * 2, said("ONCE-ASK", "PASS", "b")]),
    cell("lap-dien", "once/x", "PASS", [said("ONCE-ASK", "PASS")], role="relay"),
    cell("lap-dien", "data/y", "WARN", [said("DATA-SHOULD", "WARN", level="SHOULD")], role="relay"),
    cell("khai-sinh", "once/z", "INCONCLUSIVE", [said("ONCE-OPEN", "INCONCLUSIVE")]),
]  # fmt: skip


def record_of(cells=CELLS, rules=RULES):
    record = RunRecord()
    for event in events(cells, requirements=rules):
        record.add(event)
    return record


@pytest.fixture
def coverage():
    return coverage_of(record_of())


def test_each_rule_says_how_far_the_run_came_with_it(coverage):
    assert {rule.id: rule.judged for rule in coverage.rules} == {
        "ONCE-ASK": Judged.JUDGED,
        "ONCE-OPEN": Judged.OPEN,
        "ONCE-NEVER": Judged.NOT_TESTED,
        "DATA-OLD": Judged.NOT_IN_FORCE,
        "DATA-SHOULD": Judged.JUDGED,
        "DATA-BARE": Judged.NO_SCENARIO,
    }


def test_what_one_check_says_twice_of_one_cell_is_one_outcome(coverage):
    asked = next(rule for rule in coverage.rules if rule.id == "ONCE-ASK")
    assert asked.counts == {Verdict.FAIL: 1, Verdict.PASS: 2}
    assert asked.cells == 2
    assert asked.checks == ("a", "b")


def test_index_and_score_of_a_family(coverage):
    tallies = {family.family: family.tally for family in coverage.families}
    assert tallies["once"] == Tally(rules=3, judged=1, must_evaluated=3, must_passed=2)
    assert tallies["data"] == Tally(rules=2, judged=1, must_evaluated=0, must_passed=0)
    assert (tallies["once"].index, tallies["once"].score) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert (tallies["data"].index, tallies["data"].score) == (0.5, None)
    assert coverage.tally == Tally(5, 2, 3, 2)


def test_a_record_that_names_only_its_own_rules_has_no_index():
    record = record_of(CELLS[:1], REQUIREMENTS)
    assert not coverage_of(record).whole
    page = render_coverage_html(record)
    assert "Bản ghi này do phiên bản cũ tạo" in page
    assert next(row for row in rows(record) if row["row"] == "total")["index"] == ""


def test_a_rule_that_only_a_cell_names_is_there_too():
    (unknown,) = [rule for rule in coverage_of(record_of(rules={})).rules if rule.id == "ONCE-OPEN"]
    assert unknown.title.vi == "ONCE-OPEN"
    assert "ONCE-OPEN" in render_coverage_html(record_of(rules={}))


@pytest.mark.parametrize(
    ("share", "shown"), [(None, "–"), (0.0, "0 %"), (0.996, "99 %"), (1.0, "100 %"), (0.29, "29 %")]
)
def test_a_percentage_never_promises_more_than_there_is(share, shown):
    assert percent(share) == shown


def rows(record):
    text = render_coverage_csv(record)
    assert text.startswith("\ufeff"), "a spreadsheet has to know that this is UTF-8"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_spreadsheet_has_a_line_per_rule_and_family_and_the_sum():
    lines = rows(record_of())
    assert tuple(lines[0]) == COLUMNS
    assert [line["row"] for line in lines] == ["requirement"] * 6 + ["family"] * 2 + ["total"]
    asked = next(line for line in lines if line["requirement"] == "ONCE-ASK")
    assert {name: asked[name] for name in ("cells_evaluated", "FAIL", "PASS", "must_evaluated", "score", "state")} == {
        "cells_evaluated": "2", "FAIL": "1", "PASS": "2", "must_evaluated": "3", "score": "0.6667", "state": "judged",
    }  # fmt: skip
    assert lines[-1]["index"] == "0.4000"
    never = next(line for line in lines if line["requirement"] == "ONCE-NEVER")
    assert (never["not_tested_vi"], never["not_tested_en"]) == ("Cần người xem.", "A person has to look.")


@pytest.mark.parametrize(
    "part",
    [
        "2/5 quy định đang có hiệu lực đã được kiểm", "2 of 5 rules in force were judged",
        "Index = rules that at least one check evaluated", "Score = outcomes that passed", "A person has to look.",
        "Luật A, Điều 1", "No scenario judges it", "Not in force on the chosen day", 'href="report.html"',
        'href="coverage.csv"', "66 %",
    ],
)  # fmt: skip
def test_the_page_says_what_the_numbers_say(part):
    assert part in render_coverage_html(record_of())


def test_a_record_without_any_rule_is_shown_too():
    assert "The record names no rule." in render_coverage_html(record_of([], {}))
