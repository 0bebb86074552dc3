"""The portal's store of dossiers: rows take each other's place, steps only add up."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.domain.report import DossierReport, ProgressReport
from simulator.journal.database import Database
from simulator.session.dossiers import NO_STATUS, PortalDossiers
from simulator.wire.dossiers import reports_from_wire

REPORT = reports_from_wire(
    {"data": [{"MaHoSo": "H99-1", "MaTTHC": "1.001193", "TrangThaiHoSo": "2", "SoGiayToChuHoSo": "099"}]}
)[0]
STEP = ProgressReport(0, "H99-1", 4, "2025-07-01T09:00:00+07:00", "Cán bộ", "Thẩm định")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "x.sqlite3")
    yield database
    database.close()


@pytest.fixture
def store(db: Database) -> PortalDossiers:
    return PortalDossiers(db)


def keep(db: Database, store: PortalDossiers, report: DossierReport, province: str = "a") -> None:
    with db.write() as tx:
        store.keep(tx, province, "000.00.00.H99", report, "2025-07-01T08:00:00+07:00")


def test_a_row_is_kept_as_it_came_and_replaced_whole(db: Database, store: PortalDossiers) -> None:
    keep(db, store, replace(REPORT, result_codes=("KQ.1",), phone="0500000001"))
    kept = store.find("a", "H99-1")
    assert kept is not None
    assert (kept.status, kept.result_codes, kept.phone) == (2, ("KQ.1",), "0500000001")
    keep(db, store, replace(REPORT, status=9))
    kept = store.find("a", "H99-1")
    assert kept is not None
    assert (kept.status, kept.result_codes, kept.phone) == (9, (), "")


def test_a_row_without_status_leaves_the_status(db: Database, store: PortalDossiers) -> None:
    keep(db, store, replace(REPORT, status=None))
    first = store.find("a", "H99-1")
    assert first is not None
    assert first.status == NO_STATUS
    keep(db, store, REPORT)
    keep(db, store, replace(REPORT, status=None))
    last = store.find("a", "H99-1")
    assert last is not None
    assert last.status == 2


def test_steps_add_up_by_time_and_each_once(db: Database, store: PortalDossiers) -> None:
    keep(db, store, REPORT)
    older = replace(STEP, status=2, occurred_at="2025-07-01T08:00:00+07:00")
    with db.write() as tx:
        for step in (STEP, older, STEP, replace(STEP, content="viết khác")):
            store.add_step(tx, "a", step)
    kept = store.find("a", "H99-1")
    assert kept is not None
    assert [(step["status"], step["content"]) for step in kept.history] == [(2, "Thẩm định"), (4, "Thẩm định")]
    assert kept.evidence().history == kept.history


def test_provinces_do_not_share_codes_and_owners_see_all_of_theirs(db: Database, store: PortalDossiers) -> None:
    keep(db, store, REPORT, "a")
    keep(db, store, replace(REPORT, owner_id="", tech_id="t-1"), "b")
    assert store.find("c", "H99-1") is None
    assert {kept.province for kept in store.of_owner("099", "t-1")} == {"a", "b"}
    assert [kept.province for kept in store.of_owner("099", "")] == ["a"]
