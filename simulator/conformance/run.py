"""Runs a whole check: plan, reach, sessions, late arrivals, verdict. The record in `run.ndjson` is the result."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.conformance.bench import Bench
from simulator.conformance.cells import CellRunner
from simulator.conformance.ladder import climb
from simulator.conformance.national import NationalSide
from simulator.conformance.opening import opening_of
from simulator.conformance.options import RunOptions
from simulator.conformance.plan import Cell, plan
from simulator.conformance.reach import (
    SystemUnderTestUnreachable,
    national_url,
    require_national_side,
    require_system,
)
from simulator.conformance.record import FILE_NAME, RunFile, RunRecord, read_record
from simulator.conformance.shift import Shift
from simulator.conformance.stop import StopSignal
from simulator.conformance.texts import reason
from simulator.conformance.waiter import Waiter
from simulator.conformance.waivers import Looked, apply_waivers
from simulator.conformance.workers import run_cells
from simulator.core.clock import Clock, SystemClock
from simulator.core.errors import ConfigurationError, SimulatorError, SystemUnreachable
from simulator.core.ids import random_id
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.mark import Mark

log = logging.getLogger("simulator.conformance")

Listener = Callable[[dict[str, Any]], None]


def run_check(
    sheet: ClaimSheet,
    catalogue: Catalogue,
    options: RunOptions,
    listen: Listener | None = None,
    stop: StopSignal | None = None,
    clock: Clock | None = None,
) -> RunRecord:
    """Judge the system that the claim sheet describes; return the record of the run.

    Raises a SimulatorError for what the user has to mend first: an unknown id, a national side or a system under
    test that does not answer.
    """
    record, options = begin(sheet, catalogue, options)
    cells = plan(sheet, catalogue, options)
    signal, time = stop or StopSignal(), clock or SystemClock()
    bench = bench_of(sheet, catalogue, options, record, listen or _nobody, signal, time)
    began = time.monotonic()
    try:
        announce(bench, cells)
        _run(bench, cells)
        _finish(bench, cells, time.monotonic() - began)
    finally:
        bench.waiter.end()
        bench.file.close()
    if isinstance(bench.gave_up, SystemUnderTestUnreachable):
        raise bench.gave_up
    return record


def _nobody(event: dict[str, Any]) -> None:
    del event


def begin(sheet: ClaimSheet, catalogue: Catalogue, options: RunOptions) -> tuple[RunRecord, RunOptions]:
    """Return the record of the run, a new one or the one to go on with, and the options that hold for it."""
    path = options.output / FILE_NAME
    if not options.resume:
        if path.exists():
            raise ConfigurationError(
                str(options.output), "already holds a run", "an empty folder", "Give another --output, or --resume."
            )
        services = (*options.services, *catalogue.services_of(options.sets))
        return RunRecord(path), replace(options, services=services)
    record = read_record(options.output)
    tested = record.started["province"]["id"]
    if tested != sheet.id:
        raise ConfigurationError(
            str(options.output), f"is a run of {tested}", f"a run of {sheet.id}", "Resume it with its own claim sheet."
        )
    return record, replace(options, **RunOptions.taken_over(record.started))


def bench_of(
    sheet: ClaimSheet,
    catalogue: Catalogue,
    options: RunOptions,
    record: RunRecord,
    listen: Listener,
    stop: StopSignal,
    clock: Clock,
) -> Bench:
    """Return the surroundings of the run, after the national side has learnt of the system under test."""
    url = national_url(sheet, options.simulator)
    status = require_national_side(url, options.admin_token, options.ca_file)
    national = NationalSide(url, stop, options.admin_token, options.patience, clock, options.ca_file)
    if options.end_open_sessions:
        national.end_open_sessions(sheet)
    national.register(sheet)
    run = record.run or options.run or random_id("run")
    # A resumed run reads its sessions' news again; a national side with a new data folder counts from the start.
    after = min([int(status["position"]), *(session.position for session in record.sessions.values())])
    waiter = Waiter(national, run, after, stop, clock)
    file = RunFile(record, listen)
    return Bench(run, sheet, catalogue, options, national, waiter, record, file, stop, clock)


def announce(bench: Bench, cells: Iterable[Cell]) -> None:
    """Write the opening line and what is planned; tell what an earlier attempt has finished."""
    kept = [outcome for key, outcome in bench.record.cells.items() if key in bench.record.done]
    bench.file.append("run_started", sync=True, **opening_of(bench, cells))
    for outcome in bench.record.cells.values():
        bench.file.tell({"event": "cell_planned", "cell": outcome.to_json()})
    for outcome in kept:
        bench.file.tell({"event": "cell_finished", "cell": outcome.to_json(), "kept": True})
    for cell in cells:
        if cell.key not in bench.record.cells:
            bench.file.append("cell_planned", cell=cell.planned().to_json())


def _run(bench: Bench, cells: Iterable[Cell]) -> None:
    todo = [cell for cell in cells if cell.runs and cell.key not in bench.record.done]
    if not todo or not _is_there(bench):
        return
    for weather in bench.catalogue.weathers.values():
        if weather.exclusive:
            bench.national.calm(bench.sheet, weather, "")  # a run that was killed may have left it on
    bench.waiter.start()
    runner = CellRunner(bench)
    _run_cells(bench, runner, todo)
    if bench.stop.requested:
        return
    try:
        late = bench.national.late_sessions(bench.run)
        for cell in todo:
            runner.judge_late(cell, late)
    except SystemUnreachable as error:
        bench.gave_up = error


def _run_cells(bench: Bench, runner: CellRunner, todo: Sequence[Cell]) -> None:
    """Run what is alone and what is driven by programs; stories with people go on beside, and may last for days.

    With people in the run those that have the system to themselves come first: later it would never be free.
    """
    with_people = [cell for cell in todo if cell.parks and not cell.alone]
    others = climb(bench, runner, [cell for cell in todo if cell not in with_people])
    concurrency = bench.options.concurrency or bench.sheet.concurrency
    seconds = bench.options.stop_after_seconds

    def run(cells: Sequence[Cell]) -> None:
        run_cells(cells, runner.run, concurrency, bench.stop, bench.clock, seconds)

    if not with_people:
        run(others)
        return
    run([cell for cell in others if cell.alone])
    shift = Shift(with_people, runner, bench, concurrency)
    shift.start()
    run([cell for cell in others if not cell.alone])
    shift.join(seconds)


def _is_there(bench: Bench) -> bool:
    """Return whether the system under test answers; without it there is no run."""
    try:
        require_system(bench.national, bench.sheet)
    except SystemUnderTestUnreachable as error:
        bench.give_up(error)
        return False
    return True


def _finish(bench: Bench, cells: Iterable[Cell], seconds: float) -> None:
    interrupted = bench.stop.requested and bench.gave_up is None
    why = _why_not_run(bench)
    for cell in cells:
        if cell.runs and cell.key not in bench.record.done:
            outcome = bench.record.cells[cell.key].not_run(why)
            bench.file.append("cell_finished", cell=outcome.to_json(), interrupted=True)
    if bench.options.waivers:
        _waive(bench)
    _compare_dialect(bench)
    _list_test_data(bench)
    bench.file.append(
        "run_finished",
        sync=True,
        verdict=bench.record.verdict.value,
        counts=bench.record.counts,
        seconds=round(seconds, 3),
        interrupted=interrupted,
    )


def _compare_dialect(bench: Bench) -> None:
    """Say when what the system sent speaks against the dialect that it claims."""
    if bench.gave_up is not None or not bench.record.sessions:
        return
    try:
        seen = bench.national.dialect(bench.sheet)
    except SimulatorError as error:
        log.warning("The dialect could not be compared: %s", error)
        return
    if seen["contradicted"]:
        own = next(one for one in seen["dialects"] if one["id"] == seen["claimed"])
        signs = [sign["title"] for sign in own["contradicting"] if Mark(sign["mark"]).can_fail]
        bench.file.append("dialect", claimed=seen["claimed"], proposed=seen["proposed"], signs=signs)


def _list_test_data(bench: Bench) -> None:
    """Say what is left to clean up; a national side that is gone, or was told to stop at once, cannot say it."""
    if bench.gave_up is not None or not bench.record.sessions:
        return
    try:
        bench.file.append("test_data", rows=bench.national.test_data(bench.run))
    except SimulatorError as error:
        log.warning("The list of test data could not be read: %s", error)


def _waive(bench: Bench) -> None:
    looked = Looked(bench.options.chosen(), bench.stop.requested or bench.gave_up is not None)
    cells = list(bench.record.cells.values())
    waiving = apply_waivers(bench.options.waivers, bench.catalogue, cells, looked, bench.clock.now().date())
    bench.file.append("waivers", **waiving.to_json())


def _why_not_run(bench: Bench) -> Text:
    if isinstance(bench.gave_up, SystemUnderTestUnreachable):
        return reason("unreachable", url=bench.gave_up.where)
    if bench.gave_up is not None:
        return reason("national_side_gone", error=bench.gave_up.text())
    return reason("interrupted")
