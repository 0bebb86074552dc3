"""The province fetches what citizens filed at the portal, and what waits at the service of linked births and deaths."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from simulator.province.fetched import iso_date
from tests.unit.province.conftest import World
from tests.unit.province.fakes import NAME, NUMBER

CODE, SECOND = "000.00.00.G22-250701-0000001", "000.00.00.G22-250701-0000002"
CONTENT = base64.b64encode(b"giay").decode()
LINES = {"name": NAME, "number": NUMBER, "phone": "0500001234", "why": "Lý do thử"}


def filed(code: str = CODE, **changes: Any) -> dict[str, Any]:
    """A row of the portal's list."""
    row = {
        "maHoSo": code,
        "maTTHC": "9.000001",
        "hoTen": NAME,
        "ngaySinh": "19900517",
        "soCmnd": NUMBER,
        "techId": "tech-1",
        "ngayNhanHoSo": "20250701081500",
        "thongTinToKhai": [{"maTruong": name, "giaTri": text} for name, text in LINES.items()],
        "hoSoDinhKem": [{"magiayto": "T.GIAY", "tengiayto": "Giấy", "filedinhkem": f"/{code}/1"}],
    }
    return row | changes


def linked(code: str = CODE, **changes: Any) -> dict[str, Any]:
    """A dossier of the linked service in full; of its list the first six are read."""
    row = {
        "id": 1,
        "maDonVi": 9912,
        "maTTHC": "9.000001",
        "module": "KS",
        "maHoSo": code,
        "ngayTiepNhan": "01/07/2025 08:15:00",
        "techId": "tech-1",
        "data": json.dumps({"hoTich": LINES}),
        "fileDinhKem": [
            {"loaiGiayTo": "T.GIAY", "tenTepDinhKem": "giay.pdf", "huyGiayTo": False, "duLieuTepDinhKem": CONTENT},
            {"loaiGiayTo": "T.CU", "tenTepDinhKem": "cu.pdf", "huyGiayTo": True, "duLieuTepDinhKem": "?"},
        ],
    }
    return row | changes


@pytest.fixture
def offered(make_world: Callable[..., World]) -> Callable[..., World]:
    """A province at a portal where two dossiers of the trial procedure wait."""

    def make(*defects: str, rows: tuple[dict[str, Any], ...] = (), **changes: Any) -> World:
        world = make_world(*defects, pulled=("thu",), linked=("thu",), **changes)
        world.national.filed = list(rows)
        for row in rows:
            # The portal has what was filed there.
            world.national.dossiers[row["maHoSo"]] = {}
            for part in row["hoSoDinhKem"]:
                world.national.files[part["filedinhkem"]] = {"TenTepTin": "giay.pdf", "Base64": CONTENT}
        return world

    return make


def look(world: World) -> None:
    world.clock.move(timedelta(seconds=1))
    world.system.looking.look_if_old()


def test_a_dossier_keeps_the_portal_s_code_its_lines_and_its_files(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(),))
    look(world)
    dossier = world.system.archive.find(CODE)
    assert dossier is not None
    assert (dossier.owner.name, dossier.owner.personal_id, dossier.owner.phone) == (NAME, NUMBER, "0500001234")
    assert (dossier.filed_at, dossier.procedure) == ("2025-07-01T08:15:00+07:00", "9.000001")
    assert {line.id: line.value for line in dossier.fields if line.value} == LINES
    (paper,) = dossier.papers
    assert world.system.archive.paper(paper.id) == ("giay.pdf", "application/octet-stream", b"giay")


def test_it_is_reported_as_an_update_and_as_filed_at_the_portal(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(),))
    look(world)
    world.settle()
    (report,) = world.national.reports
    assert (report["MaHoSo"], report["NoiNopHoSo"], report["TrangThaiHoSo"]) == (CODE, "1", "1")
    assert [body["isUpdating"] for body in world.national.bodies if body["service"] == "DongBoHoSoMC"] == ["True"]


def test_the_list_may_repeat_itself(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(), filed(SECOND)))
    for _ in range(3):
        look(world)
    world.settle()
    assert [report["MaHoSo"] for report in world.national.reports] == [CODE, SECOND]


def test_what_an_officer_does_is_told_in_the_portal_s_own_message_too(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(),))
    look(world)
    assert world.citizen.officer(CODE, "accept").status_code == 200
    world.settle()
    (told,) = world.national.told
    assert (told["MaHoSo"], told["MaHoSoDonVi"], told["TrangThai"]) == (CODE, CODE, "2")
    assert world.national.reported == ["1", "2"]


@pytest.mark.parametrize(
    "row",
    [
        filed(ngayNhanHoSo=""),
        filed(ngayNhanHoSo="hôm qua"),
        filed(maTTHC="9.999999"),
        filed(""),
    ],
)
def test_a_row_that_is_no_use_stops_nothing(offered: Callable[..., World], row: dict[str, Any]) -> None:
    world = offered(rows=(row, filed(SECOND)))
    look(world)
    assert not world.system.archive.find(CODE)
    assert world.system.archive.find(SECOND)


def test_a_portal_that_is_down_is_asked_again(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(),))
    world.national.down = True
    look(world)
    assert not world.system.archive.find(CODE)
    world.national.down = False
    look(world)
    assert world.system.archive.find(CODE)


def test_nothing_is_due_only_after_a_look(offered: Callable[..., World]) -> None:
    world = offered(rows=(filed(),))
    headers = world.citizen.officer_headers
    assert world.citizen.client.get("/test/idle", headers=headers).json["idle"] is False
    world.settle()
    assert world.citizen.client.get("/test/idle", headers=headers).json["idle"] is True


def test_a_system_that_fetches_nothing_never_asks(make_world: Callable[..., World]) -> None:
    world = make_world(pulled=(), linked=())
    look(world)
    assert "DanhSachHoSo" not in world.national.calls
    assert world.national.linked.tokens == 0


def test_a_linked_dossier_is_taken_over_acknowledged_and_told_about(offered: Callable[..., World]) -> None:
    world = offered()
    world.national.linked.waiting[1] = linked()
    world.national.dossiers[CODE] = {}
    look(world)
    dossier = world.system.archive.find(CODE)
    assert dossier is not None
    assert (dossier.owner.personal_id, dossier.owner.phone) == (NUMBER, "0500001234")
    assert [paper.code for paper in dossier.papers] == ["T.GIAY"]
    assert world.national.linked.acknowledged == [CODE]
    world.citizen.officer(CODE, "accept")
    world.settle()
    (told,) = world.national.linked.told
    assert (told["soHoSoLT"], told["trangThai"]) == (CODE, "3")
    assert world.national.told == []


def test_an_acknowledgement_that_was_lost_is_sent_again(offered: Callable[..., World]) -> None:
    world = offered()
    world.national.linked.waiting[1] = linked()
    world.national.linked.dead = {"token-1"}
    look(world)
    assert world.national.linked.acknowledged == []
    look(world)
    assert (world.national.linked.tokens, world.national.linked.acknowledged) == (2, [CODE])


def test_an_answer_without_the_words_is_no_confirmation(offered: Callable[..., World]) -> None:
    world = offered()
    world.national.linked.waiting[1] = linked()
    world.national.linked.confirms = "?"
    look(world)
    world.citizen.officer(CODE, "accept")
    world.sync()
    assert world.system.sync.pending() > 0


@pytest.mark.parametrize(
    "row", [linked(data="?"), linked(data="[]"), linked(ngayTiepNhan=""), linked(maTTHC="9.999999")]
)
def test_a_linked_dossier_that_cannot_be_read_is_left(offered: Callable[..., World], row: dict[str, Any]) -> None:
    world = offered()
    world.national.linked.waiting[1] = row
    look(world)
    assert not world.system.archive.find(CODE)
    assert world.national.linked.acknowledged == []


def test_the_claim_sheet_says_what_is_fetched(offered: Callable[..., World]) -> None:
    from simulator.province.claim import claim_sheet

    services = claim_sheet(offered().config)["services"]
    assert services["thu"]["also"] == ["counter", "pull", "poll-linked"]


def test_never_pulls(offered: Callable[..., World]) -> None:
    world = offered("never-pulls", rows=(filed(),))
    look(world)
    assert not world.system.archive.find(CODE)


def test_pulls_first_row_only(offered: Callable[..., World]) -> None:
    world = offered("pulls-first-row-only", rows=(filed(), filed(SECOND)))
    look(world)
    assert world.system.archive.find(CODE)
    assert not world.system.archive.find(SECOND)


def test_files_pulled_twice(offered: Callable[..., World]) -> None:
    world = offered("files-pulled-twice", rows=(filed(),))
    look(world)
    world.settle()
    assert [report["MaHoSo"] for report in world.national.reports] == [CODE, "000.00.00.G22-250701-0005001"]


def test_drops_pulled_files(offered: Callable[..., World]) -> None:
    world = offered("drops-pulled-files", rows=(filed(),))
    look(world)
    dossier = world.system.archive.find(CODE)
    assert dossier is not None
    assert dossier.papers == ()


def test_pulled_numbers_as_numbers(offered: Callable[..., World]) -> None:
    world = offered("pulled-numbers-as-numbers", rows=(filed(),))
    look(world)
    dossier = world.system.archive.find(CODE)
    assert dossier is not None
    assert dossier.owner.phone == "500001234"


def test_keeps_pulled_status(offered: Callable[..., World]) -> None:
    world = offered("keeps-pulled-status", rows=(filed(),))
    look(world)
    world.citizen.officer(CODE, "accept")
    world.settle()
    assert (world.national.reported, world.national.told) == (["1"], [])


def test_never_acknowledges(offered: Callable[..., World]) -> None:
    world = offered("never-acknowledges")
    world.national.linked.waiting[1] = linked()
    look(world)
    assert world.system.archive.find(CODE)
    assert world.national.linked.acknowledged == []


@pytest.mark.parametrize(("digits", "day"), [("19900517", "1990-05-17"), ("1990", ""), ("17051990a", "")])
def test_a_day_of_eight_digits(digits: str, day: str) -> None:
    assert iso_date(digits) == day
