"""Registries beside the population database: asked once, believed without a record, and again after an outage."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import EFORM, NUMBER
from tests.unit.province.test_published_contracts import _hold

INSURANCE, NOTICES = "CSDLQG_BAO_HIEM", "DU_LIEU_BAO_TU"
OTHER = "099200000018"


@pytest.fixture
def world(world: World) -> World:
    return with_registries(world)


def with_registries(world: World) -> World:
    """Publish a form whose papers two more registries replace: one about the applicant, one about somebody else."""
    eform: dict[str, Any] = copy.deepcopy(EFORM)
    eform["subjects"] |= {"insurance": "insurance"}
    eform["sources"] = {INSURANCE: {"vi": "CSDL bảo hiểm", "en": "insurance"}}
    eform["fields"] += [
        _line("book", "insurance.insurance_no", INSURANCE),
        _line("notice", "father.death_notice", NOTICES),
        {**_line("class", "applicant.licence_class", "CSDL_GPLX"), "known": {"to": ["CSDL_GPLX"], "once": "login"}},
    ]
    eform["components"] += [_paper("T.SO", INSURANCE), _paper("T.BAO_TU", NOTICES)]
    world.national.eforms["9.000001"] = eform
    world.national.records = {
        (INSURANCE, NUMBER): {"insurance.insurance_no": "9900000001"},
        (NOTICES, OTHER): {"father.death_notice": "Số 1"},
        ("CSDL_GPLX", NUMBER): {"applicant.licence_class": "A1"},
    }
    return world


def _line(name: str, datum: str, source: str) -> dict[str, Any]:
    label = {"vi": name, "en": name}
    known = {"to": [source], "once": "identified"}
    return {"id": name, "label": label, "type": "string", "required": False, "datum": datum, "known": known}


def _paper(code: str, source: str) -> dict[str, Any]:
    name = {"vi": f"Giấy {code}", "en": code}
    return {"code": code, "name": name, "required": "always", "kind": "paper", "replaced_by": [source]}


def parts(world: World) -> dict[str, dict[str, Any]]:
    return {part["code"]: part for part in world.citizen.land().json["components"]}


def finish(world: World, code: str) -> Any:
    world.citizen.officer(code, "accept")
    answer = world.citizen.officer(code, "finish")
    assert answer.status_code == 200, answer.text
    return world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json


def test_a_form_asks_each_registry_that_it_needs_once(world: World) -> None:
    form = world.citizen.form()
    assert [source for source, _ in world.national.record_look_ups] == ["CSDL_GPLX", INSURANCE]
    assert (form["class"]["state"], form["class"]["value"], form["class"]["source"]) == ("locked", "A1", "CSDL_GPLX")
    assert form["book"]["state"] == "input", "the form asks for it only once the person is identified"
    for _, query in world.national.record_look_ups:
        _hold("registries/TraCuuDuLieu.request", query)


def test_papers_of_registries_that_answered_are_not_demanded(world: World) -> None:
    shown = parts(world)
    assert not shown["T.SO"]["required"]
    assert not shown["T.BAO_TU"]["required"], "nobody knows yet whose notice it is"
    assert "reason" not in shown["T.SO"]


def test_a_paper_without_a_record_is_demanded_with_the_reason(world: World) -> None:
    world.national.records.pop((INSURANCE, NUMBER))
    shown = parts(world)
    assert shown["T.SO"]["required"]
    assert "CSDL bảo hiểm (CSDLQG_BAO_HIEM)" in shown["T.SO"]["reason"]
    _hold("province/form.response", world.citizen.land().json)
    refused = world.citizen.submit()
    assert refused.status_code == 422
    assert [error["component"] for error in refused.json["errors"]] == ["T.SO"]


def test_what_papers_left_out_is_looked_up_before_the_decision(world: World) -> None:
    code = world.citizen.file(values={"why": "x", "father": OTHER, "book": "khác"})
    world.national.record_look_ups.clear()
    view = finish(world, code)
    asked = dict(world.national.record_look_ups)
    assert {source: query["SoDinhDanh"] for source, query in asked.items()} == {INSURANCE: NUMBER, NOTICES: OTHER}
    assert {query["MaHoSo"] for query in asked.values()} == {code}
    assert view["notes"] == [f"insurance.insurance_no: người nộp khai khác với {INSURANCE}"]
    _hold("province/view.response", view)


def test_a_registry_that_is_silent_is_noted_and_asked_again(world: World) -> None:
    world.national.silent = {INSURANCE, "CSDL_GPLX"}
    assert not parts(world)["T.SO"]["required"]
    code = world.citizen.file()
    world.national.silent = set()
    world.national.record_look_ups.clear()
    view = finish(world, code)
    assert {source for source, _ in world.national.record_look_ups} == {INSURANCE, "CSDL_GPLX"}
    assert any("CSDL bảo hiểm (CSDLQG_BAO_HIEM) không trả lời" in note for note in view["notes"])


def test_what_was_shown_holds_for_the_submission(world: World) -> None:
    """A registry that has come back since does not change what the citizen was asked for."""
    world.national.records.pop((INSURANCE, NUMBER))
    world.citizen.land()
    world.national.records[(INSURANCE, NUMBER)] = {"insurance.insurance_no": "9900000001"}
    assert world.citizen.submit().status_code == 422


def test_a_decision_waits_for_a_silent_registry(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.national.silent = {INSURANCE}
    assert world.citizen.officer(code, "finish").status_code == 503
    world.national.silent = set()
    assert world.citizen.officer(code, "finish").status_code == 200


def test_only_population_asked(make_world: Callable[..., World]) -> None:
    world = with_registries(make_world("only-population-asked"))
    assert not parts(world)["T.SO"]["required"]
    assert world.national.record_look_ups == []
    assert world.national.look_ups


def test_paper_without_reason(make_world: Callable[..., World]) -> None:
    world = with_registries(make_world("paper-without-reason"))
    world.national.records.clear()
    part = parts(world)["T.SO"]
    assert (part["required"], "reason" in part) == (True, False)


def test_turns_away_in_outage(make_world: Callable[..., World]) -> None:
    world = with_registries(make_world("turns-away-in-outage"))
    world.national.silent = {INSURANCE}
    world.citizen.land()
    assert world.citizen.submit().status_code == 422
    world.national.silent = set()
    world.citizen.land()
    assert world.citizen.submit().status_code == 201


def test_silent_about_outage(make_world: Callable[..., World]) -> None:
    world = with_registries(make_world("silent-about-outage"))
    world.national.silent = {INSURANCE}
    code = world.citizen.file()
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert view["notes"] == []
