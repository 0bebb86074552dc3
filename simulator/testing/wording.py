"""What is said of a cell in a run of pytest: each finding with rule, expected, found, remedy, exchanges, re-run."""

from collections.abc import Iterator

from simulator.core.text import Text
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.report.causes import Finding, findings_of
from simulator.report.citation import citation
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from simulator.report.texts import text

_SHOWN_EXCHANGES = 5


def told(record: RunRecord, cell: CellOutcome) -> str:
    """Return what led to the verdict of the cell, and the command that judges exactly it again."""
    findings = [one for one in findings_of(cell) if one.verdict is cell.verdict and not one.blocked]
    blocks = ["\n".join(_finding(record, one)) for one in findings] or [first_line(cell)]
    return "\n".join([*blocks, _line("rerun", rerun_command(record, cell))])


def first_line(cell: CellOutcome) -> str:
    """Return verdict, rule and sentence in one line."""
    worst = next((one for one in findings_of(cell) if one.verdict is cell.verdict and not one.blocked), None)
    rule = f" {worst.requirement}" if worst and worst.requirement else ""
    return f"{cell.verdict.value}{rule}: {_both(worst.message if worst else cell.reason)}"


def _finding(record: RunRecord, finding: Finding) -> Iterator[str]:
    yield f"{finding.verdict.value} {finding.requirement}".rstrip() + f": {finding.message.vi}"
    yield f"  {finding.message.en}"
    check = finding.check
    if check is None:
        return
    yield _line("rule", f"{check.requirement} ({check.level}) {citation(record.requirement(check.requirement))}")
    for key, value in (("where", check.where), ("expected", check.expected), ("found", check.found)):
        if value:
            yield _line(key, value)
    yield _line("owner", _both(text(f"owner_{check.owner.value.replace(' ', '_')}")))
    if check.remedy.vi:
        yield _line("remedy", f"{check.remedy.vi}\n    {check.remedy.en}")
    if check.exchanges:
        yield _line("exchanges", _exchanges(record, check.exchanges))


def _exchanges(record: RunRecord, exchanges: tuple[int, ...]) -> str:
    """Return the pages of the national side that show them."""
    url = str(record.head.get("simulator", "")).rstrip("/")
    pages = [f"{url}/exchanges/{number}" for number in exchanges[:_SHOWN_EXCHANGES]]
    return " ".join([*pages, *(["…"] if len(exchanges) > _SHOWN_EXCHANGES else [])])


def _line(key: str, value: str) -> str:
    return f"  {_both(text(key))}: {value}"


def _both(told_twice: Text) -> str:
    return f"{told_twice.vi} / {told_twice.en}"


def count_line(verdicts: dict[Verdict, int]) -> str:
    """Return how many cells got which verdict, worst first."""
    return ", ".join(f"{verdicts[verdict]} {verdict.value}" for verdict in Verdict if verdicts.get(verdict))
