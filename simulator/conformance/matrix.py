"""What the mutation matrix says: which defect was found by which checks, and where the proof has gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

CALM = "calm"
_TRIPPED = ("FAIL", "WARN")


class Fate(Enum):
    """What became of a defect."""

    KILLED = "killed"
    """Exactly the expected checks fell, in exactly the expected weathers."""
    SILENT = "silent"
    """No check noticed it."""
    DEAD = "dead"
    """It could not be judged in every cell."""
    COLLATERAL = "collateral"
    """It was found, but not with exactly the expected checks or weathers."""


@dataclass(frozen=True)
class CleanResult:
    """What the system without any defect came to."""

    not_passed: Mapping[str, str]
    """Check id -> worst verdict, of what is not PASS: must be empty."""
    checks: tuple[str, ...]
    """Checks that were judged."""
    weathers: tuple[str, ...]
    """Weathers in which cells were judged."""
    system: str = ""
    """The other reference system that it is; empty for the usual one."""


@dataclass(frozen=True)
class DefectResult:
    """One row of the matrix."""

    id: str
    fate: Fate
    expected: Mapping[str, str]
    observed: Mapping[str, str]
    """Check id -> worst verdict, of the checks that fell."""
    blocked: tuple[str, ...]
    """Checks that reached no conclusion, because others fell before them."""
    expected_in: tuple[str, ...]
    observed_in: tuple[str, ...]
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the row for a report."""
        return {
            **vars(self),
            "fate": self.fate.value,
            "expected": dict(self.expected),
            "observed": dict(self.observed),
            "blocked": list(self.blocked),
            "expected_in": list(self.expected_in),
            "observed_in": list(self.observed_in),
        }


@dataclass(frozen=True)
class NullResult:
    """A system that does nothing useful, and the MUST checks that it passed all the same."""

    id: str
    passed: tuple[str, ...]
    detail: str = ""
    tried: bool = True
    """Whether it was judged at all; one that could not be started proves nothing."""

    @property
    def holds(self) -> bool:
        """Return whether it was judged and earned nothing."""
        return self.tried and not self.passed

    def to_json(self) -> dict[str, Any]:
        """Return the row for a report."""
        return {"id": self.id, "tried": self.tried, "passed": list(self.passed), "detail": self.detail}


Row = CleanResult | DefectResult | NullResult


@dataclass
class MutationMatrix:
    """The proof, or the gaps in it."""

    clean: Mapping[str, str] = field(default_factory=dict)
    """Check id -> verdict, of what is not PASS without any defect: must be empty. Another system is named first."""
    defects: list[DefectResult] = field(default_factory=list)
    nulls: list[NullResult] = field(default_factory=list)
    checks: tuple[str, ...] = ()
    """Checks that were judged in the clean runs."""
    weathers: tuple[str, ...] = ()
    """Weathers in which cells of the clean runs were judged."""

    def take(self, row: Row) -> None:
        """Add what came of one system."""
        match row:
            case CleanResult():
                self._take_clean(row)
            case DefectResult():
                self.defects.append(row)
            case NullResult():
                self.nulls.append(row)

    def _take_clean(self, row: CleanResult) -> None:
        where = f"{row.system} " if row.system else ""
        self.clean = {**self.clean, **{where + check: verdict for check, verdict in row.not_passed.items()}}
        self.checks = tuple(dict.fromkeys((*self.checks, *row.checks)))
        self.weathers = tuple(dict.fromkeys((*self.weathers, *row.weathers)))

    @property
    def never_tripped(self) -> tuple[str, ...]:
        """Return the checks that no defect brought to FAIL or WARN."""
        tripped = {check for row in self.defects for check, verdict in row.observed.items() if verdict in _TRIPPED}
        return tuple(check for check in self.checks if check not in tripped)

    @property
    def idle_weathers(self) -> tuple[str, ...]:
        """Return the weathers, calm aside, in which no defect shows that shows nowhere else."""
        only_here = {row.observed_in[0] for row in self.defects if len(row.observed_in) == 1}
        return tuple(one for one in self.weathers if one != CALM and one not in only_here)

    @property
    def twins(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of defects with the same checks and weathers: each group proves one thing only."""
        groups: dict[tuple[Any, ...], list[str]] = {}
        for row in self.defects:
            groups.setdefault((tuple(sorted(row.observed.items())), row.observed_in), []).append(row.id)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @property
    def proven(self) -> bool:
        """Return whether the matrix has no gap."""
        return (
            not self.clean
            and all(row.fate is Fate.KILLED for row in self.defects)
            and all(row.holds for row in self.nulls)
            and not self.never_tripped
            and not self.idle_weathers
        )

    def to_json(self) -> dict[str, Any]:
        """Return the matrix for a report."""
        return {
            "format": "dvcsim-mutants/1",
            "proven": self.proven,
            "clean": dict(self.clean),
            "checks": list(self.checks),
            "weathers": list(self.weathers),
            "defects": [row.to_json() for row in self.defects],
            "nulls": [row.to_json() for row in self.nulls],
            "never_tripped": list(self.never_tripped),
            "idle_weathers": list(self.idle_weathers),
            "twins": [list(group) for group in self.twins],
        }
