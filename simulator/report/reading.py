"""The record of a run, read back from `run.ndjson`: the only thing that a renderer sees.

A run that was killed leaves a cut line; a resumed run has a second opening line and later lines about the same cells.
So the last word about a cell counts, and a cut line is left out and said so: the cell that it closed stays NOT_RUN.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.evidence import StepRecord
from simulator.domain.exchange import Exchange
from simulator.domain.outcome import CellOutcome, Verdict, run_verdict
from simulator.domain.waiving import NOTHING_WAIVED, Waiving
from simulator.report.disclosure import shown, shown_headers, shown_text

CellKey = tuple[str, str, str]


@dataclass
class RunRecord:
    """Everything that happened in a run. It grows event by event, and is complete with `run_finished`."""

    head: Mapping[str, Any] = field(default_factory=dict)
    """The `run_started` event."""
    outcomes: dict[CellKey, CellOutcome] = field(default_factory=dict)
    exchanges: dict[str, dict[int, Exchange]] = field(default_factory=dict)
    """Session -> exchange id -> exchange."""
    steps: dict[str, list[StepRecord]] = field(default_factory=dict)
    """Session -> the steps of its scenario."""
    finished: Mapping[str, Any] | None = None
    """The `run_finished` event; None when the run was killed."""
    waiving: Waiving = NOTHING_WAIVED
    test_data: tuple[Mapping[str, Any], ...] = ()
    """What the run left in the system: rows of dossier_code, service, scenario, weather, session, opened_at, people."""
    dialect: Mapping[str, Any] = field(default_factory=dict)
    """What speaks against the claimed dialect: claimed, proposed, signs (texts); empty when nothing does."""
    truncated: bool = False

    def add(self, event: Mapping[str, Any]) -> None:
        """Take in one event of the run; an unknown kind of event changes nothing."""
        take = _TAKERS.get(str(event.get("event", event.get("kind", ""))))
        if take is not None:
            take(self, event)

    @property
    def cells(self) -> tuple[CellOutcome, ...]:
        """Return the cells in the order in which they were planned."""
        return tuple(self.outcomes.values())

    @property
    def verdict(self) -> Verdict:
        """Return the verdict of the run: what the engine said, or the roll-up of what is there."""
        return Verdict(self.finished["verdict"]) if self.finished else run_verdict(self.cells)

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of cells per verdict, worst first, without the verdicts that nobody got."""
        counted = {verdict: sum(cell.verdict is verdict for cell in self.cells) for verdict in Verdict}
        return {verdict.value: number for verdict, number in counted.items() if number}

    @property
    def seconds(self) -> float:
        """Return how long the run took; the sum of its cells when it did not finish."""
        return float(self.finished["seconds"]) if self.finished else sum(cell.seconds for cell in self.cells)

    @property
    def interrupted(self) -> bool:
        """Return whether the run was stopped or killed before its end."""
        return self.finished is None or bool(self.finished["interrupted"])

    @property
    def province(self) -> Mapping[str, Any]:
        """Return who was tested: id, name, version, kind, agency, province_code, digest, label."""
        province: Mapping[str, Any] = self.head.get("province", {})
        return province

    def named(self, kind: str, key: str) -> Text:
        """Return the name of a service, weather or scenario as the record knows it, or its id."""
        entry = self.head.get(kind, {}).get(key, key)
        return Text.of(entry.get("title", key) if "title" in entry else entry)

    def requirement(self, key: str) -> Mapping[str, Any]:
        """Return the requirement as the record knows it; empty when it does not."""
        found: Mapping[str, Any] = self.head.get("requirements", {}).get(key, {})
        return found

    def exchange(self, session: str, number: int) -> Exchange | None:
        """Return an exchange of a session."""
        return self.exchanges.get(session, {}).get(number)


def _started(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.head = record.head or shown(event)
    record.finished = None
    record.waiving = NOTHING_WAIVED
    record.dialect = {}


def _cell(record: RunRecord, event: Mapping[str, Any]) -> None:
    cell = CellOutcome.from_json(shown(event["cell"]))
    record.outcomes[cell.key] = cell


def _planned(record: RunRecord, event: Mapping[str, Any]) -> None:
    cell = CellOutcome.from_json(shown(event["cell"]))
    record.outcomes.setdefault(cell.key, cell)


def _step(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.steps.setdefault(event["session"], []).append(StepRecord(**shown(event["record"])))


def _exchanges(record: RunRecord, event: Mapping[str, Any]) -> None:
    known = record.exchanges.setdefault(event["session"], {})
    for value in event["exchanges"]:
        known[int(value["id"])] = _shown_exchange(value)


_HEADERS = ("request_headers", "response_headers")
_TEXTS = ("url", "request_body", "response_body")


def _shown_exchange(value: Mapping[str, Any]) -> Exchange:
    own = {name: shown_headers(value[name]) for name in _HEADERS} | {name: shown_text(value[name]) for name in _TEXTS}
    return Exchange.from_json({**{name: shown(item) for name, item in value.items() if name not in own}, **own})


def _waivers(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.waiving = Waiving.from_json(shown(event))


def _test_data(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.test_data = tuple(shown(list(event["rows"])))


def _dialect(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.dialect = shown({name: event[name] for name in ("claimed", "proposed", "signs")})


def _finished(record: RunRecord, event: Mapping[str, Any]) -> None:
    record.finished = event


_TAKERS = {
    "run_started": _started,
    "cell_planned": _planned,
    "step": _step,
    "exchanges": _exchanges,
    "cell_finished": _cell,
    "waivers": _waivers,
    "test_data": _test_data,
    "dialect": _dialect,
    "run_finished": _finished,
}


def read_run(place: Path) -> RunRecord:
    """Return the record of the run whose folder, or whose record file, this is."""
    path = place if place.is_file() else place / "run.ndjson"
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        raise DataFileError(str(path), "no such file", "the record of a run", "Give the folder of a run.") from None
    record = RunRecord()
    for line in lines:
        _take_line(record, line)
    if not record.head:
        raise DataFileError(f"{path}:1", "no run_started event", "the record of a run", "Run the check again.")
    return record


def _take_line(record: RunRecord, line: str) -> None:
    if not line:
        return
    try:
        event = orjson.loads(line)
    except orjson.JSONDecodeError:
        record.truncated = True
    else:
        record.add(event)
