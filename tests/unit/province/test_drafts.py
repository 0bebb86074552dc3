"""A session that ends while a form is filled in: what was typed comes back to the same person, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from simulator.province.drafts import KEPT
from simulator.province.shown_form import INPUT, ShownField
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import NUMBER
from tests.unit.province.test_login_back_channel import post, token

TYPED = {"why": "Lý do thử", "phone": "0500000123"}


def interrupted(world: World, **changes: Any) -> Any:
    """Read the form, let VNeID end the login, and send the form."""
    world.citizen.form()
    assert post(world, token()).status_code == 200
    return world.citizen.submit(values=TYPED, **changes)


def shown(world: World) -> dict[str, str]:
    return {name: row["value"] for name, row in world.citizen.form().items() if name in TYPED}


def test_a_form_without_a_session_is_kept_for_the_next_login(world: World) -> None:
    answer = interrupted(world)
    assert answer.status_code == 401
    assert "giữ lại" in answer.json["message"]
    assert shown(world) == TYPED
    assert world.citizen.form()["why"]["state"] == "editable"


def test_a_page_goes_to_the_login_and_back_to_the_form_with_what_was_typed(world: World) -> None:
    world.citizen.form()
    post(world, token())
    form = {"procedure": "9.000001", "agency": "H99.12", "submission_id": "s-1"}
    form |= {f"field.{name}": text for name, text in TYPED.items()}
    sent = world.citizen.client.post("/ho-so", data=form)
    assert sent.status_code == 302
    callback = world.citizen.client.get("/vneid/callback", query_string=world.national.authorize(sent.location))
    assert callback.location.startswith("/vi/nps/apply?MaTTHC=9.000001&")
    page = world.citizen.client.get(callback.location)
    assert all(text in page.text for text in TYPED.values())


def test_what_was_taken_is_not_offered_again(world: World) -> None:
    interrupted(world)
    world.citizen.form()
    assert world.citizen.submit(values=TYPED).status_code == 201
    assert shown(world)["why"] == ""


def test_a_draft_is_kept_for_a_day(world: World) -> None:
    drafts, eform = world.system.drafts, world.system.offer.form("9.000001")
    assert eform is not None
    line = ShownField("why", "Lý do", "request.reason", "string", True, INPUT, "", "")
    drafts.save(NUMBER, "9.000001", TYPED)
    assert drafts.fill(NUMBER, eform, [line])[0].value == TYPED["why"]
    world.clock.move(KEPT + timedelta(minutes=1))
    assert drafts.fill(NUMBER, eform, [line]) == (line,)


def test_a_logout_of_ones_own_keeps_nothing(world: World) -> None:
    world.citizen.form()
    world.citizen.client.get("/dang-xuat")
    assert world.citizen.submit(values=TYPED).status_code == 401
    assert shown(world) == dict.fromkeys(TYPED, "")


def test_nobody_knows_whose_form_it_is_without_a_session_before(world: World) -> None:
    stranger = world.app.test_client()
    answer = stranger.post(
        "/ho-so", json={"procedure": "9.000001", "values": TYPED, "submission_id": "s"}, headers=JSON
    )
    assert (answer.status_code, "giữ lại" in answer.json["message"]) == (401, False)


def test_a_form_that_cannot_be_read_is_no_reason_to_break(world: World) -> None:
    world.citizen.form()
    post(world, token())
    for body in ([], {"procedure": "9.000001", "values": ["x"]}, {"procedure": 7, "values": {"why": 3}}):
        assert world.citizen.client.post("/ho-so", json=body).status_code == 401


def test_the_defect_loses_it(make_world: Callable[..., World]) -> None:
    world = make_world("loses-typed-on-session-end")
    interrupted(world)
    assert shown(world) == dict.fromkeys(TYPED, "")
