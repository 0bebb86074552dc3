"""`report.html`: the run for people, in one file that opens from disk, prints, and loads nothing.

Vietnamese first, English behind the switch; works without JavaScript. An exchange is laid out once, where it is first
used, and linked from then on.
"""

import shlex
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any

from simulator.domain.outcome import CellOutcome, Verdict
from simulator.report.case_groups import case_groups
from simulator.report.causes import TO_ACT_ON, UNSETTLED, Cause, Finding, causes_of
from simulator.report.cleanup_csv import dossiers_left
from simulator.report.coverage import coverage_of
from simulator.report.coverage_html import coverage_sentence
from simulator.report.environment import environment
from simulator.report.evidence import MOST_DIAGRAMS, Evidence
from simulator.report.matrix import family_of, matrix_of
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from simulator.report.verdict_sentence import caveats, rests_on, verdict_sentence
from simulator.report.waived import (
    STATE_MARKS,
    WAIVED_MARK,
    accepted,
    all_waived,
    says,
    state_word,
    waived_cell,
    waived_check,
    waiver_files,
    waivers_of,
    wide,
)

MOST_PLACES = 40
"""Findings of one cause that the page tells; results.json has all."""


def render_html(record: RunRecord) -> str:
    """Return the file's text."""
    return environment().get_template("report.html").render(_context(record))


def _context(record: RunRecord) -> dict[str, Any]:
    causes, unsettled = causes_of(record, TO_ACT_ON), causes_of(record, UNSETTLED)
    return {
        "record": record,
        "head": record.head,
        "province": {**record.province, "sheet": PurePath(str(record.province.get("label", ""))).name},
        "sentence": verdict_sentence(record),
        "rests_on": rests_on(record),
        "caveats": caveats(record),
        "matrix": matrix_of(record),
        "causes": causes,
        "unsettled": unsettled,
        "place_of": partial(_place_of, causes, unsettled),
        "most_places": MOST_PLACES,
        "most_diagrams": MOST_DIAGRAMS,
        "alike": _alike,
        "example": _example(record),
        "coverage_sentence": coverage_sentence(coverage_of(record)),
        "left_behind": dossiers_left(record),
        "not_applicable": causes_of(record, (Verdict.NOT_APPLICABLE,)),
        "passes": _by_service(cell for cell in record.cells if cell.verdict in (Verdict.PASS, Verdict.ATTESTED)),
        "tried": case_groups(record),
        "verdicts": [verdict for verdict in Verdict if verdict.value in record.counts],
        "rerun": lambda cell=None: rerun_command(record, cell),
        "evidence": Evidence(record),
        "command_line": shlex.join(str(word) for word in record.head.get("command", [])),
        **_waivers(record),
    }


def _waivers(record: RunRecord) -> dict[str, Any]:
    return {
        "waivers": waivers_of(record),
        "all_waived": all_waived(record),
        "waived_cells": sum(waived_cell(record, cell) for cell in record.cells),
        "waiver_files": waiver_files(record),
        "waived_check": partial(waived_check, record),
        "waived_mark": WAIVED_MARK,
        "state_marks": STATE_MARKS,
        "state_word": state_word,
        "says": says,
        "accepted": accepted,
        "wide": wide,
    }


def _place_of(causes: Sequence[Cause], unsettled: Sequence[Cause], service: str, family: str, verdict: Verdict) -> str:
    """Return the id of the element that tells why the matrix shows this verdict; empty where there is nothing to do."""
    for name, group in (("cause", causes), ("open", unsettled)):
        for number, cause in enumerate(group, start=1):
            if any(_explains(finding, service, family, verdict) for finding in cause.findings):
                return f"{name}-{number}"
    return ""


def _explains(finding: Finding, service: str, family: str, verdict: Verdict) -> bool:
    cell = finding.cell
    return finding.verdict is verdict and cell.service == service and family_of(cell.scenario) == family


def _example(record: RunRecord) -> Finding | None:
    """Return a session that passed, the longest, to show what right looks like."""
    passed = [cell for cell in record.cells if cell.verdict is Verdict.PASS and record.exchanges.get(cell.session)]
    # A session of many logins would show the same journey over and over.
    passed = [cell for cell in passed if not any(check.case for check in cell.checks)]
    best = max(passed, key=lambda cell: len(record.exchanges[cell.session]), default=None)
    return Finding(best, None) if best else None


def _alike(cause: Cause) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return (scenarios, services): the scenarios of a cause that it touches for the same services, put together."""
    services: dict[str, dict[str, None]] = {}
    for finding in cause.findings:
        services.setdefault(finding.cell.scenario, {})[finding.cell.service] = None
    groups: dict[tuple[str, ...], list[str]] = {}
    for scenario, touched in services.items():
        groups.setdefault(tuple(touched), []).append(scenario)
    return [(scenarios, touched) for touched, scenarios in groups.items()]


def _by_service(cells: Iterable[CellOutcome]) -> dict[str, list[CellOutcome]]:
    groups: dict[str, list[CellOutcome]] = {}
    for cell in cells:
        groups.setdefault(cell.service, []).append(cell)
    return groups
