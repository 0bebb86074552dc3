"""Cases of the relying-party suite from `contracts/vneid/cases/*.yaml`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.identity_case import ASKED, CALLS, IdentityCase
from simulator.domain.mark import Mark


def load_cases(
    schemas: FileSchemas, profiles: Iterable[str], personas: Iterable[str], found: list[DataFileError]
) -> dict[str, IdentityCase]:
    """Return every case by id; note what is wrong. Without personas none is looked for: their file is to blame."""
    known, cases = (tuple(profiles), tuple(personas)), dict[str, IdentityCase]()
    for document in schemas.documents("identity-cases", "contracts/vneid/cases", found):
        problems = list(_problems(document, known, cases))
        found.extend(problems)
        if not problems:
            cases.update({case.id: case for case in _cases(document)})
    return cases


def fault_problem(schemas: FileSchemas, stages: Mapping[str, Any]) -> str:
    """Return what is wrong with a fault that is told in full, or an empty text."""
    words = {"vi": "-", "en": "-"}
    case = {"id": "told", "title": words, "does": words, "remedy": words, "document": "-", "article": "-"}
    told = {**case, "expects": "either", "mark": "ASSUMED", "fault": stages}
    document = Document("fault", {"format": 1, "group": "told", "cases": [told]})
    return next((problem.text() for problem in schemas.problems("identity-cases", document)), "")


def _cases(document: Document) -> Iterator[IdentityCase]:
    for row in document.data["cases"]:
        yield IdentityCase(
            id=row["id"],
            group=document.data["group"],
            modelled_on=row.get("modelled_on", ""),
            title=Text.of(row["title"]),
            does=Text.of(row["does"]),
            expects=row["expects"],
            document=row["document"],
            article=row["article"],
            mark=Mark(row["mark"]),
            remedy=Text.of(row["remedy"]),
            needs=tuple(row.get("needs", ())),
            profiles=tuple(row.get("profiles", document.data.get("profiles", ()))),
            fault=row.get("fault", {}),
            browser=row.get("browser", {}),
            label=document.label,
            signing=row.get("signing", {}),
            binding=row.get("level", "MUST") == "MUST",
        )


def _problems(
    document: Document, known: tuple[tuple[str, ...], tuple[str, ...]], before: dict[str, IdentityCase]
) -> Iterator[DataFileError]:
    profiles, personas = known
    name = document.label.rsplit("/", 1)[-1].removesuffix(".yaml")
    if document.data["group"] != name:
        yield document.problem(("group",), f"{document.data['group']!r} is not the file's name", name)
    for profile in document.data.get("profiles", ()):
        if profile not in profiles:
            yield document.unknown(("profiles",), "profile", profile, profiles)
    ids: set[str] = set()
    for index, row in enumerate(document.data["cases"]):
        path = ("cases", index)
        if row["id"] in before or row["id"] in ids:
            yield document.problem((*path, "id"), f"{row['id']} stands twice", "an id of its own")
        ids.add(row["id"])
        named = {role: row["browser"][role] for role in ("persona", "after") if role in row.get("browser", {})}
        for role, persona in named.items():
            if personas and persona not in personas:
                yield document.unknown((*path, "browser", role), "persona", persona, personas)
        for profile in row.get("profiles", ()):
            if profile not in profiles:
                yield document.unknown((*path, "profiles"), "profile", profile, profiles)
        yield from _browser_problems(document, (*path, "browser"), row.get("browser", {}))


def _browser_problems(
    document: Document, path: tuple[str | int, ...], browser: Mapping[str, Any]
) -> Iterator[DataFileError]:
    for name in (*([browser["only_if_asked"]] if "only_if_asked" in browser else ()), *browser.get("guarded_by", ())):
        if name not in ASKED:
            yield document.unknown(path, "parameter of a login request", name, ASKED)
    for name in browser.get("asks", {}):
        if name not in (*ASKED, *CALLS):
            yield document.unknown((*path, "asks"), "parameter or call", name, (*ASKED, *CALLS))
