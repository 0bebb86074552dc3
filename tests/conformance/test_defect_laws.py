"""The laws of the defects, read from their data alone: nothing stands without the other."""

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from simulator.province.defects import catalogue as defects

CATALOGUE = load_catalogue(data_folders(), frozenset(CHECKS))


def checks_of(defect):
    """Return check -> verdict; of a check that judges case by case (check/case) the check."""
    return {name.partition("/")[0]: verdict for name, verdict in defect.expects.items()}


def test_every_check_is_tripped_by_a_defect():
    assert {check for defect in defects() for check in checks_of(defect)} == set(CHECKS)


def test_every_defect_trips_a_check_of_each_rule_that_it_breaks():
    for defect in defects():
        assert defect.expects, defect.id
        assert {CHECKS[check].requirement for check in checks_of(defect)} == set(defect.breaks), defect.id


def test_a_defect_weighs_no_more_than_its_rule_allows():
    for defect in defects():
        for check, verdict in checks_of(defect).items():
            rule = CATALOGUE.requirements[CHECKS[check].requirement]
            assert verdict == "WARN" or rule.can_fail, f"{defect.id}: {check}"


def test_every_disturbing_weather_has_a_defect_that_shows_nowhere_else():
    disturbing = {weather.id for weather in CATALOGUE.weathers.values() if weather.touches != "nothing"}
    alone = {defect.visible_in[0] for defect in defects() if len(defect.visible_in) == 1}

    assert disturbing <= alone


def test_a_defect_shows_where_its_checks_are_asked():
    for defect in defects():
        for weather in defect.visible_in:
            told = [scenario for scenario in CATALOGUE.scenarios.values() if weather in scenario.weathers]
            assert any(set(checks_of(defect)) & set(scenario.checks) for scenario in told), f"{defect.id} in {weather}"
        assert set(defect.visible_in) <= set(CATALOGUE.weathers)
        assert set(defect.services) - {"*"} <= set(CATALOGUE.services)
