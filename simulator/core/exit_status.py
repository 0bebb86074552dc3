"""The process exit codes of `dvcsim`, and which one wins when several apply."""

from collections.abc import Iterable
from enum import IntEnum


class ExitStatus(IntEnum):
    """What the exit code of a command means to a shell or a CI pipeline."""

    OK = 0
    FAIL = 1
    USAGE = 2
    INCONCLUSIVE = 3
    ERROR = 4
    UNREACHABLE = 5
    WAIVER = 6
    THRESHOLD = 7
    INTERRUPTED = 130


MEANING = {
    ExitStatus.OK: "all required checks passed",
    ExitStatus.FAIL: "at least one FAIL",
    ExitStatus.USAGE: "usage or configuration mistake",
    ExitStatus.INCONCLUSIVE: "something was INCONCLUSIVE or NOT_RUN",
    ExitStatus.ERROR: "the suite itself broke (ERROR)",
    ExitStatus.UNREACHABLE: "a party could not be reached before the run",
    ExitStatus.WAIVER: "a waiver is stale or expired",
    ExitStatus.THRESHOLD: "a drill threshold was missed",
    ExitStatus.INTERRUPTED: "interrupted",
}

_PRECEDENCE = (
    ExitStatus.INTERRUPTED,
    ExitStatus.USAGE,
    ExitStatus.UNREACHABLE,
    ExitStatus.ERROR,
    ExitStatus.FAIL,
    ExitStatus.WAIVER,
    ExitStatus.THRESHOLD,
    ExitStatus.INCONCLUSIVE,
)


def most_urgent(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """Return the one code to exit with when several apply; OK when there is none."""
    seen = set(statuses)
    return next((status for status in _PRECEDENCE if status in seen), ExitStatus.OK)
