"""The last resort for a dossier whose number nobody told: name, procedure and time among the open sessions.

Only a session that knows no dossier of its own yet is asked: a second dossier of a person who has one is told by its
keys, and a namesake must not become that.
"""

import unicodedata
from datetime import datetime, timedelta

from simulator.core.clock import Clock
from simulator.session.sessions import Query, Session, Sessions

_SLACK = timedelta(days=1)
"""A system may write the time of its own clock, of the session's, or of the day alone."""
_OPEN = (
    "SELECT id FROM session s WHERE s.status = 'open' AND s.province = :province AND s.service = :service"
    " AND NOT EXISTS (SELECT 1 FROM session_key k WHERE k.session = s.id AND k.kind = 'dossier_code') ORDER BY id"
)


def plain_name(name: str) -> str:
    """Return a name in capitals, without diacritics and doubled spaces: two such names are written alike."""
    apart = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).upper().split())


class NameMatch:
    """Finds sessions by what a dossier says when its keys name nobody."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def find(self, query: Query, province: str, service: str, name: str, received_at: str) -> tuple[str, ...]:
        """Return the sessions that the dossier could belong to; `received_at` is ISO 8601 or empty."""
        wanted = plain_name(name)
        if not wanted:
            return ()
        rows = query(_OPEN, province=province, service=service)
        found = (self._sessions.get(row["id"], query) for row in rows)
        return tuple(one.id for one in found if one and _is_named(one, wanted) and self._is_in_time(one, received_at))

    def _is_in_time(self, session: Session, received_at: str) -> bool:
        if not received_at:
            return True
        at, wall = datetime.fromisoformat(received_at), self._clock.now()
        spans = ((session.opened_at, wall), (session.session_opened_at, session.now(self._clock)))
        return any(first - _SLACK <= at <= last + _SLACK for first, last in spans)


def _is_named(session: Session, wanted: str) -> bool:
    return any(plain_name(person.get("full_name") or "") == wanted for person in session.people.values())
