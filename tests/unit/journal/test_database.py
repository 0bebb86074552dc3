"""The single writer, readers that see committed state only, and waiting for a position."""

import threading
from datetime import datetime
from pathlib import Path

import pytest

from simulator.core.clock import VIETNAM
from simulator.core.errors import ConfigurationError
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Database
from simulator.journal.draft import Draft
from simulator.journal.exchanges import Journal
from simulator.journal.settings import Settings

NOON = datetime(2025, 7, 1, 12, tzinfo=VIETNAM)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "national.sqlite3")


def draft(**changes: object) -> Draft:
    values = {
        "at": NOON,
        "direction": "in",
        "party": "portal",
        "operation": "portal/login",
        "method": "POST",
        "url": "/",
    }
    return Draft(**{**values, **changes})  # type: ignore[arg-type]


def append(db: Database, journal: Journal, item: Draft) -> int:
    with db.write() as tx:
        return journal.append(tx, item)


def test_what_a_failed_transaction_wrote_is_gone(db: Database) -> None:
    journal = Journal(db)

    def broken() -> None:
        with db.write() as tx:
            journal.append(tx, draft())
            raise RuntimeError("view broke")

    with pytest.raises(RuntimeError):
        broken()
    assert journal.after(0) == []
    assert db.position == 0
    assert append(db, journal, draft()) == 1


@pytest.mark.parametrize("together", [False, True])
def test_a_store_that_is_made_inside_of_a_transaction_is_refused_before_it_commits_half_of_it(
    db: Database, together: bool
) -> None:
    Settings(db)
    with pytest.raises(RuntimeError, match="make it before"), db.write(together) as tx:  # noqa: PT012
        tx.execute("INSERT INTO setting VALUES ('half', '1')")
        Journal(db)
    assert db.read("SELECT * FROM setting") == []
    Journal(db)


def test_a_reader_does_not_see_what_is_not_committed(db: Database) -> None:
    journal = Journal(db)
    with db.write() as tx:
        journal.append(tx, draft())
        assert journal.after(0) == []
    assert [head["id"] for head in journal.after(0)] == [1]


def test_a_waiter_is_woken_by_the_commit_and_not_before(db: Database) -> None:
    journal = Journal(db)
    reached: list[int] = []
    waiting = threading.Thread(target=lambda: reached.append(db.wait(0, 10)))
    waiting.start()
    append(db, journal, draft())
    waiting.join(5)
    assert reached == [1]


def test_a_wait_without_news_ends_at_its_limit(db: Database) -> None:
    assert db.wait(0, 0.01) == 0


def test_a_waiter_does_not_outstay_the_database(db: Database) -> None:
    left: list[int] = []
    waiting = threading.Thread(target=lambda: left.append(db.wait(0, 60)))
    waiting.start()
    db.close()
    waiting.join(5)
    assert left == [0]


def test_positions_go_on_after_a_restart(db: Database, tmp_path: Path) -> None:
    journal = Journal(db)
    append(db, journal, draft())
    db.close()
    again = Database(tmp_path / "national.sqlite3")
    second = Journal(again)
    assert again.position == 1
    assert append(again, second, draft()) == 2


def test_facts_and_findings_are_read_back_for_their_session_only(db: Database) -> None:
    journal = Journal(db)
    item = draft(links={"s-1": "run", "s-2": "run"})
    item.fact("portal_login", (), {"account": "demo"})
    item.fact("dossier_report", ("s-1",), {"status": 2})
    item.findings.append((ContractFinding("portal/x", "/a", "text", "1", row=0), ("s-2",)))
    position = append(db, journal, item)
    assert [(fact.kind, fact.exchange, fact.get("status")) for fact in journal.facts("s-1")] == [
        ("dossier_report", position, 2)
    ]
    assert journal.facts("s-2") == []
    assert [found[2].pointer for found in journal.findings("s-2")] == ["/a"]
    assert journal.findings("s-1") == []
    assert [exchange.sessions for exchange in journal.exchanges("s-1")] == [("s-1", "s-2")]


def test_a_fact_that_belongs_to_two_sessions_is_marked_ambiguous(db: Database) -> None:
    journal = Journal(db)
    item = draft(links={"s-1": "run", "s-2": "run"})
    item.fact("dossier_report", ("s-1", "s-2"), {"status": 2})
    append(db, journal, item)
    assert [fact.get("ambiguous") for name in ("s-1", "s-2") for fact in journal.facts(name)] == [True, True]


def test_news_can_be_read_for_one_run(db: Database) -> None:
    journal = Journal(db)
    append(db, journal, draft(links={"s-1": "a"}))
    append(db, journal, draft(links={"s-2": "b"}))
    append(db, journal, draft())
    assert [head["id"] for head in journal.after(0, run="b")] == [2]
    assert [head["id"] for head in journal.after(1)] == [2, 3]


def test_a_setting_is_made_once_and_a_number_is_never_given_twice(db: Database) -> None:
    settings = Settings(db)
    assert settings.get_or_make("secret", lambda: "first") == "first"
    assert settings.get_or_make("secret", lambda: "second") == "first"
    with db.write() as tx:
        assert [settings.take(tx, "person", 3), settings.take(tx, "person")] == [0, 3]


def test_a_file_that_is_no_database_is_refused_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("not a database, but long enough to be read as a header of one")
    with pytest.raises(ConfigurationError, match=r"x\.sqlite3"):
        Database(tmp_path / "x.sqlite3")


def test_a_pause_ends_when_the_process_is_about_to_end(tmp_path):
    db = Database(tmp_path / "d.sqlite3")
    db.pause(0.0)
    assert not db.ending
    db.end_waiting()
    db.pause(60.0)
    assert db.ending
    db.close()
