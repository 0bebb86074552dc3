"""What `check` and `demo` share: a run with its progress, its reports, and what to do next."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from simulator.catalogue.catalogue import Catalogue
from simulator.cli.recorded import RECORD
from simulator.conformance import RunOptions, StopSignal
from simulator.core.errors import ConfigurationError, SimulatorError
from simulator.core.exit_status import ExitStatus
from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.report.console import ConsoleReporter, console_for
from simulator.report.reading import read_run
from simulator.report.rerun import next_command
from simulator.stack.checking import check_system
from simulator.stack.ending import on_signal

_STOPPING = (
    "Đang dừng: chờ các lượt đang chạy (tối đa 10 giây). Ctrl-C lần nữa để dừng ngay."
    " / Stopping: running sessions get 10 seconds. Ctrl-C again ends them at once."
)


def new_run(output: Path | None) -> tuple[str, Path]:
    """Return the id of a new run and its folder; the record of an earlier run in that folder is kept beside it."""
    run = random_id("run")
    if output is None:
        return run, Path(f"dvcsim-{run}")
    if (output / RECORD).is_file():
        kept = output / f"{_run_in(output)}.ndjson"
        (output / RECORD).replace(kept)
        click.echo(f"Bản ghi trước được giữ ở / The earlier record is kept in {kept}", err=True)
    return run, output


def _run_in(folder: Path) -> str:
    """Return the id of the run that a folder holds; a record without one gets a name of its own."""
    try:
        return str(read_run(folder).head["run"])
    except (SimulatorError, KeyError):
        return random_id("run-unreadable")


def folder_of_run(run: str) -> Path:
    """Return the folder of an earlier run, named by its folder or by its id."""
    for folder in (Path(run), Path(f"dvcsim-{run}")):
        if (folder / RECORD).is_file():
            return folder
    known = sorted(str(path.parent) for path in Path().glob(f"dvcsim-*/{RECORD}"))
    raise ConfigurationError(
        f"--resume {run}", "no such run", ", ".join(known) or "the folder of a run", "Name the folder with run.ndjson."
    )


def spoken(words: Sequence[str]) -> tuple[str, ...]:
    """Return the command line for the record, without its secret."""
    kept: list[str] = []
    secret = False
    for word in words:
        if not secret and not word.startswith("--admin-token"):
            kept.append(word)
        secret = word == "--admin-token"
    return tuple(kept)


def judge(sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions) -> ExitStatus:
    """Run the check, tell how it goes, and return the exit code."""
    reporter = ConsoleReporter(console_for(sys.stdout), console_for(sys.stderr))
    stop = StopSignal()

    def react(number: int) -> None:
        times = stop.request()
        if times == 1:
            click.echo(f"\n{_STOPPING}", err=True)
        elif times > 2:
            os._exit(128 + number)

    try:
        with on_signal(react):
            checked = check_system(sheet, catalogue, options, reporter, stop)
    finally:
        reporter.close()
    reporter.summary()
    report = next((path for path in checked.files if path.name == "report.html"), options.output)
    click.echo(f"\nBáo cáo / Report: {report}")
    click.echo(f"Tiếp theo / Next: {next_command(reporter.record, options.output)}")
    return checked.exit_status
