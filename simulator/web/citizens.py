"""Who a person is for the national side, and whose session an act of theirs belongs to."""

from functools import cache

from simulator.domain.person import Person
from simulator.web.national import National
from simulator.web.recording import Inbound
from simulator.world.people import demo_people


@cache
def demo_citizens() -> dict[str, Person]:
    """Return the people anybody may log in as, by personal number."""
    return {person["personal_id"]: person for person in demo_people()}


def find_citizen(national: National, personal_id: str) -> Person | None:
    """Return the person with that number as a session knows them, else as the demo country does."""
    return national.sessions.person_by_id(personal_id) or demo_citizens().get(personal_id)


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
