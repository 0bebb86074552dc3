"""`results.json`: the verdicts for machines, in the form of contracts/files/results.schema.json.

The same record gives the same bytes. Exchanges and steps stay in the other files.
"""

import json
from typing import Any

from simulator.domain.outcome import CellOutcome
from simulator.domain.waiver import Waiver
from simulator.domain.waiving import State
from simulator.report.reading import RunRecord
from simulator.report.waived import waiver_files

FORMAT = "dvcsim-results/1"


def results_of(record: RunRecord) -> dict[str, Any]:
    """Return the document."""
    head = record.head
    plain = {name: head.get(name) for name in ("tool", "version", "run", "as_of", "seed", "dialect", "province")}
    return {
        "format": FORMAT,
        **plain,
        "started_at": head.get("started_at"),
        "seconds": round(record.seconds, 3),
        "interrupted": record.interrupted,
        "cells": [_cell(record, cell) for cell in record.cells],
        **_waivers(record),
        "summary": {"verdict": record.verdict.value, "counts": record.counts, **_counted(record)},
    }


def _cell(record: RunRecord, cell: CellOutcome) -> dict[str, Any]:
    """Return a cell; where something of it is waived it says so, and is silent otherwise."""
    document, waiving = cell.to_json(), record.waiving
    for index, check in enumerate(document["checks"]):
        check |= _waiver(waiving.of(cell, index))
    document |= _waiver(waiving.of(cell, None))
    return {**document, "waived": True} if waiving.covers_all_of(cell) else document


def _waiver(waiver: Waiver | None) -> dict[str, Any]:
    if waiver is None:
        return {}
    about = {"id": waiver.id, "until": waiver.expires.isoformat(), "owner": waiver.owner}
    return {"waiver": {**about, "legal_basis": waiver.legal_basis, "reason": waiver.reason.to_json()}}


def _waivers(record: RunRecord) -> dict[str, Any]:
    """Return the waivers of the run; nothing for a run without any."""
    waiving = record.waiving
    if not waiving.applied:
        return {}
    rows = [
        {**{name: value for name, value in one.to_json().items() if name != "label"}, "covers": len(one.covers)}
        for one in waiving.applied
    ]
    files = [{"name": name, "digest": digest} for name, digest in waiver_files(record)]
    return {"waivers": {"day": waiving.day.isoformat(), "files": files, "rows": rows}}


def _counted(record: RunRecord) -> dict[str, Any]:
    waiving = record.waiving
    if not waiving.applied:
        return {}
    waived, left = waiving.number(record.cells)
    states = {state.value: len(waiving.in_state(state)) for state in State}
    return {"waived": {"findings": waived, "left": left, **states}}


def render_results(record: RunRecord) -> str:
    """Return the file's text."""
    return json.dumps(results_of(record), ensure_ascii=False, indent=2) + "\n"
