"""One record from those of all pytest processes, and the reports of `dvcsim check` made from it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.conformance.record import FILE_NAME, RunFile, RunRecord
from simulator.conformance.texts import reason
from simulator.report.render import render_all
from simulator.stack.checking import keep_earlier

_FIRST_ONLY = ("run_started", "cell_planned")


def write_reports(parts: list[Path], run: str, output: Path, seconds: float) -> Path | None:
    """Put the records in these folders together in `output`, with every report; return the page, None without any."""
    started = [part for part in parts if (part / FILE_NAME).is_file()]
    if not started:
        return None
    output.mkdir(parents=True, exist_ok=True)
    keep_earlier(output)
    record = RunRecord(output / FILE_NAME)
    file = RunFile(record, _nobody)
    for number, part in enumerate(started):
        for event in _events(part / FILE_NAME):
            if number == 0 or event["event"] not in _FIRST_ONLY:
                data = {name: value for name, value in event.items() if name != "event"}
                file.append(event["event"], **(data | {"run": run} if event["event"] == "run_started" else data))
    _finish(record, file, seconds)
    render_all(output)
    return output / "report.html"


def _nobody(event: Mapping[str, Any]) -> None:
    del event


def _events(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the events; a process that died may leave a cut line at the end."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            event: Mapping[str, Any] = json.loads(line)
        except ValueError:
            continue
        yield event


def _finish(record: RunRecord, file: RunFile, seconds: float) -> None:
    left = [outcome for outcome in record.cells.values() if outcome.reason == reason("planned")]
    for outcome in left:
        file.append("cell_finished", cell=outcome.not_run(reason("interrupted")).to_json(), interrupted=True)
    ended = {"verdict": record.verdict.value, "counts": record.counts, "seconds": round(seconds, 3)}
    file.append("run_finished", sync=True, **ended, interrupted=bool(left))
    file.close()
