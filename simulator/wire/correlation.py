"""Takes out of a message the values by which it is matched to sessions, as the contract's `x-correlate` says."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from simulator.wire.scalars import text

KINDS = ("dossier_code", "personal_id", "tech_id", "phone", "email")
_LETTERS = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_DUMMIES = frozenset({"123456789", "0123456789", "012345678", "123456789012", "012345678901", "null", "none", "n/a"})


class Key(NamedTuple):
    """One value that may name a session."""

    kind: str
    value: str


class RowKeys(NamedTuple):
    """The keys of one row of a batch; `row` is None for a message that is not a batch."""

    row: int | None
    keys: tuple[Key, ...]


def message_keys(document: Any, rules: Sequence[Mapping[str, str]]) -> tuple[RowKeys, ...]:
    """Return the keys of a message by row. A row without any key is listed too, so that it can be an orphan."""
    by_row: dict[int | None, dict[Key, None]] = {}
    for rule in rules:
        for row, value in _values(document, _parts(rule["pointer"]), None):
            keys = by_row.setdefault(row, {})
            if not is_dummy(value):
                keys.setdefault(Key(rule["kind"], value.strip()))
    return tuple(RowKeys(row, tuple(keys)) for row, keys in sorted(by_row.items(), key=lambda pair: pair[0] or 0))


def is_dummy(value: str) -> bool:
    """Return whether a value says nothing: empty, one character repeated, or counting up, as clients send them."""
    bare = value.strip().lower()
    return len(_LETTERS & set(bare)) <= 1 or bare in _DUMMIES


@functools.lru_cache(maxsize=512)
def _parts(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])


def _values(node: Any, parts: tuple[str, ...], row: int | None) -> Iterator[tuple[int | None, str]]:
    """Yield (row, text) of each value at a place; only a list on the way needs another round."""
    for place, part in enumerate(parts):
        if part == "*":
            rest = parts[place + 1 :]
            for index, item in enumerate(node if isinstance(node, list) else ()):
                yield from _values(item, rest, index if row is None else row)
            return
        node = node.get(part) if isinstance(node, (dict, Mapping)) else None
    yield row, text(node)
