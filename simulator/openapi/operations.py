"""All operations: those of the contracts, and those that are described in `contracts/routes/`."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.core.data_folders import DataFolders
from simulator.core.text import Text
from simulator.openapi.described import RoutesFile, load_routes, path_parameters
from simulator.openapi.operation import HTML, JSON, Answer, Operation, Parameter, Schema
from simulator.wire.contracts import Contract, Contracts

_CITIZEN = "/citizen"
_TAKEN = Text("Được trả lời", "Answered")


class Operations:
    """The operations of every document, contracts first."""

    def __init__(self, contracts: Contracts, files: tuple[RoutesFile, ...]) -> None:
        self.files: Mapping[str, RoutesFile] = {file.id: file for file in files}
        found = [_of_contract(one, self.files[_document(one)]) for one in contracts]
        found += [one for file in files for one in file.operations()]
        self._by_id = {one.id: one for one in found}

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._by_id.values())

    def get(self, operation: str) -> Operation | None:
        """Return the operation of that id."""
        return self._by_id.get(operation)

    def of(self, document: str) -> list[Operation]:
        """Return the operations of one document."""
        return [one for one in self if one.document == document]


def load_operations(folders: DataFolders, contracts: Contracts) -> Operations:
    """Return the operations of the contracts and of the routes that the folders hold."""
    return Operations(contracts, load_routes(folders))


def _document(contract: Contract) -> str:
    if contract.direction.endswith(">province"):
        return "province"
    return "citizen" if contract.path.startswith(_CITIZEN) else contract.party


def _of_contract(contract: Contract, file: RoutesFile) -> Operation:
    by_query = contract.method == "GET"
    path = contract.path.partition("?")[0]
    return Operation(
        id=contract.id,
        title=contract.title,
        description=contract.description,
        direction=contract.direction,
        method=contract.method,
        path=path,
        document=file.id,
        mark=contract.mark,
        source=contract.source,
        parameters=tuple(_parameters(contract, path, file)),
        body=None if by_query else _schema(contract, "request", contract.request),
        requests=tuple(contract.request.get("examples", ())),
        answers=tuple(_answers(contract, path, file)),
        security=file.security(contract.method, path),
        service_key=contract.service_key,
        is_contract=True,
    )


def _schema(contract: Contract, half: str, node: Mapping[str, Any]) -> Schema:
    name = f"{contract.id.partition('/')[2]}.{half}"
    return Schema(name, f"{name}.", node, node)


def _parameters(contract: Contract, path: str, file: RoutesFile) -> Iterator[Parameter]:
    places = list(path_parameters(path, file.data.get("places", {}))) if "base_url" not in path else []
    yield from places
    if contract.method == "GET":
        needed, named = contract.request.get("required", ()), {one.name for one in places}
        for name, schema in contract.request.get("properties", {}).items():
            if name not in named:
                plain = {key: value for key, value in schema.items() if key != "description"}
                yield Parameter(name, "query", name in needed, plain, schema.get("description", ""))
    yield from file.shared_parameters(contract.method, path)


def _answers(contract: Contract, path: str, file: RoutesFile) -> Iterator[Answer]:
    response = contract.response
    schema = _schema(contract, "response", response) if response else None
    examples = tuple(response.get("examples", ())) if response else ()
    media = file.media(contract.id) or ((JSON, HTML) if file.pages(path) else (JSON,))
    statuses = file.statuses(contract.id)
    for status in statuses:
        yield Answer(status, _TAKEN, schema, media, examples)
    yield from (one for one in file.shared_answers(contract.method, path) if one.status not in statuses)
