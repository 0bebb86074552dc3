"""What the waivers of a run came to: which findings they cover, and what is left to decide the exit code.

It stands in the record of the run; reports read it. No verdict changes by it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from simulator.core.exit_status import ExitStatus, most_urgent
from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict, exit_status_of, worst
from simulator.domain.waiver import Waiver, counted_verdicts

_SAYS_SOMETHING = frozenset({Verdict.ERROR, Verdict.FAIL, Verdict.WARN, Verdict.ATTESTED, Verdict.PASS})


class State(Enum):
    """How a waiver stands on the day of a run."""

    EXPIRED = "expired"
    """Its last day is over: it covers nothing any more."""
    STALE = "stale"
    """The run looked everywhere it names, and the finding is gone."""
    IN_FORCE = "in_force"
    UNSEEN = "unseen"
    """It met nothing, but the run did not look everywhere it names, or could not tell."""


CALLS_FOR_ACTION = (State.EXPIRED, State.STALE)


@dataclass(frozen=True)
class Place:
    """One finding of a run."""

    cell: tuple[str, str, str]
    """Key of the cell."""
    check: int | None
    """Index among the checks of the cell; None is what the engine says of the cell."""


@dataclass(frozen=True)
class AppliedWaiver:
    """A waiver and what it met."""

    waiver: Waiver
    state: State
    covers: tuple[Place, ...]
    """Findings; of an expired waiver those that count again."""

    def to_json(self) -> dict[str, Any]:
        """Return it for the record."""
        covers = [[*place.cell, place.check] for place in self.covers]
        return {**self.waiver.to_json(), "state": self.state.value, "covers": covers}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "AppliedWaiver":
        """Read what `to_json` wrote."""
        covers = tuple(
            Place((scenario, service, weather), check) for scenario, service, weather, check in value["covers"]
        )
        return cls(Waiver.from_json(value), State(value["state"]), covers)


@dataclass(frozen=True)
class Waiving:
    """All waivers of a run."""

    day: date
    """The day on which it was decided which of them had expired."""
    fail_on_warn: bool = False
    files: tuple[tuple[str, str], ...] = ()
    """(name, SHA-256) of each file."""
    applied: tuple[AppliedWaiver, ...] = ()

    def of(self, cell: CellOutcome, check: int | None) -> Waiver | None:
        """Return the waiver that covers a finding."""
        return self._held.get(Place(cell.key, check))

    def covers_all_of(self, cell: CellOutcome) -> bool:
        """Return whether waivers cover all that counts against the cell; False when nothing does."""
        left, held = self._split(cell)
        return bool(held) and all(exit_status_of(verdict, self.fail_on_warn) is ExitStatus.OK for verdict in left)

    def number(self, cells: Iterable[CellOutcome]) -> tuple[int, int]:
        """Return how many findings of these cells are waived, and how many that count are not."""
        waived = open_ones = 0
        for cell in cells:
            left, held = self._split(cell)
            waived += len(held)
            open_ones += sum(exit_status_of(verdict, self.fail_on_warn) is not ExitStatus.OK for verdict in left)
        return waived, open_ones

    def in_state(self, *states: State) -> tuple[AppliedWaiver, ...]:
        """Return the waivers in these states."""
        return tuple(one for one in self.applied if one.state in states)

    @property
    def call(self) -> ExitStatus:
        """Return the exit code that the waivers themselves ask for: 6 when one is stale or expired."""
        return ExitStatus.WAIVER if self.in_state(*CALLS_FOR_ACTION) else ExitStatus.OK

    def exit_status(self, cells: Iterable[CellOutcome]) -> ExitStatus:
        """Return the exit code of a run with these cells, whose waived findings do not count."""
        left: list[Verdict] = []
        said: set[Verdict] = set()
        for cell in cells:
            left += self._split(cell)[0]
            said |= {verdict for _, verdict, _ in said_of(cell)}
        # A run that judged nothing has nothing that could be accepted.
        verdict = worst(left, Verdict.PASS) if said & _SAYS_SOMETHING else Verdict.NOT_RUN
        return most_urgent((exit_status_of(verdict, self.fail_on_warn), self.call))

    def _split(self, cell: CellOutcome) -> tuple[list[Verdict], list[Verdict]]:
        left: list[Verdict] = []
        held: list[Verdict] = []
        for index, verdict, _ in said_of(cell):
            (held if Place(cell.key, index) in self._held else left).append(verdict)
        return left, held

    @cached_property
    def _held(self) -> dict[Place, Waiver]:
        held: dict[Place, Waiver] = {}
        for one in self.in_state(State.IN_FORCE):
            for place in one.covers:
                held.setdefault(place, one.waiver)
        return held

    def to_json(self) -> dict[str, Any]:
        """Return it for the record."""
        return {
            "day": self.day.isoformat(),
            "fail_on_warn": self.fail_on_warn,
            "files": [list(file) for file in self.files],
            "waivers": [one.to_json() for one in self.applied],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Waiving":
        """Read what `to_json` wrote."""
        return cls(
            date.fromisoformat(value["day"]),
            bool(value["fail_on_warn"]),
            tuple((label, digest) for label, digest in value["files"]),
            tuple(AppliedWaiver.from_json(one) for one in value["waivers"]),
        )


NOTHING_WAIVED = Waiving(date.min)
"""A run without waivers."""


def said_of(cell: CellOutcome) -> Iterator[tuple[int | None, Verdict, CheckOutcome | None]]:
    """Yield what was said of a cell: by each check, and by the engine when no check explains the cell's verdict."""
    for index, check in enumerate(cell.checks):
        yield index, check.verdict, check
    if not any(check.verdict is cell.verdict for check in cell.checks):
        yield None, cell.verdict, None


def waivings_of(
    waivers: Iterable[Waiver], cells: Iterable[CellOutcome], fail_on_warn: bool
) -> dict[Waiver, list[Place]]:
    """Return the findings that each waiver meets, whatever the day; what falls with a waived cause falls with it."""
    counted = counted_verdicts(fail_on_warn)
    met: dict[Waiver, list[Place]] = {waiver: [] for waiver in waivers}
    for cell in cells:
        direct = {waiver: list(_met(waiver, cell, counted)) for waiver in met if waiver.looks_at(cell)}
        for waiver, indexes in direct.items():
            met[waiver] += [Place(cell.key, index) for index in indexes]
        holders = {index: waiver for waiver, indexes in reversed(direct.items()) for index in indexes}
        for index, waiver in _fallen(cell, holders, counted):
            met[waiver].append(Place(cell.key, index))
    return met


def _met(waiver: Waiver, cell: CellOutcome, counted: tuple[Verdict, ...]) -> Iterator[int | None]:
    for index, verdict, check in said_of(cell):
        message = check.message if check else cell.reason
        if verdict in counted and waiver.names(check) and waiver.accepts(verdict, message):
            yield index


def _fallen(
    cell: CellOutcome, holders: Mapping[int | None, Waiver], counted: tuple[Verdict, ...]
) -> Iterator[tuple[int, Waiver]]:
    """Yield the checks that only fall with others, where each of these is waived; one cause is one line."""
    for index, check in enumerate(cell.checks):
        if index in holders or not check.blocked_by or check.verdict not in counted:
            continue
        causes = [
            at
            for at, one in enumerate(cell.checks)
            if one.id == check.blocked_by and not one.blocked_by and one.verdict in (*counted, Verdict.ERROR)
        ]
        if causes and all(at in holders for at in causes):
            yield index, holders[causes[0]]
