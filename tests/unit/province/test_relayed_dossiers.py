"""What the province does for services of others beyond showing them: it takes dossiers, and it mirrors their status."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator.province import offer
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import NAME

ELSEWHERE = {"MaHoSo": "G99-1", "TenDVC": "Của bộ", "HoTenNguoiNop": NAME, "DonViXuLy": "Bộ", "MaTrangThai": "4"}


@pytest.fixture
def relay(make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> Callable[..., World]:
    """A province for which the trial procedure is a ministry's, taken and mirrored here."""
    monkeypatch.setattr(offer, "relay_claims", lambda: {"thu": ("take", "mirror")})

    def make(*defects: str) -> World:
        world = make_world(*defects)
        world.national.services[0] |= {"handled_by": "ministry", "roles": {"province": "relay"}, "page": "/x"}
        world.national.elsewhere = [ELSEWHERE]
        return world

    return make


def followed(world: World, code: str = "G99-1") -> Any:
    return world.citizen.land(f"/theo-doi/{code}")


def test_its_row_leads_to_the_form_and_to_the_page_of_a_dossier(relay: Callable[..., World]) -> None:
    (row,) = relay().citizen.client.get("/dich-vu", headers=JSON).json["services"]
    assert row["role"] == "relay"
    assert row["link"] == "/vi/nps/apply?MaTTHC=9.000001&vneid=1"
    assert row["follow"] == "/theo-doi/{dossier_code}"


def test_a_taken_dossier_reaches_the_portal(relay: Callable[..., World]) -> None:
    world = relay()
    code = world.citizen.file()
    world.settle()
    assert world.national.dossiers[code]["MaTTHC"].startswith("9.000001")


def test_keeps_taken_dossiers(relay: Callable[..., World]) -> None:
    world = relay("keeps-taken-dossiers")
    world.citizen.file()
    world.settle()
    assert world.national.dossiers == {}


def test_the_fault_leaves_own_dossiers_alone(make_world: Callable[..., World]) -> None:
    world = make_world("keeps-taken-dossiers")
    code = world.citizen.file()
    world.settle()
    assert code in world.national.dossiers


def test_the_status_of_the_portal_is_shown_to_the_owner(relay: Callable[..., World]) -> None:
    world = relay()
    assert followed(world).json == {"dossier_code": "G99-1", "status": 4, "fields": [], "decision": None}
    page = world.citizen.client.get("/theo-doi/G99-1", headers={"Accept": "text/html"})
    assert "Đang xử lý" in page.text


def test_somebody_elses_dossier_and_an_unknown_one_are_not_shown(relay: Callable[..., World]) -> None:
    world = relay()
    world.national.elsewhere = [ELSEWHERE | {"HoTenNguoiNop": "Người Khác"}]
    assert followed(world).status_code == 404
    assert followed(world, "G99-2").status_code == 404


def test_mirrors_old_status(relay: Callable[..., World]) -> None:
    assert followed(relay("mirrors-old-status")).json["status"] == 2
