"""Which fields of a message its contract does not list."""

from typing import Any

import pytest

from simulator.wire.unknown_fields import shape_of

TREE: dict[str, Any] = {
    "$defs": {"node": {"properties": {"name": {}, "below": {"items": {"$ref": "#/$defs/node"}}}}},
    "properties": {
        "tree": {"$ref": "#/$defs/node"},
        "rows": {"items": {"properties": {"code": {"type": "string"}}}},
        "free": {"x-open": True, "properties": {"known": {}}},
        "plain": {"type": "object"},
    },
}


@pytest.mark.parametrize(
    ("message", "unknown"),
    [
        ({"rows": [{"code": "a"}, {"code": "b", "kode": 1}]}, [(("rows", 1, "kode"), ["code"])]),
        (
            {"tree": {"below": [{"below": [{"nam": 1}]}]}},
            [(("tree", "below", 0, "below", 0, "nam"), ["name", "below"])],
        ),
        ({"free": {"other": 1}, "plain": {"x": {"y": 1}}}, []),
        ({"rows": "not a list", "tree": None}, []),
        ({"rwos": []}, [(("rwos",), ["tree", "rows", "free", "plain"])]),
        ([{"rows": []}], []),
        (None, []),
    ],
)
def test_a_field_that_is_not_listed_is_named_with_those_that_are(message: Any, unknown: list[Any]) -> None:
    assert list(shape_of(TREE).unknown(message)) == unknown


def test_a_schema_that_lists_nothing_knows_no_unknown_field() -> None:
    assert list(shape_of({"type": "object"}).unknown({"x": 1})) == []
