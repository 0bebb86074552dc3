"""Services from `services/*.yaml`."""

from collections.abc import Mapping
from typing import Any

from simulator.catalogue.documents import Document, day_at
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.mark import Mark
from simulator.domain.service import (
    Component,
    Deadline,
    Fee,
    FormField,
    LevelBefore,
    OrganisationFiling,
    Presence,
    ProcedureCode,
    Service,
    ServiceResult,
)


def service_of(document: Document, problems: list[DataFileError]) -> Service:
    """Return the service of a document that follows its schema."""
    data = document.data
    sources = data.get("sources", {})
    return Service(
        id=data["id"],
        number=data["number"],
        name=Text.of(data["name"]),
        field_code=data["field"]["code"],
        field_name=data["field"]["name"],
        ministry=data["ministry"],
        level=data["level"],
        roles=dict(data["roles"]),
        codes=tuple(_code(document, index, row, problems) for index, row in enumerate(data["codes"])),
        subjects=dict(data["subjects"]),
        cast=data["cast"],
        fields=tuple(_field(row, sources) for row in data["fields"]),
        components=tuple(_component(row) for row in data["components"]),
        deadline=Deadline(**_plain(data["deadline"])),
        fee=Fee(**_plain(data["fee"])),
        results=tuple(_result(row) for row in data["results"]),
        flow=tuple((pair[0], pair[1]) for pair in data["flow"]["allowed"]),
        flow_mark=Mark(data["flow"]["mark"]),
        label=document.label,
        function=data.get("function", ""),
        linked_module=data.get("linked_module", ""),
        presence=_presence(data["presence"]) if "presence" in data else None,
        before_2025_07=LevelBefore(**_plain(data["before_2025_07"])) if "before_2025_07" in data else None,
        organisation=OrganisationFiling(**_plain(data["organisation"])) if "organisation" in data else None,
        legal_bases=tuple(data.get("legal_bases", ())),
    )


def _code(document: Document, index: int, row: Mapping[str, Any], problems: list[DataFileError]) -> ProcedureCode:
    def day(key: str) -> Any:
        return day_at(document, ("codes", index, key), row[key], problems) if key in row else None

    def mark(key: str) -> Mark:
        return Mark(row.get(key, Mark.SEEN.value))

    return ProcedureCode(
        row["code"],
        row["name"],
        day("valid_from"),
        day("valid_until"),
        Mark(row["mark"]),
        mark("valid_from_mark"),
        mark("valid_until_mark"),
    )


def _field(row: Mapping[str, Any], sources: Mapping[str, str]) -> FormField:
    known = row.get("known", {})
    return FormField(
        key=row["key"],
        label=Text.of(row["label"]),
        type=row["type"],
        required=row["required"],
        datum=row["datum"],
        known_to=tuple(known.get("to", ())),
        known_once=known.get("once", ""),
        mark=Mark(row["mark"]),
        source="; ".join(sources.get(name, name) for name in row.get("source", ())),
        wire_name=row.get("wire_name", ""),
        choices=tuple(row.get("choices", ())),
        registry_name=row.get("registry_name", ""),
    )


def _component(row: Mapping[str, Any]) -> Component:
    return Component(
        code=row["code"],
        name=Text.of(row["name"]),
        required=row["required"],
        kind=row["kind"],
        replaced_by=tuple(row.get("replaced_by", ())),
        basis=row.get("basis", ""),
        mark=Mark(row["mark"]),
    )


def _presence(row: Mapping[str, Any]) -> Presence:
    return Presence(tuple(row["who"]), Text.of(row["text"]), row.get("on", ""), Mark(row["mark"]))


def _result(row: Mapping[str, Any]) -> ServiceResult:
    return ServiceResult(row["code"], Text.of(row["name"]), Mark(row["mark"]), tuple(row["data"]))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "mark": Mark(row["mark"])}
