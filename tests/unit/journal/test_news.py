"""What a waiting run is told of new exchanges: heads with their sessions and facts, for any number of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.core.clock import SystemClock
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.database import Database
from simulator.journal.draft import Draft
from simulator.journal.exchanges import Journal


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "news.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def journal(db: Database) -> Journal:
    return Journal(db)


def add(db: Database, journal: Journal, direction: str = "in", sessions: tuple[str, ...] = (), **data: object) -> int:
    draft = Draft(SystemClock().now(), direction, "portal", "portal/DongBoHoSoMC", "POST", "http://here/mapi/g")
    draft.links = dict.fromkeys(sessions, "run-1")
    draft.fact("dossier_report", sessions, data)
    draft.findings = [(ContractFinding("portal/DongBoHoSoMC", "/x", "a", "b"), sessions)]
    with db.write() as tx:
        return journal.append(tx, draft)


def test_each_head_has_its_own_sessions_facts_and_number_of_findings(db, journal):
    first = add(db, journal, sessions=("s-2", "s-1"), status=1)
    add(db, journal)
    last = add(db, journal, sessions=("s-1",), status=2)

    heads = journal.after(0, "run-1")

    assert [head["id"] for head in heads] == [first, last]
    assert [head["sessions"] for head in heads] == [["s-1", "s-2"], ["s-1"]]
    assert [[fact["session"] for fact in head["facts"]] for head in heads] == [["s-2", "s-1"], ["s-1"]]
    assert heads[1]["facts"][0]["data"] == {"status": 2}
    assert [head["findings"] for head in heads] == [1, 1]
    assert "request_body" not in heads[0]


def test_without_a_run_everything_after_a_position_is_told(db, journal):
    add(db, journal)
    later = add(db, journal)

    assert [head["id"] for head in journal.after(1)] == [later]
    assert journal.after(later) == []


def test_arrivals_are_what_the_system_under_test_has_started(db, journal):
    add(db, journal, sessions=("s-1",))
    add(db, journal, "out", sessions=("s-1",))
    add(db, journal, sessions=("s-2",))

    assert journal.arrivals("s-1") == 1


def test_a_number_of_more_than_64_bits_does_not_break_the_journal(db, journal):
    add(db, journal, sessions=("s-1",), status=2**70)

    assert journal.facts("s-1")[0].data["status"] == 2**70
