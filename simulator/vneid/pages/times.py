"""How a page says a time."""

from datetime import datetime

from simulator.core.clock import VIETNAM


def clock_time(at: int) -> str:
    """Return hour, minute and second in Vietnam of a time in seconds since 1970."""
    return datetime.fromtimestamp(at, VIETNAM).strftime("%H:%M:%S")
