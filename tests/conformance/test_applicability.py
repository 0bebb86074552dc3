"""Which scenario is told to whom: the committed table, so that nothing turns NOT_APPLICABLE in silence."""

from dataclasses import fields, replace
from datetime import date

import pytest

from simulator.catalogue.applicability import LABEL
from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.conformance import RunOptions
from simulator.conformance.applicability import table_problems
from simulator.conformance.options import DEFAULT_AS_OF
from simulator.conformance.plan import INBOUND, plan
from simulator.conformance.table import WIDTH, table_text
from simulator.core.data_folders import data_folders
from simulator.domain.claim_sheet import Hook, Inbound, PaymentAccount, ServiceClaim
from simulator.domain.outcome import Verdict
from simulator.province.defects import catalogue as defects
from tests.unit.conformance.conftest import sheet


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders(), frozenset(CHECKS))


def claimed(catalogue: Catalogue, kind: str):
    """The claim sheet of a system of that kind that claims whatever can be claimed."""
    services = {}
    for service in catalogue.services.values():
        role = catalogue.minimum.role_in(kind, service)
        part = catalogue.minimum.roles.get(kind, {}).get(role)
        first, *further = (*part.intakes, *part.optional) if part else ("redirect",)
        parts = ("take", "mirror") if role == "relay" else ("notices",)
        services[service.id] = ServiceClaim(role, first, "api", tuple(further), parts)
    needed = {hook for scenario in catalogue.scenarios.values() for hook in scenario.needs}
    hooks = {hook: Hook(f"/{hook}") for hook in needed}
    inbound = Inbound(**{part.name: f"/{part.name}" for part in fields(Inbound)})
    account = PaymentAccount("P", "khoa-thu", "/confirm")
    return sheet(kind=kind, services=services, hooks=hooks, inbound=inbound, payment=account)


def test_the_committed_table_is_what_the_rules_say(catalogue):
    """A new service or scenario changes the table; the change is then seen in review. `make tables` writes it."""
    assert [problem.text() for problem in table_problems(catalogue)] == []
    committed = data_folders().file(LABEL).read_text()
    assert committed == table_text(catalogue, DEFAULT_AS_OF)
    assert max(map(len, committed.splitlines())) <= WIDTH


OPTIONAL = ("idle", "clock", "logout", "refresh", "sign", "signature")
"""Hooks that a system may do without: what needs them is NOT_RUN, with the reason."""


@pytest.mark.parametrize("kind", ["province", "ministry"])
def test_a_system_that_claims_everything_gets_the_committed_cells(catalogue, tmp_path, kind):
    cells = plan(claimed(catalogue, kind), catalogue, RunOptions(output=tmp_path))
    assert cells
    told = set()
    for cell in cells:
        natural = catalogue.minimum.role_in(kind, cell.service)
        rows = catalogue.applicability.of(cell.scenario.id, kind, natural)
        expected = "applies" in {row.outcome(cell.service.id) for row in rows}
        if cell.scenario.once and expected:
            expected = cell.scenario.id not in told
            told.add(cell.scenario.id)
        assert cell.runs is expected, cell.key
        assert cell.runs or cell.planned().verdict is Verdict.NOT_APPLICABLE, cell.key


def test_every_service_has_a_line_of_the_minimum_claim(catalogue):
    for kind, roles in catalogue.minimum.roles.items():
        listed = {service for part in roles.values() for service in part.services}
        assert listed == {
            one.id for one in catalogue.services.values() if catalogue.minimum.role_in(kind, one) != "none"
        }


def test_a_story_for_a_kind_of_system_needs_only_hooks_of_its_minimum_claim(catalogue):
    for kind, hooks in catalogue.minimum.hooks.items():
        needed = {hook for one in catalogue.scenarios.values() if kind in one.kinds for hook in one.needs}
        needed -= {part for part in needed if part.startswith(INBOUND)}  # nobody has to offer those
        assert needed <= {*hooks, *OPTIONAL}, kind


def test_what_the_portal_does_not_call_is_nobodys_duty(catalogue, tmp_path):
    chosen = RunOptions(output=tmp_path, scenarios=("inbound/*",))
    cells = plan(replace(claimed(catalogue, "province"), inbound=Inbound()), catalogue, chosen)
    assert {cell.planned().verdict for cell in cells} == {Verdict.NOT_APPLICABLE}
    assert any("inbound.lookup" in cell.planned().reason.en for cell in cells)


def test_every_scenario_is_told_to_somebody(catalogue):
    told = {row.scenario for row in catalogue.applicability.rows if "applies" in row.outcomes.values()}
    assert told == set(catalogue.scenarios)


def test_the_services_of_the_proof_come_to_every_check(catalogue):
    """Otherwise `dvcsim mutants` would prove less than it says."""
    proof, judged = catalogue.sets["proof"], set()
    elsewhere = {(one.role, story) for one in defects() for story in one.scenarios}
    for row in catalogue.applicability.rows:
        reached = [one for one in proof if catalogue.minimum.lists(row.kind, one) and row.outcome(one) == "applies"]
        for service in reached if row.kind == "province" or (row.kind, row.scenario) in elsewhere else ():
            checks = [CHECKS[check] for check in catalogue.scenarios[row.scenario].checks]
            judged |= {check.id for check in checks if not check.unsuited(catalogue.services[service])}
    assert judged == set(CHECKS)


def test_a_difference_makes_the_cells_an_error_that_says_how_to_settle_it(catalogue, tmp_path):
    table = catalogue.applicability
    (row, *_) = table.of("tracking/every-status", "province", "handler")
    wrong = replace(row, outcomes={"khai-sinh": "other_service", "*": "applies"})
    book = replace(catalogue, applicability=replace(table, rows=(wrong,)))
    chosen = RunOptions(output=tmp_path, services=("khai-sinh", "ket-hon"), scenarios=("tracking/every-status",))

    cells = {cell.service.id: cell for cell in plan(claimed(catalogue, "province"), book, chosen)}

    assert cells["ket-hon"].runs
    error = cells["khai-sinh"].planned()
    assert error.verdict is Verdict.ERROR
    for text in (error.reason.vi, error.reason.en):
        assert all(said in text for said in ("other_service", "applies", LABEL, "make tables", "khai-sinh"))


def test_on_another_day_the_rules_of_that_day_stop_what_the_table_lets_through(catalogue, tmp_path):
    chosen = RunOptions(output=tmp_path, as_of=date(2010, 1, 1))
    cells = plan(claimed(catalogue, "province"), catalogue, chosen)
    assert {cell.planned().verdict for cell in cells if not cell.runs} == {Verdict.NOT_APPLICABLE}


def test_every_check_is_asked_by_a_scenario(catalogue):
    asked = {check for scenario in catalogue.scenarios.values() for check in scenario.checks}

    assert asked == set(CHECKS)


def test_every_check_cites_a_rule_of_the_catalogue(catalogue):
    assert {check.requirement for check in CHECKS.values()} <= set(catalogue.requirements)


def test_every_rule_has_a_check_or_a_reason(catalogue):
    cited = {check.requirement for check in CHECKS.values()}

    assert [rule.id for rule in catalogue.requirements.values() if rule.id not in cited and not rule.not_tested] == []
