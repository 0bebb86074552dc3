"""Every event reaches the portal: in order, once, and whatever fails on the way."""

import threading
from collections.abc import Callable
from datetime import timedelta

from simulator.province.backoff import Backoff
from tests.unit.province.conftest import World
from tests.unit.province.fakes import NUMBER


def test_a_dossier_is_added_then_updated_and_its_steps_follow(world: World) -> None:
    code = world.citizen.file()
    world.settle()
    for action in ("accept", "process", "finish", "return_result"):
        world.citizen.officer(code, action)
        world.settle()
    assert world.national.reported == ["1", "2", "4", "9", "10"]
    assert world.national.stepped == ["2", "4", "9", "10"]
    assert world.system.outbox.pending() == 0


def test_the_idle_probe_counts_what_is_not_acknowledged_by_the_portal_and_by_vneid(world: World) -> None:
    world.citizen.file()
    probe = {"path": "/test/idle", "headers": world.citizen.officer_headers}
    assert world.citizen.client.get(**probe).json == {"idle": False, "pending": 2}
    world.settle()
    assert world.citizen.client.get(**probe).json == {"idle": True, "pending": 0}


def test_a_report_carries_the_dossier_as_it_was_at_its_event(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.citizen.officer(code, "finish")
    world.settle()
    filed, accepted, finished = world.national.reports
    assert (filed["TrangThaiHoSo"], accepted["TrangThaiHoSo"], finished["TrangThaiHoSo"]) == ("1", "2", "9")
    assert accepted["NgayKetThucXuLy"] == ""
    assert accepted["DanhSachGiayToKetQua"] == []
    assert finished["NgayKetThucXuLy"] == "20250701080002"


def test_a_report_has_every_field_as_text(world: World) -> None:
    code = world.citizen.file()
    world.citizen.officer(code, "accept")
    world.settle()
    row = world.national.dossiers[code]
    assert len(row) == 27 + 10
    assert all(isinstance(value, str | list) for value in row.values())
    assert row["MaTTHC"] == "9.000001.000.00.00.H99"
    assert row["MaLinhVuc"] == "G99-TT01"
    assert row["SoDienThoai"] == "0500000123"
    assert row["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": NUMBER}]
    assert row["NgayTiepNhan"] == "20250701080001"
    assert row["NgayHenTra"] == "20250704170000"
    (paper,) = row["TaiLieuNop"]
    assert paper["MaThanhPhanHoSo"] == "T.GIAY"


def test_while_the_portal_is_down_nothing_is_lost_and_the_order_stays(world: World) -> None:
    code = world.citizen.file()
    world.settle()
    world.national.down = True
    for action in ("accept", "process", "finish"):
        world.citizen.officer(code, action)
        world.sync()
    assert world.system.outbox.pending() == 3
    world.national.down = False
    world.settle()
    assert world.national.reported == ["1", "2", "4", "9"]
    assert world.national.stepped == ["2", "4", "9"]
    assert world.national.calls.count("CapNhatTienDoHoSoMC") == 1


def test_a_portal_that_is_down_is_asked_once_for_all_dossiers(world: World) -> None:
    for number in range(5):
        world.citizen.file(submission_id=f"s-{number}")
    world.national.down = True
    world.sync()
    world.sync()
    assert world.national.refused_requests == 1


def test_a_refused_dossier_does_not_hold_up_another(world: World) -> None:
    one, other = world.citizen.file(submission_id="a"), world.citizen.file(submission_id="b")
    world.national.fail_next = ["DongBoHoSoMC"]
    world.sync()
    assert set(world.national.dossiers) == {other}
    world.settle()
    assert set(world.national.dossiers) == {one, other}


def test_waits_double_up_to_the_longest(world: World) -> None:
    backoff = Backoff(world.clock, 0.1, 2.0)
    waits = []
    for _ in range(7):
        backoff.failed("x")
        waits.append(round(backoff.seconds_left("x"), 3))
    assert waits == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    backoff.succeeded("x")
    assert backoff.seconds_left("x") == 0.0


def test_a_dossier_that_the_portal_has_already_is_updated(world: World) -> None:
    code = world.citizen.file()
    world.national.dossiers[code] = {}
    world.settle()
    assert world.national.reported == ["1"]


def test_a_dossier_that_the_portal_lost_is_added_again(world: World) -> None:
    code = world.citizen.file()
    world.settle()
    world.national.dossiers.clear()
    world.citizen.officer(code, "accept")
    world.settle()
    assert world.national.dossiers[code]["TrangThaiHoSo"] == "2"
    assert "TraCuuHoSo" in world.national.calls


def test_a_session_is_kept_for_ten_minutes(world: World) -> None:
    world.citizen.file(submission_id="a")
    world.settle()
    world.clock.move(timedelta(minutes=9))
    world.citizen.file(submission_id="b")
    world.settle()
    assert world.national.logins == 1
    world.clock.move(timedelta(minutes=2))
    world.citizen.file(submission_id="c")
    world.settle()
    assert world.national.logins == 2


def test_a_dead_session_is_replaced_at_once(world: World) -> None:
    world.citizen.file(submission_id="a")
    world.settle()
    world.national.sessions.clear()
    world.citizen.file(submission_id="b")
    assert world.sync() is None
    assert world.national.logins == 2


def test_the_outbox_survives_a_restart(world: World, make_world: Callable[..., World]) -> None:
    code = world.citizen.file()
    world.national.down = True
    world.citizen.officer(code, "accept")
    world.sync()
    world.system.stop()
    world.national.down = False
    later = make_world()
    later.settle()
    assert later.national.reported == ["1", "2"]
    assert later.national.stepped == ["2"]


def test_more_than_ten_steps_go_in_several_messages(world: World) -> None:
    code = world.citizen.file()
    world.settle()
    world.national.down = True
    world.citizen.officer(code, "accept")
    for _ in range(6):
        world.citizen.officer(code, "process")
        world.citizen.officer(code, "request_supplement")
    world.national.down = False
    world.settle()
    assert len(world.national.steps) == 13
    assert world.national.calls.count("CapNhatTienDoHoSoMC") == 2


def test_the_worker_wakes_for_a_new_event(world: World) -> None:
    arrived = threading.Event()
    report = world.national._report
    world.national._report = lambda body: (report(body), arrived.set())[0]  # type: ignore[method-assign, func-returns-value]
    world.system.start()
    world.citizen.file()
    assert arrived.wait(5)
