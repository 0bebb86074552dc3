"""Time as a thing that is handed in, so that tests and sessions can own it.

All times are aware. Vietnam has one zone without summer time: UTC+7.
"""

import time
from datetime import datetime, timedelta, timezone
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "+07")


class Clock(Protocol):
    """What code that needs the time is given."""

    def now(self) -> datetime:
        """Return the wall time in Vietnam."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring waits."""
        ...


class SystemClock:
    """The real clock."""

    def now(self) -> datetime:
        """Return the wall time in Vietnam."""
        return datetime.now(VIETNAM)

    def monotonic(self) -> float:
        """Return `time.monotonic()`."""
        return time.monotonic()


class FixedClock:
    """A clock for tests: it stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._seconds = 0.0

    def now(self) -> datetime:
        """Return the time at which the clock stands."""
        return self._at

    def monotonic(self) -> float:
        """Return the seconds by which the clock was moved."""
        return self._seconds

    def move(self, by: timedelta) -> None:
        """Move both readings forward."""
        self._at += by
        self._seconds += by.total_seconds()
