import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.errors import DataFileError
from simulator.core.yaml_file import line_at, load_path, parse_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("001077001234", "001077001234"), ("1.001193", "1.001193"), ("12:30", "12:30"), ("off", "off"), ("yes", "yes"),
        ("2025-07-01", "2025-07-01"), ("1e3", "1e3"), ("0x1f", "0x1f"), ("+5", "+5"), ("99", 99), ("-3", -3), ("0", 0),
        ("true", True), ("false", False), ("True", "True"), ("null", None), ("~", None), ("1_000", "1_000"),
    ],
)  # fmt: skip
def test_codes_stay_the_text_that_was_written(written, read):
    value = parse_yaml(f"key: {written}", "x.yaml")["key"]
    assert (value, type(value)) == (read, type(read))


@given(st.from_regex(r"0[0-9]{1,14}", fullmatch=True))
def test_a_number_with_a_leading_zero_is_never_a_number(code):
    assert parse_yaml(f"- {code}", "x.yaml") == [code]


def test_a_repeated_key_names_both_lines():
    with pytest.raises(DataFileError, match=r"x\.yaml:3.*'a' stands on line 1 and again on line 3") as caught:
        parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert caught.value.do == "Remove one of the two."


def test_every_value_knows_its_line():
    document = parse_yaml("a: 1\nb:\n  - c: 2\n    d: 3\n", "x.yaml")
    assert [line_at(document, path) for path in (("a",), ("b",), ("b", 0, "d"), ("b", 0, "missing"))] == [1, 2, 4, 3]


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\tx: 1", "a: !!python/object:os.system {}", "a: *nobody"])
def test_what_is_no_yaml_is_an_error_with_a_place(text):
    with pytest.raises(DataFileError, match=r"^x\.yaml:[0-9]+: "):
        parse_yaml(text, "x.yaml")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataFileError, match="no such file"):
        load_path(tmp_path / "none.yaml")


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes("format: 1\ntên: Hoà".encode("cp1252", "replace"))
    with pytest.raises(DataFileError, match=r"a\.yaml:2: byte 0xea is not UTF-8") as caught:
        load_path(path)
    assert "Save it as UTF-8" in caught.value.do


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("format: 1\r\n", encoding="utf-8-sig")
    assert load_path(path) == {"format": 1}
