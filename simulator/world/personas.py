"""The personas as people: each is f(seed, number) with what its file says laid over it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from simulator.domain.person import Person
from simulator.domain.persona import LOWERED, ORGANISATION, Persona
from simulator.world import numbers
from simulator.world.people import KNOWN_TO, POPULATION, VNEID, person, without

SEED = 0
"""The country that the personas live in."""

_OF_AN_ACCOUNT = ("account_type", "account_level", "account_state", "old_id")
_OF_AN_ORGANISATION = ("personal_id", "tech_id", "full_name", "tax_code", "business_code", "address", "phone", "email")


@dataclass(frozen=True)
class Personas:
    """Everybody who can be named, by id; their numbers are below those of any session's people."""

    told: Mapping[str, Persona]
    people: Mapping[str, Person]

    @classmethod
    def of(cls, told: Mapping[str, Persona]) -> "Personas":
        """Return the people of the personas; those who share something get it from the finished other one."""
        made = {name: _made(persona) for name, persona in told.items()}
        return cls(told, {name: _sharing(made[name], persona, made) for name, persona in told.items()})

    def __iter__(self) -> Iterator[tuple[Persona, Person]]:
        """Yield who is told of with the person that became of it."""
        return ((persona, self.people[name]) for name, persona in self.told.items())

    def with_number(self, number: str) -> Person | None:
        """Return the person with that personal number, or the organisation with that tax code."""
        return next((one for one in self.people.values() if one["personal_id"] == number), None)


def _made(persona: Persona) -> Person:
    someone = person(SEED, persona.number, persona.gender)
    attributes = {**someone.attributes, **_account(persona)}
    if persona.birth_date:
        attributes["birth_date"] = persona.birth_date
        born = date.fromisoformat(persona.birth_date)
        attributes["personal_id"] = numbers.personal_id(persona.number, attributes["gender"], born)
        attributes["id_document"] = attributes["id_document"].replace(someone["personal_id"], attributes["personal_id"])
    attributes |= persona.set or {}
    if persona.account_type == ORGANISATION:
        return _organisation(persona, attributes)
    if persona.decomposed:
        attributes["full_name"] = unicodedata.normalize("NFD", attributes["full_name"])
    known = {**KNOWN_TO, VNEID: (*KNOWN_TO[VNEID], *_OF_AN_ACCOUNT)}
    return without(Person(persona.number, attributes, known), persona.without)


def _account(persona: Persona) -> dict[str, str]:
    level = 1 if persona.account_state == LOWERED else persona.account_level
    return {
        "account_type": persona.account_type,
        "account_level": str(level),
        "account_state": persona.account_state,
    }


def _organisation(persona: Persona, attributes: Mapping[str, str]) -> Person:
    """An organisation has no birth, gender or card, and its account goes by its tax code."""
    names = {*_OF_AN_ORGANISATION, *_OF_AN_ACCOUNT}
    kept = {name: text for name, text in attributes.items() if name in names} | {"personal_id": attributes["tax_code"]}
    told = tuple(name for name in (*_OF_AN_ORGANISATION, *_OF_AN_ACCOUNT) if name != "personal_id")
    return without(Person(persona.number, kept, {VNEID: told, POPULATION: ()}), persona.without)


def _sharing(someone: Person, persona: Persona, made: Mapping[str, Person]) -> Person:
    shared = {attribute: made[other][attribute] for attribute, other in (persona.shares or {}).items()}
    return Person(someone.number, {**someone.attributes, **shared}, someone.known_to)
