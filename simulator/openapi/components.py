"""Schemas of a document, each once under `#/components/schemas`; the contracts' `$defs` move there with them."""

from collections.abc import Mapping
from typing import Any

from simulator.openapi.operation import Schema

_DEFS = "#/$defs/"
_PLACE = "#/components/schemas/"
_NOT_KEPT = ("$schema", "$id", "$defs")
"""Names of files: in a document a schema is named by its place."""


class Components:
    """Collects the schemas that a document refers to."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = {}

    def use(self, schema: Schema) -> dict[str, Any]:
        """Return how a schema is written where it is used: a reference, or itself when it has no name."""
        if not schema.name:
            return self._moved(schema.node, schema)
        if schema.name not in self.schemas:
            self.schemas[schema.name] = {}
            self.schemas[schema.name] = self._moved(schema.node, schema)
        return {"$ref": f"{_PLACE}{schema.name}"}

    def _moved(self, node: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
        return {key: self._part(value, schema) for key, value in node.items() if key not in _NOT_KEPT}

    def _part(self, value: Any, schema: Schema) -> Any:
        if isinstance(value, Mapping):
            return self._moved(value, schema)
        if isinstance(value, list):
            return [self._part(one, schema) for one in value]
        if isinstance(value, str) and value.startswith(_DEFS):
            return self._defined(value.removeprefix(_DEFS), schema)
        return value

    def _defined(self, name: str, schema: Schema) -> str:
        own = f"{schema.scope}{name}"
        if own not in self.schemas:
            self.schemas[own] = {}
            self.schemas[own] = self._moved(schema.root["$defs"][name], schema)
        return f"{_PLACE}{own}"
