"""Which rules a run judged, and how they came out: numbers only, read from the record.

Index: the share of the rules in force that at least one check evaluated. Score: the share of evaluated MUST outcomes
that passed. An outcome is what one check said of one cell, the worst of it where it said several things; PASS, WARN
and FAIL are evaluated, what a person vouches for or what stayed open is shown and not counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from simulator.core.text import Text
from simulator.domain.outcome import Verdict, worst
from simulator.report.matrix import in_order
from simulator.report.reading import CellKey, RunRecord

EVALUATED = (Verdict.FAIL, Verdict.WARN, Verdict.PASS)


class Judged(Enum):
    """How far a run came with a rule."""

    JUDGED = "judged"
    OPEN = "open"
    """A scenario judges it, but nothing was evaluated in this run."""
    NOT_TESTED = "not_tested"
    """No check judges it; the catalogue says why."""
    NO_SCENARIO = "no_scenario"
    NOT_IN_FORCE = "not_in_force"


@dataclass(frozen=True)
class Outcome:
    """What one check said of one cell."""

    cell: CellKey
    check: str
    level: str
    verdict: Verdict


@dataclass(frozen=True)
class Tally:
    """Sums over rules."""

    rules: int
    """Rules in force."""
    judged: int
    must_evaluated: int
    must_passed: int

    @property
    def index(self) -> float | None:
        """Return the share of the rules that were judged; None without a rule."""
        return self.judged / self.rules if self.rules else None

    @property
    def score(self) -> float | None:
        """Return the share of evaluated MUST outcomes that passed; None when none was evaluated."""
        return self.must_passed / self.must_evaluated if self.must_evaluated else None


@dataclass(frozen=True)
class RuleCoverage:
    """One rule and what the run said of it."""

    id: str
    rule: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]

    @property
    def family(self) -> str:
        """Return the family that the rule belongs to."""
        return str(self.rule.get("family", ""))

    @property
    def title(self) -> Text:
        """Return the rule in a few words, or its id."""
        return Text.of(self.rule.get("title", self.id))

    @property
    def not_tested(self) -> Text | None:
        """Return why no check judges it."""
        return Text.of(self.rule["not_tested"]) if self.rule.get("not_tested") else None

    @property
    def checks(self) -> tuple[str, ...]:
        """Return the checks that judge it: those of the catalogue, and those that did."""
        return tuple(sorted({*self.rule.get("checks", ()), *(outcome.check for outcome in self.outcomes)}))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Return the scenarios that judge it: those of the catalogue, and those that did."""
        return tuple(sorted({*self.rule.get("scenarios", ()), *(outcome.cell[0] for outcome in self.outcomes)}))

    @property
    def evaluated(self) -> tuple[Outcome, ...]:
        """Return the outcomes that are a judgement."""
        return tuple(outcome for outcome in self.outcomes if outcome.verdict in EVALUATED)

    @property
    def cells(self) -> int:
        """Return in how many cells it was evaluated."""
        return len({outcome.cell for outcome in self.evaluated})

    @property
    def counts(self) -> dict[Verdict, int]:
        """Return the number of outcomes per verdict, worst first, without the verdicts that nobody got."""
        counted = {verdict: sum(one.verdict is verdict for one in self.outcomes) for verdict in Verdict}
        return {verdict: number for verdict, number in counted.items() if number}

    @property
    def verdict(self) -> Verdict:
        """Return the worst outcome; NOT_RUN when there is none, NOT_APPLICABLE for a rule that is not in force."""
        empty = Verdict.NOT_APPLICABLE if self.judged is Judged.NOT_IN_FORCE else Verdict.NOT_RUN
        return worst((outcome.verdict for outcome in self.outcomes), empty)

    @property
    def judged(self) -> Judged:
        """Return how far the run came with it."""
        if self.evaluated:
            return Judged.JUDGED
        if not self.rule.get("in_force", True):
            return Judged.NOT_IN_FORCE
        if self.not_tested is not None:
            return Judged.NOT_TESTED
        return Judged.OPEN if self.scenarios or "scenarios" not in self.rule else Judged.NO_SCENARIO

    @property
    def tally(self) -> Tally:
        """Return its own numbers: a sum over one rule."""
        must = [outcome.verdict for outcome in self.evaluated if outcome.level == "MUST"]
        counts = self.judged is not Judged.NOT_IN_FORCE
        return Tally(int(counts), int(self.judged is Judged.JUDGED), len(must), must.count(Verdict.PASS))


@dataclass(frozen=True)
class FamilyCoverage:
    """The rules of one family."""

    family: str
    rules: tuple[RuleCoverage, ...]

    @property
    def tally(self) -> Tally:
        """Return the sums over its rules."""
        return total(rule.tally for rule in self.rules)


@dataclass(frozen=True)
class Coverage:
    """All rules that the record knows."""

    families: tuple[FamilyCoverage, ...]
    whole: bool = field(default=True)
    """False for a record that names only the rules of its cells: then nothing is known of the others."""

    @property
    def rules(self) -> tuple[RuleCoverage, ...]:
        """Return every rule."""
        return tuple(rule for family in self.families for rule in family.rules)

    @property
    def tally(self) -> Tally:
        """Return the sums over all rules."""
        return total(rule.tally for rule in self.rules)


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    rows = [(one.rules, one.judged, one.must_evaluated, one.must_passed) for one in tallies]
    return Tally(*(sum(column) for column in zip(*rows, strict=True))) if rows else Tally(0, 0, 0, 0)


def coverage_of(record: RunRecord) -> Coverage:
    """Return how far the run came with each rule of its record."""
    known: Mapping[str, Mapping[str, Any]] = record.head.get("requirements", {})
    outcomes = _outcomes(record)
    rules = [RuleCoverage(key, known.get(key, {}), tuple(outcomes.get(key, ()))) for key in sorted({*known, *outcomes})]
    families = in_order({rule.family for rule in rules})
    groups = (FamilyCoverage(name, tuple(rule for rule in rules if rule.family == name)) for name in families)
    return Coverage(tuple(groups), all("checks" in rule for rule in known.values()))


def _outcomes(record: RunRecord) -> dict[str, list[Outcome]]:
    """Return requirement -> what each check said of each cell."""
    said: dict[tuple[str, CellKey, str, str], list[Verdict]] = {}
    for cell in record.cells:
        for check in cell.checks:
            said.setdefault((check.requirement, cell.key, check.id, check.level), []).append(check.verdict)
    found: dict[str, list[Outcome]] = {}
    for (rule, key, name, level), verdicts in said.items():
        found.setdefault(rule, []).append(Outcome(key, name, level, worst(verdicts)))
    return found
