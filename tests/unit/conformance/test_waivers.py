"""When a waiver is in force, expired, stale, or not looked at."""

from datetime import date, timedelta

import pytest

from simulator.conformance.record import read_record
from simulator.conformance.waivers import Looked, apply_waivers
from simulator.core.errors import ConfigurationError
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict
from simulator.domain.waiver import WaiverFile
from simulator.domain.waiving import State
from tests.unit.conformance.conftest import catalogue, scenario, several
from tests.unit.domain.waiver_builder import LAST, cell, check, waiver

NAME = "every_status_reaches_portal"
SHORT = "tracking/short"
EVERYTHING = {"services": [], "scenarios": [], "weathers": [], "fail_on": "fail"}


def book():
    return catalogue(scenario(), scenario("once/other", checks=("typed_data_unchanged",)), services=several(2))


def told(verdict="PASS", number=0, name=SHORT, *more):
    own = check(NAME, verdict, requirement="SYNC-STATUS")
    return cell(verdict, own, *more, service=f"dich-vu-{number}", scenario=name)


def file(*waivers):
    return WaiverFile("tinh-thu", "waivers.yaml", "ab" * 32, waivers)


def state(cells, day=LAST, chosen=None, interrupted=False, **row):
    one = waiver(**{"check": NAME, **row})
    looked = Looked({**EVERYTHING, **(chosen or {})}, interrupted)
    return apply_waivers([file(one)], book(), cells, looked, day).applied[0].state


def test_a_waiver_holds_on_its_last_day_and_has_expired_on_the_next():
    assert state([told("FAIL")]) is State.IN_FORCE
    assert state([told("FAIL")], LAST + timedelta(days=1)) is State.EXPIRED
    assert state([told("PASS")], LAST + timedelta(days=1)) is State.EXPIRED


@pytest.mark.parametrize("verdict", ["PASS", "ATTESTED", "NOT_APPLICABLE"])
def test_a_waiver_whose_finding_is_gone_is_stale(verdict):
    assert state([told(verdict), told(verdict, 1)]) is State.STALE


def test_a_finding_that_is_only_a_warning_now_needs_no_waiver_but_is_not_gone():
    assert state([told("WARN"), told("PASS", 1)]) is State.IN_FORCE
    assert state([told("WARN")], verdict=Verdict.WARN) is State.IN_FORCE


def test_a_waiver_for_a_story_that_is_not_told_any_more_is_stale():
    assert state([told(name="once/other")]) is State.STALE


@pytest.mark.parametrize(
    ("chosen", "row", "wanted"),
    [
        ({"services": ["dich-vu-0"]}, {}, State.UNSEEN),
        ({"services": ["dich-vu-0"]}, {"services": ("dich-vu-0",)}, State.STALE),
        ({"services": ["all"]}, {}, State.STALE),
        ({"services": ["dich-*"]}, {}, State.STALE),
        ({"scenarios": ["once/*"]}, {}, State.UNSEEN),
        ({"scenarios": ["tracking/*"]}, {}, State.STALE),
        ({"weathers": ["calm"]}, {}, State.UNSEEN),
        ({"weathers": ["calm"]}, {"weathers": ("calm",)}, State.STALE),
    ],
)
def test_a_run_of_a_part_says_nothing_of_the_rest(chosen, row, wanted):
    assert state([told("PASS"), told("PASS", 1)], chosen=chosen, **row) is wanted


@pytest.mark.parametrize("verdict", ["ERROR", "NOT_RUN", "INCONCLUSIVE"])
def test_a_session_that_was_not_judged_does_not_say_that_the_finding_is_gone(verdict):
    silent = cell(verdict, service="dich-vu-1", scenario=SHORT)
    assert state([told("PASS"), silent]) is State.UNSEEN
    assert state([told("PASS"), told(verdict, 1)], finding="of another kind") is State.UNSEEN


def test_a_session_that_never_judges_it_does_not_matter():
    assert state([told("PASS"), cell("NOT_RUN", service="dich-vu-1", scenario="once/other")]) is State.STALE


def test_an_interrupted_run_calls_nothing_stale():
    assert state([told("PASS")], interrupted=True) is State.UNSEEN


def test_a_row_for_the_cell_is_stale_when_it_is_run_and_unseen_when_the_suite_broke():
    row = {"check": "", "verdict": Verdict.NOT_RUN}
    assert state([cell("NOT_RUN", service="dich-vu-1", scenario=SHORT)], **row) is State.IN_FORCE
    assert state([told("PASS")], **row) is State.STALE
    assert state([cell("ERROR", service="dich-vu-1", scenario=SHORT)], **row) is State.UNSEEN


def test_nothing_rests_on_an_expired_waiver_and_it_counts_only_what_no_other_covers():
    old = waiver(id="old", requirement="SYNC-STATUS", expires=date(2020, 1, 1))
    new = waiver(id="new", check=NAME, services=("dich-vu-0",))
    cells = [told("FAIL"), told("FAIL", 1)]
    found = apply_waivers([file(old, new)], book(), cells, Looked(EVERYTHING, False), LAST)
    assert [(one.state, len(one.covers)) for one in found.applied] == [(State.EXPIRED, 1), (State.IN_FORCE, 1)]
    assert found.exit_status(cells) is ExitStatus.FAIL


def test_one_id_in_two_files_is_refused():
    files = [file(waiver(check=NAME)), file(waiver(check=NAME))]
    with pytest.raises(ConfigurationError, match=r"stands in waivers\.yaml:4 too"):
        apply_waivers(files, book(), [], Looked(EVERYTHING, False), LAST)


def test_a_run_records_what_its_waivers_came_to_and_keeps_its_verdicts(run, fake):
    """Expiry goes by the clock on the wall: the rules of 2025 are applied, and a waiver that ended in 2025 is over."""
    fake.sut.reports = lambda session, status: status != 4
    known = waiver(check=NAME, expires=date(2999, 12, 31), weathers=("calm",))
    over = waiver(id="over", check="arrives_once", expires=date(2025, 12, 31))
    record = run(weathers=("calm",), waivers=(file(known, over),))
    assert record.verdict is Verdict.FAIL
    assert record.exit_status() is ExitStatus.WAIVER
    again = read_record(record.path.parent)
    assert again.waiving == record.waiving
    assert again.waiving is not None
    assert [one.state for one in again.waiving.applied] == [State.IN_FORCE, State.EXPIRED]
