"""Times and single values."""

from datetime import UTC, datetime

import pytest

from simulator.core.clock import VIETNAM
from simulator.wire.scalars import UnreadableAnswer, field, flag, number, require_object, rows, text
from simulator.wire.times import from_wire_date, from_wire_time, to_wire_date, to_wire_time


def test_time_goes_there_and_back() -> None:
    at = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)
    assert to_wire_time(at) == "20250701080000"
    assert from_wire_time("20250701080000") == "2025-07-01T08:00:00+07:00"
    assert to_wire_time(from_wire_time("20250701080000")) == "20250701080000"


def test_time_of_another_zone_is_told_in_vietnam() -> None:
    assert to_wire_time(datetime(2025, 7, 1, 1, 0, tzinfo=UTC)) == "20250701080000"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "20250701",
        "2025-07-01 08:0",
        "20251301080000",
        "20250701246000",
        "20250701240000",
        "２０２５０７０１０８００００",
    ],
)
def test_what_is_no_time_is_empty(written: str) -> None:
    assert from_wire_time(written) == ""


def test_none_and_empty_are_no_time() -> None:
    assert to_wire_time(None) == ""
    assert to_wire_time("") == ""


@pytest.mark.parametrize(
    ("written", "day"),
    [("19900512", "1990-05-12"), ("1990", "1990"), ("", ""), ("19901301", ""), ("1990-5", ""), ("9", "")],
)
def test_dates_may_be_a_year_alone(written: str, day: str) -> None:
    assert from_wire_date(written) == day


def test_date_to_wire() -> None:
    assert to_wire_date("1990-05-12") == "19900512"


@pytest.mark.parametrize(
    ("value", "read"), [("a", "a"), (1, "1"), (1.5, "1.5"), (True, ""), (None, ""), ([], ""), ({}, "")]
)
def test_text_of_a_scalar(value: object, read: str) -> None:
    assert text(value) == read


def test_field_takes_the_first_name_that_holds_something() -> None:
    assert field({"a": "", "b": "x"}, "a", "b") == "x"
    assert field([], "a") == ""


@pytest.mark.parametrize(
    ("value", "read"), [("10", 10), (10, 10), ("-1", None), ("1.0", None), ("²", None), (False, None)]
)
def test_numbers_are_ascii_digits(value: object, read: int | None) -> None:
    assert number(value) == read


def test_flags_and_rows() -> None:
    assert flag("TRUE")
    assert not flag("no")
    assert rows({"a": [1, {"b": 1}]}, "a") == [(1, {"b": 1})]
    assert rows(None, "a") == []


def test_object_is_required_by_name() -> None:
    with pytest.raises(UnreadableAnswer, match="the form is not a JSON object"):
        require_object([], "the form")
