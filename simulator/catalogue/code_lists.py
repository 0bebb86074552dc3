"""The portal's lists from `contracts/codes/lists/*.yaml`, and what a schema cannot say of them."""

from collections.abc import Iterator

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import DataFileError
from simulator.domain.code_list import TABLES, CodeList
from simulator.domain.mark import Mark

FOLDER = "contracts/codes/lists"


def load_code_lists(schemas: FileSchemas, problems: list[DataFileError]) -> dict[str, CodeList]:
    """Read the lists, by id."""
    found: dict[str, CodeList] = {}
    owners: dict[str, str] = {}
    for document in schemas.documents("code-list", FOLDER, problems):
        wrong = list(_problems(document, owners))
        problems.extend(wrong)
        if not wrong:
            found[document.data["id"]] = _list(document)
            owners[document.data["operation"]] = document.label
    return found


def _list(document: Document) -> CodeList:
    data = document.data
    return CodeList(
        id=data["id"],
        operation=data["operation"],
        row=dict(data["row"]),
        narrowed_by=dict(data.get("narrowed_by", {})),
        table=data.get("from", ""),
        rows=tuple(dict(row) for row in data.get("rows", ())),
        mark=Mark(data["mark"]),
        source=data["source"],
    )


def _problems(document: Document, owners: dict[str, str]) -> Iterator[DataFileError]:
    data = document.data
    if data["id"] != document.label.rsplit("/", 1)[-1].removesuffix(".yaml"):
        yield document.problem(("id",), f"id {data['id']!r} is not the file's name", document.label)
    if data["operation"] in owners:
        found = f"{data['operation']} is answered by {owners[data['operation']]} too"
        yield document.problem(("operation",), found, "one list for each operation")
    if ("from" in data) == ("rows" in data):
        yield document.problem((), "both `from` and `rows`, or neither", "one of the two")
    elif "from" in data and data["from"] not in TABLES:
        yield document.unknown(("from",), "table", data["from"], list(TABLES))
    else:
        yield from _column_problems(document)


def _column_problems(document: Document) -> Iterator[DataFileError]:
    data = document.data
    columns = list(TABLES.get(data.get("from", ""), ())) or sorted({name for row in data["rows"] for name in row})
    if not columns:
        return
    for block in ("row", "narrowed_by"):
        for name, column in data.get(block, {}).items():
            if column not in columns:
                yield document.unknown((block, name), "column", column, columns)
    for index, row in enumerate(data.get("rows", ())):
        for column in columns:
            if column not in row:
                yield document.problem(("rows", index), f"has no {column!r}", f"{column}: ...", "Empty is written ''.")
