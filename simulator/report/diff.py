"""What changed between two runs: verdicts of cells and of checks, and what only one of them has.

The order from good to bad is the roll-up read backwards, with NOT_APPLICABLE after WARN: what does not apply, or is not
there at all, proves nothing. So a PASS that becomes NOT_APPLICABLE, or a check that disappears, is worse too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict, worst
from simulator.report.reading import CellKey, RunRecord

FORMAT = "dvcsim-diff/1"
_GROUND = ("as_of", "seed", "dialect", "version")
_GOOD_TO_BAD = (
    Verdict.PASS,
    Verdict.ATTESTED,
    Verdict.WARN,
    Verdict.NOT_APPLICABLE,
    Verdict.NOT_RUN,
    Verdict.INCONCLUSIVE,
    Verdict.FAIL,
    Verdict.ERROR,
)


class Direction(Enum):
    """Which way a verdict moved."""

    SAME = "same"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Step:
    """A verdict before and after; None when that run does not have it."""

    before: Verdict | None
    after: Verdict | None

    @property
    def direction(self) -> Direction:
        """Return which way it moved; what is not there counts as NOT_APPLICABLE."""
        before, after = _rank(self.before), _rank(self.after)
        if before == after:
            return Direction.SAME
        return Direction.WORSE if after > before else Direction.BETTER

    def to_json(self) -> dict[str, Any]:
        """Return both verdicts and the direction."""
        before, after = (verdict.value if verdict else None for verdict in (self.before, self.after))
        return {"before": before, "after": after, "change": self.direction.value}


@dataclass(frozen=True)
class CellChange:
    """A cell that is not the same in both runs."""

    key: CellKey
    verdict: Step
    checks: Mapping[str, Step]
    """Check, or check/case -> its step, of those that changed or came or went; empty for a cell of one run only."""

    @property
    def worse(self) -> bool:
        """Return whether the cell or one of its checks got worse."""
        return any(step.direction is Direction.WORSE for step in (self.verdict, *self.checks.values()))

    def to_json(self) -> dict[str, Any]:
        """Return the change as `dvcsim diff --json` prints it."""
        scenario, service, weather = self.key
        checks = [{"id": check, **step.to_json()} for check, step in self.checks.items()]
        named = {"scenario": scenario, "service": service, "weather": weather}
        return {**named, **self.verdict.to_json(), "checks": checks}


@dataclass(frozen=True)
class RunDiff:
    """Two runs side by side."""

    before: RunRecord
    after: RunRecord
    cells: tuple[CellChange, ...]
    ground: Mapping[str, tuple[str, str]]
    """What the two runs do not share (day of the rules, seed, dialect, version, province): before and after."""

    @property
    def worse(self) -> bool:
        """Return whether anything got worse."""
        return any(cell.worse for cell in self.cells)

    def to_json(self) -> dict[str, Any]:
        """Return the document of `dvcsim diff --json`."""
        ground = {name: {"before": before, "after": after} for name, (before, after) in self.ground.items()}
        return {
            "format": FORMAT,
            "before": _run(self.before),
            "after": _run(self.after),
            "ground": ground,
            "cells": [cell.to_json() for cell in self.cells],
            "worse": self.worse,
        }


def diff_runs(before: RunRecord, after: RunRecord) -> RunDiff:
    """Compare two runs, cell by cell in the order of the second."""
    keys = dict.fromkeys((*after.outcomes, *before.outcomes))
    changes = (_cell(key, before.outcomes.get(key), after.outcomes.get(key)) for key in keys)
    return RunDiff(before, after, tuple(change for change in changes if change), dict(_ground(before, after)))


def _cell(key: CellKey, before: CellOutcome | None, after: CellOutcome | None) -> CellChange | None:
    step = Step(before.verdict if before else None, after.verdict if after else None)
    checks = _checks(_verdicts(before.checks), _verdicts(after.checks)) if before and after else {}
    return CellChange(key, step, checks) if step.before is not step.after or checks else None


def _checks(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> dict[str, Step]:
    steps = {check: Step(before.get(check), after.get(check)) for check in dict.fromkeys((*after, *before))}
    return {check: step for check, step in steps.items() if step.before is not step.after}


def _verdicts(checks: tuple[CheckOutcome, ...]) -> dict[str, Verdict]:
    """Return the verdict of each check: the worst of its outcomes, which may be several."""
    names = dict.fromkeys(check.name for check in checks)
    return {name: worst(check.verdict for check in checks if check.name == name) for name in names}


def _rank(verdict: Verdict | None) -> int:
    return _GOOD_TO_BAD.index(verdict or Verdict.NOT_APPLICABLE)


def _ground(before: RunRecord, after: RunRecord) -> Iterator[tuple[str, tuple[str, str]]]:
    pairs = {name: (before.head.get(name), after.head.get(name)) for name in _GROUND}
    pairs["province"] = (before.province.get("id"), after.province.get("id"))
    pairs["province_version"] = (before.province.get("version"), after.province.get("version"))
    for name, (left, right) in pairs.items():
        if left != right:
            yield name, (str(left), str(right))


def _run(record: RunRecord) -> dict[str, Any]:
    plain = {name: record.head.get(name) for name in ("run", "started_at", *_GROUND)}
    summary = {"verdict": record.verdict.value, "counts": record.counts, "interrupted": record.interrupted}
    return {**plain, "province": record.province.get("id"), **summary}
