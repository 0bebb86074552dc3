"""The hands of the admin interface are the ones that a scenario may call."""

from simulator.control.calls import CALLED
from simulator.domain.scenario import CALLS


def test_every_call_of_a_scenario_has_a_hand():
    assert set(CALLED) == set(CALLS)
