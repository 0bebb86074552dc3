"""The people of one session: a service says which roles it has, the world fills them, a scenario changes them."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from simulator.core.errors import ConfigurationError, near_matches
from simulator.domain.person import Person
from simulator.domain.persona import ORGANISATION
from simulator.domain.service import Service
from simulator.domain.source import Sources
from simulator.world.draw import Draw
from simulator.world.names import FEMALE, MALE, draw_child_name
from simulator.world.organisations import organisation
from simulator.world.people import person, without
from simulator.world.places import draw_commune
from simulator.world.records import recorded, unknown_to

Changes = Mapping[str, Mapping[str, Any]]
"""Person -> {`kind`: organisation, `without`: [attribute], `set`: {attribute: text}, `unknown_to`: [source]}."""


def cast(
    service: Service, seed: int, first_number: int, changes: Changes, on: date, sources: Sources | None = None
) -> dict[str, Person]:
    """Return the people of the service, role by role, numbered from `first_number` in the order of its cast.

    `sources` are those that may hold something of them; what a scenario changes is laid over what they hold.
    """
    for name in changes:
        if name not in service.cast:
            raise ConfigurationError(
                f"people.{name}",
                f"service {service.id} has no such person",
                near_matches(name, service.cast),
                "Name a person of the service's cast.",
            )
    made: dict[str, Person] = {}
    for number, (name, part) in enumerate(_parents_first(_parts(service, changes)), start=first_number):
        made[name] = _changed(_changed(_make(part, seed, number, made, on), part), changes.get(name, {}))
    people = recorded(service, {name: made[name] for name in service.cast}, sources or {})
    for name, change in changes.items():
        people[name] = without(people[name], tuple(change.get("without") or ()))
        if lost := tuple(change.get("unknown_to") or ()):
            people = unknown_to(service, people, name, lost)
    return people


def people_needed(service: Service) -> int:
    """Return how many numbers the cast of a service takes."""
    return len(service.cast)


def _parts(service: Service, changes: Changes) -> Mapping[str, Mapping[str, Any]]:
    """Return the cast; where a scenario wants an organisation in place of a person, as the service has it then."""
    wanted = {name: {"kind": change["kind"]} for name, change in changes.items() if "kind" in change}
    if not wanted:
        return service.cast
    if service.organisation is None:
        raise ConfigurationError(
            f"people.{next(iter(wanted))}.kind",
            f"service {service.id} says of no organisation that it may file",
            "a service with a block `organisation`",
            "Tell the scenario for such a service, or describe in the service's file how an organisation files.",
        )
    parts = {**service.cast, **wanted}
    for name, attributes in service.organisation.set.items():
        parts[name] = {**parts[name], "set": {**parts[name].get("set", {}), **attributes}}
    return parts


def _parents_first(parts: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    return sorted(parts.items(), key=lambda item: item[1].get("kind") == "newborn")


def _make(part: Mapping[str, Any], seed: int, number: int, made: Mapping[str, Person], on: date) -> Person:
    kind = part.get("kind", "adult")
    if kind == "newborn":
        return _newborn(seed, number, [made[name] for name in part.get("of", ())], on)
    if kind == "values":
        return Person(number, {}, {})
    if kind == ORGANISATION:
        return organisation(seed, number)
    return person(seed, number, str(part["gender"]) if part.get("gender") else None)


def _newborn(seed: int, number: int, parents: list[Person], on: date) -> Person:
    draw = Draw(seed, number)
    gender = draw.pick((MALE, FEMALE), "gender")
    parent = next(
        (one for one in parents if one.get("gender") == MALE), parents[0] if parents else person(seed, number)
    )
    name = draw_child_name(draw, gender, parent["full_name"].split(" ")[0], parent["ethnicity"])
    attributes = {
        "full_name": name.full,
        "birth_date": (on - timedelta(days=3 + draw.below(12, "birth date"))).isoformat(),
        "gender": gender,
        "ethnicity": parent["ethnicity"],
        "nationality": parent["nationality"],
        "home_town": parent["home_town"],
        "birth_place": f"Trạm Y tế, {draw_commune(draw, 'birth place')}",
    }
    return Person(number, attributes, {})


def _changed(someone: Person, change: Mapping[str, Any]) -> Person:
    """Apply {without, set}. A set attribute becomes known to the sources that hold its kind, and to no other."""
    added = {name: unicodedata.normalize("NFC", str(value)) for name, value in dict(change.get("set") or {}).items()}
    kept = without(someone, tuple(change.get("without") or ()))
    return Person(someone.number, {**kept.attributes, **added}, someone.known_to)
