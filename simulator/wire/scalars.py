"""Reads single values out of a message without ever failing: a wrong type is the contract's business, not ours.

`(dict, Mapping)` in place of `Mapping`: what came as JSON is a dict, and asking the abstract class costs ten times as
much, for each of the fifty fields of a dossier.
"""

from collections.abc import Mapping
from typing import Any


class UnreadableAnswer(ValueError):
    """An answer of the system under test from which the needed part cannot be taken; the text says what is missing."""


def text(value: Any) -> str:
    """Return a scalar as text, as it was written; null, a list or an object gives an empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return ""
    return str(value)


def field(message: Any, *names: str) -> str:
    """Return the first of these fields that holds a text; an empty text when `message` is not an object."""
    if not isinstance(message, (dict, Mapping)):
        return ""
    for name in names:
        value = message.get(name)
        if found := value if value.__class__ is str else text(value):
            return found
    return ""


def rows(message: Any, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return (index, row) of each object in a list field; what is not an object is left to the contract."""
    value = message.get(name) if isinstance(message, (dict, Mapping)) else None
    if not isinstance(value, list):
        return []
    return [(index, row) for index, row in enumerate(value) if isinstance(row, (dict, Mapping))]


def number(value: Any) -> int | None:
    """Return a whole number that is written as ASCII digits or as a JSON number, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    written = text(value).strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


def flag(value: Any) -> bool:
    """Return whether a value says yes; clients write `"True"`, `"true"`, `true` and `"1"`."""
    return value is True or text(value).strip().lower() in ("true", "1")


def require_object(document: Any, what: str) -> Mapping[str, Any]:
    """Return `document` if it is an object."""
    if not isinstance(document, Mapping):
        raise UnreadableAnswer(f"{what} is not a JSON object")
    return document
