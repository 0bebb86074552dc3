"""`dvcsim mutants`."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from rich.table import Table

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.conformance.mutants import DefectResult, Fate, MutationMatrix, NullResult
from simulator.core.data_folders import data_folders
from simulator.core.errors import ConfigurationError, near_matches
from simulator.core.exit_status import ExitStatus
from simulator.province.defects import DefectInfo
from simulator.province.defects import catalogue as defect_catalogue
from simulator.report.console import console_for
from simulator.stack.proof import ProofOptions, prove

_MARKS = {Fate.KILLED: "✓", Fate.SILENT: "✕", Fate.DEAD: "⚠", Fate.COLLATERAL: "!"}


@click.command("mutants", epilog=epilog("dvcsim mutants", "dvcsim mutants --defect status-lost --service khai-sinh"))
@click.option("--defect", "defects", multiple=True, metavar="ID", help="Only this defect (repeatable).")
@click.option("--service", "services", multiple=True, metavar="ID", help="Only this service (repeatable).")
@click.option("--scenario", "scenarios", multiple=True, metavar="ID-OR-GLOB", help="Only these scenarios (repeatable).")
@click.option("--weather", "weathers", multiple=True, metavar="NAME", help="Only this weather (repeatable).")
@click.option("--no-nulls", is_flag=True, help="Leave out the systems that do nothing useful.")
@options.as_json
@options.data_dir
def command(
    defects: tuple[str, ...],
    services: tuple[str, ...],
    scenarios: tuple[str, ...],
    weathers: tuple[str, ...],
    no_nulls: bool,
    as_json: bool,
    data_dir: Path | None,
) -> ExitStatus:
    """Prove that every check can fail, and that nothing useless passes.

    Starts the reference province with each of its named defects and holds the checks that fall against those that
    the defect is expected to trip. The exit code is 1 when the proof has a gap.
    """
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    chosen = ProofOptions(
        defects=_chosen(defects),
        services=services,
        scenarios=scenarios,
        weathers=weathers,
        nulls=not no_nulls,
        data_dir=data_dir,
    )
    matrix = prove(catalogue, chosen, _tell)
    if as_json:
        click.echo(json.dumps(matrix.to_json(), ensure_ascii=False, indent=2))
    else:
        console_for(sys.stdout).print(_table(matrix))
        for line in _gaps(matrix, complete=not (defects or services or scenarios or weathers)):
            click.echo(line)
    return ExitStatus.OK if _holds(matrix, bool(defects or services or scenarios or weathers)) else ExitStatus.FAIL


def _chosen(wanted: tuple[str, ...]) -> tuple[DefectInfo, ...]:
    known = {defect.id: defect for defect in defect_catalogue()}
    for defect in wanted:
        if defect not in known:
            raise ConfigurationError(f"--defect {defect}", "no such defect", near_matches(defect, known))
    return tuple(defect for defect in known.values() if not wanted or defect.id in wanted)


def _tell(row: DefectResult | NullResult) -> None:
    if isinstance(row, DefectResult):
        click.echo(f"{_MARKS[row.fate]} {row.fate.value:<10} {row.id}", err=True)
    else:
        click.echo(f"{'✕ passes    ' if row.passed else '✓ earns none'} {row.id}", err=True)


def _table(matrix: MutationMatrix) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("", "defect", "fate", "expected", "observed", "in"):
        table.add_column(title, overflow="fold")
    for row in matrix.defects:
        cells = (_listed(row.expected), _listed(row.observed), "\n".join(row.observed_in))
        table.add_row(_MARKS[row.fate], row.id, row.fate.value, *cells)
    for null in matrix.nulls:
        table.add_row("✕" if null.passed else "✓", null.id, "does nothing useful", "", "\n".join(null.passed), "")
    return table


def _listed(verdicts: Mapping[str, str]) -> str:
    return "\n".join(f"{check}: {verdict}" for check, verdict in verdicts.items())


def _gaps(matrix: MutationMatrix, complete: bool) -> Iterator[str]:
    for check, verdict in matrix.clean.items():
        yield f"✕ The clean system is not PASS: {check} {verdict}"
    if complete:
        yield from (f"✕ No defect trips {check}" for check in matrix.never_tripped)
        yield from (f"✕ No defect shows in weather {weather} alone" for weather in matrix.idle_weathers)
    yield from (f"! Count once, they prove the same: {', '.join(group)}" for group in matrix.twins)
    killed = sum(row.fate is Fate.KILLED for row in matrix.defects)
    yield f"{killed}/{len(matrix.defects)} defects found exactly as expected"


def _holds(matrix: MutationMatrix, partial: bool) -> bool:
    """Return whether the proof holds; a selection cannot prove what it leaves out."""
    if not partial:
        return matrix.proven
    exact = all(row.fate is Fate.KILLED for row in matrix.defects)
    return exact and not matrix.clean and not any(row.passed for row in matrix.nulls)
