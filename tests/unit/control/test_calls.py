"""The hands of the admin interface are the ones that a scenario may call."""

from simulator.control.calls import BY_BROWSER, CALLED
from simulator.domain.scenario import CALLS


def test_every_call_of_a_scenario_has_a_hand():
    assert set(CALLED) == set(CALLS)


def test_what_a_browser_works_is_among_the_calls():
    assert set(BY_BROWSER) <= set(CALLED)
