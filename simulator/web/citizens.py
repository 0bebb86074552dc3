"""Who a person is for the national side, and whose session an act of theirs belongs to."""

from simulator.domain.person import Person
from simulator.web.national import National
from simulator.web.recording import Inbound


def find_citizen(national: National, number: str) -> Person | None:
    """Return the person with that number as a session knows them, else the persona with that number."""
    return national.sessions.person_by_id(number) or national.personas.with_number(number)


def find_named(national: National, word: str) -> Person | None:
    """Return the person with that number, or the persona with that id."""
    return find_citizen(national, word) or national.personas.people.get(word)


def link_citizen(inbound: Inbound, personal_id: str) -> tuple[str, ...]:
    """Link the exchange to the sessions that own this person: of the caller's province, else every open one.

    A person whom no session owns is somebody who tries the pages by hand, so this leaves no orphan.
    """
    sessions = inbound.national.sessions
    if inbound.province is not None:
        found = sessions.match(inbound.query, inbound.province.id, [("personal_id", personal_id)])
    else:
        owners = ((owner, sessions.get(owner)) for owner in sessions.owners("personal_id", personal_id))
        found = tuple(owner for owner, session in owners if session is not None and session.status == "open")
    for session_id in found:
        inbound.link_session(session_id)
    return found
