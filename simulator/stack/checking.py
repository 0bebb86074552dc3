"""A whole check: run it against a national side, and write every report of it, also when it gave up half-way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance import RunOptions, StopSignal, run_check
from simulator.core.exit_status import ExitStatus
from simulator.domain.claim_sheet import ClaimSheet
from simulator.report.render import render_all


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
    try:
        record = run_check(sheet, catalogue, options, hear, stop)
    finally:
        for folder in started[:1]:
            files += render_all(folder)
    return Checked(record.exit_status(options.fail_on), tuple(files))
