"""A whole list that one operation of the adapter answers, as `contracts/codes/lists/` describes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.domain.mark import Mark

LEGAL_DOCUMENTS = "legal-documents"
"""Id of the list whose rows services name as their legal bases, by number."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "procedures": ("code", "name", "kind", "field_code", "field_name", "branch", "ministry"),
    "fields": ("code", "name", "branch"),
    "agencies": ("code", "name", "level"),
    "provinces": ("code", "name"),
    "communes": ("code", "name", "province"),
    "fees": ("code", "name", "procedure", "channel", "amount", "unit", "note"),
    "decisions": ("id", "branch", "title", "procedure", "procedure_name"),
}
"""The tables that are made of other data, with their columns."""

Row = Mapping[str, str]


@dataclass(frozen=True)
class CodeList:
    """One list: which operation answers it, and from which columns its rows are made."""

    id: str
    operation: str
    """Body key `service` of the operation."""
    row: Mapping[str, str]
    """Key on the wire -> column."""
    narrowed_by: Mapping[str, str]
    """Field of the request -> column that holds its value."""
    table: str
    """One of `TABLES`; empty when the rows stand in the file."""
    rows: tuple[Row, ...]
    mark: Mark
    source: str

    def shown(self, rows: Iterable[Row], asked: Mapping[str, str]) -> list[dict[str, str]]:
        """Return the rows as they stand on the wire, narrowed by what was asked (field of the request -> value)."""
        wanted = {column: asked[name] for name, column in self.narrowed_by.items() if asked.get(name)}
        kept = (row for row in rows if all(row.get(column) == value for column, value in wanted.items()))
        return [{key: row[column] for key, column in self.row.items()} for row in kept]
