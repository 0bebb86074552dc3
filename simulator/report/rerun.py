"""The command that runs exactly one cell again: same people, same day, same weather."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.domain.outcome import CellOutcome, Verdict
from simulator.report.causes import UNSETTLED, causes_of
from simulator.report.reading import RunRecord

_CARRIED = ("--simulator", "--data-dir", "--patience", "--fail-on", "--role", "--defect", "--waivers")


def rerun_command(record: RunRecord, cell: CellOutcome | None = None) -> str:
    """Return the command line for one cell, or for the whole run again."""
    given = [str(word) for word in record.head.get("command", [])]
    words = ["dvcsim", *_subject(given, record.province)]
    if cell is not None:
        words += ["--service", cell.service, "--scenario", cell.scenario, "--weather", cell.weather]
    words += ["--as-of", str(record.head.get("as_of", "")), "--seed", str(record.head.get("seed", ""))]
    return shlex.join([*words, *_carried(given)])


def next_command(record: RunRecord, folder: Path) -> str:
    """Return what a sensible person does after this run."""
    subject = _subject([str(word) for word in record.head.get("command", [])], record.province)
    if record.interrupted and subject[0] == "check":
        return shlex.join(["dvcsim", *subject, "--resume", str(folder)])
    found = (*causes_of(record, (Verdict.ERROR, Verdict.FAIL)), *causes_of(record, UNSETTLED))
    causes = [cause for cause in found if cause.waiver is None]
    if causes:
        return rerun_command(record, causes[0].first.cell)
    return "dvcsim serve" if subject[0] == "demo" else "dvcsim list requirements"


def _subject(given: Sequence[str], province: Mapping[str, object]) -> list[str]:
    return ["demo"] if "demo" in given[:2] else ["check", str(province.get("label") or "province.yaml")]


def _carried(given: Sequence[str]) -> list[str]:
    words: list[str] = []
    for place, word in enumerate(given):
        flag, equals, _ = word.partition("=")
        if flag in _CARRIED:
            words += [word] if equals else list(given[place : place + 2])
    return words
