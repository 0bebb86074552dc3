"""One cause is one line: findings that say the same about different dossiers are put together.

Two findings share a cause when the same check says the same sentence of them, apart from what only names the
dossier, the person, the datum or the moment. What falls with another check of its cell is counted there and has no
line of its own. The worst causes come first, and of these the one that blocks most.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, CheckOutcome, Owner, Verdict
from simulator.report.reading import RunRecord

TO_ACT_ON = (Verdict.ERROR, Verdict.FAIL, Verdict.WARN)
UNSETTLED = (Verdict.INCONCLUSIVE, Verdict.NOT_RUN)
_ORDER = tuple(Verdict)

_NAMES_ONE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # identifiers
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.+-]+"  # moments
    r"|\b[0-9A-Z]+(?:[.-][0-9A-Z]+)+\b"  # dossier codes
    r"|[0-9]{5,}"  # numbers of persons, phones, times
    r"|#[0-9]+"  # exchanges
    r"|\?\S+"  # queries of addresses
    r"|[A-Za-z0-9_-]{24,}"  # tokens
    r"|“[^”]*”"  # what somebody typed, and names
    r"|\b(?!hooks\.)[a-z_]+\.[a-z_]+\b"  # data, such as applicant.residence
    r"|\b(?:VNEID|[A-Z]+(?:_[A-Z]+)+)(?:, (?:VNEID|[A-Z]+(?:_[A-Z]+)+))*"  # the sources that hold them
    r"|[0-9]+(?:, [0-9]+)+"  # what was seen instead
    r"|[0-9]+ time\(s\)"
)


@dataclass(frozen=True)
class Finding:
    """What one check, or the engine itself, said of one cell."""

    cell: CellOutcome
    check: CheckOutcome | None
    """None when the engine judged the cell without any check."""

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
        for finding in findings_of(cell):
            if finding.verdict in wanted and not finding.blocked:
                groups.setdefault(_likeness(finding), []).append(finding)
    return tuple(sorted((Cause(tuple(findings)) for findings in groups.values()), key=_urgency))


def findings_of(cell: CellOutcome) -> Iterator[Finding]:
    """Yield what was said of a cell: by its checks, and by the engine when no check explains the cell's verdict."""
    for check in cell.checks:
        yield Finding(cell, check)
    if not any(check.verdict is cell.verdict for check in cell.checks):
        yield Finding(cell, None)


def _urgency(cause: Cause) -> tuple[int, int, int, int]:
    return (_ORDER.index(cause.first.verdict), -len(cause.services), -cause.cells, -cause.blocks)


def _likeness(finding: Finding) -> tuple[str, ...]:
    name = finding.check.id if finding.check else ""
    return (finding.verdict.value, name, finding.owner.value, _NAMES_ONE.sub("…", finding.message.en))
