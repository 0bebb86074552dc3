"""The attachments of complaints that were sent to a system; samples are everybody's."""

from collections.abc import Iterable

from simulator.domain.petition import Attachment, Petition
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS petition_file (
  province TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY (province, path)) WITHOUT ROWID;
"""


class Petitions:
    """The store of attachments."""

    def __init__(self, db: Database, samples: Iterable[Petition] = ()) -> None:
        self._samples = tuple(samples)
        db.add_schema(SCHEMA)

    def keep(self, tx: Transaction, province: str, petition: Petition) -> list[str]:
        """Keep the attachments of a complaint to a system and return their paths."""
        paths = [petition.path_of(one) for one in petition.files]
        for path, one in zip(paths, petition.files, strict=True):
            tx.execute(
                "INSERT OR REPLACE INTO petition_file VALUES (:province, :path, :name, :media_type, :content)",
                province=province,
                path=path,
                name=one.name,
                media_type=one.media_type,
                content=one.content,
            )
        return paths

    def find(self, query: Query, province: str, path: str) -> Attachment | None:
        """Return the attachment at a path: a system's own, else a sample."""
        sql = "SELECT name, media_type, content FROM petition_file WHERE province = :province AND path = :path"
        for row in query(sql, province=province, path=path):
            return Attachment(row["name"], row["media_type"], row["content"])
        return next((found for one in self._samples if (found := one.find(path))), None)
