"""The mutation matrix: every check can fail, and every defect of the reference system is found.

A defect is told by its id, the exact set of checks it must trip with their verdicts, and the weathers in which it
shows. Who starts a system with a defect, and how it is checked, is handed in: nothing here knows the province.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from typing import Protocol

from simulator.conformance.in_order import in_order
from simulator.conformance.matrix import CleanResult, DefectResult, Fate, MutationMatrix, NullResult, Row
from simulator.conformance.reach import SystemUnderTestUnreachable
from simulator.conformance.record import RunRecord
from simulator.conformance.stop import StopSignal
from simulator.core.errors import SystemUnreachable
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import CheckOutcome, Verdict, worst

__all__ = ["CleanResult", "Defect", "DefectResult", "Fate", "MutationMatrix", "NullResult", "Row", "run_mutants"]

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

    @property
    def services(self) -> Sequence[str]:
        """Return the services in which it trips a check; `*` for all."""
        ...

    @property
    def scenarios(self) -> Sequence[str]:
        """Return the stories that are told to find it; empty for all."""
        ...

    @property
    def system(self) -> str:
        """Return the other reference system in which it shows (a profile of VNeID, a role); empty for the usual one."""
        ...


Start = Callable[[str, str], AbstractContextManager[ClaimSheet]]
"""Starts, with one defect, the usual system or another one (both may be empty), and gives its claim sheet."""
StartNull = Callable[[str], AbstractContextManager[ClaimSheet]]
"""Starts a system that does nothing useful; like the others it ends with the context."""
Check = Callable[[ClaimSheet, str, Sequence[str]], RunRecord]
"""Checks a system: (claim sheet, label of the run, scenarios to tell, empty for all)."""


def run_mutants(
    defects: Iterable[Defect],
    start: Start,
    check: Check,
    *,
    nulls: Iterable[str] = (),
    start_null: StartNull | None = None,
    listen: Callable[[Row], None] | None = None,
    jobs: int = 1,
    stop: StopSignal | None = None,
) -> MutationMatrix:
    """Check the clean system, one with each defect, and each null system; `jobs` of them at once.

    A clean system is checked for each other system that a defect names, in the stories of these defects.
    `listen` hears of each row in this order. Raises `Stopped` when the stop is requested.
    """
    wanted = list(defects)
    rows: list[Callable[[], Row]] = [partial(_clean, start, check)]
    rows += [partial(_clean, start, check, name, told) for name, told in other_systems(wanted).items()]
    rows += [partial(_with_defect, defect, start, check) for defect in wanted]
    count = len(rows)
    rows += [partial(_with_null, null, start_null, check) for null in nulls if start_null is not None]
    matrix = MutationMatrix()
    # With a system that accepts everything and sends nothing, every wait lasts to its end: it must not begin last.
    for row in in_order(rows, jobs, stop or StopSignal(), begin_with=(0, *range(count, len(rows)))):
        matrix.take(row)
        if listen is not None:
            listen(row)
    return matrix


def other_systems(defects: Iterable[Defect]) -> dict[str, tuple[str, ...]]:
    """Return each system that is not the usual one -> the stories of its defects."""
    told: dict[str, tuple[str, ...]] = {}
    for defect in defects:
        if defect.system:
            told[defect.system] = tuple(dict.fromkeys((*told.get(defect.system, ()), *defect.scenarios)))
    return told


def not_passed(record: RunRecord) -> dict[str, str]:
    """Return check -> worst verdict, of the checks that did not pass everywhere; cells without checks by name."""
    verdicts: dict[str, list[Verdict]] = {}
    for cell in record.cells.values():
        for outcome in cell.checks:
            verdicts.setdefault(outcome.name, []).append(outcome.verdict)
        if not cell.checks:
            verdicts[" ".join(cell.key)] = [cell.verdict]
    found = {check: worst(several) for check, several in verdicts.items()}
    return {check: verdict.value for check, verdict in found.items() if verdict not in _SILENT}


def tripped_in(record: RunRecord) -> tuple[str, ...]:
    """Return the weathers in which a check fell, by name."""
    fallen = {
        cell.weather for cell in record.cells.values() if any(outcome.verdict in _TRIPPED for outcome in cell.checks)
    }
    return tuple(sorted(fallen))


def not_run(record: RunRecord) -> str:
    """Return why a cell did not come to its checks, or an empty text: what was not looked at proves nothing."""
    broken = [cell for cell in record.cells.values() if cell.verdict in (Verdict.NOT_RUN, Verdict.ERROR)]
    return next((f"{' '.join(cell.key)}: {cell.reason.en}" for cell in broken if not cell.checks), "")


def must_passes(record: RunRecord) -> tuple[str, ...]:
    """Return the MUST checks that passed anywhere."""
    outcomes = [outcome for cell in record.cells.values() for outcome in cell.checks]
    return tuple(sorted({one.name for one in outcomes if one.level == "MUST" and one.verdict is Verdict.PASS}))


def _clean(start: Start, check: Check, system: str = "", scenarios: Sequence[str] = ()) -> CleanResult:
    with start("", system) as sheet:
        record = check(sheet, f"clean-{system}" if system else "clean", scenarios)
    judged = [(cell, outcome) for cell in record.cells.values() for outcome in cell.checks if _was_judged(outcome)]
    return CleanResult(
        not_passed=not_passed(record),
        checks=tuple(dict.fromkeys(outcome.name for _, outcome in judged)),
        weathers=tuple(dict.fromkeys(cell.weather for cell, _ in judged)),
        system=system,
    )


def _with_defect(defect: Defect, start: Start, check: Check) -> DefectResult:
    expected, expected_in = dict(defect.expects), tuple(sorted(defect.visible_in))
    try:
        with start(defect.id, defect.system) as sheet:
            record = check(sheet, defect.id, defect.scenarios)
    except SystemUnreachable as error:
        return DefectResult(defect.id, Fate.DEAD, expected, {}, (), expected_in, (), error.text())
    if gap := not_run(record):
        return DefectResult(defect.id, Fate.DEAD, expected, {}, (), expected_in, (), gap)
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


def _with_null(null: str, start: StartNull, check: Check) -> NullResult:
    """Judge a null system. One that answers nothing is judged too; one that could not be started is not."""
    with ExitStack() as stack:
        try:
            sheet = stack.enter_context(start(null))
            record = check(sheet, null, ())
            gap = not_run(record)
            return NullResult(null, must_passes(record), gap, tried=not gap)
        except SystemUnderTestUnreachable as error:
            return NullResult(null, (), error.text())
        except SystemUnreachable as error:
            return NullResult(null, (), error.text(), tried=False)


def _was_judged(outcome: CheckOutcome) -> bool:
    return outcome.verdict is not Verdict.NOT_APPLICABLE
