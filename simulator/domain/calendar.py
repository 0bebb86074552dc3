"""Working days in Vietnam: Monday to Friday, without public holidays, with the make-up days that replace some.

Public holidays: Labour Code 2019, art. 112; days that are swapped by decision of the Prime Minister (for example
Saturday 26/4/2025 worked for Friday 2/5/2025) come with the `holidays` package.
"""

from datetime import date, datetime, timedelta
from functools import cache

import holidays

_SATURDAY = 5


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    known = holidays.country_holidays("VN", years=year)
    return frozenset(known), frozenset(known.weekend_workdays)


def is_working_day(day: date) -> bool:
    """Return whether offices work on that day."""
    off, made_up = _year(day.year)
    if day in off:
        return False
    return day.weekday() < _SATURDAY or day in made_up


def add_working_days(start: datetime, days: int) -> datetime:
    """Return the same hour `days` working days later; the day of `start` itself is not counted."""
    moment = start
    while days > 0:
        moment += timedelta(days=1)
        if is_working_day(moment.date()):
            days -= 1
    return moment
