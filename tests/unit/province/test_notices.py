"""A notice for each status: sent once, again while VNeID cannot take it, and not again when it refuses."""

from collections.abc import Callable

from tests.unit.province.conftest import World
from tests.unit.province.fakes import NUMBER


def processed(world: World) -> str:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "process")
    world.settle()
    return code


def test_each_status_is_told_once_with_an_id_of_its_own(world: World) -> None:
    code = processed(world)
    world.settle()
    assert [notice["status"] for notice in world.national.notices] == ["1", "2", "4"]
    assert len({notice["id"] for notice in world.national.notices}) == 3
    last = world.national.notices[-1]
    assert (last["citizenPid"], last["dossierCode"]) == (NUMBER, code)
    assert last["title"].endswith("Đang xử lý")
    assert last["link"] == f"http://province.example/ho-so/{code}"


def test_what_vneid_cannot_take_now_is_sent_again_in_order(world: World) -> None:
    world.national.notice_status = 503
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    wait = world.sync()
    assert wait
    assert world.system.sync.pending() == 2
    assert [notice["status"] for notice in world.national.notices] == ["1"]
    world.national.notice_status = 200
    world.settle()
    assert [notice["status"] for notice in world.national.notices] == ["1", "1", "2"]
    assert world.system.sync.pending() == 0


def test_the_portal_hears_of_a_dossier_while_vneid_is_down(world: World) -> None:
    world.national.notice_status = 503
    world.citizen.file()
    world.sync()
    assert world.system.outbox.pending() == 0


def test_what_vneid_refuses_is_not_sent_again(world: World) -> None:
    world.national.notice_status = 404
    processed(world)
    assert len(world.national.notices) == 3
    assert world.system.sync.pending() == 0


def test_notices_can_be_switched_off(make_world: Callable[..., World]) -> None:
    world = make_world(notices=False)
    processed(world)
    assert world.national.notices == []
    assert world.system.sync.pending() == 0
