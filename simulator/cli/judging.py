"""What `check` and `demo` share: a run with its progress, its reports, and what to do next."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from simulator.catalogue.catalogue import Catalogue
from simulator.cli.recorded import RECORD
from simulator.conformance import RunOptions, StopSignal
from simulator.core.errors import ConfigurationError, SimulatorError
from simulator.core.exit_status import ExitStatus, most_urgent
from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import Verdict
from simulator.report.console import ConsoleReporter, console_for
from simulator.report.live_line import LiveLine
from simulator.report.marks import MARKS, verdict_word
from simulator.report.rerun import next_command
from simulator.report.waived import all_waived, waived_word
from simulator.stack.checking import Checked, check_system, keep_earlier
from simulator.stack.ending import on_signal
from simulator.stack.together import together

_NOT_TOLD = ("--admin-token", "--run-id")
_STOPPING = (
    "Đang dừng: chờ các lượt đang chạy (tối đa 10 giây). Ctrl-C lần nữa để dừng ngay."
    " / Stopping: running sessions get 10 seconds. Ctrl-C again ends them at once."
)


def new_run(output: Path | None, run: str = "") -> tuple[str, Path]:
    """Return the id of a new run and its folder; the record of an earlier run in that folder is kept beside it."""
    run = run or random_id("run")
    if output is None:
        return run, Path(f"dvcsim-{run}")
    if kept := keep_earlier(output):
        click.echo(f"Bản ghi trước được giữ ở / The earlier record is kept in {kept}", err=True)
    return run, output


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
    """Return the command line for the record, without its secret and what only a run in the background is given."""
    kept: list[str] = []
    left_out = False
    for word in words:
        if not left_out and not word.startswith(_NOT_TOLD):
            kept.append(word)
        left_out = word in _NOT_TOLD
    return tuple(kept)


@dataclass(frozen=True)
class Job:
    """A system, and how it is to be judged."""

    sheet: ClaimSheet
    options: RunOptions


def judge(sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions) -> ExitStatus:
    """Run the check, tell how it goes, and return the exit code."""
    return judge_all([Job(sheet, options)], catalogue)


def judge_all(jobs: Sequence[Job], catalogue: Catalogue) -> ExitStatus:
    """Run the check of each system at the same time, each with its own record; return the most urgent exit code.

    What keeps one from ending is raised after the results of the others were told.
    """
    live = LiveLine(console_for(sys.stderr))
    tags = [job.sheet.kind if len(jobs) > 1 else "" for job in jobs]
    reporters = [ConsoleReporter(console_for(sys.stdout), console_for(sys.stderr), tag, live) for tag in tags]
    outcomes = _check(jobs, catalogue, reporters)
    ended = [
        (job, told, one) for job, told, one in zip(jobs, reporters, outcomes, strict=True) if isinstance(one, Checked)
    ]
    for _, told, _ in ended:
        told.summary()
    _raise_fault([one for one in outcomes if isinstance(one, Exception)])
    click.echo()
    for job, told, one in ended:
        click.echo(f"{_verdict(told) if len(jobs) > 1 else ''}Báo cáo / Report: {_report(job, one)}")
    click.echo(f"Tiếp theo / Next: {_next(jobs, reporters)}")
    return most_urgent(one.exit_status for _, _, one in ended)


def _check(
    jobs: Sequence[Job], catalogue: Catalogue, reporters: Sequence[ConsoleReporter]
) -> list[Checked | Exception]:
    stop = StopSignal()

    def react(number: int) -> None:
        times = stop.request()
        if times == 1:
            click.echo(f"\n{_STOPPING}", err=True)
        elif times > 2:
            os._exit(128 + number)

    def work(job: Job, reporter: ConsoleReporter) -> Callable[[], Checked]:
        own = signals.enter_context(stop.follower())  # a run that gives up stops itself, and only itself
        return lambda: check_system(job.sheet, catalogue, job.options, reporter, own)

    try:
        with on_signal(react), ExitStack() as signals:
            works = [work(job, reporter) for job, reporter in zip(jobs, reporters, strict=True)]
            return together(works)
    finally:
        for reporter in reporters:
            reporter.close()


def _raise_fault(faults: Sequence[Exception]) -> None:
    """Raise the most urgent of what kept runs from ending, and tell the others if they are not the same."""
    codes = [one.exit_status if isinstance(one, SimulatorError) else ExitStatus.ERROR for one in faults]
    for first, code in zip(faults, codes, strict=True):
        if code is most_urgent(codes):
            for other in {str(one) for one in faults} - {str(first)}:
                click.echo(f"dvcsim: {other}", err=True)
            raise first


def _verdict(reporter: ConsoleReporter) -> str:
    verdict, name = reporter.record.verdict, reporter.record.province["name"]
    word = verdict_word(verdict)
    waived = f"  {waived_word()}" if all_waived(reporter.record) else ""
    return f"{MARKS[verdict]} {word.vi} / {word.en}{waived}  {name['vi']} / {name['en']}\n  "


def _report(job: Job, checked: Checked) -> Path:
    return next((path for path in checked.files if path.name == "report.html"), job.options.output)


def _next(jobs: Sequence[Job], reporters: Sequence[ConsoleReporter]) -> str:
    """Return what to do next: about the system that came off worst."""
    worst = {verdict: rank for rank, verdict in enumerate(Verdict)}
    pairs = zip(reporters, jobs, strict=True)
    reporter, job = min(pairs, key=lambda pair: worst[pair[0].record.verdict])
    return next_command(reporter.record, job.options.output)
