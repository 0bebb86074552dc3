"""Which cells run, and why the others do not."""

from datetime import date

import pytest

from simulator.catalogue.minimum import MinimumClaim, Part
from simulator.conformance import RunOptions
from simulator.conformance.plan import plan
from simulator.conformance.selection import select
from simulator.core.errors import ConfigurationError
from simulator.domain.claim_sheet import Hook, PaymentAccount, ServiceClaim
from simulator.domain.mark import Mark
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.domain.scenario import Step
from simulator.domain.service import Fee
from tests.unit.checks.evidence_builder import SERVICE, service_without
from tests.unit.conformance.conftest import catalogue, scenario, sheet, words


def cell_with(verdict: Verdict) -> CellOutcome:
    return CellOutcome("s", "f/x", "calm", verdict, words("vì"), "handler", "redirect", "api")


def planned(book=None, tmp_path=None, claimed=None, **options):
    return plan(claimed or sheet(), book or catalogue(), RunOptions(output=tmp_path, **options))


def only(cells):
    verdicts = {cell.planned().verdict for cell in cells}
    assert len(verdicts) == 1
    assert not any(cell.runs for cell in cells)
    return verdicts.pop(), cells[0].planned().reason


def test_every_weather_of_a_scenario_is_a_cell():
    assert [cell.key for cell in planned()] == [
        ("tracking/short", SERVICE.id, "calm"),
        ("tracking/short", SERVICE.id, "portal-down"),
    ]
    assert all(cell.runs for cell in planned())


def test_a_planned_cell_is_not_run_until_it_has():
    assert planned()[0].planned().verdict is Verdict.NOT_RUN


def test_a_handled_service_that_is_not_claimed_was_not_run():
    assert only(planned(claimed=sheet(services={})))[0] is Verdict.NOT_RUN


def minimum(role="handler", intakes=("redirect",), hooks=()):
    return MinimumClaim({"province": hooks}, {"province": {role: Part(tuple(intakes), (SERVICE.id,))}})


def asked(scenario_changes=None, services=(SERVICE,), **least):
    book = catalogue(scenario(**(scenario_changes or {})), services=services)
    book.minimum = minimum(**least)
    return book


RELAYED = service_without(roles={"province": "relay", "ministry": "handler"})
RELAY_STORY = {"roles": ("relay",), "needs": ()}


@pytest.mark.parametrize("claims", [{}, {SERVICE.id: ServiceClaim("none", "redirect", "api")}])
def test_a_relay_that_the_minimum_claim_asks_for_was_not_run_when_it_is_left_out(claims):
    book = asked(RELAY_STORY, (RELAYED,), role="relay")
    verdict, reason = only(planned(book, claimed=sheet(services=claims)))

    assert verdict is Verdict.NOT_RUN
    assert "minimum claim" in reason.en
    assert "relay" in reason.en


def test_handling_a_service_that_others_handle_is_no_opting_out():
    book = asked(RELAY_STORY, (RELAYED,), role="relay")

    assert only(planned(book))[0] is Verdict.NOT_APPLICABLE


def test_a_way_in_of_the_minimum_claim_was_not_run_when_it_is_left_out():
    told = {"intakes": ("counter",)}
    verdict, reason = only(planned(asked(told, intakes=("redirect", "counter"))))

    assert verdict is Verdict.NOT_RUN
    assert "counter" in reason.en
    assert only(planned(asked(told, intakes=("redirect",))))[0] is Verdict.NOT_APPLICABLE


def test_a_hook_of_the_minimum_claim_is_named_as_such():
    without = sheet(hooks={"idle": Hook("/idle")})

    assert "minimum claim" in only(planned(asked(hooks=("officer",)), claimed=without))[1].en
    assert "minimum claim" not in only(planned(asked(), claimed=without))[1].en


def test_taking_dossiers_is_nobody_s_duty():
    claims = {SERVICE.id: ServiceClaim("relay", "redirect", "api")}
    book = asked({**RELAY_STORY, "claims": ("take",)}, (RELAYED,), role="relay")

    assert only(planned(book, claimed=sheet(services=claims)))[0] is Verdict.NOT_APPLICABLE


def test_opting_out_of_a_handled_service_was_not_run():
    claims = {SERVICE.id: ServiceClaim("relay", "redirect", "api")}
    verdict, reason = only(planned(claimed=sheet(services=claims)))

    assert verdict is Verdict.NOT_RUN
    assert "relay" in reason.en


def test_what_has_no_procedure_code_is_handled_by_nobody_and_says_why():
    book = catalogue(services=(service_without(codes=()),))
    cells = planned(book, claimed=sheet(services={}))

    verdict, reason = only(cells)
    assert verdict is Verdict.NOT_APPLICABLE
    assert "code" in reason.en
    assert {cell.planned().role for cell in cells} == {"none"}


def test_a_service_that_somebody_else_handles_does_not_apply():
    book = catalogue(services=(service_without(roles={"province": "relay", "ministry": "handler"}),))

    assert only(planned(book, claimed=sheet(services={})))[0] is Verdict.NOT_APPLICABLE


def test_the_role_is_the_reason_even_where_the_checks_would_have_nothing_to_judge():
    relayed = service_without(roles={"province": "relay", "ministry": "handler"}, components=())
    book = catalogue(scenario(checks=("replaced_paper_not_asked",)), services=(relayed,))

    assert "relay" in only(planned(book, claimed=sheet(services={})))[1].en


def test_a_service_without_a_procedure_code_cannot_be_filed():
    verdict, reason = only(planned(catalogue(services=(service_without(codes=()),))))

    assert verdict is Verdict.NOT_APPLICABLE
    assert "no procedure code" in reason.en


def test_another_intake_mode_does_not_apply():
    claims = {SERVICE.id: ServiceClaim("handler", "counter", "api")}

    assert only(planned(claimed=sheet(services=claims)))[0] is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    "claimed",
    [
        sheet(hooks={"idle": Hook("/idle")}),
        sheet(services={SERVICE.id: ServiceClaim("handler", "redirect", "browser")}),
    ],
)
def test_a_missing_hook_or_driver_was_not_run(claimed):
    assert only(planned(claimed=claimed))[0] is Verdict.NOT_RUN


def test_a_scenario_for_other_services_does_not_apply():
    assert only(planned(catalogue(scenario(services=("ket-hon",)))))[0] is Verdict.NOT_APPLICABLE


def test_a_scenario_whose_person_the_service_lacks_does_not_apply():
    verdict, reason = only(planned(catalogue(scenario(people={"partner": {"without": ["phone"]}}))))

    assert verdict is Verdict.NOT_APPLICABLE
    assert "partner" in reason.vi


def test_a_scenario_whose_checks_have_nothing_to_judge_does_not_apply():
    book = catalogue(scenario(checks=("replaced_paper_not_asked",)), services=(service_without(components=()),))

    assert only(planned(book))[0] is Verdict.NOT_APPLICABLE


def test_rules_that_are_not_in_force_do_not_apply(tmp_path):
    assert only(planned(as_of=date(2010, 1, 1)))[0] is Verdict.NOT_APPLICABLE


def test_a_selection_takes_ids_globs_and_sets():
    ids = ("a/x", "a/y", "b/x")

    assert select("--scenario", ("a/*",), ids) == ("a/x", "a/y")
    assert select("--service", ("both",), ("k", "m", "n"), {"both": ("n", "k")}) == ("k", "n")
    assert select("--weather", (), ids) == ids


def test_an_unknown_id_is_refused_with_near_matches():
    with pytest.raises(ConfigurationError, match="did you mean khai-sinh"):
        select("--service", ("khai-sin",), ("khai-sinh", "ket-hon"))


@pytest.mark.parametrize(
    ("form", "login", "target", "driven_by"),
    [
        ("api", "api", "citizen.try_logins", "api"),
        ("api", "browser", "citizen.try_logins", "browser"),
        ("browser", "api", "citizen.try_logins", "api"),
        ("api", "browser", "citizen.apply", "api"),
        ("browser", "api", "citizen.apply", "browser"),
        ("attended", "api", "citizen.apply", "human"),
    ],
)
def test_a_login_is_driven_as_its_own_entry_says_and_a_form_as_its_service_says(form, login, target, driven_by):
    step = Step(0, "call", target, {}, 1)
    told = scenario(steps=(step,), drivers=("api", "browser", "attended"))
    claims = {SERVICE.id: ServiceClaim("handler", "redirect", form)}
    claimed = sheet(services=claims, raw={"openid": {"driver": login}})
    assert {cell.planned().driven_by for cell in planned(catalogue(told), claimed=claimed)} == {driven_by}


def test_a_story_that_another_system_is_told_is_left_out_with_the_reason(tmp_path):
    cells = planned(tmp_path=tmp_path, told_elsewhere=("tracking/short",))
    verdict, why = only(cells)
    assert verdict is Verdict.NOT_APPLICABLE
    assert "the other system of this demonstration" in why.en


def test_a_story_of_payments_wants_a_fee_and_an_account():
    costly = service_without(fee=Fee(0, 15_000, Mark.SEEN))
    paid = scenario(fee="paid")
    assert only(planned(catalogue(paid)))[0] is Verdict.NOT_APPLICABLE
    assert "payment" in only(planned(catalogue(paid, services=(costly,))))[1].en
    account = sheet(payment=PaymentAccount("P", "khoa-thu"))
    assert all(cell.runs for cell in planned(catalogue(paid, services=(costly,)), claimed=account))
