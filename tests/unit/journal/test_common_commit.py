"""Transactions that share a commit: each is whole, none is lost, and nobody is told before it is done."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from simulator.journal.database import Database

TABLE = "CREATE TABLE IF NOT EXISTS word (word TEXT PRIMARY KEY)"
SAY = "INSERT INTO word VALUES (:word)"


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = Database(tmp_path / "national.sqlite3")
    db.add_schema(TABLE)
    return db


def say(db: Database, word: str, position: int | None = None) -> None:
    with db.write(together=True) as tx:
        tx.execute(SAY, word=word)
        tx.position = position


def words(db: Database) -> list[str]:
    return [row["word"] for row in db.read("SELECT word FROM word ORDER BY word")]


def committed(db: Database) -> list[str]:
    """What another process sees."""
    with sqlite3.connect(db.path) as other:
        return [row[0] for row in other.execute("SELECT word FROM word ORDER BY word")]


def test_nothing_of_a_block_is_committed_before_its_end(db: Database) -> None:
    with db.together():
        say(db, "a", 1)
        say(db, "b", 2)
        assert (committed(db), db.position) == ([], 0)
    assert (committed(db), db.position) == (["a", "b"], 2)


@pytest.mark.parametrize("said", ["aa", "aba"])
def test_what_fails_takes_back_its_block_whoever_would_mend_it(db: Database, said: str) -> None:
    def block() -> None:
        with db.together():
            for word in said:
                with contextlib.suppress(Exception):
                    say(db, word)

    with pytest.raises(sqlite3.IntegrityError):
        block()
    assert committed(db) == []
    say(db, "c")
    assert committed(db) == ["c"]


def test_of_several_threads_that_share_a_commit_each_takes_back_its_own_only(db: Database) -> None:
    def work(number: int) -> None:
        for place in range(20):
            with contextlib.suppress(sqlite3.IntegrityError):
                say(db, f"{number % 4:02}{place:02}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(committed(db)) == 80


def test_the_first_may_fail(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError), db.write(together=True) as tx:
        tx.execute("no such words")
    say(db, "a")
    assert committed(db) == ["a"]


def test_a_block_that_fails_leaves_nothing(db: Database) -> None:
    def broken() -> None:
        with db.together():
            say(db, "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    say(db, "b")
    assert committed(db) == ["b"]


def test_a_transaction_of_another_kind_is_part_of_the_block(db: Database) -> None:
    with db.together():
        say(db, "a")
        with db.write() as tx:
            tx.execute(SAY, word="b")
        assert committed(db) == []
    assert committed(db) == ["a", "b"]


def test_who_writes_together_reads_what_those_before_wrote(db: Database) -> None:
    with db.together():
        say(db, "a")
        with db.write(together=True):
            assert words(db) == ["a"]
        assert words(db) == []


def test_many_threads_are_all_told_only_when_it_is_done(db: Database) -> None:
    seen: list[bool] = []

    def work(number: int) -> None:
        for place in range(20):
            say(db, word := f"{number:02}{place:02}", number * 100 + place + 1)
            seen.append(bool(db.read("SELECT 1 FROM word WHERE word = :word", word=word)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == [True] * 160
    assert len(committed(db)) == 160
    assert db.position == 720


def test_a_commit_that_does_not_work_is_told_to_everybody(db: Database) -> None:
    db.add_schema("CREATE TABLE IF NOT EXISTS later (word TEXT REFERENCES word(word) DEFERRABLE INITIALLY DEFERRED)")
    db.add_schema("PRAGMA foreign_keys=ON")

    def broken() -> None:
        with db.together():
            say(db, "a")
            with db.write(together=True) as tx:
                tx.execute("INSERT INTO later VALUES ('nobody')")

    with pytest.raises(sqlite3.IntegrityError):
        broken()
    assert committed(db) == []
    say(db, "b")
    assert committed(db) == ["b"]
