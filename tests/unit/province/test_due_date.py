"""Processing times are counted in Vietnamese working days."""

import pytest

from simulator.province.due_date import ProcessingTime
from simulator.province.national_side import NationalSideDown
from simulator.province.procedures import procedure_from_wire


@pytest.mark.parametrize(
    ("value", "unit", "received", "due"),
    [
        (1, "Ngày làm việc", "2025-07-01T08:00:00+07:00", "2025-07-02T17:00:00+07:00"),
        (1, "Ngày làm việc", "2025-07-04T16:00:00+07:00", "2025-07-07T17:00:00+07:00"),
        (2, "Ngày làm việc", "2025-08-29T08:00:00+07:00", "2025-09-04T17:00:00+07:00"),
        (1, "Ngày làm việc", "2025-04-25T08:00:00+07:00", "2025-04-26T17:00:00+07:00"),
        (0, "Ngày làm việc", "2025-07-01T08:00:00+07:00", "2025-07-01T17:00:00+07:00"),
        (3, "Ngày", "2025-07-04T08:00:00+07:00", "2025-07-07T17:00:00+07:00"),
        (4, "Giờ", "2025-07-01T08:00:00+07:00", "2025-07-01T12:00:00+07:00"),
    ],
)
def test_due_at(value: int, unit: str, received: str, due: str) -> None:
    assert ProcessingTime(value, unit).due_at(received) == due


def test_a_procedure_without_a_number_has_no_due_date() -> None:
    row = {"MATTHC": "1.1", "CACHTHUCTHUCHIEN": [{"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "theo hẹn"}]}]}
    assert procedure_from_wire("1.1", [row]).processing_time is None


@pytest.mark.parametrize("answer", [None, [], {}, "x"])
def test_an_empty_catalogue_answer_is_a_failure(answer: object) -> None:
    with pytest.raises(NationalSideDown):
        procedure_from_wire("1.1", answer)
