"""Code lists: the vocabulary of datums, the sources of data, the provinces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.catalogue.code_lists import load_code_lists
from simulator.catalogue.documents import Document, FileSchemas, Path
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.administrative_unit import AdministrativeUnit
from simulator.domain.code_list import LEGAL_DOCUMENTS, CodeList
from simulator.domain.mark import Mark
from simulator.domain.source import Source


@dataclass(frozen=True)
class Codes:
    """The code lists that other files refer to."""

    subjects: dict[str, Text]
    attributes: dict[str, Text]
    sources: dict[str, Source]
    provinces: dict[str, AdministrativeUnit]
    lists: dict[str, CodeList]
    """The portal's lists by id."""

    @property
    def legal_documents(self) -> list[str]:
        """Return the numbers of the legal documents that a service may name."""
        found = self.lists.get(LEGAL_DOCUMENTS)
        return [row["number"] for row in found.rows] if found else []

    def datum_problems(self, document: Document, path: Path, datum: str) -> Iterable[DataFileError]:
        """Yield what is unknown in a datum such as `applicant.residence`."""
        subject, _, attribute = datum.partition(".")
        if subject not in self.subjects:
            yield document.unknown(path, "subject", subject, list(self.subjects))
        if attribute not in self.attributes:
            yield document.unknown(path, "attribute", attribute, list(self.attributes))


def load_codes(schemas: FileSchemas, problems: list[DataFileError]) -> Codes:
    """Read `contracts/codes/`."""
    datums = schemas.document("datums", "contracts/codes/datums.yaml", problems)
    sources = schemas.document("sources", "contracts/codes/sources.yaml", problems)
    provinces = schemas.document("provinces", "contracts/codes/provinces.yaml", problems)
    schemas.document("targets", "contracts/codes/targets.yaml", problems)  # for people: nothing is computed from it
    attributes = _texts(datums, "attributes")
    return Codes(
        subjects=_texts(datums, "subjects"),
        attributes=attributes,
        sources=_sources(sources, attributes, problems),
        provinces=_provinces(provinces, problems),
        lists=load_code_lists(schemas, problems),
    )


def _texts(document: Document | None, key: str) -> dict[str, Text]:
    return {name: Text.of(value) for name, value in document.data[key].items()} if document else {}


def _sources(
    document: Document | None, attributes: dict[str, Text], problems: list[DataFileError]
) -> dict[str, Source]:
    if document is None:
        return {}
    rows = document.data["sources"]
    for name, row in rows.items():
        for index, attribute in enumerate(row["holds"]):
            if attribute not in attributes:
                path = ("sources", name, "holds", index)
                problems.append(document.unknown(path, "attribute", attribute, list(attributes)))
    return {name: _source(name, row) for name, row in rows.items()}


def _source(name: str, row: Mapping[str, Any]) -> Source:
    return Source(
        id=name,
        name=Text.of(row["name"]),
        answers=row["answers"],
        holds=tuple(row["holds"]),
        mark=Mark(row["mark"]),
        replaces=Mark(row["replaces"]["mark"]),
    )


def _provinces(document: Document | None, problems: list[DataFileError]) -> dict[str, AdministrativeUnit]:
    if document is None:
        return {}
    found: dict[str, AdministrativeUnit] = {}
    for index, row in enumerate(document.data["provinces"]):
        if row["code"] in found:
            problems.append(document.problem(("provinces", index, "code"), f"code {row['code']} stands twice"))
        found[row["code"]] = AdministrativeUnit(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            communes=row["communes"],
            former={old["code"]: old["name"] for old in row["former"]},
            mark=Mark(row["mark"]),
        )
    return found
