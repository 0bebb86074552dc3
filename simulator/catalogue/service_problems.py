"""What is wrong in `services/*.yaml` that a schema cannot say."""

from collections.abc import Iterable, Iterator

from simulator.catalogue.codes import Codes
from simulator.catalogue.documents import Document, Path
from simulator.core.errors import DataFileError
from simulator.domain.dossier import FINAL, DossierStatus, status_name


def service_problems(document: Document, codes: Codes) -> Iterator[DataFileError]:
    """Yield what is wrong inside one service file."""
    data = document.data
    if data["id"] != document.label.rsplit("/", 1)[-1].removesuffix(".yaml"):
        yield document.problem(("id",), f"id {data['id']!r} is not the file's name", document.label)
    yield from _code_problems(document)
    yield from _people_problems(document, codes)
    yield from _field_problems(document, codes)
    yield from _component_problems(document, codes)
    yield from _presence_problems(document)
    yield from _deadline_problems(document)
    yield from _flow_problems(document)
    yield from _legal_basis_problems(document, codes)


def shared_code_problems(documents: Iterable[Document]) -> Iterator[DataFileError]:
    """Yield procedure codes and numbers that two services claim."""
    owners: dict[str, Document] = {}
    for document in documents:
        codes: list[tuple[Path, str]] = [
            (("codes", index, "code"), row["code"]) for index, row in enumerate(document.data["codes"])
        ]
        for path, word in [*codes, (("number",), f"number {document.data['number']}")]:
            other = owners.setdefault(word, document)
            if other is not document:
                yield document.problem(path, f"{word} belongs to {other.label} too", "one service for each")


def _code_problems(document: Document) -> Iterator[DataFileError]:
    if bool(document.data["codes"]) == ("no_code" in document.data):
        found = "codes and no_code" if document.data["codes"] else "neither a code nor no_code"
        yield document.problem(("codes",), found, "procedure codes, or the reason why there is none under no_code")
    if document.data["codes"] and "function" in document.data:
        yield document.problem(("function",), "a function that is no procedure, with procedure codes", "one of the two")
    yield from _repeated(document, "codes", "code")
    for index, row in enumerate(document.data["codes"]):
        if row.get("valid_until", row["valid_from"]) < row["valid_from"]:
            found = f"the last day {row['valid_until']} lies before the first, {row['valid_from']}"
            yield document.problem(("codes", index, "valid_until"), found, f"{row['valid_from']} or later")


def _people_problems(document: Document, codes: Codes) -> Iterator[DataFileError]:
    cast = document.data["cast"]
    for subject, person in document.data["subjects"].items():
        if subject not in codes.subjects:
            yield document.unknown(("subjects", subject), "subject", subject, list(codes.subjects))
        if person not in cast:
            yield document.unknown(("subjects", subject), "person", person, list(cast))
    for person, attributes in document.data.get("organisation", {}).get("set", {}).items():
        if person not in cast:
            yield document.unknown(("organisation", "set", person), "person", person, list(cast))
        for attribute in attributes:
            if attribute not in codes.attributes:
                path = ("organisation", "set", person, attribute)
                yield document.unknown(path, "attribute", attribute, list(codes.attributes))
    for person, part in cast.items():
        for parent in part.get("of", ()):
            if parent not in cast or parent == person:
                yield document.unknown(
                    ("cast", person, "of"), "person", parent, [name for name in cast if name != person]
                )
        for attribute in part.get("set", {}):
            if attribute not in codes.attributes:
                path = ("cast", person, "set", attribute)
                yield document.unknown(path, "attribute", attribute, list(codes.attributes))


def _field_problems(document: Document, codes: Codes) -> Iterator[DataFileError]:
    yield from _repeated(document, "fields", "key")
    for index, row in enumerate(document.data["fields"]):
        yield from _bound_problems(document, codes, ("fields", index, "datum"), row["datum"])
        for source in row.get("known", {}).get("to", ()):
            if source not in codes.sources:
                yield document.unknown(("fields", index, "known", "to"), "source", source, list(codes.sources))
        for name in row.get("source", ()):
            if name not in document.data.get("sources", {}):
                known = list(document.data.get("sources", {}))
                yield document.unknown(("fields", index, "source"), "short name", name, known)
    for index, row in enumerate(document.data["results"]):
        for datum in row["data"]:
            yield from _bound_problems(document, codes, ("results", index, "data"), datum)


def _bound_problems(
    document: Document, codes: Codes, path: tuple[str | int, ...], datum: str
) -> Iterator[DataFileError]:
    yield from codes.datum_problems(document, path, datum)
    subject = datum.partition(".")[0]
    if subject in codes.subjects and subject not in document.data["subjects"]:
        yield document.unknown(path, "subject of this service", subject, list(document.data["subjects"]))


def _component_problems(document: Document, codes: Codes) -> Iterator[DataFileError]:
    yield from _repeated(document, "components", "code")
    for index, row in enumerate(document.data["components"]):
        for source in row.get("replaced_by", ()):
            if source not in codes.sources:
                yield document.unknown(("components", index, "replaced_by"), "source", source, list(codes.sources))


def _presence_problems(document: Document) -> Iterator[DataFileError]:
    presence = document.data.get("presence", {})
    for index, person in enumerate(presence.get("who", ())):
        if person not in document.data["cast"]:
            yield document.unknown(("presence", "who", index), "person", person, list(document.data["cast"]))
    datums = [row["datum"] for row in document.data["fields"]]
    if presence.get("on", datums[0]) not in datums:
        yield document.unknown(("presence", "on"), "datum of this form", presence["on"], datums)


def _repeated(document: Document, block: str, key: str) -> Iterator[DataFileError]:
    first: dict[str, int] = {}
    for index, row in enumerate(document.data[block]):
        if first.setdefault(row[key], index) != index:
            yield document.problem((block, index, key), f"{row[key]!r} stands twice", f"one {key} for each")


def _deadline_problems(document: Document) -> Iterator[DataFileError]:
    deadline = document.data["deadline"]
    value, unit, path = deadline["value"], deadline["unit"], ("deadline", "value")
    if value == 0 and unit != "instant":
        yield document.problem(path, f"0 {unit}: no time at all", "a number above 0, null, or `unit: instant`")
    if value and unit in ("instant", "exam_calendar"):
        yield document.problem(path, f"{value} {unit}", "0 for instant, null for exam_calendar")


def _flow_problems(document: Document) -> Iterator[DataFileError]:
    pairs = [(start, end) for start, end in document.data["flow"]["allowed"]]
    first, final = int(DossierStatus.REGISTERED), {int(status) for status in FINAL}
    reached = _closure({first}, pairs)
    leaving = _closure(final, [(end, start) for start, end in pairs])
    for status in sorted({first, *(status for pair in pairs for status in pair)}):
        if status not in reached:
            found, expected = "unreachable: no way leads to", f"a way from {_named(first)} to every status"
        elif status not in leaving:
            found, expected = "dead end: nothing final follows", f"a way on to {_listed(final)}"
        else:
            continue
        do = "Add the missing change of status, or leave the status out."
        yield document.problem(("flow", "allowed"), f"{found} status {_named(status)}", expected, do)


def _closure(start: set[int], pairs: Iterable[tuple[int, int]]) -> set[int]:
    """Return what can be reached over the pairs."""
    known, found = set[int](), set(start)
    while found != known:
        known = set(found)
        found |= {end for begin, end in pairs if begin in known}
    return found


def _listed(statuses: Iterable[int]) -> str:
    return " or ".join(_named(status) for status in sorted(statuses))


def _named(status: int) -> str:
    return f"{status} ({status_name(status).en})"


def _legal_basis_problems(document: Document, codes: Codes) -> Iterator[DataFileError]:
    for index, number in enumerate(document.data.get("legal_bases", ())):
        if number not in codes.legal_documents:
            yield document.unknown(("legal_bases", index), "legal document", number, codes.legal_documents)
