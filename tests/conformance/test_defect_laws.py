"""The laws of the defects, read from their data alone: nothing stands without the other."""

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from simulator.domain.identity_case import NEEDS, PLAIN
from simulator.province.defects import catalogue as defects
from simulator.province.roles import PROVINCE, ROLES

STANDARD = "standard"
EVERYTHING = frozenset((*NEEDS, PLAIN))
CATALOGUE = load_catalogue(data_folders(), frozenset(CHECKS))


def check_of(name: str) -> str:
    """The check of a name in `expects`, which may go on with a case of it."""
    return name.partition("/")[0]


def test_every_check_is_tripped_by_a_defect():
    assert {check_of(name) for defect in defects() for name in defect.expects} == set(CHECKS)


def test_every_case_of_a_login_is_tripped_by_a_defect():
    tripped = {name.partition("/")[2] for defect in defects() for name in defect.expects}
    assert not set(CATALOGUE.identity_cases) - tripped


def test_a_defect_names_a_profile_and_cases_that_there_are():
    for defect in defects():
        assert defect.profile in ("", *CATALOGUE.identity_profiles), defect.id
        for _, _, case in (name.partition("/") for name in defect.expects):
            assert not case or CATALOGUE.identity_cases[case].lacks(EVERYTHING, defect.profile or STANDARD) == ""


def test_every_defect_trips_a_check_of_each_rule_that_it_breaks():
    for defect in defects():
        assert defect.expects, defect.id
        assert {CHECKS[check_of(name)].requirement for name in defect.expects} == set(defect.breaks), defect.id


def test_a_defect_weighs_no_more_than_its_rule_allows():
    for defect in defects():
        for name, verdict in defect.expects.items():
            rule = CATALOGUE.requirements[CHECKS[check_of(name)].requirement]
            assert verdict == "WARN" or rule.can_fail, f"{defect.id}: {name}"


def test_every_disturbing_weather_has_a_defect_that_shows_nowhere_else():
    disturbing = {weather.id for weather in CATALOGUE.weathers.values() if weather.touches != "nothing"}
    alone = {defect.visible_in[0] for defect in defects() if len(defect.visible_in) == 1}

    assert disturbing <= alone


def test_a_defect_shows_where_its_checks_are_asked():
    for defect in defects():
        for weather in defect.visible_in:
            told = [scenario for scenario in CATALOGUE.scenarios.values() if weather in scenario.weathers]
            asked = {check for scenario in told for check in scenario.checks}
            assert asked & {*map(check_of, defect.expects)}, f"{defect.id} in {weather}"
        assert set(defect.visible_in) <= set(CATALOGUE.weathers)
        assert set(defect.services) - {"*"} <= set(CATALOGUE.services)


def test_a_defect_of_another_system_says_in_which_stories_it_shows():
    for defect in defects():
        assert defect.role in ROLES, defect.id
        if defect.system:
            assert defect.scenarios, defect.id
        for service in set(defect.services) - {"*"} if defect.role != PROVINCE else ():
            assert CATALOGUE.minimum.role_in(defect.role, CATALOGUE.services[service]) == "handler", defect.id
