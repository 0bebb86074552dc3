"""Files of a session that the portal has still to fetch: who asks for quiet, or closes it, waits for them."""

from simulator.core.clock import Clock
from simulator.session.portal_files import PortalFiles
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.outbox import Outbox

QUIET_SECONDS, CLOSING_SECONDS = 2.0, 60.0
"""How long whoever asks for quiet, or closes a session, is kept waiting for a system that is slow to hand out files."""
_LOOKS, _PAUSE_SECONDS = 240, 0.05
"""How often, and how far apart, it is looked whether what somebody else is fetching has come: twelve seconds."""


class FilesToCome:
    """What is left to fetch."""

    def __init__(self, national: National) -> None:
        self._db = national.db
        self._clock: Clock = national.clock
        self._files = PortalFiles(national.db)
        self._outbox = Outbox(national, patient=True)

    def fetch_now(self, session: Session) -> None:
        """Have the session's files fetched that are due, without waiting for their turn in the background."""
        self._fetch(session, self._clock.monotonic() + QUIET_SECONDS)

    def fetch_all(self, session: Session) -> None:
        """Have every file asked for at least once before the session is closed, those too that others fetch now."""
        end = self._clock.monotonic() + CLOSING_SECONDS
        for _ in range(_LOOKS):
            if not self.left(session) or self._clock.monotonic() > end:
                return
            if not self._fetch(session, end):
                self._db.pause(_PAUSE_SECONDS)

    def left(self, session: Session) -> int:
        """Return how many files of a session were not asked for yet."""
        return len(self._files.open_of(self._db.read, session.id))

    def _fetch(self, session: Session, end: float) -> int:
        sent = 0
        for letter in self._files.open_of(self._db.read, session.id):
            if self._clock.monotonic() > end:
                break
            sent += self._outbox.deliver(letter)
        return sent
