"""Files of a session's dossiers that the portal has still to fetch: who asks for quiet waits for them."""

from simulator.session.portal_files import PortalFiles
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.outbox import Outbox


class FilesToCome:
    """What is left to fetch."""

    def __init__(self, national: National) -> None:
        self._read = national.db.read
        self._files = PortalFiles(national.db)
        self._outbox = Outbox(national)

    def fetch_now(self, session: Session) -> None:
        """Have the files fetched that are due, without waiting for their turn in the background."""
        if self.left(session):
            self._outbox.deliver_due(session.province)

    def left(self, session: Session) -> int:
        """Return how many files of a session were not asked for yet."""
        return self._files.open_of(self._read, session.id)
