"""Fields of a message that its contract does not list.

The schema is read once into shapes, so that a message is walked only where something can be below a field: a dossier
has some fifty fields and a dozen places to look in.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from simulator.wire.validators import resolved

Path = tuple[str | int, ...]


class Shape:
    """What may stand at one place: the fields of an object that lists them, or the items of a list."""

    def __init__(self) -> None:
        self.fields: Mapping[str, Shape | None] | None = None
        """None for an object that lists nothing (`x-open`, or no `properties`); a field without a shape is a leaf."""
        self.items: Shape | None = None

    def holds(self, document: Any) -> bool:
        """Return whether every field is listed, as mostly all are: asked first, because naming them costs more."""
        if isinstance(document, dict) and self.fields is not None:
            if not document.keys() <= self.fields.keys():
                return False
            return all(below.holds(document[name]) for name, below in self.below.items() if name in document)
        if isinstance(document, list) and self.items is not None:
            return all(map(self.items.holds, document))
        return True

    @cached_property
    def below(self) -> "Mapping[str, Shape]":
        """Return the fields that are no leaves."""
        return {name: shape for name, shape in (self.fields or {}).items() if shape}

    def unknown(self, document: Any, path: Path = ()) -> Iterator[tuple[Path, list[str]]]:
        """Yield (path, known names) of each field that is not listed."""
        if isinstance(document, (dict, Mapping)) and self.fields is not None:
            yield from self._of_object(self.fields, document, path)
        elif isinstance(document, list) and self.items is not None:
            for index, item in enumerate(document):
                yield from self.items.unknown(item, (*path, index))

    def _of_object(
        self, fields: "Mapping[str, Shape | None]", document: Mapping[str, Any], path: Path
    ) -> Iterator[tuple[Path, list[str]]]:
        for name, value in document.items():
            if name not in fields:
                yield (*path, name), list(fields)
            elif below := fields[name]:
                yield from below.unknown(value, (*path, name))


def shape_of(schema: Mapping[str, Any]) -> Shape:
    """Return the shape of the messages of a schema; a definition that refers to itself is one shape."""
    return _shape(schema, schema, {}) or Shape()


def _shape(schema: Mapping[str, Any], node: Any, known: dict[int, Shape]) -> Shape | None:
    rules = resolved(schema, node)
    if not isinstance(rules, Mapping) or not ("properties" in rules or "items" in rules):
        return None
    if id(rules) not in known:
        shape = known[id(rules)] = Shape()
        if "properties" in rules and not rules.get("x-open"):
            shape.fields = {name: _shape(schema, below, known) for name, below in rules["properties"].items()}
        if "items" in rules:
            shape.items = _shape(schema, rules["items"], known)
    return known[id(rules)]
