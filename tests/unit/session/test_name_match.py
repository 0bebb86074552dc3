"""The last resort: name, procedure and time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from simulator.core.clock import FixedClock
from simulator.journal.database import Database
from simulator.session.name_match import NameMatch, plain_name
from simulator.session.sessions import Sessions
from tests.unit.session.test_sessions import GO_LIVE, NOW, new, opened, person

NAME = "Nguyễn Thị Thử"
HOUR = timedelta(hours=1)


@pytest.fixture
def match(sessions: Sessions, clock: FixedClock) -> NameMatch:
    return NameMatch(sessions, clock)


@pytest.mark.parametrize("name", ["NGUYEN THI THU", "nguyễn  thị thử ", "Nguyễn Thị Thử", "NGUYỄN THỊ THỬ"])
def test_a_name_is_the_same_in_any_spelling(name: str) -> None:
    assert plain_name(name) == "NGUYEN THI THU"


def test_a_stroke_is_a_diacritic_too() -> None:
    assert plain_name("Đỗ đức") == "DO DUC"


@pytest.mark.parametrize("received", ["", (GO_LIVE + HOUR).isoformat(), (NOW + HOUR).isoformat()])
def test_one_open_session_is_found_by_either_clock(
    db: Database, sessions: Sessions, match: NameMatch, received: str
) -> None:
    session = opened(db, sessions, new(1))
    assert match.find(db.read, "p", "khai-sinh", "NGUYEN THI THU", received) == (session,)


@pytest.mark.parametrize(
    ("province", "service", "name", "received"),
    [
        ("q", "khai-sinh", NAME, ""),
        ("p", "khai-tu", NAME, ""),
        ("p", "khai-sinh", "Nguyễn Thị Khác", ""),
        ("p", "khai-sinh", "", ""),
        ("p", "khai-sinh", NAME, (GO_LIVE - timedelta(days=9)).isoformat()),
        ("p", "khai-sinh", NAME, (NOW + timedelta(days=9)).isoformat()),
    ],
)
def test_what_differs_finds_nobody(
    db: Database, sessions: Sessions, match: NameMatch, province: str, service: str, name: str, received: str
) -> None:
    opened(db, sessions, new(1))
    assert match.find(db.read, province, service, name, received) == ()


def test_two_namesakes_are_both_found(db: Database, sessions: Sessions, match: NameMatch) -> None:
    both = {opened(db, sessions, new(1)), opened(db, sessions, new(2))}
    assert set(match.find(db.read, "p", "khai-sinh", NAME, "")) == both


def test_a_session_that_knows_its_dossier_or_is_closed_is_not_asked(
    db: Database, sessions: Sessions, match: NameMatch
) -> None:
    knows, closed = opened(db, sessions, new(1)), opened(db, sessions, new(2))
    other = opened(db, sessions, replace(new(3), people={"applicant": person(3), "child": person(4)}))
    with db.write() as tx:
        sessions.register_key(tx, knows, "p", "dossier_code", "H99-250701-0001")
        sessions.close(tx, closed)
    assert match.find(db.read, "p", "khai-sinh", NAME, "") == (other,)


def test_the_strongest_key_is_named(db: Database, sessions: Sessions) -> None:
    session = opened(db, sessions, new(1))
    keys = [("phone", "0500000001"), ("personal_id", "099190000001"), ("email", "x")]
    assert sessions.matched(db.read, "p", keys) == {session: "personal_id"}
