"""`dvcsim diff`."""

import json
import sys
from collections.abc import Iterator

import click
from rich.text import Text as Line

from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.recorded import record_of_run
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict
from simulator.report.console import console_for
from simulator.report.diff import CellChange, Direction, RunDiff, Step, diff_runs
from simulator.report.marks import MARKS
from simulator.report.reading import RunRecord, read_run

_ARROWS = {Direction.WORSE: "▼", Direction.BETTER: "▲", Direction.SAME: "="}
_STYLES = {Direction.WORSE: "bold red", Direction.BETTER: "green", Direction.SAME: "dim"}
_GROUND = "Khác nền / Not the same ground"


@click.command(
    "diff",
    epilog=epilog("dvcsim diff baseline today", "dvcsim diff run-0a1b2c3d4e5f run-5f4e3d2c1b0a --json"),
)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@options.as_json
def command(before: str, after: str, as_json: bool) -> ExitStatus:
    """Compare run A with the later run B; each is a folder, a run.ndjson or a run's id.

    Shows the verdicts that changed, the checks that changed, appeared or disappeared, and the cells that only one run
    has. From good to bad: PASS, ATTESTED, WARN, NOT_APPLICABLE or not there, NOT_RUN, INCONCLUSIVE, FAIL, ERROR. The
    exit code is 0 when nothing got worse in B, and 1 when a cell or a check did - whatever A and B are by themselves.
    """
    found = diff_runs(read_run(record_of_run(before)), read_run(record_of_run(after)))
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        console = console_for(sys.stdout)
        for line in _lines(found):
            console.print(line)
    return ExitStatus.FAIL if found.worse else ExitStatus.OK


def _lines(found: RunDiff) -> Iterator[Line]:
    yield Line(f"A {_run(found.before)}")
    yield Line(f"B {_run(found.after)}")
    for name, (before, after) in found.ground.items():
        yield Line(f"! {_GROUND}: {name} {before} → {after}", style="yellow")
    yield Line()
    silent = [cell for cell in found.cells if _is_silent(cell)]
    for cell in found.cells:
        if cell not in silent:
            yield from _cell(cell)
    if silent:
        text = f"= {len(silent)} ô chỉ có ở một bên, không áp dụng / cells of one run only, not applicable"
        yield Line(text, style="dim")
    yield Line(_conclusion(found), style="bold")


def _run(record: RunRecord) -> str:
    counts = "  ".join(f"{MARKS[Verdict(name)]} {number}" for name, number in record.counts.items())
    head = record.head
    return f"{head.get('run', '?')}  {head.get('started_at', '')}  {record.verdict.value}  {counts}"


def _cell(cell: CellChange) -> Iterator[Line]:
    yield _step(" · ".join(cell.key), cell.verdict)
    for check, step in cell.checks.items():
        yield Line("    ").append_text(_step(check, step))


def _is_silent(cell: CellChange) -> bool:
    """Return whether only one run has the cell, and it did not apply there."""
    return {cell.verdict.before, cell.verdict.after} == {None, Verdict.NOT_APPLICABLE}


def _step(name: str, step: Step) -> Line:
    before, after = (verdict.value if verdict else "∅" for verdict in (step.before, step.after))
    moved = step.direction
    change = after if before == after else f"{before} → {after}"
    return Line(f"{_ARROWS[moved]} {change}  {name}", style=_STYLES[moved])


def _conclusion(found: RunDiff) -> str:
    worse = sum(cell.worse for cell in found.cells)
    if worse:
        return f"Có {worse} ô xấu đi. / Cells that got worse: {worse}."
    if found.cells:
        return (
            f"{len(found.cells)} ô thay đổi, không ô nào xấu đi. / Cells changed: {len(found.cells)}, none got worse."
        )
    return "Không có gì thay đổi. / Nothing changed."
