"""Files of a session that the portal has still to fetch: who asks for quiet, or closes it, waits for them."""

from simulator.session.portal_files import PortalFiles
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.outbox import Outbox

_LOOKS, _PAUSE_SECONDS = 240, 0.05
"""How often, and how far apart, it is looked whether what somebody else is fetching has come: twelve seconds."""


class FilesToCome:
    """What is left to fetch."""

    def __init__(self, national: National) -> None:
        self._db = national.db
        self._files = PortalFiles(national.db)
        self._outbox = Outbox(national)

    def fetch_now(self, session: Session) -> None:
        """Have the files fetched that are due, without waiting for their turn in the background."""
        if self.left(session):
            self._outbox.deliver_due(session.province)

    def fetch_all(self, session: Session) -> None:
        """Have every file asked for at least once before the session is closed, those too that others fetch now."""
        for _ in range(_LOOKS):
            if not self.left(session):
                return
            if not self._outbox.deliver_due(session.province):
                self._db.pause(_PAUSE_SECONDS)

    def left(self, session: Session) -> int:
        """Return how many files of a session were not asked for yet."""
        return self._files.open_of(self._db.read, session.id)
