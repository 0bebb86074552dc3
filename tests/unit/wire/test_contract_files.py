"""The contract files themselves: complete, documented, and within what both validators read alike."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from simulator.domain.mark import Mark
from simulator.wire.contracts import BASE, Contracts
from simulator.wire.correlation import KINDS

ROOT = Path(__file__).parents[3] / "contracts"
MESSAGES = sorted(
    path for party in ("portal", "payment", "registries", "vneid", "province") for path in (ROOT / party).glob("*.json")
)
FILE_FORMATS = sorted((ROOT / "files").glob("*.json"))
KEYWORDS = {
    "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems",
    "minProperties", "maxProperties", "properties", "additionalProperties", "required", "allOf", "$ref", "description",
    "x-mark", "x-pattern", "x-open",
}  # fmt: skip
AT_THE_TOP = {
    "$schema", "$id", "$defs", "title", "examples", "x-title", "x-description", "x-operation", "x-source",
    "x-correlate",
}  # fmt: skip
VIETNAMESE = re.compile(r"[À-ỹĐđ]")


def read(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for name in ("properties", "$defs"):
        for child in schema.get(name, {}).values():
            yield from subschemas(child)
    for child in [schema.get("items"), schema.get("additionalProperties"), *schema.get("allOf", ())]:
        if isinstance(child, dict):
            yield from subschemas(child)


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in subschemas(schema):
        for name, child in node.get("properties", {}).items():
            yield name, schema["$defs"][child["$ref"].rsplit("/", 1)[1]] | child if "$ref" in child else child


@pytest.mark.parametrize("path", MESSAGES + FILE_FORMATS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_schema_keeps_to_the_tested_keywords(path: Path) -> None:
    """No format, no \\d \\w \\b, no keyword that the differential test does not cover; nothing is ever fetched."""
    schema = read(path)
    Draft202012Validator.check_schema(schema)
    assert (
        schema["$id"]
        == BASE + path.relative_to(ROOT).as_posix().removesuffix(".json").removesuffix(".schema") + ".schema.json"
    )
    for node in subschemas(schema):
        allowed = KEYWORDS | (AT_THE_TOP if node is schema else set())
        assert set(node) <= allowed, set(node) - allowed
        assert not re.search(r"\\[dwbsDWBS]", node.get("pattern", ""))
        assert node.get("$ref", "#/$defs/x").startswith("#/$defs/")
        assert Mark(node.get("x-mark", "SEEN"))


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_property_has_its_vietnamese_term(path: Path) -> None:
    for name, node in properties(read(path)):
        assert VIETNAMESE.search(node.get("description", "")), name


@pytest.mark.parametrize("path", FILE_FORMATS, ids=lambda path: path.name)
def test_every_key_of_a_file_format_is_described_and_objects_are_closed(path: Path) -> None:
    schema = read(path)
    for name, node in properties(schema):
        assert node.get("description"), name
    if path.name != "results.schema.json":
        for node in subschemas(schema):
            if "properties" in node:
                other = node["additionalProperties"]
                assert other is False or other["additionalProperties"] is False


def test_every_operation_can_be_built_from_its_contract(contracts: Contracts) -> None:
    for contract in contracts:
        assert contract.title.vi
        assert contract.description.vi != contract.description.en
        assert contract.source
        assert contract.path
        assert contract.method in ("GET", "POST", "PUT")
        assert contract.example_request is not None
        for rule in contract.request.get("x-correlate", ()):
            assert rule["kind"] in KINDS


def test_examples_inside_the_schemas_follow_them(contracts: Contracts) -> None:
    for contract in contracts:
        assert [contract.check_request(example) for example in contract.request["examples"]] == [()]
        for example in (contract.response or {}).get("examples", ()):
            assert contract.check_response(example) == ()


def test_assumed_operations_are_marked() -> None:
    for path in sorted((ROOT / "province").glob("*.request.schema.json")):
        found = read(path)
        called_by_us = found["x-operation"]["direction"] == "portal->province"
        assert called_by_us or found["x-source"]["mark"] == "ASSUMED"


def test_glossary_and_index_are_complete(contracts: Contracts) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for contract in contracts:
        assert f"`{contract.id}`" in readme
    for path in MESSAGES:
        for name, _ in properties(read(path)):
            assert f"\n| `{name}` |" in readme, f"{name} has no line in the glossary of contracts/README.md"


def test_no_personal_number_could_be_real() -> None:
    """Synthetic people have the impossible birth-place code 099, phones start with the unassigned 050."""
    for path in MESSAGES:
        text = path.read_text(encoding="utf-8")
        assert all(number.startswith("099") for number in re.findall(r'"([0-9]{12})"', text))
        assert all(phone.startswith("050") for phone in re.findall(r'"(0[0-9]{9})"', text))
