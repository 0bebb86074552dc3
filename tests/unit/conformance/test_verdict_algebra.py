"""How verdicts add up: the order of roll-up is a lattice, so no order of cells can change a verdict."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict, exit_status_of, run_verdict, worst
from tests.unit.conformance.test_plan import cell_with

verdicts = st.sampled_from(list(Verdict))
several = st.lists(verdicts, min_size=1, max_size=6)


@given(verdicts, verdicts, verdicts)
def test_worst_is_associative(one, two, three):
    assert worst([worst([one, two]), three]) is worst([one, worst([two, three])]) is worst([one, two, three])


@given(verdicts, verdicts)
def test_worst_is_commutative(one, two):
    assert worst([one, two]) is worst([two, one])


@given(verdicts)
def test_worst_is_idempotent(one):
    assert worst([one, one]) is one


@given(several, verdicts)
def test_one_more_verdict_never_makes_it_better(some, more):
    order = list(Verdict)

    assert order.index(worst([*some, more])) <= order.index(worst(some))


@given(several)
def test_a_pass_needs_everything_to_have_passed_or_not_to_apply(some):
    if worst(some) is Verdict.PASS:
        assert set(some) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}


def test_nothing_judged_is_not_run():
    assert worst([]) is Verdict.NOT_RUN
    assert run_verdict([cell_with(Verdict.NOT_APPLICABLE)]) is Verdict.NOT_RUN


@given(several)
def test_only_a_clean_run_exits_with_zero(some):
    status = exit_status_of(worst(some))

    assert (status is ExitStatus.OK) == (
        worst(some) in (Verdict.PASS, Verdict.WARN, Verdict.ATTESTED, Verdict.NOT_APPLICABLE)
    )
