"""Requirements from `contracts/requirements/*.yaml`, one file per scenario family."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document, day_at
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.mark import Mark
from simulator.domain.requirement import Requirement


def requirements_of(document: Document, problems: list[DataFileError]) -> Iterator[Requirement]:
    """Yield the requirements of a document that follows its schema."""
    for index, row in enumerate(document.data["requirements"]):
        yield _requirement(document, index, row, problems)


def _requirement(document: Document, index: int, row: Mapping[str, Any], problems: list[DataFileError]) -> Requirement:
    def day(key: str) -> Any:
        return day_at(document, ("requirements", index, key), row[key], problems) if key in row else None

    return Requirement(
        id=row["id"],
        title=Text.of(row["title"]),
        text=Text.of(row["text"]),
        document=row["document"],
        article=row["article"],
        level=row["level"],
        binds=row["binds"],
        mark=Mark(row["mark"]),
        valid_from=day("valid_from"),
        valid_until=day("valid_until"),
        remedy=Text.of(row["remedy"]),
        family=document.data["family"],
        confirmed_on=day("confirmed_on"),
        not_tested=Text.of(row["not_tested"]) if "not_tested" in row else None,
    )
