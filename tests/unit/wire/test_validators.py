"""Two validators, one answer."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from simulator.core.data_folders import data_folders
from simulator.core.errors import SuiteBroken
from simulator.wire.contracts import Contract, load_contracts
from simulator.wire.validators import SchemaPair, ecma_pattern

CONTRACTS = list(load_contracts(data_folders()))
CLOSED = {
    "type": "object",
    "required": ["code", "name"],
    "additionalProperties": False,
    "properties": {"code": {"type": "string", "pattern": "^[0-9]{2}$"}, "name": {"type": "string"}},
}


def pair(schema: dict[str, Any] = CLOSED) -> SchemaPair:
    return SchemaPair(schema, "test")


def test_accepted_document_has_no_violation() -> None:
    assert pair().violations({"code": "01", "name": "x"}) == []


def test_each_missing_and_each_unknown_key_is_a_violation_of_its_own() -> None:
    found = pair().violations({"kode": "01", "colour": "red"})
    assert [(one.path, one.keyword) for one in found] == [
        (("code",), "required"),
        (("colour",), "additionalProperties"),
        (("kode",), "additionalProperties"),
        (("name",), "required"),
    ]


def test_line_feed_after_the_end_breaks_a_pattern_in_both() -> None:
    found = pair().violations({"code": "01\n", "name": "x"})
    assert [one.keyword for one in found] == ["pattern"]


@pytest.mark.parametrize(
    ("pattern", "python"),
    [("^a$", r"^a\Z"), (r"^a\$$", r"^a\$\Z"), ("^[$]$", r"^[$]\Z"), ("^$|^b$", r"^\Z|^b\Z"), (r"^[\]$]$", r"^[\]$]\Z")],
)
def test_dollar_is_the_very_end_only_where_it_is_an_anchor(pattern: str, python: str) -> None:
    assert ecma_pattern(pattern) == python


@pytest.mark.parametrize("value", ["a" * 200, {"a": "b"}, ["a"], None, True, 12])
def test_found_is_short_and_readable(value: Any) -> None:
    (found,) = pair({"type": "object", "properties": {"a": {"enum": ["x"]}}}).violations({"a": value})
    assert 0 < len(found.found) <= 120
    assert found.expected == 'một trong/one of "x"'


@pytest.mark.parametrize("value", ["\ud800", float("nan"), float("inf")], ids=["surrogate", "nan", "inf"])
def test_what_json_cannot_carry_is_a_finding_or_accepted_but_never_a_crash(value: Any) -> None:
    for document in (value, {"a": value}, [value]):
        assert all(one.keyword == "type" for one in pair({}).violations(document))


def test_deep_nesting_is_a_finding_and_not_a_crash() -> None:
    deep: Any = {}
    for _ in range(400):
        deep = {"a": deep}
    assert [one.keyword for one in pair({}).violations(deep)] in ([], ["type"])


def test_disagreement_breaks_the_suite() -> None:
    stubborn = pair({"type": "string"})
    stubborn._slow = Draft202012Validator({})
    with pytest.raises(SuiteBroken, match="jsonschema-rs refuses"):
        stubborn.violations(12)


odd_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 20250701083000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["", "0", "1", "20250701083000", "20250701083000\n", "1.001193", "1.001193.H99", "٢", "H99", "²"]),
    st.lists(st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)


def places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(node, dict):
        for key, value in node.items():
            found += places(value, (*path, key))
    if isinstance(node, list):
        for index, value in enumerate(node):
            found += places(value, (*path, index))
    return found


def changed(node: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(node, dict):
        return {key: changed(child, path[1:], value) if key == path[0] else child for key, child in node.items()}
    return [changed(child, path[1:], value) if index == path[0] else child for index, child in enumerate(node)]


def without(node: Any, path: tuple[str | int, ...]) -> Any:
    if isinstance(node, dict):
        kept = {key: child for key, child in node.items() if key != path[0] or len(path) > 1}
        return {key: without(child, path[1:]) if key == path[0] else child for key, child in kept.items()}
    return [
        without(child, path[1:]) if index == path[0] and len(path) > 1 else child for index, child in enumerate(node)
    ]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_both_libraries_agree_on_messages_near_the_contracts(data: st.DataObject) -> None:
    """A valid message with one to three values replaced, taken away or added."""
    contract: Contract = data.draw(st.sampled_from(CONTRACTS))
    whole = data.draw(st.sampled_from(["request", "response"]))
    schema = contract.request if whole == "request" or contract.response is None else contract.response
    document = data.draw(st.sampled_from(schema["examples"]))
    for _ in range(data.draw(st.integers(1, 3))):
        known = places(document)
        if not known:
            break
        path = data.draw(st.sampled_from(known))
        document = data.draw(st.sampled_from([changed(document, path, data.draw(odd_values)), without(document, path)]))
    agree(schema, document)


@settings(max_examples=150, deadline=None)
@given(
    document=st.recursive(odd_values, lambda inner: st.dictionaries(st.sampled_from(["a", "b"]), inner), max_leaves=6)
)
def test_both_libraries_agree_on_any_json(document: Any) -> None:
    nested = {"$ref": "#/$defs/node", "$defs": {"node": {
        "type": ["object", "string", "integer", "null"], "minLength": 1, "pattern": "^[0-9]{1,3}$|^$", "minimum": 2,
        "properties": {"a": {"$ref": "#/$defs/node"}, "b": {"type": "number"}}, "required": ["a"],
        "maxProperties": 1, "additionalProperties": False,
    }}}  # fmt: skip
    agree(nested, document)


def agree(schema: Any, document: Any) -> None:
    both = SchemaPair(schema, "differential")
    assert both.accepts(document) == (not list(both._slow.iter_errors(document))), document


def test_patterns_of_the_contracts_stay_simple() -> None:
    """Both libraries read character classes, groups, bounds and anchors alike; nothing else is used."""
    for contract in CONTRACTS:
        for text in re.findall(r"'pattern': '([^']*)'", repr(contract.request)):
            assert "(?" not in text
