"""What the hands remember."""

import pytest

from simulator.control.hand_store import HandRecord, HandStore, SubmittedDossier
from simulator.journal.database import Database


@pytest.fixture
def db(tmp_path):
    opened = Database(tmp_path / "db.sqlite3")
    yield opened
    opened.close()


def test_a_request_begins_once_and_keeps_its_result(db):
    store = HandStore(db)
    assert store.find("s", "r") is None
    with db.write() as tx:
        assert store.begin(tx, "s", "r", "clock") is True
    assert store.find("s", "r") == HandRecord("clock", None)
    with db.write() as tx:
        assert store.begin(tx, "s", "r", "clock") is False
        store.finish(tx, "s", "r", {"ok": True})
    assert HandStore(db).find("s", "r") == HandRecord("clock", {"ok": True})
    assert store.find("other", "r") is None


def test_dossiers_are_kept_in_order_with_their_latest_page(db):
    store = HandStore(db)
    with db.write() as tx:
        for code, view in (("A", "/1"), ("B", "/2"), ("A", "/3")):
            store.submitted(tx, "s", code, view)
    assert store.dossiers("s") == [SubmittedDossier("A", "/3"), SubmittedDossier("B", "/2")]
    assert store.dossiers("other") == []
