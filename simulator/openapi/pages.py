"""The handbook's pages: the list of operations, one page per operation, and the table of error codes.

The same templates are served at `/docs` and written as files; only the addresses differ.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.core.text import Text
from simulator.openapi.adapter_paths import ADAPTER, PREFIXES
from simulator.openapi.curl import curl_of
from simulator.openapi.differences import differences
from simulator.openapi.documents import Described
from simulator.openapi.fields import fields_of, request_fields
from simulator.openapi.operation import Operation
from simulator.web.pages import Pages

PACKAGE = "simulator.openapi"
INDEX, CODES = "index", "errors"
MARKS = ("SEEN", "RECALLED", "UNSURE", "ASSUMED")


class Addresses(Protocol):
    """Where pages and documents are, as a page links to them."""

    def page(self, name: str) -> str:
        """Return the address of a page: `index`, `errors` or the id of an operation."""
        ...

    def document(self, name: str) -> str:
        """Return the address of an OpenAPI document."""
        ...


@dataclass(frozen=True)
class Handbook:
    """All pages of what is described."""

    described: Described
    pages: Pages
    profiles: Mapping[str, Mapping[str, str]]
    """Login profile -> endpoint -> path."""

    def names(self) -> list[str]:
        """Return the name of every page."""
        return [INDEX, CODES, *(one.id for one in self.described.operations)]

    def values(self, name: str, base: str, addresses: Addresses, wanted: str = "") -> tuple[str, dict[str, Any]]:
        """Return the template of a page and what it shows; `wanted` narrows the list of operations."""
        shared = {"page": addresses.page, "document": addresses.document, "here": name, "marks": MARKS}
        if name == INDEX:
            return "index.html", {**shared, **self._index(wanted)}
        if name == CODES:
            return "codes.html", {**shared, **self._codes()}
        operation = self.described.operations.get(name)
        assert operation is not None
        return "operation.html", {**shared, **self._operation(operation, base)}

    def _index(self, wanted: str) -> dict[str, Any]:
        groups = []
        count = 0
        for file in self.described.documents():
            found = [one for one in self.described.operations.of(file.id) if _holds(one, wanted)]
            count += len(found)
            if found:
                groups.append((file, by_direction(found)))
        return {"groups": groups, "q": wanted, "count": count}

    def _codes(self) -> dict[str, Any]:
        return {"tables": self.described.codes.tables, "dialects": list(self.described.dialects.values())}

    def _operation(self, operation: Operation, base: str) -> dict[str, Any]:
        return {
            "operation": operation,
            "sent": request_fields(operation),
            "example": pretty(operation.requests[0]) if operation.requests and operation.body else "",
            "answers": [
                (answer, fields_of(answer.schema) if answer.schema else [], [pretty(one) for one in answer.examples])
                for answer in operation.right_answers
            ],
            "statuses": sorted({one.status for one in operation.refusals}),
            "codes": self.described.codes.of_operation(operation),
            "curl": curl_of(operation, base),
            "differences": differences(operation, self.described.dialects.values()),
            "prefixes": PREFIXES if operation.path.startswith(ADAPTER) else (),
            "profiles": self._profiles(operation),
            "around": self._around(operation),
            "file": self.described.operations.files[operation.document],
        }

    def _profiles(self, operation: Operation) -> list[tuple[str, str]]:
        return [(name, paths[operation.endpoint]) for name, paths in self.profiles.items() if operation.endpoint]

    def _around(self, operation: Operation) -> tuple[Operation | None, Operation | None]:
        siblings = self.described.operations.of(operation.document)
        place = siblings.index(operation)
        return siblings[place - 1] if place else None, siblings[place + 1] if place + 1 < len(siblings) else None


def by_direction(operations: Iterable[Operation]) -> list[tuple[str, list[Operation]]]:
    """Return (direction, operations), in the order in which they come."""
    groups: dict[str, list[Operation]] = {}
    for one in operations:
        groups.setdefault(one.direction, []).append(one)
    return list(groups.items())


def pretty(value: Any) -> str:
    """Return an example as it is read."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _holds(operation: Operation, wanted: str) -> bool:
    def words(text: Text) -> str:
        return f"{text.vi} {text.en}"

    where = f"{operation.id} {operation.path} {words(operation.title)} {words(operation.description)}".casefold()
    return all(word in where for word in wanted.casefold().split())
