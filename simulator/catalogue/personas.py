"""Personas from `contracts/vneid/personas/*.yaml`: who can be chosen on the login page, and named by a test."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document, day_at
from simulator.core.errors import DataFileError
from simulator.core.masking import holds_possibly_real_number
from simulator.core.text import Text
from simulator.domain.persona import ACTIVE, CITIZEN, ORGANISATION, Persona

_OF_AN_ORGANISATION = ("full_name", "tax_code", "address")
"""What an account of an organisation tells, so that it has to be set."""


def personas_of(documents: list[Document], found: list[DataFileError]) -> dict[str, Persona]:
    """Return the personas of all files by id, in the order of the files; what clashes is a problem."""
    rows = [(document, index, row) for document in documents for index, row in enumerate(document.data["personas"])]
    personas: dict[str, Persona] = {}
    numbers: dict[int, str] = {}
    for document, index, row in rows:
        path = ("personas", index)
        if row["id"] in personas:
            found.append(document.problem((*path, "id"), f"{row['id']} stands twice", "an id of its own"))
        if taken := numbers.get(row["number"]):
            found.append(document.problem((*path, "number"), f"{row['number']} is {taken}'s", "a number of its own"))
        found.extend(_problems(document, path, row, [other["id"] for _, _, other in rows]))
        personas[row["id"]] = _persona(document, path, row, found)
        numbers[row["number"]] = row["id"]
    return personas


def _persona(document: Document, path: tuple[str, int], row: Mapping[str, Any], found: list[DataFileError]) -> Persona:
    if "birth_date" in row:
        day_at(document, (*path, "birth_date"), row["birth_date"], found)
    return Persona(
        id=row["id"],
        number=row["number"],
        title=Text.of(row["title"]),
        note=Text.of(row["note"]),
        account_type=row.get("account_type", CITIZEN),
        account_level=row.get("account_level", 2),
        account_state=row.get("account_state", ACTIVE),
        gender=row.get("gender"),
        birth_date=row.get("birth_date"),
        set=dict(row.get("set") or {}),
        without=tuple(row.get("without") or ()),
        shares=dict(row.get("shares") or {}),
        decomposed=row.get("written") == "NFD",
    )


def _problems(
    document: Document, path: tuple[str, int], row: Mapping[str, Any], known: list[str]
) -> Iterator[DataFileError]:
    for attribute, other in (row.get("shares") or {}).items():
        if other not in known:
            yield document.unknown((*path, "shares", attribute), "persona", other, known)
    for attribute, text in (row.get("set") or {}).items():
        if holds_possibly_real_number(text):
            place = (*path, "set", attribute)
            yield document.problem(place, "a number that somebody can have", "a number that begins with 099")
    if row.get("account_type") == ORGANISATION:
        for attribute in _OF_AN_ORGANISATION:
            if attribute not in (row.get("set") or {}):
                yield document.problem(path, f"an organisation without {attribute}", f"set: {{{attribute}: ...}}")
