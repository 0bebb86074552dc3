"""The mutation matrix: every check can fail, and every defect of the reference system is found.

A defect is told by its id, the exact set of checks it must trip with their verdicts, and the weathers in which it
shows. Who starts a system with a defect, and how it is checked, is handed in: nothing here knows the province.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from simulator.conformance.matrix import DefectResult, Fate, MutationMatrix, NullResult
from simulator.conformance.record import RunRecord
from simulator.core.errors import SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import CheckOutcome, Verdict, worst

__all__ = ["Defect", "DefectResult", "Fate", "MutationMatrix", "NullResult", "run_mutants"]

_SILENT = (Verdict.PASS, Verdict.NOT_APPLICABLE)
_TRIPPED = (Verdict.ERROR, Verdict.FAIL, Verdict.WARN)


class Defect(Protocol):
    """What has to be told of a defect."""

    @property
    def id(self) -> str:
        """Return its name."""
        ...

    @property
    def expects(self) -> Mapping[str, str]:
        """Return check id -> FAIL or WARN, for every check that it trips; and no other check."""
        ...

    @property
    def visible_in(self) -> Sequence[str]:
        """Return the weathers in which it trips a check."""
        ...


Start = Callable[[str], AbstractContextManager[ClaimSheet]]
"""Starts a system with one defect (or null system) and gives its claim sheet; it ends with the context."""
Check = Callable[[ClaimSheet, str], RunRecord]
"""Checks a system; the second argument labels the run."""


def run_mutants(
    defects: Iterable[Defect],
    start: Start,
    check: Check,
    *,
    nulls: Iterable[str] = (),
    start_null: Start | None = None,
    listen: Callable[[DefectResult | NullResult], None] | None = None,
) -> MutationMatrix:
    """Check the clean system (`start("")`), then one with each defect, then each null system."""
    matrix = MutationMatrix()
    with start("") as sheet:
        clean = check(sheet, "clean")
    matrix.clean = not_passed(clean)
    judged = [(cell, outcome) for cell in clean.cells.values() for outcome in cell.checks if _was_judged(outcome)]
    matrix.checks = tuple(dict.fromkeys(outcome.id for _, outcome in judged))
    matrix.weathers = tuple(dict.fromkeys(cell.weather for cell, _ in judged))
    for defect in defects:
        matrix.defects.append(_tell(_with_defect(defect, start, check), listen))
    for null in nulls:
        if start_null is not None:
            matrix.nulls.append(_tell(_with_null(null, start_null, check), listen))
    return matrix


def not_passed(record: RunRecord) -> dict[str, str]:
    """Return check id -> worst verdict, of the checks that did not pass everywhere."""
    verdicts: dict[str, list[Verdict]] = {}
    for cell in record.cells.values():
        for outcome in cell.checks:
            verdicts.setdefault(outcome.id, []).append(outcome.verdict)
    found = {check: worst(several) for check, several in verdicts.items()}
    return {check: verdict.value for check, verdict in found.items() if verdict not in _SILENT}


def tripped_in(record: RunRecord) -> tuple[str, ...]:
    """Return the weathers in which a check fell, by name."""
    fallen = {
        cell.weather for cell in record.cells.values() if any(outcome.verdict in _TRIPPED for outcome in cell.checks)
    }
    return tuple(sorted(fallen))


def must_passes(record: RunRecord) -> tuple[str, ...]:
    """Return the MUST checks that passed anywhere."""
    outcomes = [outcome for cell in record.cells.values() for outcome in cell.checks]
    return tuple(sorted({one.id for one in outcomes if one.level == "MUST" and one.verdict is Verdict.PASS}))


def _with_defect(defect: Defect, start: Start, check: Check) -> DefectResult:
    expected, expected_in = dict(defect.expects), tuple(sorted(defect.visible_in))
    try:
        with start(defect.id) as sheet:
            record = check(sheet, defect.id)
    except SystemUnreachable as error:
        return DefectResult(defect.id, Fate.DEAD, expected, {}, (), expected_in, (), error.text())
    found = not_passed(record)
    observed = {check_id: verdict for check_id, verdict in found.items() if Verdict(verdict) in _TRIPPED}
    return DefectResult(
        id=defect.id,
        fate=_fate(expected, observed, expected_in, tripped_in(record)),
        expected=expected,
        observed=observed,
        blocked=tuple(check_id for check_id in found if check_id not in observed),
        expected_in=expected_in,
        observed_in=tripped_in(record),
        detail=" / ".join(dict.fromkeys(cell.reason.en for cell in record.cells.values() if cell.verdict in _TRIPPED)),
    )


def _fate(
    expected: Mapping[str, str], observed: Mapping[str, str], expected_in: Sequence[str], observed_in: Sequence[str]
) -> Fate:
    if not observed:
        return Fate.SILENT
    # A selection without one of the weathers cannot show the defect there.
    seen_as_told = set(observed_in) <= set(expected_in) if expected_in else True
    return Fate.KILLED if dict(expected) == dict(observed) and seen_as_told else Fate.COLLATERAL


def _with_null(null: str, start: Start, check: Check) -> NullResult:
    try:
        with start(null) as sheet:
            return NullResult(null, must_passes(check(sheet, null)))
    except SystemUnreachable as error:
        return NullResult(null, (), error.text())


def _was_judged(outcome: CheckOutcome) -> bool:
    return outcome.verdict is not Verdict.NOT_APPLICABLE


Row = DefectResult | NullResult


def _tell(row: Any, listen: Callable[[Row], None] | None) -> Any:
    if listen is not None:
        listen(row)
    return row
