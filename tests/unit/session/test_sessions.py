"""How an exchange finds its session, and what a session keeps."""

from dataclasses import replace
from datetime import datetime, timedelta

from simulator.core.clock import VIETNAM, FixedClock
from simulator.domain.person import Person
from simulator.journal.database import Database
from simulator.session.disturbances import Disturbances
from simulator.session.sessions import NewSession, Sessions
from simulator.world.organisations import organisation

NOW = datetime(2026, 11, 21, 9, tzinfo=VIETNAM)
GO_LIVE = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)


def person(number: int) -> Person:
    attributes = {"personal_id": f"099190{number:06d}", "full_name": "Nguyễn Thị Thử", "phone": f"050{number:07d}"}
    return Person(number, attributes, {"VNEID": tuple(attributes)})


def new(number: int, province: str = "p") -> NewSession:
    return NewSession(
        request_id=f"r-{province}-{number}",
        run="run",
        province=province,
        service="khai-sinh",
        scenario="tracking/every-status",
        weather="calm",
        seed=1,
        people={"applicant": person(number)},
        starts_at=GO_LIVE,
    )


def opened(db: Database, sessions: Sessions, item: NewSession) -> str:
    with db.write() as tx:
        return sessions.open(tx, item)


def test_any_key_of_a_person_finds_the_session(db: Database, sessions: Sessions) -> None:
    session = opened(db, sessions, new(1))
    other = opened(db, sessions, new(2))
    assert sessions.match(db.read, "p", [("phone", "0500000001")]) == (session,)
    assert sessions.match(db.read, "p", [("personal_id", "099190000002"), ("email", "x")]) == (other,)


def test_keys_of_another_province_find_nothing(db: Database, sessions: Sessions) -> None:
    opened(db, sessions, new(1, "p"))
    assert sessions.match(db.read, "q", [("phone", "0500000001")]) == ()


def test_keys_of_two_sessions_find_both(db: Database, sessions: Sessions) -> None:
    both = {opened(db, sessions, new(1)), opened(db, sessions, new(2))}
    assert set(sessions.match(db.read, "p", [("phone", "0500000001"), ("phone", "0500000002")])) == both


def test_a_dossier_code_learnt_later_finds_the_session(db: Database, sessions: Sessions) -> None:
    session = opened(db, sessions, new(1))
    with db.write() as tx:
        sessions.register_key(tx, session, "p", "dossier_code", "000.12.H99-250701-0001")
    assert sessions.match(db.read, "p", [("dossier_code", "000.12.H99-250701-0001")]) == (session,)
    assert sessions.keys(session, "dossier_code") == ("000.12.H99-250701-0001",)


def test_session_time_starts_at_the_chosen_day_and_is_moved_by_hand(
    db: Database, sessions: Sessions, clock: FixedClock
) -> None:
    session = opened(db, sessions, new(1))
    clock.move(timedelta(seconds=5))
    with db.write() as tx:
        sessions.advance(tx, session, timedelta(days=1))
    stored = sessions.get(session)
    assert stored is not None
    assert stored.now(clock) == GO_LIVE + timedelta(days=1, seconds=5)


def test_what_touches_a_closed_session_makes_it_late(db: Database, sessions: Sessions) -> None:
    session = opened(db, sessions, new(1))
    with db.write() as tx:
        sessions.touch(tx, session)
    assert not sessions.all()[0].late
    with db.write() as tx:
        sessions.close(tx, session)
        sessions.touch(tx, session)
    assert sessions.all()[0].late
    assert sessions.match(db.read, "p", [("phone", "0500000001")]) == (session,)


def test_a_person_is_found_as_their_newest_session_knows_them(
    db: Database, sessions: Sessions, clock: FixedClock
) -> None:
    opened(db, sessions, new(1))
    clock.move(timedelta(seconds=1))
    changed = replace(person(1), attributes={**person(1).attributes, "full_name": "Trần Văn Mới"})
    opened(db, sessions, replace(new(1), request_id="again", people={"applicant": changed}))
    found = sessions.person_by_id("099190000001")
    assert found is not None
    assert found["full_name"] == "Trần Văn Mới"
    assert sessions.person_by_id("099190009999") is None


def test_the_request_that_opened_a_session_finds_it_again(db: Database, sessions: Sessions) -> None:
    session = opened(db, sessions, new(1))
    stored = sessions.by_request("r-p-1")
    assert stored is not None
    assert stored.id == session
    assert sessions.by_request("other") is None


def test_a_disturbance_counts_what_it_refused_and_ends(db: Database) -> None:
    store = Disturbances(db)
    with db.write() as tx:
        store.start(tx, "p", "portal-down", "portal", 503)
        store.count_refused(tx, "p", "portal-down")
        store.start(tx, "p", "portal-down", "portal", 503)
    active = store.active(db.read, "p", "portal")
    assert active is not None
    assert (active.weather, active.status, active.refused) == ("portal-down", 503, 1)
    assert store.active(db.read, "q", "portal") is None
    with db.write() as tx:
        store.stop(tx, "p", "portal-down")
    assert store.active(db.read, "p", "portal") is None
    lifted = store.get("p", "portal-down")
    assert lifted is not None
    assert lifted.refused == 1


def test_an_organisation_has_the_account_of_the_day_of_its_session(
    db: Database, sessions: Sessions, clock: FixedClock
) -> None:
    company = organisation(0, 7)
    item = replace(new(7), people={"applicant": company}, starts_at=GO_LIVE - timedelta(days=4))
    session = opened(db, sessions, item)
    june = sessions.person_by_id(company["personal_id"])
    assert june
    assert june["subject"] == company["subject_before"]
    with db.write() as tx:
        sessions.advance(tx, session, timedelta(days=4))
    july = sessions.person_by_id(company["personal_id"])
    assert july
    assert july.get("subject") is None
