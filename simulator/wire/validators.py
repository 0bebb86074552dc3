"""One schema, two validators: jsonschema-rs accepts fast; after its refusal jsonschema decides and explains.

If the one refuses what the other accepts, the suite is broken and says so: a verdict must not depend on the library.
Patterns are read as ECMA 262 reads them, where `$` is the end of the text; Python's `$` would let a line feed pass.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from simulator.core.errors import SuiteBroken

_FOUND_LENGTH = 120
_BOUND = {
    **dict.fromkeys(("minLength", "minItems", "minimum"), "≥"),
    **dict.fromkeys(("maxLength", "maxItems", "maximum"), "≤"),
}


class Violation(NamedTuple):
    """One place where a document breaks its schema."""

    path: tuple[str | int, ...]
    """Where in the document."""
    keyword: str
    expected: str
    found: str
    schema_path: tuple[str | int, ...]
    """Where in the schema."""
    value: Any
    """What stands at `path`; for a missing property the object without it."""


class SchemaPair:
    """A JSON Schema (2020-12) held by both libraries; `batch` is the field that holds the rows of a message, if any."""

    def __init__(self, schema: Mapping[str, Any], label: str, batch: str = "") -> None:
        self.schema = schema
        self.label = label
        self._batch = batch
        self._fast = jsonschema_rs.validator_for(dict(schema))
        self._slow = _Explainer(schema)

    def accepts(self, document: Any) -> bool:
        """Return whether the fast library accepts; what JSON cannot carry is refused."""
        try:
            return bool(self._fast.is_valid(document))
        except (ValueError, OverflowError, RecursionError):
            return False

    def violations(self, document: Any) -> list[Violation]:
        """Return every place where the document breaks the schema, in document order; empty when it is accepted."""
        if self.accepts(document):
            return []
        thin, places = self._thinned(document)
        found = [violation for error in self._slow.iter_errors(thin) for violation in _violations(error)]
        if places:
            found = [_in_place(violation, self._batch, places) for violation in found]
        if not found:
            found = [_not_json(document, self.label)]
        return sorted(_without_repeats(found), key=lambda violation: [str(part) for part in violation.path])

    def _thinned(self, document: Any) -> tuple[Any, list[int]]:
        """Return the message with the rows alone that the fast library refuses, and where they stood.

        Explaining costs a hundred times as much as refusing, and most rows of a long batch are good.
        """
        rows = document.get(self._batch) if self._batch and isinstance(document, Mapping) else None
        if not isinstance(rows, list) or len(rows) < 2:
            return document, []
        places = [index for index, row in enumerate(rows) if not self._accepts_row(row)] or [0]
        return {**document, self._batch: [rows[index] for index in places]}, places

    def _accepts_row(self, row: Any) -> bool:
        try:
            return bool(self._rows.is_valid(row))
        except (ValueError, OverflowError, RecursionError):
            return False

    @cached_property
    def _rows(self) -> Any:
        one = {**self.schema["properties"][self._batch]["items"], "$defs": self.schema.get("$defs", {})}
        return jsonschema_rs.validator_for(one)


def _in_place(violation: Violation, batch: str, places: Sequence[int]) -> Violation:
    path = violation.path
    if len(path) > 1 and path[0] == batch and isinstance(path[1], int):
        return violation._replace(path=(batch, places[path[1]], *path[2:]))
    return violation


def _without_repeats(violations: Sequence[Violation]) -> list[Violation]:
    seen: dict[tuple[Any, ...], Violation] = {}
    for violation in violations:
        seen.setdefault((violation.path, violation.keyword, violation.expected), violation)
    return list(seen.values())


def resolved(schema: Mapping[str, Any], node: Any) -> Any:
    """Return the definition that a node refers to; only references inside the same file (`#/$defs/x`) are used."""
    while isinstance(node, Mapping) and "$ref" in node:
        node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return node


def nodes_on_the_way(schema: Mapping[str, Any], schema_path: Sequence[str | int]) -> list[Any]:
    """Return what stands at each part of a schema path, the schema first; a path does not name the references."""
    nodes: list[Any] = [schema]
    for part in schema_path:
        target = resolved(schema, nodes[-1])
        if target is not nodes[-1]:
            nodes.append(target)
        nodes.append(target[part])
    return nodes


def ecma_pattern(pattern: str) -> str:
    """Return a pattern for Python's `re` that means what it means in ECMA 262: `$` outside a class is the very end."""
    parts, in_class, escaped = [], False, False
    for letter in pattern:
        parts.append(r"\Z" if letter == "$" and not in_class and not escaped else letter)
        if not escaped:
            in_class = letter == "[" or (in_class and letter != "]")
        escaped = letter == "\\" and not escaped
    return "".join(parts)


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not re.search(ecma_pattern(pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Explainer: Any = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _violations(error: ValidationError) -> Iterator[Violation]:
    path, keyword = tuple(error.absolute_path), str(error.validator)
    schema_path = tuple(error.absolute_schema_path)
    rule: Any = error.validator_value
    holder: Any = error.schema
    value: Any = error.instance
    if keyword == "required":
        for name in rule:
            if name not in value:
                yield Violation((*path, name), keyword, f"`{name}`", "không có/nothing", schema_path, value)
    elif keyword == "additionalProperties":
        for name in value:
            if name not in holder.get("properties", {}):
                yield Violation((*path, name), keyword, "no such key", f"`{name}`", schema_path, value)
    else:
        yield Violation(path, keyword, _expected(keyword, rule, holder), shown(value), schema_path, value)


def _expected(keyword: str, rule: Any, holder: Mapping[str, Any]) -> str:
    match keyword:
        case "type":
            return " or ".join(rule) if isinstance(rule, list) else str(rule)
        case "enum":
            return "một trong/one of " + ", ".join(shown(item) for item in rule)
        case "const":
            return shown(rule)
        case "pattern":
            return str(holder.get("x-pattern") or f"theo mẫu/like {rule}")
        case "minLength" | "maxLength":
            return f"độ dài/length {_BOUND[keyword]} {rule}"
        case "minItems" | "maxItems":
            return f"{_BOUND[keyword]} {rule} phần tử/items"
        case "minimum" | "maximum":
            return f"{_BOUND[keyword]} {rule}"
        case _:
            return f"{keyword} {shown(rule)}"


def shown(value: Any) -> str:
    """Return a value as it stands in a message, cut to a readable length."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif value is None or isinstance(value, bool):
        text = {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, list):
        text = f"a list of {len(value)}"
    elif isinstance(value, Mapping):
        text = "an object"
    else:
        text = str(value)
    return text if len(text) <= _FOUND_LENGTH else text[: _FOUND_LENGTH - 1] + "…"


def _not_json(document: Any, label: str) -> Violation:
    """The fast library refuses and the other finds nothing: fine only for values that JSON cannot carry."""
    if _can_be_carried(document):
        raise SuiteBroken(
            label, "jsonschema-rs refuses a message that jsonschema accepts", "one answer", "Report this as a bug."
        )
    return Violation((), "type", "JSON in UTF-8", "a value that JSON cannot carry", (), document)


def _can_be_carried(value: Any, depth: int = 0) -> bool:
    if depth > 100:
        return False
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode("utf-8") == value
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    if isinstance(value, int):
        return abs(value) < 2**63
    if isinstance(value, Mapping):
        return all(_can_be_carried(part, depth + 1) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return all(_can_be_carried(part, depth + 1) for part in value)
    return value is None
