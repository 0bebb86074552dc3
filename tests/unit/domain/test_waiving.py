"""What waivers leave to decide the exit code. The verdicts themselves never change."""

import pytest

from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict
from simulator.domain.waiving import AppliedWaiver, Place, State, Waiving, waivings_of
from tests.unit.domain.waiver_builder import LAST, cell, check, waiver


def waiving(cells, *waivers, state=State.IN_FORCE, warn=False):
    met = waivings_of(waivers, cells, warn)
    return Waiving(LAST, warn, (), tuple(AppliedWaiver(one, state, tuple(places)) for one, places in met.items()))


FAILED = cell("FAIL", check("a", "FAIL"), check("b", "PASS"))


def test_a_run_whose_failures_are_all_waived_ends_with_0_and_keeps_its_verdict():
    found = waiving([FAILED], waiver(check="a"))
    assert found.exit_status([FAILED]) is ExitStatus.OK
    assert found.covers_all_of(FAILED)
    assert FAILED.verdict is Verdict.FAIL
    assert found.of(FAILED, 0) == waiver(check="a")
    assert found.of(FAILED, 1) is None


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (cell("FAIL", check("c", "FAIL"), service="ket-hon"), ExitStatus.FAIL),
        (cell("INCONCLUSIVE", check("c", "INCONCLUSIVE"), service="ket-hon"), ExitStatus.INCONCLUSIVE),
        (cell("NOT_RUN", service="ket-hon"), ExitStatus.INCONCLUSIVE),
        (cell("ERROR", service="ket-hon"), ExitStatus.ERROR),
        (cell("PASS", check("c", "PASS"), service="ket-hon"), ExitStatus.OK),
        (cell("NOT_APPLICABLE", service="ket-hon"), ExitStatus.OK),
        (cell("WARN", check("c", "WARN"), service="ket-hon"), ExitStatus.OK),
    ],
)
def test_what_nobody_accepted_decides_the_exit_code(other, code):
    cells = [FAILED, other]
    assert waiving(cells, waiver(check="a")).exit_status(cells) is code


def test_a_second_finding_of_the_same_cell_still_counts():
    both = cell("FAIL", check("a", "FAIL"), check("b", "FAIL"))
    found = waiving([both], waiver(check="a"))
    assert found.exit_status([both]) is ExitStatus.FAIL
    assert not found.covers_all_of(both)
    assert found.number([both]) == (1, 1)


def test_an_error_is_never_waived():
    broken = cell("ERROR", check("a", "ERROR"), check("b", "FAIL"))
    found = waiving([broken], waiver(requirement="RULE-A"), waiver(id="b", check="b"), waiver(id="c"))
    assert found.exit_status([broken]) is ExitStatus.ERROR
    assert not found.covers_all_of(broken)
    engine = cell("ERROR")
    assert waiving([engine], waiver()).exit_status([engine]) is ExitStatus.ERROR


def test_what_the_engine_says_is_accepted_by_a_row_for_the_cell_alone():
    cells = [cell("PASS", check("a", "PASS")), cell("NOT_RUN", service="ket-hon")]
    assert waiving(cells, waiver(requirement="RULE-A")).exit_status(cells) is ExitStatus.INCONCLUSIVE
    assert waiving(cells, waiver()).exit_status(cells) is ExitStatus.OK


def test_a_run_that_judged_nothing_cannot_be_waived_into_0():
    cells = [cell("NOT_RUN"), cell("INCONCLUSIVE", check("a", "INCONCLUSIVE"), service="ket-hon")]
    assert waiving(cells, waiver(), waiver(id="a", check="a")).exit_status(cells) is ExitStatus.INCONCLUSIVE
    assert waiving([], waiver()).exit_status([]) is ExitStatus.INCONCLUSIVE


def test_what_only_falls_with_a_waived_cause_falls_with_its_waiver():
    fallen = check("b", "INCONCLUSIVE", "blocked", blocked_by="a")
    one = cell("FAIL", check("a", "FAIL"), fallen)
    found = waiving([one], waiver(check="a"))
    assert found.exit_status([one]) is ExitStatus.OK
    assert found.of(one, 1) == waiver(check="a")


def test_what_falls_with_two_causes_of_which_one_is_open_stays_open():
    causes = [check("a", "FAIL", "the first"), check("a", "FAIL", "the second")]
    one = cell("FAIL", *causes, check("b", "INCONCLUSIVE", "blocked", blocked_by="a"))
    found = waiving([one], waiver(check="a", finding="the first"))
    assert found.of(one, 2) is None
    assert found.number([one]) == (1, 2)


def test_a_warning_is_waived_only_where_it_counts():
    warned = cell("WARN", check("a", "WARN"))
    assert waiving([warned], waiver(check="a")).of(warned, 0) is None
    strict = waiving([warned], waiver(check="a"), warn=True)
    assert strict.exit_status([warned]) is ExitStatus.OK
    assert waiving([warned], waiver(check="x"), warn=True).exit_status([warned]) is ExitStatus.FAIL


@pytest.mark.parametrize("state", [State.EXPIRED, State.STALE])
def test_an_expired_or_stale_waiver_asks_for_6_after_1_and_before_3(state):
    passed, open_cell = cell("PASS", check("b", "PASS")), cell("NOT_RUN", service="ket-hon")
    call = waiving([], waiver(check="a"), state=state)
    assert call.exit_status([passed]) is ExitStatus.WAIVER
    assert call.exit_status([passed, open_cell]) is ExitStatus.WAIVER
    assert call.exit_status([FAILED]) is ExitStatus.FAIL
    assert call.exit_status([cell("ERROR"), FAILED]) is ExitStatus.ERROR


def test_an_expired_waiver_covers_nothing():
    found = waiving([FAILED], waiver(check="a"), state=State.EXPIRED)
    assert found.of(FAILED, 0) is None
    assert found.exit_status([FAILED]) is ExitStatus.FAIL


def test_of_two_waivers_for_one_finding_the_first_holds_it():
    found = waiving([FAILED], waiver(check="a"), waiver(id="second", requirement="RULE-A"))
    assert found.of(FAILED, 0) == waiver(check="a")
    assert [one.covers for one in found.applied] == [(Place(FAILED.key, 0),), (Place(FAILED.key, 0),)]


def test_the_record_gives_the_same_back():
    found = waiving([FAILED, cell("NOT_RUN", service="ket-hon")], waiver(check="a"), waiver(id="b"))
    assert Waiving.from_json(found.to_json()) == found
