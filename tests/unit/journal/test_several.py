"""Two processes on one database, as two stores on one file: each writes in its turn and sees what the other wrote."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.journal.database import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are for POSIX systems")
SAY = "INSERT INTO word VALUES (:number)"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    both = Database(tmp_path / "a.sqlite3", several=True), Database(tmp_path / "a.sqlite3", several=True)
    for db in both:
        db.add_schema("CREATE TABLE IF NOT EXISTS word (number INTEGER)")
        db.restore_position(lambda db=db: int(db.read("SELECT max(number) AS last FROM word")[0]["last"] or 0))
    yield both
    for db in both:
        db.close()


def say(db: Database, number: int, together: bool = False) -> None:
    with db.write(together) as tx:
        tx.execute(SAY, number=number)
        tx.position = number


def test_the_position_is_that_of_all(pair: tuple[Database, Database]) -> None:
    say(pair[0], 7)
    assert pair[1].position == 7


def test_who_waits_hears_of_the_other_when_told(pair: tuple[Database, Database]) -> None:
    pair[0].told.append(pair[1].hear)
    reached: list[int] = []
    waiting = threading.Thread(target=lambda: reached.append(pair[1].wait(0, 20)))
    waiting.start()
    with pair[0].together():
        say(pair[0], 1)
        say(pair[0], 2)
    waiting.join(10)
    assert reached == [2]


def test_who_waits_finds_out_by_itself_when_the_other_died_before_it_told(pair: tuple[Database, Database]) -> None:
    say(pair[0], 3)
    assert pair[1].wait(0, 20) == 3


@pytest.mark.parametrize("together", [True, False])
def test_many_at_once_lose_nothing(pair: tuple[Database, Database], together: bool) -> None:
    def work(db: Database) -> None:
        for number in range(100):
            say(db, number, together)

    threads = [threading.Thread(target=work, args=(db,)) for db in (*pair, *pair)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert pair[0].read("SELECT count(*) AS n FROM word")[0]["n"] == 400


def test_a_failure_gives_the_turn_away(pair: tuple[Database, Database]) -> None:
    for together in (True, False):
        with pytest.raises(RuntimeError), pair[0].write(together):
            raise RuntimeError
        say(pair[1], 1)
