"""What a province knows of codes, fees and processing times, right and with each fault."""

from collections.abc import Callable
from typing import Any

from tests.unit.province.conftest import LANDING, World
from tests.unit.province.fakes import EFORM

MakeWorld = Callable[..., World]
SECOND = LANDING.replace("9.000001", "9.000002")
DEAD = LANDING.replace("9.000001", "9.000003")


def with_codes(world: World) -> World:
    world.national.services[0]["codes"] = ["9.000001", "9.000002"]
    world.national.eforms |= {"9.000002": EFORM, "9.000003": EFORM}
    return world


def shown(world: World, url: str) -> Any:
    return world.citizen.land(url)


def test_every_code_in_use_opens_its_form_and_no_other(make_world: MakeWorld) -> None:
    world = with_codes(make_world())
    assert shown(world, SECOND).json["procedure"] == "9.000002"
    assert shown(world, DEAD).status_code == 404


def test_a_dossier_is_filed_under_the_code_that_the_citizen_came_with(make_world: MakeWorld) -> None:
    world = with_codes(make_world())
    shown(world, SECOND)
    assert world.citizen.submit(procedure="9.000002").status_code == 201
    world.settle()
    (row,) = world.national.dossiers.values()
    assert row["MaTTHC"].startswith("9.000002")


def test_knows_first_code_only(make_world: MakeWorld) -> None:
    world = with_codes(make_world("knows-first-code-only"))
    assert shown(world, SECOND).status_code == 404
    assert shown(world, LANDING).json["procedure"] == "9.000001"


def test_takes_dead_code(make_world: MakeWorld) -> None:
    assert shown(with_codes(make_world("takes-dead-code")), DEAD).json["procedure"] == "9.000003"


def test_the_published_fee_and_time_are_shown(make_world: MakeWorld) -> None:
    world = make_world()
    world.national.eforms["9.000001"] = EFORM | {"fee": {"online_vnd": 4000}}
    form = shown(world, LANDING).json
    assert (form["fee"], form["deadline"]) == ({"online_vnd": 4000}, {"value": 3, "unit": "working_day"})


def test_shows_old_fee(make_world: MakeWorld) -> None:
    world = make_world("shows-old-fee")
    world.national.eforms["9.000001"] = EFORM | {"fee": {"online_vnd": 0}}
    assert shown(world, LANDING).json["fee"] == {"online_vnd": 8000}


def test_promises_later(make_world: MakeWorld) -> None:
    due = {}
    for defects in ((), ("promises-later",)):
        world = make_world(*defects)
        world.citizen.file(submission_id=f"s-{defects}")
        world.settle()
        due[defects] = list(world.national.dossiers.values())[-1]["NgayHenTra"]
    assert due == {(): "20250704170000", ("promises-later",): "20250803170000"}
