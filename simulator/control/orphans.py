"""What named somebody whom no session owns, with the nearest miss: whom it nearly named, and where it differs."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.session.name_match import plain_name
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.wire.correlation import KINDS

_NEAR = 0.7
"""Share of equal characters from which a key is called a near miss."""
_COMPARED = 200
"""How many sessions, the newest, are looked through for a near miss: each costs time."""


def orphans_json(
    national: National, province: str | None, limit: int = 100, before: int | None = None
) -> list[dict[str, Any]]:
    """Return the orphans, newest first; `before` is the id of one, to go on after it."""
    orphans = national.journal.orphans(province, limit, before)
    if not orphans:
        return []
    sessions = [one for one in national.sessions.all() if province in (None, one.province)][-_COMPARED:]
    owned = {one.id: _keys(national, one) for one in sessions}
    return [
        {
            "id": orphan["id"],
            "exchange": orphan["exchange"],
            "operation": orphan["operation"],
            "province": orphan["province"],
            "row": orphan["row"],
            "keys": [{"kind": kind, "value": value} for kind, value in orphan["keys"]],
            "nearest": _nearest(national, orphan, sessions, owned),
        }
        for orphan in orphans
    ]


def _keys(national: National, session: Session) -> dict[str, tuple[str, ...]]:
    names = tuple(name for person in session.people.values() if (name := person.get("full_name")))
    return {kind: national.sessions.keys(session.id, kind) for kind in KINDS} | {"full_name": names}


def _nearest(
    national: National,
    orphan: Mapping[str, Any],
    sessions: Iterable[Session],
    owned: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> dict[str, Any] | None:
    for kind, value in orphan["keys"]:
        for session_id in national.sessions.owners(kind, value):
            session = national.sessions.get(session_id)
            if session is not None and session.province != orphan["province"]:
                return _miss(session_id, "province", str(orphan["province"]), session.province)
    best, found = _NEAR, None
    for session in sessions:
        if session.province != orphan["province"]:
            continue
        for kind, value in orphan["keys"]:
            for known in owned[session.id].get(kind, ()):
                likeness = difflib.SequenceMatcher(None, plain_name(value), plain_name(known)).ratio()
                if likeness > best:
                    best, found = likeness, _miss(session.id, kind, value, known)
    return found


def _miss(session: str, kind: str, sent: str, known: str) -> dict[str, Any]:
    return {"session": session, "differs": {"kind": kind, "sent": sent, "known": known}}
