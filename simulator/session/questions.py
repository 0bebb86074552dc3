"""The portal's questions and answers: what citizens asked, what agencies published, what was answered.

It lives below the apps because control puts questions and the portal tells of them. Samples are given to each system
when it first asks, so that what one answers changes nothing for another.
"""

from collections.abc import Iterable
from sqlite3 import Row

from simulator.domain.question import AGENCY, Answered, Asker, KeptQuestion, Question
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
  number INTEGER PRIMARY KEY, province TEXT NOT NULL, origin TEXT NOT NULL, own_id TEXT NOT NULL, text TEXT NOT NULL,
  field_code TEXT NOT NULL, procedure_code TEXT NOT NULL, agency_code TEXT NOT NULL, agency_name TEXT NOT NULL,
  asker_name TEXT NOT NULL, asker_address TEXT NOT NULL, asker_email TEXT NOT NULL, asker_phone TEXT NOT NULL,
  answer TEXT NOT NULL, officer TEXT NOT NULL, position TEXT NOT NULL, answered_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS question_of_system ON question (province, origin, own_id);
"""
_FIRST = 1_000_001
_INSERT = (
    "INSERT INTO question VALUES ((SELECT max(coalesce(max(number) + 1, 0), :first) FROM question), :province, :origin,"
    " :own_id, :text, :field_code, :procedure_code, :agency_code, :agency_name, :name, :address, :email, :phone,"
    " :answer, '', '', '') RETURNING number"
)


class Questions:
    """The store of questions."""

    def __init__(self, db: Database, samples: Iterable[Question] = ()) -> None:
        self._samples = tuple(samples)
        db.add_schema(SCHEMA)

    def put(self, tx: Transaction, province: str, question: Question) -> int:
        """Keep a question to a system and return its number; its own id again takes the place of the one before."""
        if question.own_id:
            tx.execute(
                "DELETE FROM question WHERE province = :province AND origin = :origin AND own_id = :own_id",
                province=province,
                origin=question.origin,
                own_id=question.own_id,
            )
        values = {name: value for name, value in vars(question).items() if name != "asker"}
        rows = tx.execute(_INSERT, first=_FIRST, province=province, **values, **vars(question.asker))
        return int(rows[0]["number"])

    def offered(self, tx: Transaction, province: str, origin: str) -> list[KeptQuestion]:
        """Return the questions to a system, in the order in which they were put."""
        self._give_samples(tx, province)
        sql = "SELECT * FROM question WHERE province = :province AND origin = :origin ORDER BY number"
        return [_kept(row) for row in tx.execute(sql, province=province, origin=origin)]

    def find(self, tx: Transaction, province: str, number: str) -> KeptQuestion | None:
        """Return the question with that number, or the one that the system published under that id."""
        self._give_samples(tx, province)
        sql = (
            "SELECT * FROM question WHERE province = :province AND (CAST(number AS TEXT) = :number"
            " OR (origin = :agency AND own_id = :number)) ORDER BY number DESC LIMIT 1"
        )
        rows = tx.execute(sql, province=province, number=number, agency=AGENCY)
        return _kept(rows[0]) if rows else None

    def answer(self, tx: Transaction, kept: KeptQuestion, told: Answered) -> None:
        """Keep the answer to a question, in place of the one before."""
        tx.execute(
            "UPDATE question SET answer = :text, officer = :officer, position = :position, answered_at = :answered_at"
            " WHERE number = :number",
            number=kept.number,
            text=told.text,
            officer=told.officer,
            position=told.position,
            answered_at=told.answered_at,
        )

    def all(self, query: Query, province: str) -> list[KeptQuestion]:
        """Return what is kept for a system so far, without giving it the samples."""
        rows = query("SELECT * FROM question WHERE province = :province ORDER BY number", province=province)
        return [_kept(row) for row in rows]

    def _give_samples(self, tx: Transaction, province: str) -> None:
        sql = "SELECT own_id FROM question WHERE province = :province AND own_id <> ''"
        given = {row["own_id"] for row in tx.execute(sql, province=province)}
        for sample in self._samples:
            if sample.own_id not in given:
                self.put(tx, province, sample)


def _kept(row: Row) -> KeptQuestion:
    asker = Asker(row["asker_name"], row["asker_address"], row["asker_email"], row["asker_phone"])
    names = ("text", "origin", "own_id", "field_code", "procedure_code", "agency_code", "agency_name")
    return KeptQuestion(row["number"], Question(**{name: row[name] for name in names}, asker=asker), row["answer"])
