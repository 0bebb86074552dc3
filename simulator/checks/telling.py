"""What a family of systems tells the portal in its own way: statuses under another number, steps of its own accord.

The dialect says so, and where; what it makes legal is never a failure. That the citizen reads another status at the
portal than the officer made stays a warning.
"""

from simulator.checks.seen import done_actions, status_made, status_of, statuses_made
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact


def tellings(evidence: Evidence, deed: Fact) -> tuple[int, ...]:
    """Return every number under which this deed may be told, its own ones first."""
    own = statuses_made(deed)
    others = (told for status in own for told in other_numbers(evidence, status))
    return tuple(dict.fromkeys([*own, *others]))


def other_numbers(evidence: Evidence, status: int) -> tuple[int, ...]:
    """Return the other numbers under which the system's dialect tells a status."""
    return evidence.dialect.told_as(status) if evidence.dialect else ()


def tells(evidence: Evidence, deed: Fact, report: Fact) -> bool:
    """Return whether a report may be about this deed; another number is told in the dossier's own row alone."""
    status = status_of(report)
    if status in statuses_made(deed):
        return True
    return report.kind == "dossier_report" and status in tellings(evidence, deed)


def is_of_its_own_accord(evidence: Evidence, report: Fact) -> bool:
    """Return whether a report may say nothing of an officer: an added step, or a number that stands for another."""
    dialect, status = evidence.dialect, status_of(report)
    if dialect is None or status is None:
        return False
    if report.kind == "progress_report" and status in dialect.added_steps:
        return True
    stands_for_another = any(one.told_as == status for one in dialect.rewrites)
    return stands_for_another and all(status_made(act) != status for act in done_actions(evidence))


def has_no_field_for(evidence: Evidence, part: str) -> bool:
    """Return whether the messages of the system's dialect have no place for a part of a dossier's record."""
    return evidence.dialect is not None and part in evidence.dialect.never_tells
