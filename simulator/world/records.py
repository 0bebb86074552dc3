"""What the registers hold of the people of one session: it follows from the service that they come for.

A field that names a source, or a paper that data of a source replace, says that this source holds the datum. What the
cast does not tell is made up from the table `records`, so that one person agrees with themselves everywhere.
"""

from collections.abc import Collection, Mapping

from simulator.domain.person import Person
from simulator.domain.service import Service
from simulator.domain.source import Sources
from simulator.world.tables import table

LOOK_UP = "look_up"


def recorded(service: Service, people: Mapping[str, Person], sources: Sources) -> dict[str, Person]:
    """Return the people with what each source that answers the shared look-up holds of them."""
    found = dict(people)
    for source in (one for one in sources.values() if one.answers == LOOK_UP):
        for datum in service.covered(source):
            name, attribute = service.person_of(datum), datum.partition(".")[2]
            if name in found:
                found[name] = _held(found[name], source.id, attribute)
    return found


def unknown_to(
    service: Service, people: Mapping[str, Person], name: str, sources: Collection[str]
) -> dict[str, Person]:
    """Return the people with that person unknown to these sources.

    Things (a parcel, an insurance record ...) are found by the applicant's number, so they are not found either.
    """
    lost = {name}
    if name == service.citizen:
        lost |= {one for one, person in people.items() if person.get("personal_id") is None}
    return {one: _without(person, sources) if one in lost else person for one, person in people.items()}


def _held(someone: Person, source: str, attribute: str) -> Person:
    told = someone.get(attribute) or table("records").get(attribute, "").format(n=someone.number)
    if not told or someone.knows(source, attribute):
        return someone
    known_to = {**someone.known_to, source: (*someone.known_to.get(source, ()), attribute)}
    return Person(someone.number, {**someone.attributes, attribute: told}, known_to)


def _without(someone: Person, sources: Collection[str]) -> Person:
    kept = {source: names for source, names in someone.known_to.items() if source not in sources}
    return Person(someone.number, someone.attributes, kept)
