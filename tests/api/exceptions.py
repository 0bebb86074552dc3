"""What may differ from the documents, each with its reason; one that nothing needs any more has to go."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulator.core.yaml_file import parse_yaml

PLACE = Path(__file__).with_name("exceptions.yaml")


@dataclass(frozen=True)
class Allowed:
    """One difference that is allowed."""

    document: str
    operation: str
    """`GET /path`, as the document has it."""
    check: str
    reason: str


class Exceptions:
    """The list, for one document; it counts how often each line was needed."""

    def __init__(self, document: str, rows: Iterable[Allowed] | None = None) -> None:
        self.rows = [row for row in (read_rows() if rows is None else rows) if row.document == document]
        self._needed: Counter[Allowed] = Counter()

    def allow(self, operation: str, check: str) -> bool:
        """Return whether a difference (the name of schemathesis' failure) is on the list for an operation."""
        found = [row for row in self.rows if (row.operation, row.check) == (operation, check)]
        self._needed.update(found)
        return bool(found)

    def unneeded(self) -> list[str]:
        """Return the lines that nothing has needed."""
        return [f"{row.operation}: {row.check}" for row in self.rows if not self._needed[row]]


def read_rows() -> list[Allowed]:
    """Return the lines of the file."""
    rows = parse_yaml(PLACE.read_text(encoding="utf-8"), PLACE.name)["exceptions"]
    return [Allowed(**row) for row in rows]
