"""A schema as a table: one row per field, with its pointer, type, terms and allowed values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.core.text import Text
from simulator.openapi.operation import Operation, Parameter, Schema

_DEFS = "#/$defs/"
_DEEPEST = 12
"""Levels that are followed; a schema that holds itself ends there."""


@dataclass(frozen=True)
class Field:
    """One field of a message."""

    pointer: str
    """JSON pointer, `*` for any row; the name alone for a value outside the body."""
    depth: int
    place: str
    """body, path, query, header or cookie."""
    type: str
    required: bool
    term: Text
    """The Vietnamese term, and the same in English."""
    allowed: tuple[Text, ...]
    mark: str
    """SEEN, ASSUMED ... ; empty: as the operation."""


def request_fields(operation: Operation) -> list[Field]:
    """Return everything that is sent: what stands in path and query, the body, then the headers."""
    outside = [_parameter(one) for one in operation.parameters]
    inside = fields_of(operation.body) if operation.body else []
    behind = [one for one in outside if one.place in ("header", "cookie")]
    return [one for one in outside if one not in behind] + inside + behind


def fields_of(schema: Schema) -> list[Field]:
    """Return the fields of a body."""
    return list(_below(_resolved(schema.node, schema.root), schema.root, "", 0))


def term_of(description: str) -> Text:
    """Split `Thuật ngữ. What it is.` into its two halves; one half stands for both."""
    vietnamese, _, english = description.partition(". ")
    return Text(vietnamese.rstrip("."), english or vietnamese)


def _below(node: Mapping[str, Any], root: Mapping[str, Any], pointer: str, depth: int) -> Iterator[Field]:
    if depth > _DEEPEST:
        return
    needed = set(node.get("required", ()))
    for name, child in node.get("properties", {}).items():
        yield from _field(_resolved(child, root), root, f"{pointer}/{name}", depth, name in needed)
    if isinstance(node.get("items"), Mapping):
        yield from _below(_resolved(node["items"], root), root, f"{pointer}/*", depth)
    other = node.get("additionalProperties")
    if isinstance(other, Mapping):
        yield from _field(_resolved(other, root), root, f"{pointer}/…", depth, False)


def _field(node: Mapping[str, Any], root: Mapping[str, Any], pointer: str, depth: int, needed: bool) -> Iterator[Field]:
    yield Field(
        pointer, depth, "body", _type(node, root), needed, term_of(node.get("description", "")), _allowed(node),
        str(node.get("x-mark", "")),
    )  # fmt: skip
    yield from _below(node, root, pointer, depth + 1)


def _parameter(one: Parameter) -> Field:
    schema = one.schema
    return Field(
        one.name,
        0,
        one.place,
        _type(schema, {}),
        one.required,
        term_of(one.description),
        _allowed(schema),
        str(schema.get("x-mark", "")),
    )


def _resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a node with its reference and its `allOf` put into it; what stands beside them wins."""
    found: dict[str, Any] = {}
    if "$ref" in node:
        found |= _resolved(root.get("$defs", {}).get(node["$ref"].removeprefix(_DEFS), {}), root)
    for part in node.get("allOf", ()):
        found |= _resolved(part, root)
    return found | {key: value for key, value in node.items() if key not in ("$ref", "allOf")}


def _type(node: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    said = node.get("type")
    if said is None:
        values = node.get("enum", [node["const"]] if "const" in node else [])
        said = sorted({_JSON_TYPES[type(value)] for value in values}, key=_null_last) or "any"
    words = [said] if isinstance(said, str) else list(said)
    rows = node.get("items")
    if words == ["array"] and isinstance(rows, Mapping):
        return f"array[{_type(_resolved(rows, root), root)}]"
    return " | ".join(words)


_JSON_TYPES = {
    str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array", type(None): "null",
}  # fmt: skip


def _null_last(kind: str) -> tuple[bool, str]:
    return kind == "null", kind


def _allowed(node: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(_limits(node))


def _limits(node: Mapping[str, Any]) -> Iterator[Text]:
    if "const" in node:
        yield _same(_shown(node["const"]))
    if "enum" in node:
        yield _same(", ".join(_shown(value) for value in node["enum"]))
    if "x-pattern" in node:
        vietnamese, _, english = node["x-pattern"].partition("/")
        yield Text(vietnamese, english or vietnamese)
    elif "pattern" in node:
        yield _same(node["pattern"])
    for keyword, words in _BOUNDS.items():
        if keyword in node and (keyword, node[keyword]) != ("minLength", 1):
            yield words.fill(n=node[keyword])
    if node.get("minLength") == 1 and "pattern" not in node:
        yield Text("không rỗng", "not empty")


_BOUNDS = {
    "minLength": Text("ít nhất {n} ký tự", "at least {n} letters"),
    "maxLength": Text("nhiều nhất {n} ký tự", "at most {n} letters"),
    "minItems": Text("ít nhất {n} dòng", "at least {n} rows"),
    "maxItems": Text("nhiều nhất {n} dòng", "at most {n} rows"),
    "minimum": Text("từ {n}", "from {n}"),
    "maximum": Text("đến {n}", "to {n}"),
}


def _same(text: str) -> Text:
    return Text(text, text)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value or '""'
    return json.dumps(value)
