"""The files of dossiers that the portal fetches from systems: each link of a dossier once.

It lives below the apps because the portal fetches them and control waits for them.
"""

from simulator.domain.file_link import FileLink
from simulator.journal.database import Database, Transaction
from simulator.session.sessions import Query

SCHEMA = """
CREATE TABLE IF NOT EXISTS portal_file (
  province TEXT NOT NULL, dossier_code TEXT NOT NULL, link TEXT NOT NULL, session TEXT NOT NULL, state TEXT NOT NULL,
  letter TEXT NOT NULL, PRIMARY KEY (province, dossier_code, link)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS portal_file_open ON portal_file (session) WHERE state = 'open';
"""
OPEN, TRIED, REFUSED = "open", "tried", "refused"
"""Not asked for yet, asked for at least once, or never asked for because its host is not listed."""


class PortalFiles:
    """The store of what is or was to be fetched."""

    def __init__(self, db: Database) -> None:
        db.add_schema(SCHEMA)

    def note(self, tx: Transaction, province: str, dossier_code: str, link: FileLink, session: str, state: str) -> bool:
        """Note a link; return whether it is new for this dossier. `session` is empty when it belongs to none."""
        rows = tx.execute(
            "INSERT OR IGNORE INTO portal_file VALUES (:province, :code, :link, :session, :state, '') RETURNING 1",
            province=province,
            code=dossier_code,
            link=link.link,
            session=session,
            state=state,
        )
        return bool(rows)

    def carried_by(self, tx: Transaction, province: str, dossier_code: str, link: str, letter: str) -> None:
        """Note which message of the outbox asks for a link."""
        sql = (
            "UPDATE portal_file SET letter = :letter"
            " WHERE province = :province AND dossier_code = :code AND link = :link"
        )
        tx.execute(sql, letter=letter, province=province, code=dossier_code, link=link)

    def tried(self, tx: Transaction, province: str, dossier_code: str, link: str) -> None:
        """Note that a link was asked for."""
        sql = (
            "UPDATE portal_file SET state = :tried"
            " WHERE province = :province AND dossier_code = :code AND link = :link AND state = :open"
        )
        tx.execute(sql, tried=TRIED, open=OPEN, province=province, code=dossier_code, link=link)

    def open_of(self, query: Query, session: str) -> list[str]:
        """Return the messages of the outbox that ask for files of a session, of which none was sent yet."""
        sql = "SELECT letter FROM portal_file WHERE session = :session AND state = 'open'"
        return [row["letter"] for row in query(sql, session=session)]
