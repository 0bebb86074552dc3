"""The text of a message: what keeps it from being JSON, and what its reader should know although it is.

Limits are ours (the real portal's are not public); they keep one message from taking the machine for itself.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simulator.core.text import Text
from simulator.wire.validators import shown

MAX_VALUES = 1_000_000
"""Commas and brackets of one message, about as many as it has values."""
MAX_DEPTH = 64
_GZIP, _UTF16 = b"\x1f\x8b", (b"\xff\xfe", b"\xfe\xff")
_ESCAPED = re.compile(r"\\u0(?:3|0[01])")
"""A combining mark or a control character, written as an escape."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Path = tuple[str | int, ...]


class Difference(NamedTuple):
    """Something that a reader of the text stumbles over and JSON Schema does not see."""

    path: Path
    keyword: str
    expected: str
    found: str


class Message(NamedTuple):
    """A body that was read."""

    document: Any = None
    problem: Text | None = None
    """Why there is no document."""
    repeated: Mapping[int, tuple[Any, Mapping[str, int]]] = {}
    """Identity of an object in the document -> the object itself, and how often each of its repeated keys stood."""
    odd: bool = False
    """Some text may be decomposed or hold control characters."""


def read_message(body: bytes) -> Message:
    """Return the JSON of a body in UTF-8 (a byte-order mark is tolerated); of a repeated key the last one counts."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Message(problem=_charset(body, error))
    if not text.strip():
        return Message(problem=Text("Thân bản tin rỗng.", "The body is empty."))
    if sum(map(text.count, ",[{")) > MAX_VALUES:
        return Message(problem=Text(f"Tối đa {MAX_VALUES} giá trị.", f"At most {MAX_VALUES} values."))
    return _parsed(text)


def _parsed(text: str) -> Message:
    repeated: dict[int, tuple[Any, Mapping[str, int]]] = {}

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            counted = Counter(name for name, _ in pairs)
            repeated[id(made)] = made, {name: times for name, times in counted.items() if times > 1}
        return made

    try:
        document = json.loads(text, object_pairs_hook=build, parse_constant=_no_number)
        if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(document):
            raise RecursionError
        if _SURROGATE.search(text):
            json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        return Message(problem=Text(f"Lồng tối đa {MAX_DEPTH} cấp.", f"Nested at most {MAX_DEPTH} deep."))
    except UnicodeEncodeError:
        half = "nửa ký tự UTF-16 (\\uD800-\\uDFFF)", "half a UTF-16 character (\\uD800-\\uDFFF)"
        return Message(problem=Text(f"Có {half[0]}.", f"It holds {half[1]}."))
    except ValueError as error:
        return Message(problem=_not_json(error))
    odd = bool(_ESCAPED.search(text)) or not unicodedata.is_normalized("NFC", text)
    return Message(document, repeated=repeated, odd=odd)


def text_differences(message: Message, document: Any) -> Iterator[Difference]:
    """Yield what is odd about the text of a message; `document` holds the message's own objects."""
    if message.repeated or message.odd:
        yield from _differences(message, document, ())


def _differences(message: Message, node: Any, path: Path) -> Iterator[Difference]:
    if isinstance(node, Mapping):
        _, times = message.repeated.get(id(node), (None, {}))
        for name, count in times.items():
            yield Difference(
                (*path, name), "repeated", "một lần, lần cuối có giá trị/once, the last one counts", f"{count} ×"
            )
        for name, value in node.items():
            yield from _differences(message, value, (*path, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _differences(message, value, (*path, index))
    elif isinstance(node, str) and message.odd:
        yield from _text_differences(node, path)


def _text_differences(value: str, path: Path) -> Iterator[Difference]:
    if not unicodedata.is_normalized("NFC", value):
        yield Difference(path, "nfc", "Unicode dựng sẵn/composed (NFC)", shown(value))
    if found := _CONTROL.search(value):
        yield Difference(path, "control", "không có ký tự điều khiển/no control character", f"U+{ord(found[0]):04X}")


def _too_deep(document: Any) -> bool:
    """Go down level by level: whatever works along the document after this may recurse."""
    level, depth = [document], 0
    while level and depth < MAX_DEPTH:
        children = (
            node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list)
        )
        level = [child for part in children for child in part if isinstance(child, dict | list)]
        depth += 1
    return bool(level)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _charset(body: bytes, error: UnicodeDecodeError) -> Text:
    if body.startswith(_GZIP):
        return Text("Thân bản tin bị nén gzip; gửi không nén.", "The body is compressed (gzip); send it plain.")
    if body.startswith(_UTF16):
        return Text("Bản tin là UTF-16; cần UTF-8.", "The message is UTF-16; UTF-8 is expected.")
    return Text(
        f"Byte thứ {error.start + 1} không phải UTF-8 (có thể là windows-1258 hoặc TCVN3).",
        f"Byte {error.start + 1} is no UTF-8 (windows-1258 or TCVN3, perhaps).",
    )


def _not_json(error: ValueError) -> Text:
    if isinstance(error, json.JSONDecodeError):
        at = error.lineno, error.colno
        return Text(f"Dòng {at[0]}, cột {at[1]}.", f"Line {at[0]}, column {at[1]}: {error.msg}.")
    if "is no JSON value" in str(error):
        return Text(f"{str(error).split()[0]} không phải giá trị JSON.", f"{error}.")
    return Text("Số có quá nhiều chữ số.", "A number has too many digits.")
