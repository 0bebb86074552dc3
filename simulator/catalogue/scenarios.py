"""Scenarios from `scenarios/<family>/*.yaml` and weathers from `scenarios/weathers/*.yaml`.

A step is a mapping with exactly one verb. `call` and `officer` take arguments under `with`; `expect` takes `where`
(equality on the fact's data) and one of `within` or `patience`; `advance` and `check` hold their own arguments.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from simulator.catalogue.codes import Codes
from simulator.catalogue.documents import Document
from simulator.catalogue.stories import story_problems
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.core.yaml_file import line_at
from simulator.domain.dossier import OFFICER_STATUS
from simulator.domain.fact import KINDS
from simulator.domain.scenario import CALLS, VERBS, Scenario, Step, Weather
from simulator.domain.service import Service

SYSTEM_KINDS = ("province", "ministry")
WEATHER_DEFAULTS: dict[str, Any] = {
    "party": "",
    "starts_before": "",
    "ends_before": "",
    "answer_status": 503,
    "lifts_after_refused": 0,
    "lifts_after_seconds": 0,
}
OFFICER_WITH = ("reason", "ask", "refusable")
"""What an `officer` step may say under `with`: why, what a supplement has to bring, and that it is only tried."""
_EXTRAS = {"call": ("with",), "officer": ("with",), "expect": ("where", "within", "patience")}


def scenario_of(document: Document) -> Scenario:
    """Return the scenario of a document that follows its schema."""
    data, applies = document.data, document.data["applies"]
    steps = tuple(_step(document, index, row) for index, row in enumerate(data["steps"]))
    judged = [check for step in steps if step.verb == "check" for check in step.arguments["checks"]]
    return Scenario(
        id=data["id"],
        title=Text.of(data["title"]),
        summary=Text.of(data["summary"]),
        roles=tuple(applies["roles"]),
        intakes=tuple(applies["intakes"]),
        drivers=tuple(applies["drivers"]),
        needs=tuple(applies.get("needs", ())),
        services=tuple(applies["services"]),
        fee=applies.get("fee", ""),
        kinds=tuple(applies.get("kinds", SYSTEM_KINDS)),
        claims=tuple(applies.get("claims", ())),
        once=applies.get("once") == "system",
        alone=bool(data.get("alone")),
        starts_on=date.fromisoformat(data["starts_on"]) if "starts_on" in data else None,
        weathers=tuple(data["weathers"]),
        people=data.get("people", {}),
        given=data.get("given", {}),
        steps=steps,
        checks=tuple(dict.fromkeys(judged)),
        label=document.label,
    )


def weather_of(document: Document) -> Weather:
    """Return the weather of a document that follows its schema."""
    given = {key: document.data.get(key, default) for key, default in WEATHER_DEFAULTS.items()}
    return Weather(
        id=document.data["id"],
        title=Text.of(document.data["title"]),
        touches=document.data["touches"],
        **{**given, "lifts_after_seconds": float(given["lifts_after_seconds"])},
        label=document.label,
    )


def scenario_problems(
    document: Document,
    codes: Codes,
    services: Mapping[str, Service],
    weathers: Mapping[str, Weather],
    known_checks: frozenset[str] | None,
) -> Iterator[DataFileError]:
    """Yield what is wrong inside one scenario file: in its words first, then in its story."""
    wrong = list(_word_problems(document, codes, services, weathers, known_checks))
    yield from wrong or story_problems(document, scenario_of(document), services)


def _word_problems(
    document: Document,
    codes: Codes,
    services: Mapping[str, Service],
    weathers: Mapping[str, Weather],
    known_checks: frozenset[str] | None,
) -> Iterator[DataFileError]:
    yield from _name_problems(document)
    yield from _reference_problems(document, services, weathers)
    yield from _people_problems(document, codes, services)
    for index, row in enumerate(document.data["steps"]):
        yield from _step_problems(document, index, row, known_checks)
    verbs = [verb for row in document.data["steps"] for verb in VERBS if verb in row]
    if "officer" in verbs and "officer" not in document.data["applies"].get("needs", ()):
        yield document.problem(("applies",), "an officer acts, but `needs` does not name the hook", "needs: [officer]")
    if "check" not in verbs:
        yield document.problem(("steps",), "nothing is judged", "a step `- check: [...]`")


def weather_problems(document: Document) -> Iterator[DataFileError]:
    """Yield what is wrong inside one weather file."""
    if document.data["id"] != document.label.rsplit("/", 1)[-1].removesuffix(".yaml"):
        yield document.problem(("id",), f"id {document.data['id']!r} is not the file's name", document.label)
    if document.data["touches"] != "nothing":
        for key in ("party", "starts_before", "ends_before"):
            if key not in document.data:
                yield document.problem((), f"touches {document.data['touches']} but has no key {key!r}", f"{key}: ...")


def fact_keys(kind: str) -> list[str]:
    """Return the names of the data of a kind of fact."""
    names = re.sub(r"\[.*?\]|\{.*?\}|\(.*?\)", "", KINDS[kind].split(" - ", 1)[0])
    return [name.strip() for name in names.split(",")]


def _step(document: Document, index: int, row: Mapping[str, Any]) -> Step:
    verb = next(word for word in VERBS if word in row)
    value = row[verb]
    match verb:
        case "check":
            arguments: Mapping[str, Any] = {"checks": list(value)}
        case "advance" | "cleanup":
            arguments = value
        case "expect":
            arguments = {key: row[key] for key in _EXTRAS["expect"] if key in row}
        case _:
            arguments = row.get("with", {})
    target = value if isinstance(value, str) else ""
    return Step(index, verb, target, arguments, line_at(document.data, ("steps", index, verb)))


def _name_problems(document: Document) -> Iterator[DataFileError]:
    expected = document.label.removeprefix("scenarios/").removesuffix(".yaml")
    if document.data["id"] != expected:
        yield document.problem(("id",), f"id {document.data['id']!r} is not the file's place", expected)


def _reference_problems(
    document: Document, services: Mapping[str, Service], weathers: Mapping[str, Weather]
) -> Iterator[DataFileError]:
    for service in document.data["applies"]["services"]:
        if service != "*" and service not in services:
            yield document.unknown(("applies", "services"), "service", service, [*services, "*"])
    for index, weather in enumerate(document.data["weathers"]):
        if weather not in weathers:
            yield document.unknown(("weathers", index), "weather", weather, list(weathers))


def _people_problems(document: Document, codes: Codes, services: Mapping[str, Service]) -> Iterator[DataFileError]:
    named = document.data["applies"]["services"]
    told = [service for key, service in services.items() if "*" in named or key in named]
    cast = sorted({person for service in told for person in service.cast})
    for person, change in document.data.get("people", {}).items():
        if person not in cast:
            yield document.unknown(("people", person), "person", person, cast)
        for service in told if "kind" in change else ():
            if service.organisation is None:
                found = f"service {service.id} says of no organisation that it may file"
                yield document.problem(("people", person, "kind"), found, "services with a block `organisation`")
        for key in ("without", "set"):
            for attribute in change.get(key, ()):
                if attribute not in codes.attributes:
                    yield document.unknown(("people", person, key), "attribute", attribute, list(codes.attributes))
        for index, source in enumerate(change.get("unknown_to", ())):
            if source not in codes.sources:
                yield document.unknown(("people", person, "unknown_to", index), "source", source, list(codes.sources))
    for datum in document.data.get("given", {}):
        yield from codes.datum_problems(document, ("given", datum), datum)


def _step_problems(
    document: Document, index: int, row: Mapping[str, Any], known_checks: frozenset[str] | None
) -> Iterator[DataFileError]:
    verbs = [verb for verb in VERBS if verb in row]
    if len(verbs) != 1:
        yield document.problem(("steps", index), f"has {len(verbs)} verbs", f"one of {', '.join(VERBS)}")
        return
    verb, value = verbs[0], row[verbs[0]]
    for key in row:
        if key != verb and key not in _EXTRAS.get(verb, ()):
            yield document.problem(("steps", index, key), f"{key!r} does not belong to {verb!r}")
    if verb == "expect":
        yield from _expect_problems(document, index, row)
    elif verb == "call" and value not in CALLS:
        yield document.unknown(("steps", index, verb), "hand", value, list(CALLS))
    elif verb == "officer" and value not in OFFICER_STATUS:
        yield document.unknown(("steps", index, verb), "action", value, list(OFFICER_STATUS))
    elif verb == "officer":
        for name in row.get("with", {}):
            if name not in OFFICER_WITH:
                yield document.unknown(("steps", index, "with", name), "word of an officer", name, list(OFFICER_WITH))
    elif verb == "check" and known_checks is not None:
        for check in value:
            if check not in known_checks:
                yield document.unknown(("steps", index, verb), "check", check, sorted(known_checks))


def _expect_problems(document: Document, index: int, row: Mapping[str, Any]) -> Iterator[DataFileError]:
    if row["expect"] not in KINDS:
        yield document.unknown(("steps", index, "expect"), "kind of fact", row["expect"], list(KINDS))
        return
    if "within" in row and "patience" in row:
        yield document.problem(("steps", index), "has both `within` and `patience`", "one of them, or neither")
    known = fact_keys(row["expect"])
    for name in row.get("where", {}):
        if name not in known:
            yield document.unknown(("steps", index, "where", name), f"datum of {row['expect']}", name, known)
