"""A whole check: run it against a national side, and write every report of it, also when it gave up half-way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance import RunOptions, StopSignal, run_check
from simulator.conformance.record import FILE_NAME
from simulator.core.errors import SimulatorError
from simulator.core.exit_status import ExitStatus
from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.report.reading import read_run
from simulator.report.render import render_all
from simulator.stack.run_lock import running_in


@dataclass(frozen=True)
class Checked:
    """What came of a check."""

    exit_status: ExitStatus
    files: tuple[Path, ...]
    """The reports that were written."""


def check_system(
    sheet: ClaimSheet,
    catalogue: Catalogue,
    options: RunOptions,
    listen: Callable[[Mapping[str, Any]], None],
    stop: StopSignal,
) -> Checked:
    """Run the check and write its reports; what the run raises is raised after the reports are written."""
    started: list[Path] = []

    def hear(event: Mapping[str, Any]) -> None:
        if event["event"] == "run_started":
            started.append(options.output)
        listen(event)

    files: list[Path] = []
    with running_in(options.output):
        try:
            record = run_check(sheet, catalogue, options, hear, stop)
        finally:
            for folder in started[:1]:
                files += render_all(folder)
    return Checked(record.exit_status(options.fail_on), tuple(files))


def keep_earlier(folder: Path) -> Path | None:
    """Keep the record of an earlier run in that folder under its own name; return it, None when there was none."""
    if not (folder / FILE_NAME).is_file():
        return None
    with running_in(folder):
        return _put_aside(folder)


def _put_aside(folder: Path) -> Path:
    try:
        name = str(read_run(folder).head["run"])
    except (SimulatorError, KeyError):
        name = random_id("run-unreadable")
    return (folder / FILE_NAME).replace(folder / f"{name}.ndjson")
