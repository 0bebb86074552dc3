"""`results.json`: the verdicts for machines, in the form of contracts/files/results.schema.json.

The same record gives the same bytes. Exchanges and steps stay in the other files.
"""

import json
from typing import Any

from simulator.report.reading import RunRecord

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
        "cells": [cell.to_json() for cell in record.cells],
        "summary": {"verdict": record.verdict.value, "counts": record.counts},
    }


def render_results(record: RunRecord) -> str:
    """Return the file's text."""
    return json.dumps(results_of(record), ensure_ascii=False, indent=2) + "\n"
