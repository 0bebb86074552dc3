"""A YAML document with its schema's verdict and a way to point into it: `file:line` and the path of the value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.core.data_folders import DataFile, DataFolders
from simulator.core.errors import DataFileError, near_matches
from simulator.core.yaml_file import LinedDict, line_at, load_data_file
from simulator.wire.contracts import read_schema
from simulator.wire.validators import SchemaPair, Violation, nodes_on_the_way

Path = Sequence[str | int]


@dataclass(frozen=True)
class Document:
    """One YAML document."""

    label: str
    data: Any

    def where(self, path: Path) -> str:
        """Return `file:line` of the value at `path`; the label alone for a document that did not come as text."""
        known = isinstance(self.data, LinedDict) and self.data.line > 0
        return f"{self.label}:{line_at(self.data, path)}" if known else self.label

    def problem(self, path: Path, found: str, expected: str = "", do: str = "") -> DataFileError:
        """Return an error that points at the value at `path`."""
        place = dotted(path)
        return DataFileError(self.where(path), f"{place}: {found}" if place else found, expected, do)

    def unknown(self, path: Path, what: str, word: str, candidates: Sequence[str]) -> DataFileError:
        """Return an error for a name that nothing has, with the names closest to it."""
        return self.problem(path, f"unknown {what} {word!r}", near_matches(word, candidates))


class FileSchemas:
    """The schemas of our own file formats, `contracts/files/<kind>.schema.json`."""

    def __init__(self, folders: DataFolders) -> None:
        self._folders = folders
        self._pairs: dict[str, SchemaPair] = {}

    def pair(self, kind: str) -> SchemaPair:
        """Return the schema of one kind of file."""
        if kind not in self._pairs:
            label = f"contracts/files/{kind}.schema.json"
            self._pairs[kind] = SchemaPair(read_schema(self._folders.file(label)), label)
        return self._pairs[kind]

    def problems(self, kind: str, document: Document) -> list[DataFileError]:
        """Return where a document breaks its format."""
        if not isinstance(document.data, Mapping):
            found = "empty, not a mapping" if document.data is None else "not a mapping"
            return [DataFileError(f"{document.label}:1", found, f"a {kind} file with `key: value` lines")]
        pair = self.pair(kind)
        return [_problem(document, pair, violation) for violation in pair.violations(document.data)]

    def documents(self, kind: str, folder: str, problems: list[DataFileError]) -> Iterator[Document]:
        """Yield the documents of `folder` (not of folders below it) that follow their format; note the others."""
        for file in self._folders.walk(folder, ".yaml"):
            if file.label.count("/") == folder.count("/") + 1:
                yield from self._read(kind, file, problems)

    def document(self, kind: str, label: str, problems: list[DataFileError]) -> Document | None:
        """Return the one document at `label`, or None when it breaks its format."""
        return next(self._read(kind, self._folders.file(label), problems), None)

    def _read(self, kind: str, file: DataFile, problems: list[DataFileError]) -> Iterator[Document]:
        try:
            document = Document(file.label, load_data_file(file))
        except DataFileError as error:
            problems.append(error)
            return
        found = self.problems(kind, document)
        problems.extend(found)
        if not found:
            yield document


def dotted(path: Path) -> str:
    """Return a path as a person writes it: `fields[3].type`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def day_at(document: Document, path: Path, value: str, problems: list[DataFileError]) -> date:
    """Return the day that is written at `path`; a day that is not in the calendar is a problem."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(document.problem(path, f"{value!r} is not in the calendar", "a day that exists"))
        return date.min


def _problem(document: Document, pair: SchemaPair, violation: Violation) -> DataFileError:
    path = violation.path
    if violation.keyword == "additionalProperties":
        known = nodes_on_the_way(pair.schema, violation.schema_path)[-2].get("properties", {})
        return document.problem(path, f"unknown key {path[-1]!r}", near_matches(str(path[-1]), known))
    if violation.keyword == "required":
        owner = nodes_on_the_way(pair.schema, violation.schema_path)[-2]
        meaning = owner.get("properties", {}).get(path[-1], {}).get("description", "")
        do = f"{path[-1]}: {meaning}." if meaning else ""
        return document.problem(path[:-1], f"has no key {str(path[-1])!r}", f"{path[-1]}: ...", do)
    if violation.keyword == "enum":
        choices = [str(choice) for choice in nodes_on_the_way(pair.schema, violation.schema_path)[-1]]
        return document.problem(path, f"found {violation.found}", near_matches(str(violation.value), choices))
    do = "Another format needs another version of dvcsim." if path == ("format",) else ""
    return document.problem(path, f"found {violation.found}", violation.expected, do)
