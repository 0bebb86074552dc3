"""The list of services that a province shows, and the way out for those that others handle."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import URL

RELAYED = {
    "id": "bo",
    "code": "9.000009",
    "name": {"vi": "Của bộ", "en": "ministry"},
    "handled_by": "ministry",
    "roles": {"province": "relay", "ministry": "handler"},
    "page": "/citizen/services/9.000009",
}


def _published(*communes: dict[str, str]) -> dict[str, Any]:
    return {"province": "99", "complete": True, "communes": list(communes)}


@pytest.fixture
def relaying(make_world: Callable[..., World]) -> Callable[..., World]:
    def make(*defects: str) -> World:
        world = make_world(*defects)
        world.national.services[1:] = [RELAYED]
        return world

    return make


def listing(world: World) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = world.citizen.client.get("/dich-vu", headers=JSON).json["services"]
    return rows


def leave(world: World) -> Any:
    return world.citizen.client.get("/chuyen-tiep/bo", headers=JSON)


def test_it_holds_what_is_handled_here_and_what_is_handled_elsewhere(relaying: Callable[..., World]) -> None:
    rows = {row["id"]: (row["role"], row["procedure"], row["link"]) for row in listing(relaying())}
    assert rows == {
        "thu": ("handler", "9.000001", "/vi/nps/apply?MaTTHC=9.000001&vneid=1"),
        "bo": ("relay", "9.000009", "/chuyen-tiep/bo"),
    }


def test_people_read_the_same_list(relaying: Callable[..., World]) -> None:
    page = relaying().citizen.client.get("/dich-vu", headers={"Accept": "text/html"})
    assert 'href="/chuyen-tiep/bo"' in page.text
    assert "nơi khác" in page.text


def test_the_way_out_leads_to_the_portals_page_at_once(relaying: Callable[..., World]) -> None:
    answer = leave(relaying())
    assert (answer.status_code, answer.location) == (302, f"{URL}/citizen/services/9.000009")


def test_an_unknown_service_has_no_way_out(world: World) -> None:
    assert world.citizen.client.get("/chuyen-tiep/khong-co", headers=JSON).status_code == 404


def test_a_service_that_this_kind_of_system_has_no_part_in_is_not_shown(world: World) -> None:
    assert [row["id"] for row in listing(world)] == ["thu"]


def test_hides_relayed(relaying: Callable[..., World]) -> None:
    assert [row["role"] for row in listing(relaying("hides-relayed"))] == ["handler"]


def test_leads_nowhere(relaying: Callable[..., World]) -> None:
    assert leave(relaying("leads-nowhere")).location == f"{URL}/citizen/services/cu-9.000009"


def test_asks_before_leaving(relaying: Callable[..., World]) -> None:
    world = relaying("asks-before-leaving")
    page = leave(world).json
    assert [line["state"] for line in page["fields"]] == ["input", "input"]
    assert page["handover"] == f"{URL}/citizen/services/9.000009"
    assert "<input" in world.citizen.client.get("/chuyen-tiep/bo", headers={"Accept": "text/html"}).text


def test_each_commune_of_the_list_has_a_counter(world: World) -> None:
    world.national.communes = {
        "province": "99",
        "complete": True,
        "communes": [{"code": "99001", "name": "Phường Thử", "agency": "H99.12"}],
    }
    (row,) = world.citizen.client.get("/diem-tiep-nhan?procedure=9.000001", headers=JSON).json["counters"]
    assert (row["code"], row["commune_code"], row["active"]) == ("H99.12", "99001", True)
    assert "Phường Thử" in world.citizen.client.get("/diem-tiep-nhan", headers={"Accept": "text/html"}).text
    assert world.citizen.client.get("/diem-tiep-nhan?procedure=9.999999", headers=JSON).json == {"counters": []}


def test_commune_without_counter(make_world: Callable[..., World]) -> None:
    world = make_world("commune-without-counter")
    world.national.communes = {
        "province": "99",
        "complete": True,
        "communes": [{"code": code, "name": code, "agency": "H99.12"} for code in ("99001", "99005")],
    }
    rows = world.citizen.client.get("/diem-tiep-nhan?procedure=9.000001", headers=JSON).json["counters"]
    assert [row["commune_code"] for row in rows] == ["99001"]
