"""Bytes become a message, or a reason in both languages; what is odd about the text is found at its place."""

import json
import unicodedata

import pytest

from simulator.wire.message_text import MAX_DEPTH, MAX_VALUES, read_message, text_differences


def differences(text: str) -> list[tuple[str, tuple[str | int, ...]]]:
    message = read_message(text.encode())
    return [(one.keyword, one.path) for one in text_differences(message, message.document)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "Line 1, column 2"),
        (b"\xff\xfe{\x00", "UTF-16"),
        (b"\x1f\x8b\x08", "gzip"),
        (b'"\xe9"', "Byte 2 is no UTF-8"),
        (b"[Infinity]", "Infinity is no JSON value"),
        (b'["\\ud800"]', "half a UTF-16 character"),
        (b"9" * 5000, "too many digits"),
        (b"[" * 100_000, f"at most {MAX_DEPTH} deep"),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), f"at most {MAX_DEPTH} deep"),
        (b"[" + b"0," * MAX_VALUES + b"0]", f"At most {MAX_VALUES} values"),
    ],
)
def test_what_is_no_message_has_a_reason(body: bytes, words: str) -> None:
    message = read_message(body)
    assert message.document is None
    assert message.problem is not None
    assert words.lower() in message.problem.en.lower()
    assert message.problem.vi
    assert "thành công" not in message.problem.vi


@pytest.mark.parametrize(
    "text",
    ['{"a": "Hoà"}', "\ufeff[1]", "null", '"\\ud83d\\ude00"', "1e999", "[" * MAX_DEPTH + "]" * MAX_DEPTH, "9" * 400],
)
def test_what_a_known_reader_takes_is_a_message(text: str) -> None:
    message = read_message(text.encode())
    assert message.problem is None
    assert message.document == json.loads(text.removeprefix("\ufeff"))
    assert list(text_differences(message, message.document)) == []


def test_of_a_repeated_key_the_last_counts_and_its_place_is_told() -> None:
    message = read_message(b'{"a": 1, "rows": [{"b": 1}, {"b": 1, "b": 2, "b": 3}], "a": 2}')
    assert message.document == {"a": 2, "rows": [{"b": 1}, {"b": 3}]}
    told = [(one.path, one.found) for one in text_differences(message, message.document)]
    assert told == [(("a",), "2 ×"), (("rows", 1, "b"), "3 ×")]


@pytest.mark.parametrize("escaped", [True, False])
def test_decomposed_text_is_told_at_its_place_however_it_is_written(escaped: bool) -> None:
    document = {"rows": ["Hoà", unicodedata.normalize("NFD", "Hoà")]}
    assert differences(json.dumps(document, ensure_ascii=escaped)) == [("nfc", ("rows", 1))]


def test_control_characters_are_told_but_not_those_of_layout() -> None:
    assert differences('{"a": "x\\u0000", "b": "1\\n2\\t3\\r\\n", "c": "\\u001b"}') == [
        ("control", ("a",)),
        ("control", ("c",)),
    ]
