"""Working days of Vietnam."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.core.clock import VIETNAM
from simulator.domain.calendar import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 7, 1), True),
        (date(2025, 7, 5), False),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2025, 4, 7), False),
        (date(2025, 9, 1), False),
        (date(2025, 9, 2), False),
        (date(2026, 1, 1), False),
    ],
    ids=[
        "tuesday",
        "saturday",
        "make-up saturday",
        "swapped friday",
        "hung kings",
        "national",
        "national 2",
        "new year",
    ],
)
def test_offices_work_on_working_days_only(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2025, 7, 1), 0, date(2025, 7, 1)),
        (date(2025, 7, 1), 1, date(2025, 7, 2)),
        (date(2025, 7, 4), 1, date(2025, 7, 7)),
        (date(2025, 7, 5), 1, date(2025, 7, 7)),
        (date(2025, 4, 25), 2, date(2025, 4, 28)),
        (date(2025, 4, 29), 1, date(2025, 5, 5)),
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
    ],
    ids=["none", "next day", "over a weekend", "from a saturday", "over make-up", "over holidays", "into next year"],
)
def test_days_off_are_not_counted(start, days, end):
    at = datetime(start.year, start.month, start.day, 8, 0, tzinfo=VIETNAM)
    assert add_working_days(at, days).date() == end
    assert add_working_days(at, days).timetz() == at.timetz()


@given(st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_the_last_day_is_a_working_day_and_each_day_counts_once(day, days):
    start = datetime(day.year, day.month, day.day, 8, 0, tzinfo=VIETNAM)
    end = add_working_days(start, days)
    assert is_working_day(end.date())
    assert add_working_days(add_working_days(start, days - 1), 1).date() == end.date()
