"""How far a run is, and what it waits for: from its record, and from the national side when that answers."""

import shlex
from pathlib import Path
from typing import Any

from simulator.conformance.national import NationalSide
from simulator.conformance.record import read_record
from simulator.conformance.stop import StopSignal
from simulator.conformance.texts import reason
from simulator.core.clock import SystemClock
from simulator.core.errors import SimulatorError
from simulator.stack.run_lock import is_running

_PATIENCE = 0.02
"""Of the minute that a run waits for a national side; who asks for the status only wants to know."""


def status_of(folder: Path, simulator: str = "", token: str = "", ca_file: str = "") -> dict[str, Any]:
    """Return run, folder, status, verdict, counts, cells and the work that is open.

    Status is `running`, `waiting` (running, and every cell that is left waits for people), `stopped` (it can be
    resumed) or `finished`; `work` is null when the national side does not answer, and `unreachable` says why.
    """
    record = read_record(folder)
    url = (simulator or str(record.started["simulator"])).rstrip("/")
    waiting = reason("planned")  # what will never run says so with another reason
    planned = [cell for cell in record.cells.values() if cell.key in record.done or cell.reason == waiting]
    done = [cell for cell in planned if cell.key in record.done]
    work, why = _work(url, record.run, token, ca_file)
    return {
        "run": record.run,
        "folder": str(folder),
        "simulator": url,
        "status": _status(folder, record.interrupted, work, len(planned) - len(done)),
        "verdict": record.verdict.value,
        "counts": record.counts,
        "cells": {"all": len(planned), "done": len(done)},
        "sessions_open": len(record.sessions.keys() - record.done),
        "work": work,
        "work_url": f"{url}/console/work?run={record.run}",
        "unreachable": why,
        "go_on": shlex.join(["dvcsim", "check", str(record.started["province"]["label"]), "--resume", str(folder)]),
    }


def latest_run(folder: Path) -> Path | None:
    """Return the folder of the run that was written last below a folder; None when there is none."""
    records = [path for path in (*folder.glob("run.ndjson"), *folder.glob("*/run.ndjson")) if path.is_file()]
    return max(records, key=lambda path: path.stat().st_mtime).parent if records else None


def _status(folder: Path, interrupted: bool, work: dict[str, Any] | None, left: int) -> str:
    if is_running(folder):
        waits = work is not None and work["items"] and len({item["session"] for item in work["items"]}) >= left
        return "waiting" if waits else "running"
    return "stopped" if interrupted else "finished"


def _work(url: str, run: str, token: str, ca_file: str) -> tuple[dict[str, Any] | None, str]:
    national = NationalSide(url, StopSignal(), token, _PATIENCE, SystemClock(), ca_file)
    try:
        listed = national.work(run)
    except SimulatorError as error:
        return None, error.text()
    return {"estimate": listed["estimate"], "items": listed["items"]}, ""
