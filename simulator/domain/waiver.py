"""A finding that somebody accepts for a time: what it names, who answers for it, until when.

A waiver changes no verdict. It says of a finding that it is known and accepted, so that it alone does not decide the
exit code. An ERROR is ours and is never accepted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from simulator.core.text import Text
from simulator.domain.likeness import lasting
from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict

WAIVABLE = (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.NOT_RUN)
"""What a waiver can cover; a warning too where a run is told to fail on warnings."""
_ORDER = tuple(Verdict)


def counted_verdicts(fail_on_warn: bool) -> tuple[Verdict, ...]:
    """Return the verdicts that decide the exit code and that a waiver can cover."""
    return (*WAIVABLE, Verdict.WARN) if fail_on_warn else WAIVABLE


@dataclass(frozen=True)
class Waiver:
    """One row of a waiver file."""

    id: str
    requirement: str
    """The rule whose findings are accepted; empty when the row names a check or the cell."""
    check: str
    """The check, or check/case, whose findings are accepted; empty as above.

    With neither, what the engine itself says of a cell is accepted: that it was not run, or could not be settled.
    """
    verdict: Verdict
    """The worst verdict that is accepted: who accepts that something is open does not accept that it fails."""
    services: tuple[str, ...]
    """Ids or globs, as they were written; the same for the next two."""
    scenarios: tuple[str, ...]
    weathers: tuple[str, ...]
    finding: str
    """A part of the finding's sentence, in either language, with `…` for whatever may differ; empty for every one."""
    owner: str
    """The role or unit that answers for it."""
    reason: Text
    legal_basis: str
    expires: date
    """The last day on which it holds, by the calendar and not by the day whose rules a run applies."""
    label: str = ""
    """`file:line`."""

    @property
    def subject(self) -> str:
        """Return what the row names, as it stands in the file: `check: X`, `requirement: X` or `cell: true`."""
        if self.check:
            return f"check: {self.check}"
        return f"requirement: {self.requirement}" if self.requirement else "cell: true"

    def looks_at(self, cell: CellOutcome) -> bool:
        """Return whether the cell is among those that the row names."""
        return (
            _one_of(cell.service, self.services)
            and _one_of(cell.scenario, self.scenarios)
            and _one_of(cell.weather, self.weathers)
        )

    def names(self, check: CheckOutcome | None) -> bool:
        """Return whether this is the check or the rule of the row; None is what the engine says of the cell."""
        if check is None:
            return not self.check and not self.requirement
        if self.check:
            return self.check in (check.id, check.name)
        return self.requirement == check.requirement

    def accepts(self, verdict: Verdict, message: Text) -> bool:
        """Return whether a finding with this verdict and sentence is accepted."""
        if _ORDER.index(verdict) < _ORDER.index(self.verdict):
            return False
        return any(self._pattern.search(_folded(sentence)) for sentence in (message.vi, message.en))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(".*?".join(re.escape(part) for part in _folded(self.finding).split("…")))

    def to_json(self) -> dict[str, Any]:
        """Return the waiver for the record of a run."""
        return {
            "id": self.id,
            "requirement": self.requirement,
            "check": self.check,
            "verdict": self.verdict.value,
            "services": list(self.services),
            "scenarios": list(self.scenarios),
            "weathers": list(self.weathers),
            "finding": self.finding,
            "owner": self.owner,
            "reason": self.reason.to_json(),
            "legal_basis": self.legal_basis,
            "expires": self.expires.isoformat(),
            "label": self.label,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Waiver":
        """Read what `to_json` wrote."""
        plain = {
            name: value[name] for name in ("id", "requirement", "check", "finding", "owner", "legal_basis", "label")
        }
        return cls(
            **plain,
            verdict=Verdict(value["verdict"]),
            services=tuple(value["services"]),
            scenarios=tuple(value["scenarios"]),
            weathers=tuple(value["weathers"]),
            reason=Text.of(value["reason"]),
            expires=date.fromisoformat(value["expires"]),
        )


@dataclass(frozen=True)
class WaiverFile:
    """The waivers of one system, as they were read."""

    system: str
    """Id of the claim sheet."""
    label: str
    digest: str
    """SHA-256 of the file."""
    waivers: tuple[Waiver, ...]


def _one_of(word: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(word, pattern) for pattern in patterns)


def _folded(sentence: str) -> str:
    return " ".join(lasting(sentence).split()).casefold()
