"""The OpenAPI 3.1 documents: one per party, each made whole from the contracts and the described routes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator import __version__
from simulator.core.data_folders import DataFolders
from simulator.domain.dialect import Dialect
from simulator.openapi.adapter_paths import ADAPTER, door_paths, servers
from simulator.openapi.components import Components
from simulator.openapi.described import RoutesFile
from simulator.openapi.error_codes import ErrorCodes, load_error_codes
from simulator.openapi.operation import Operation
from simulator.openapi.operations import Operations, load_operations
from simulator.openapi.path_items import both, operation_object
from simulator.openapi.shared_paths import choice_object
from simulator.wire.contracts import Contracts

VERSION = "3.1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ORDER = ("portal", "payment", "vneid", "registries", "citizen", "province", "admin")
"""Documents in the order in which people need them."""


@dataclass(frozen=True)
class Described:
    """Everything that is described: operations, dialects and error codes."""

    operations: Operations
    dialects: Mapping[str, Dialect]
    codes: ErrorCodes

    def documents(self) -> tuple[RoutesFile, ...]:
        """Return the documents that have operations."""
        files = self.operations.files
        named = [*ORDER, *(name for name in files if name not in ORDER)]
        return tuple(files[name] for name in named if name in files and self.operations.of(name))

    def document(self, name: str, base: str = "") -> dict[str, Any] | None:
        """Return an OpenAPI document; `base` is the address of the national side. None for a name nobody has."""
        file = next((one for one in self.documents() if one.id == name), None)
        return self._written(file, base.rstrip("/")) if file else None

    def _written(self, file: RoutesFile, base: str) -> dict[str, Any]:
        components, operations = Components(), self.operations.of(file.id)
        webhooks = {one.name: _item(one, components) for one in operations if one.is_offered_by_the_system}
        paths = self._paths([one for one in operations if not one.is_offered_by_the_system], components, base)
        written: dict[str, Any] = {
            "openapi": VERSION,
            "info": {"title": both(file.title), "version": __version__, "description": both(file.description)},
            "jsonSchemaDialect": DIALECT,
            "servers": [{"url": base or "/"}],
            "paths": paths,
            "components": {"schemas": components.schemas, "securitySchemes": dict(file.schemes)},
        }
        if webhooks:
            written["webhooks"] = webhooks
        return written

    def _paths(self, operations: list[Operation], components: Components, base: str) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        for method, path in dict.fromkeys((one.method, one.path) for one in operations):
            here = [one for one in operations if (one.method, one.path) == (method, path)]
            several = len(here) > 1
            written = choice_object(here, self.codes, components) if several else operation_object(here[0], components)
            paths.setdefault(path, {})[method.lower()] = written
        paths |= door_paths(operations, self.dialects, components)
        for path, item in paths.items():
            if path.startswith(ADAPTER):
                item["servers"] = servers(base)
        return paths


def load_described(folders: DataFolders, contracts: Contracts, dialects: Mapping[str, Dialect]) -> Described:
    """Return what the folders describe."""
    return Described(load_operations(folders, contracts), dialects, load_error_codes(folders, dialects))


def _item(operation: Operation, components: Components) -> dict[str, Any]:
    """Return a webhook: the system under test answers it at an address of its claim sheet."""
    written = operation_object(operation, components)
    return {operation.method.lower(): {**written, "x-address": operation.path}}
