"""Where dossiers are kept. A change writes the dossier, its history and the outbox in one transaction."""

import json

from simulator.province.dossier import Dossier
from simulator.province.store import Store, Transaction

NO_DOSSIER = "Không có hồ sơ {code} của ông/bà."


class Archive:
    """Reads and writes dossiers and their files."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, code: str) -> Dossier | None:
        """Return the dossier with that code."""
        rows = self._store.read("SELECT document FROM dossiers WHERE code = :code", code=code)
        return Dossier.from_json(json.loads(rows[0]["document"])) if rows else None

    def find_of(self, owner: str, code: str) -> Dossier | None:
        """Return a citizen's own dossier; somebody else's is none."""
        found = self.find(code)
        return found if found is not None and found.owner.personal_id == owner else None

    def find_in(self, tx: Transaction, code: str) -> Dossier | None:
        """Return the dossier with that code as it is inside this transaction."""
        rows = tx.execute("SELECT document FROM dossiers WHERE code = :code", code=code)
        return Dossier.from_json(json.loads(rows[0]["document"])) if rows else None

    def of_submission(self, tx: Transaction, submission_id: str) -> Dossier | None:
        """Return the dossier that a submission made."""
        rows = tx.execute("SELECT document FROM dossiers WHERE submission_id = :id", id=submission_id)
        return Dossier.from_json(json.loads(rows[0]["document"])) if rows else None

    def of_owner(self, personal_id: str) -> list[Dossier]:
        """Return a citizen's dossiers, newest code first."""
        rows = self._store.read(
            "SELECT document FROM dossiers WHERE owner = :owner ORDER BY code DESC", owner=personal_id
        )
        return [Dossier.from_json(json.loads(row["document"])) for row in rows]

    def save(self, tx: Transaction, dossier: Dossier) -> None:
        """Write the dossier without an event: nothing is reported."""
        tx.execute(
            "INSERT INTO dossiers (code, submission_id, owner, document) VALUES (:code, :submission, :owner, :document)"
            " ON CONFLICT (code) DO UPDATE SET document = excluded.document",
            code=dossier.code,
            submission=dossier.submission_id,
            owner=dossier.owner.personal_id,
            document=dossier.to_text(),
        )
        tx.execute(
            "UPDATE history SET at = :at WHERE dossier = :code AND number = 0", at=dossier.filed_at, code=dossier.code
        )

    def save_event(self, tx: Transaction, dossier: Dossier) -> None:
        """Write the dossier after an event, with its history and the outbox row that reports it.

        The filing is reported as a dossier only; it is no processing step.
        """
        self.save(tx, dossier)
        step = dossier.step
        tx.execute(
            "INSERT INTO history (dossier, number, status, at, content) VALUES (:code, :number, :status, :at, :text)",
            code=dossier.code,
            number=step.number,
            status=dossier.status,
            at=step.at,
            text=step.content,
        )
        tx.execute(
            "INSERT INTO outbox (dossier, number, document, step_done) VALUES (:code, :number, :document, :no_step)",
            code=dossier.code,
            number=step.number,
            document=dossier.to_text(),
            no_step=int(step.number == 0),
        )

    def history(self, code: str) -> list[tuple[int, str, str]]:
        """Return (status, time, content) of each event."""
        rows = self._store.read("SELECT * FROM history WHERE dossier = :code ORDER BY number", code=code)
        return [(row["status"], row["at"], row["content"]) for row in rows]

    def save_paper(
        self, tx: Transaction, paper_id: str, dossier: str, name: str, content_type: str, content: bytes
    ) -> None:
        """Keep a file under an id that cannot be guessed."""
        tx.execute(
            "INSERT INTO papers (id, dossier, name, content_type, content)"
            " VALUES (:id, :dossier, :name, :content_type, :content)",
            id=paper_id,
            dossier=dossier,
            name=name,
            content_type=content_type,
            content=content,
        )

    def paper(self, paper_id: str) -> tuple[str, str, bytes] | None:
        """Return (name, content type, content) of a file."""
        rows = self._store.read("SELECT * FROM papers WHERE id = :id", id=paper_id)
        return (rows[0]["name"], rows[0]["content_type"], rows[0]["content"]) if rows else None
