"""What a citizen left at the portal before anybody connected: `contracts/samples/*.yaml`."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas, Path
from simulator.core.errors import DataFileError
from simulator.domain.petition import Attachment, Petition
from simulator.domain.question import Asker, Question


@dataclass(frozen=True)
class Samples:
    """Questions and complaints that every connected system finds."""

    questions: tuple[Question, ...] = ()
    petitions: tuple[Petition, ...] = ()


def load_samples(schemas: FileSchemas, problems: list[DataFileError]) -> Samples:
    """Read the samples."""
    questions = schemas.document("questions", "contracts/samples/questions.yaml", problems)
    petitions = schemas.document("petitions", "contracts/samples/petitions.yaml", problems)
    for document, block in ((questions, "questions"), (petitions, "petitions")):
        if document is not None:
            _refuse_twice(document, block, problems)
    return Samples(
        tuple(_question(row) for row in questions.data["questions"]) if questions else (),
        tuple(_petition(petitions, index, problems) for index in range(len(petitions.data["petitions"])))
        if petitions
        else (),
    )


def _question(row: Mapping[str, Any]) -> Question:
    agency = row.get("agency", {})
    return Question(
        text=row["text"],
        origin=row["from"],
        own_id=row["id"],
        field_code=row["field"],
        procedure_code=row["procedure"],
        agency_code=agency.get("code", ""),
        agency_name=agency.get("name", ""),
        asker=Asker(**row.get("asker", {})),
        answer=row.get("answer", ""),
    )


def _petition(document: Document, index: int, problems: list[DataFileError]) -> Petition:
    row = document.data["petitions"][index]
    files = []
    for number, one in enumerate(row["files"]):
        content = _content(document, ("petitions", index, "files", number), one, problems)
        files.append(Attachment(one["name"], one["media_type"], content))
    return Petition(row["id"], row["text"], tuple(files))


def _content(document: Document, path: Path, row: Mapping[str, Any], problems: list[DataFileError]) -> bytes:
    if ("text" in row) == ("base64" in row):
        problems.append(document.problem(path, "both `text` and `base64`, or neither", "one of the two"))
        return b""
    if "text" in row:
        return str(row["text"]).encode()
    try:
        return base64.b64decode(row["base64"], validate=True)
    except binascii.Error as error:
        problems.append(document.problem((*path, "base64"), str(error), "base64"))
        return b""


def _refuse_twice(document: Document, block: str, problems: list[DataFileError]) -> None:
    seen: set[str] = set()
    for index, row in enumerate(document.data[block]):
        if row["id"] in seen:
            problems.append(document.problem((block, index, "id"), f"id {row['id']!r} stands twice"))
        seen.add(row["id"])
