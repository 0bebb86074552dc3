"""The contracts: one JSON Schema per message, and what it says about a message that was seen.

A contract never stops a message. What differs becomes a finding with pointer, expected and found; a field that the
contract does not know is a finding of its own kind, because a schema is closed by review, not by refusal.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.core.data_folders import DataFile, DataFolders
from simulator.core.errors import DataFileError, near_matches
from simulator.core.text import Text
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.mark import Mark
from simulator.wire.correlation import RowKeys, message_keys
from simulator.wire.message_text import Message, text_differences
from simulator.wire.unknown_fields import shape_of
from simulator.wire.validators import SchemaPair, Violation, nodes_on_the_way

PARTIES = ("portal", "payment", "vneid", "registries", "province")
BASE = "https://contracts.dvcsim.example/"
"""Base of every `$id`. A name, not an address: nothing is ever fetched."""
_REQUEST, _RESPONSE = ".request.schema.json", ".response.schema.json"


@dataclass(frozen=True)
class Contract:
    """One operation: its request and its answer."""

    id: str
    title: Text
    direction: str
    """`province->portal`, `portal->province` ..."""
    method: str
    path: str
    party: str
    """Who offers the operation."""
    mark: Mark
    source: str
    service_key: str
    """Value of the body key that chooses the operation at the adapter; empty for other operations."""
    request: Mapping[str, Any]
    response: Mapping[str, Any] | None
    label: str

    @property
    def description(self) -> Text:
        """Return what the operation is for."""
        return Text.of(self.request["x-description"])

    @property
    def batch(self) -> str:
        """Return the field that holds the rows of a request; empty for a message without rows."""
        return str(self.request["x-operation"].get("batch", ""))

    @property
    def example_request(self) -> Any:
        """Return a synthetic request that follows the contract."""
        return self.request["examples"][0]

    @property
    def example_response(self) -> Any:
        """Return a synthetic answer that follows the contract; None when the answer has no body."""
        return self.response["examples"][0] if self.response else None

    def check_request(self, document: Any) -> tuple[ContractFinding, ...]:
        """Return where a request differs from the contract."""
        return tuple(self._findings(self._request_pair, document))

    def check_response(self, document: Any) -> tuple[ContractFinding, ...]:
        """Return where an answer differs from the contract."""
        pair = self._response_pair
        return tuple(self._findings(pair, document)) if pair else ()

    def check_text(self, message: Message, document: Any) -> tuple[ContractFinding, ...]:
        """Return what is odd about the text of a request, which no schema sees; none of it is more than a warning."""
        return tuple(
            ContractFinding(
                contract=self.id,
                pointer=pointer(one.path),
                expected=one.expected,
                found=one.found,
                keyword=one.keyword,
                assumed=True,
                row=self._row(one.path),
            )
            for one in text_differences(message, document)
        )

    def keys(self, document: Any) -> tuple[RowKeys, ...]:
        """Return the values by which a request is matched to sessions, row by row."""
        return message_keys(document, self.request.get("x-correlate", ()))

    @cached_property
    def _request_pair(self) -> "_Held":
        return _Held(self.request, self.label, self.batch)

    @cached_property
    def _response_pair(self) -> "_Held | None":
        return _Held(self.response, self.label) if self.response else None

    def _findings(self, pair: "_Held", document: Any) -> Iterator[ContractFinding]:
        for violation in pair.violations(document):
            yield self._finding(violation, _mark_of(pair.schema, violation, self.mark))
        for path, known in () if pair.shape.holds(document) else pair.shape.unknown(document):
            yield ContractFinding(
                contract=self.id,
                pointer=pointer(path),
                expected=near_matches(str(path[-1]), known),
                found=f"`{path[-1]}`",
                keyword="unknown_field",
                unknown_field=True,
                assumed=not self.mark.can_fail,
                row=self._row(path),
            )

    def _finding(self, violation: Violation, mark: Mark) -> ContractFinding:
        return ContractFinding(
            contract=self.id,
            pointer=pointer(violation.path),
            expected=violation.expected,
            found=violation.found,
            keyword=violation.keyword,
            assumed=not mark.can_fail,
            row=self._row(violation.path),
        )

    def _row(self, path: tuple[str | int, ...]) -> int | None:
        index = path[1] if len(path) > 1 and path[0] == self.batch else None
        return index if isinstance(index, int) else None


class _Held(SchemaPair):
    """A schema ready to judge: both validators, and the fields that it lists."""

    def __init__(self, schema: Mapping[str, Any], label: str, batch: str = "") -> None:
        super().__init__(schema, label, batch)
        self.shape = shape_of(schema)


class Contracts:
    """All contracts, by id (`portal/DongBoHoSoMC`)."""

    def __init__(self, contracts: Mapping[str, Contract]) -> None:
        self._by_id = dict(sorted(contracts.items()))
        self._by_service_key = {contract.service_key: contract for contract in contracts.values()}

    def __getitem__(self, contract_id: str) -> Contract:
        """Return the contract; a wrong id is our own mistake."""
        return self._by_id[contract_id]

    def get(self, contract_id: str) -> Contract | None:
        """Return the contract, or None."""
        return self._by_id.get(contract_id)

    def __iter__(self) -> Iterator[Contract]:
        return iter(self._by_id.values())

    def ids(self) -> tuple[str, ...]:
        """Return the ids in alphabetical order."""
        return tuple(self._by_id)

    def by_service_key(self, key: str) -> Contract | None:
        """Return the contract of an adapter operation by the body key `service`."""
        return self._by_service_key.get(key) if key else None


def load_contracts(folders: DataFolders) -> Contracts:
    """Read every contract below `contracts/<party>/`."""
    found: dict[str, Contract] = {}
    for party in PARTIES:
        for file in folders.walk(f"contracts/{party}", _REQUEST):
            contract = _contract(folders, file)
            found[contract.id] = contract
    return Contracts(found)


def pointer(path: tuple[str | int, ...]) -> str:
    """Return a JSON pointer (RFC 6901); the empty text is the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _contract(folders: DataFolders, file: DataFile) -> Contract:
    request = read_schema(file)
    operation = request["x-operation"]
    label = file.label.removesuffix(_REQUEST) + _RESPONSE
    answers = [
        read_schema(found) for found in folders.walk(file.label.rsplit("/", 1)[0], _RESPONSE) if found.label == label
    ]
    return Contract(
        id=operation["id"],
        title=Text.of(request["x-title"]),
        direction=operation["direction"],
        method=operation["method"],
        path=operation["path"],
        party=operation["party"],
        mark=Mark(request["x-source"]["mark"]),
        source=request["x-source"]["text"],
        service_key=operation.get("service", ""),
        request=request,
        response=answers[0] if answers else None,
        label=file.label,
    )


def read_schema(file: DataFile) -> Mapping[str, Any]:
    """Return the JSON Schema in a file."""
    try:
        schema: Mapping[str, Any] = json.loads(file.read_text())
    except json.JSONDecodeError as error:
        raise DataFileError(f"{file.label}:{error.lineno}", error.msg, "a JSON Schema in JSON") from None
    except UnicodeDecodeError as error:
        raise DataFileError(f"{file.label}:1", str(error), "a JSON Schema in UTF-8", "Save it as UTF-8.") from None
    return schema


def _mark_of(schema: Mapping[str, Any], violation: Violation, base: Mark) -> Mark:
    """The weakest mark on the way to the broken keyword: what hangs on an assumed part is assumed."""
    way = nodes_on_the_way(schema, violation.schema_path)
    if violation.keyword == "required":
        way.append(way[-2].get("properties", {}).get(violation.path[-1]))
    marks = [Mark(node["x-mark"]) for node in way if isinstance(node, Mapping) and isinstance(node.get("x-mark"), str)]
    return next((mark for mark in (base, *marks) if not mark.can_fail), base)
