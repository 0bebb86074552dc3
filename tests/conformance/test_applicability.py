"""Which scenario runs for which service: the committed table, so that nothing turns NOT_APPLICABLE in silence."""

from pathlib import Path

import pytest

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.conformance import RunOptions
from simulator.conformance.plan import plan
from simulator.core.data_folders import data_folders
from simulator.core.yaml_file import load_path
from simulator.domain.claim_sheet import ServiceClaim
from tests.unit.conformance.conftest import sheet

TABLE = Path(__file__).with_name("applicability.yaml")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders(), frozenset(CHECKS))


def test_a_province_that_claims_everything_gets_the_committed_cells(catalogue, tmp_path):
    """A new service or scenario changes the table; the change is then seen in review."""
    claims = {
        service.id: ServiceClaim(service.roles["province"], "redirect", "api")
        for service in catalogue.services.values()
    }

    cells = plan(sheet(services=claims), catalogue, RunOptions(output=tmp_path))
    found: dict[str, dict[str, str]] = {}
    for cell in cells:
        told = "runs" if cell.runs else cell.planned().verdict.value
        found.setdefault(cell.scenario.id, {})[f"{cell.service.id} {cell.weather.id}"] = told

    assert found == {name: dict(rows) for name, rows in load_path(TABLE).items()}


def test_every_check_is_asked_by_a_scenario(catalogue):
    asked = {check for scenario in catalogue.scenarios.values() for check in scenario.checks}

    assert asked == set(CHECKS)


def test_every_check_cites_a_rule_of_the_catalogue(catalogue):
    assert {check.requirement for check in CHECKS.values()} <= set(catalogue.requirements)


def test_every_rule_has_a_check_or_a_reason(catalogue):
    cited = {check.requirement for check in CHECKS.values()}

    assert [rule.id for rule in catalogue.requirements.values() if rule.id not in cited and not rule.not_tested] == []
