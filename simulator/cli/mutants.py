"""`dvcsim mutants`."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from rich.table import Table

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.conformance import StopSignal
from simulator.conformance.mutants import (
    CleanResult,
    DefectResult,
    Fate,
    MutationMatrix,
    NullResult,
    Row,
    other_systems,
)
from simulator.conformance.null_systems import NULL_SYSTEMS
from simulator.conformance.selection import select
from simulator.conformance.waiter import Stopped
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.exit_status import ExitStatus
from simulator.province.defects import DefectInfo
from simulator.province.defects import catalogue as defect_catalogue
from simulator.report.console import console_for
from simulator.stack.ending import on_signal
from simulator.stack.proof import ProofOptions, default_jobs, prove

PROOF = "proof"
"""The set of services that is tried unless another is chosen."""
_MARKS = {Fate.KILLED: "✓", Fate.SILENT: "✕", Fate.DEAD: "⚠", Fate.COLLATERAL: "!"}


@click.command("mutants", epilog=epilog("dvcsim mutants", "dvcsim mutants --defect status-lost --service khai-sinh"))
@click.option("--defect", "defects", multiple=True, metavar="ID", help="Only this defect (repeatable).")
@options.services
@options.sets
@click.option("--scenario", "scenarios", multiple=True, metavar="ID-OR-GLOB", help="Only these scenarios (repeatable).")
@click.option("--weather", "weathers", multiple=True, metavar="NAME", help="Only this weather (repeatable).")
@click.option("--no-nulls", is_flag=True, help="Leave out the systems that do nothing useful.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=default_jobs,
    show_default="two a core",
    metavar="N",
    help="Systems that are tried at once.",
)
@options.as_json
@options.data_dir
def command(
    defects: tuple[str, ...],
    services: tuple[str, ...],
    sets: tuple[str, ...],
    scenarios: tuple[str, ...],
    weathers: tuple[str, ...],
    no_nulls: bool,
    jobs: int,
    as_json: bool,
    data_dir: Path | None,
) -> ExitStatus:
    """Prove that every check can fail, and that nothing useless passes.

    Starts the reference province with each of its named defects and holds the checks that fall against those that
    the defect is expected to trip. The exit code is 1 when the proof has a gap. Without --service and --set it runs
    the services of the set "proof", which come to every check; --set essential-25 takes all. A defect of the login is
    told the stories in which it shows; any other one all stories but the logins case by case.
    """
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    tried = _services(catalogue, services, sets)
    complete = not (defects or scenarios or weathers) and set(catalogue.sets[PROOF]) <= set(tried)
    chosen = ProofOptions(
        defects=_chosen(defects),
        services=tried,
        scenarios=scenarios,
        weathers=weathers,
        nulls=not no_nulls,
        data_dir=data_dir,
        jobs=jobs,
    )
    matrix = _proven(catalogue, chosen)
    if matrix is None:
        click.echo("dvcsim: interrupted; no row is under way any more", err=True)
        return ExitStatus.INTERRUPTED
    if as_json:
        click.echo(json.dumps(matrix.to_json(), ensure_ascii=False, indent=2))
    else:
        console_for(sys.stdout).print(_table(matrix))
        for line in _gaps(matrix, complete):
            click.echo(line)
    return ExitStatus.OK if _holds(matrix, complete) else ExitStatus.FAIL


def _services(catalogue: Catalogue, services: tuple[str, ...], sets: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services to try, and say which when the user named none."""
    if services or sets:
        return select("--service", (*services, *catalogue.services_of(sets)), catalogue.services, catalogue.sets)
    told = ", ".join(catalogue.sets[PROOF])
    click.echo(f"Dịch vụ / Services: --set {PROOF} ({told}); --set essential-25: all", err=True)
    return catalogue.sets[PROOF]


def _chosen(wanted: tuple[str, ...]) -> tuple[DefectInfo, ...]:
    known = {defect.id: defect for defect in defect_catalogue()}
    for defect in wanted:
        if defect not in known:
            raise ConfigurationError(f"--defect {defect}", "no such defect", near_matches(defect, known))
    return tuple(defect for defect in known.values() if not wanted or defect.id in wanted)


def _proven(catalogue: Catalogue, chosen: ProofOptions) -> MutationMatrix | None:
    """Return the matrix, or None after Ctrl-C: everything that was started is ended by then."""
    stop = StopSignal()

    def react(number: int) -> None:
        if stop.requested:
            os._exit(128 + number)
        stop.request_at_once()  # half a matrix is of no use: nothing has to settle

    with on_signal(react):
        try:
            return prove(catalogue, chosen, _Progress(_rows(chosen)), stop)
        except Stopped:
            return None


def _rows(chosen: ProofOptions) -> int:
    clean = 1 + len(other_systems(chosen.defects))
    return clean + len(chosen.defects) + chosen.nulls * len(NULL_SYSTEMS)


class _Progress:
    """One line for each row, in the order of the matrix."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._told = 0

    def __call__(self, row: Row) -> None:
        self._told += 1
        width = len(str(self._rows))
        click.echo(f"{self._told:>{width}}/{self._rows} {_line(row)}", err=True)


def _line(row: Row) -> str:
    match row:
        case CleanResult():
            mark = "✕ not PASS " if row.not_passed else "✓ all PASS "
            return f"{mark}   without a defect{f', {row.system}' if row.system else ''}"
        case DefectResult():
            return f"{_MARKS[row.fate]} {row.fate.value:<11} {row.id}{_why(row, row.fate is Fate.DEAD)}"
        case NullResult():
            return f"{_null_mark(row)} {_null_words(row):<11} {row.id}{_why(row, not row.tried)}"


def _why(row: DefectResult | NullResult, wanted: bool) -> str:
    """Return what kept a row from being judged, on a line of its own."""
    return f"\n  {row.detail}" if wanted else ""


def _null_mark(row: NullResult) -> str:
    return "✓" if row.holds else "✕" if row.tried else "⚠"


def _null_words(row: NullResult) -> str:
    return "earns none" if row.holds else "passes" if row.tried else "not judged"


def _table(matrix: MutationMatrix) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("", "defect", "fate", "expected", "observed", "in"):
        table.add_column(title, overflow="fold")
    for row in matrix.defects:
        cells = (_listed(row.expected), _listed(row.observed), "\n".join(row.observed_in))
        table.add_row(_MARKS[row.fate], row.id, row.fate.value, *cells)
    for null in matrix.nulls:
        table.add_row(_null_mark(null), null.id, _null_words(null), "no MUST", "\n".join(null.passed), "")
    return table


def _listed(verdicts: Mapping[str, str]) -> str:
    return "\n".join(f"{check}: {verdict}" for check, verdict in verdicts.items())


def _gaps(matrix: MutationMatrix, complete: bool) -> Iterator[str]:
    for check, verdict in matrix.clean.items():
        yield f"✕ The clean system is not PASS: {check} {verdict}"
    if complete:
        yield from (f"✕ Nothing came to {check}" for check in _unreached(matrix))
        yield from (f"✕ No defect trips {check}" for check in matrix.never_tripped)
        yield from (f"✕ No defect shows in weather {weather} alone" for weather in matrix.idle_weathers)
    yield from (f"! Count once, they prove the same: {', '.join(group)}" for group in matrix.twins)
    killed = sum(row.fate is Fate.KILLED for row in matrix.defects)
    yield f"{killed}/{len(matrix.defects)} defects found exactly as expected"


def _unreached(matrix: MutationMatrix) -> list[str]:
    """Return the checks that judged nothing without a defect: their defects would prove nothing."""
    reached = {check.partition("/")[0] for check in matrix.checks}
    return [check for check in CHECKS if check not in reached]


def _holds(matrix: MutationMatrix, complete: bool) -> bool:
    """Return whether the proof holds; a selection cannot prove what it leaves out."""
    if complete:
        return matrix.proven and not _unreached(matrix)
    exact = all(row.fate is Fate.KILLED for row in matrix.defects)
    return exact and not matrix.clean and all(row.holds for row in matrix.nulls)
