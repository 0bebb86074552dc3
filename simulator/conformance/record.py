"""`run.ndjson`: the append-only record of a run, written event by event and read back to resume.

Every renderer works from this file alone. Each finished cell is on the disk before the next one is said to begin.
"""

import json
import logging
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.core.errors import DataFileError
from simulator.core.exit_status import ExitStatus
from simulator.domain.evidence import StepRecord
from simulator.domain.outcome import CellOutcome, Verdict, exit_status_of, run_verdict
from simulator.domain.waiving import Waiving

log = logging.getLogger("simulator.conformance")

FORMAT = "dvcsim-run/1"
FILE_NAME = "run.ndjson"
Event = Mapping[str, Any]
CellKey = tuple[str, str, str]


@dataclass(frozen=True)
class OpenedSession:
    """A session that the record says was opened for a cell."""

    id: str
    position: int
    attempt: int


@dataclass
class RunRecord:
    """What happened in a run so far."""

    path: Path
    started: Event = field(default_factory=dict)
    cells: dict[CellKey, CellOutcome] = field(default_factory=dict)
    """The last word about each cell, in the order of the plan."""
    done: set[CellKey] = field(default_factory=set)
    """Cells that ended, or were never to run; an interrupted one is not done."""
    sessions: dict[CellKey, OpenedSession] = field(default_factory=dict)
    """The latest session of each cell."""
    steps: dict[str, list[StepRecord]] = field(default_factory=lambda: defaultdict(list))
    """Session -> its recorded steps."""
    finished: Event | None = None
    waiving: Waiving | None = None
    """What its waivers came to; None for a run without waivers."""

    @property
    def run(self) -> str:
        """Return the id of the run."""
        return str(self.started.get("run", ""))

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the run as it stands."""
        return run_verdict(self.cells.values())

    @property
    def counts(self) -> dict[str, int]:
        """Return verdict -> number of cells, of the verdicts that occur."""
        counted = {verdict.value: 0 for verdict in Verdict}
        for cell in self.cells.values():
            counted[cell.verdict.value] += 1
        return {verdict: count for verdict, count in counted.items() if count}

    @property
    def interrupted(self) -> bool:
        """Return whether the run was stopped before its end."""
        return self.finished is None or bool(self.finished.get("interrupted"))

    def exit_status(self, fail_on: str = "fail") -> ExitStatus:
        """Return the exit code that this run ends with."""
        if self.interrupted:
            return ExitStatus.INTERRUPTED
        if self.waiving is not None:
            return self.waiving.exit_status(self.cells.values())
        return exit_status_of(self.verdict, fail_on == "warn")

    def take(self, event: Event) -> None:
        """Take in one event."""
        kind = event["event"]
        if kind == "run_started":
            self.started = self.started or event
            self.finished = self.waiving = None
        elif kind in ("cell_planned", "cell_finished"):
            self._take_cell(event, kind == "cell_finished")
        elif kind == "session_opened":
            opened = OpenedSession(event["session"], int(event["position"]), int(event["attempt"]))
            self.sessions[_key(event)] = opened
        elif kind == "step":
            self.steps[event["session"]].append(StepRecord(**event["record"]))
        elif kind == "waivers":
            self.waiving = Waiving.from_json(event)
        elif kind == "run_finished":
            self.finished = event

    def _take_cell(self, event: Event, ended: bool) -> None:
        cell = CellOutcome.from_json(event["cell"])
        if ended or cell.key not in self.cells:
            self.cells[cell.key] = cell
        if ended and not event.get("interrupted"):
            self.done.add(cell.key)


class RunFile:
    """Appends events to the record, and hands them to whoever listens."""

    def __init__(self, record: RunRecord, listen: Callable[[dict[str, Any]], None]) -> None:
        self._record = record
        self._listen = listen
        self._lock = threading.Lock()
        record.path.parent.mkdir(parents=True, exist_ok=True)
        _end_cut_line(record.path)
        self._file = record.path.open("a", encoding="utf-8")

    def append(self, kind: str, sync: bool = False, **data: Any) -> None:
        """Write one event; with `sync` it is on the disk when this returns."""
        event = {"event": kind, **data}
        with self._lock:
            if self._file.closed:
                return
            self._file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
            self._record.take(event)
            self.tell(event)

    def tell(self, event: dict[str, Any]) -> None:
        """Hand an event to whoever listens, without writing it."""
        try:
            self._listen(event)
        except Exception:  # a listener that breaks must not change a verdict
            log.exception("a listener of the run broke")

    def close(self) -> None:
        """Close the file; later events of threads that hang are dropped."""
        with self._lock:
            self._file.close()


def read_record(folder: Path) -> RunRecord:
    """Read the record of the run in that folder; a line that a crash cut off at the end is left out."""
    record = RunRecord(folder / FILE_NAME)
    for event in _events(record.path):
        record.take(event)
    if not record.started:
        raise DataFileError(f"{record.path}:1", "no run_started event", "the record of a run", "Start a new run.")
    return record


def _events(path: Path) -> Iterator[Event]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise DataFileError(str(path), "no such file", "the record of a run", "Check the folder.") from None
    for number, line in enumerate(lines, start=1):
        try:
            event: Event = json.loads(line)
        except json.JSONDecodeError as error:
            if number < len(lines):
                raise DataFileError(f"{path}:{number}", f"not JSON ({error})", "one event a line") from None
            return
        yield event


def _end_cut_line(path: Path) -> None:
    """Take off the end of a record what a crash has cut, so that the next event begins a line of its own."""
    if not path.exists():
        return
    text = path.read_bytes()
    if text and not text.endswith(b"\n"):
        os.truncate(path, text.rfind(b"\n") + 1)


def _key(event: Event) -> CellKey:
    scenario, service, weather = event["cell"]
    return (scenario, service, weather)
