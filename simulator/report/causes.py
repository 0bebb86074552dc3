"""One cause is one line: findings that say the same about different dossiers are put together.

Two findings share a cause when the same check says the same sentence of them, apart from what only names the
dossier, the person, the datum or the moment. What falls with another check of its cell is counted there and has no
line of its own. The worst causes come first, and of these the one that blocks most; what a
waiver covers comes after what nobody has accepted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.likeness import likeness
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict
from simulator.domain.waiver import Waiver
from simulator.domain.waiving import NOTHING_WAIVED, Waiving, said_of
from simulator.report.reading import RunRecord

TO_ACT_ON = (Verdict.ERROR, Verdict.FAIL, Verdict.WARN)
UNSETTLED = (Verdict.INCONCLUSIVE, Verdict.NOT_RUN)
_ORDER = tuple(Verdict)


@dataclass(frozen=True)
class Finding:
    """What one check, or the engine itself, said of one cell."""

    cell: CellOutcome
    check: CheckOutcome | None
    """None when the engine judged the cell without any check."""
    waiver: Waiver | None = None
    """What accepts it for a time."""

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the check, or of the cell."""
        return self.check.verdict if self.check else self.cell.verdict

    @property
    def message(self) -> Text:
        """Return the sentence of the check, or the reason of the cell."""
        return self.check.message if self.check else self.cell.reason

    @property
    def owner(self) -> Owner:
        """Return who has to act; an error of the engine is ours."""
        if self.check:
            return self.check.owner
        return Owner.SUITE if self.cell.verdict is Verdict.ERROR else Owner.TESTER

    @property
    def blocked(self) -> bool:
        """Return whether it only falls with another finding of the same cell, which names the cause."""
        return self.check is not None and self.check.blocked_by != ""

    @property
    def requirement(self) -> str:
        """Return the id of the requirement, or an empty text."""
        return self.check.requirement if self.check else ""


@dataclass(frozen=True)
class Cause:
    """Findings that have one cause."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """Return the finding that stands for all."""
        return self.findings[0]

    @property
    def waiver(self) -> Waiver | None:
        """Return what accepts all of them for a time; what is accepted and what is not are never one cause."""
        return self.first.waiver

    @property
    def services(self) -> tuple[str, ...]:
        """Return the services that it touches."""
        return tuple(dict.fromkeys(finding.cell.service for finding in self.findings))

    @property
    def blocks(self) -> int:
        """Return how many checks of these cells fall with it."""
        return sum(
            check.blocked_by == finding.check.id
            for finding in self.findings
            if finding.check
            for check in finding.cell.checks
        )

    @property
    def cells(self) -> int:
        """Return in how many cells it was found."""
        return len({finding.cell.key for finding in self.findings})


def causes_of(record: RunRecord, verdicts: Iterable[Verdict] = TO_ACT_ON) -> tuple[Cause, ...]:
    """Return the distinct causes behind these verdicts: the worst first, then those that block most."""
    wanted = tuple(verdicts)
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for cell in record.cells:
        for finding in findings_of(cell, record.waiving):
            if finding.verdict in wanted and not finding.blocked:
                groups.setdefault(_likeness(finding), []).append(finding)
    return tuple(sorted((Cause(tuple(findings)) for findings in groups.values()), key=_urgency))


def findings_of(cell: CellOutcome, waiving: Waiving = NOTHING_WAIVED) -> Iterator[Finding]:
    """Yield what was said of a cell: by its checks, and by the engine when no check explains the cell's verdict."""
    for index, _, check in said_of(cell):
        yield Finding(cell, check, waiving.of(cell, index))


def _urgency(cause: Cause) -> tuple[bool, int, int, int, int]:
    accepted = cause.waiver is not None
    return (accepted, _ORDER.index(cause.first.verdict), -len(cause.services), -cause.cells, -cause.blocks)


def _likeness(finding: Finding) -> tuple[str, ...]:
    name = finding.check.id if finding.check else ""
    waiver = finding.waiver.id if finding.waiver else ""
    return (waiver, finding.verdict.value, name, finding.owner.value, likeness(finding.message.en))
