"""Holds waivers against the cells of a run: which of them are in force, expired, stale, or not looked at.

A waiver is stale only when the run told every story that it names and each of them could tell: a run of one service
says nothing of a waiver for another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.waivers import judged_in
from simulator.checks import CHECKS
from simulator.core.errors import ConfigurationError
from simulator.domain.outcome import CellOutcome, Verdict
from simulator.domain.waiver import Waiver, WaiverFile
from simulator.domain.waiving import AppliedWaiver, State, Waiving, said_of, waivings_of

RULES: Mapping[str, str] = {name: check.requirement for name, check in CHECKS.items()}
"""Check -> its requirement."""
_CANNOT_TELL = (Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.NOT_RUN)


@dataclass(frozen=True)
class Looked:
    """How far a run looked."""

    chosen: Mapping[str, Any]
    """The run's options as they stand in its record: the selections, and from which verdict on it fails."""
    interrupted: bool

    @property
    def fails_on_warn(self) -> bool:
        """Return whether a warning decides the exit code."""
        return self.chosen.get("fail_on") == "warn"


def apply_waivers(
    files: Sequence[WaiverFile], catalogue: Catalogue, cells: Sequence[CellOutcome], looked: Looked, day: date
) -> Waiving:
    """Return what the waivers come to on that day (the calendar's, not the day whose rules were applied)."""
    waivers = list(_once(files))
    warn = looked.fails_on_warn
    # Apart from each other, so that nothing rests on a waiver that has expired.
    holding = waivings_of((one for one in waivers if one.expires >= day), cells, warn)
    expired = waivings_of((one for one in waivers if one.expires < day), cells, warn)
    held = set(chain.from_iterable(holding.values()))
    met = holding | {one: [place for place in places if place not in held] for one, places in expired.items()}
    # What is only a warning here needs no waiver, but it is not gone.
    there = {one: bool(met[one] or places) for one, places in waivings_of(waivers, cells, True).items()}
    applied = tuple(
        AppliedWaiver(one, _state(one, there[one], catalogue, cells, looked, day), tuple(met[one])) for one in waivers
    )
    return Waiving(day, warn, tuple((file.label, file.digest) for file in files), applied)


def _once(files: Iterable[WaiverFile]) -> Iterable[Waiver]:
    known: dict[str, Waiver] = {}
    for waiver in chain.from_iterable(file.waivers for file in files):
        if waiver.id in known:
            found = f"waiver {waiver.id!r} stands in {known[waiver.id].label} too"
            raise ConfigurationError(waiver.label, found, "an id of its own", "Rename one, or give the file once.")
        known[waiver.id] = waiver
    return known.values()


def _state(
    waiver: Waiver, there: bool, catalogue: Catalogue, cells: Iterable[CellOutcome], looked: Looked, day: date
) -> State:
    if waiver.expires < day:
        return State.EXPIRED
    if there:
        return State.IN_FORCE
    if looked.interrupted or not _looked_everywhere(waiver, catalogue, looked.chosen):
        return State.UNSEEN
    judging = set(_judging(waiver, catalogue))
    told = (cell for cell in cells if cell.scenario in judging and waiver.looks_at(cell))
    return State.UNSEEN if any(_cannot_tell(waiver, cell) for cell in told) else State.STALE


def _judging(waiver: Waiver, catalogue: Catalogue) -> tuple[str, ...]:
    return judged_in({"requirement": waiver.requirement, "check": waiver.check}, catalogue, RULES)


def _looked_everywhere(waiver: Waiver, catalogue: Catalogue, chosen: Mapping[str, Any]) -> bool:
    """Return whether the run's selection holds everything that the waiver names."""
    wanted: tuple[tuple[str, Iterable[str], Mapping[str, Sequence[str]], Sequence[str]], ...] = (
        ("services", catalogue.services, catalogue.sets, waiver.services),
        ("scenarios", _judging(waiver, catalogue), {}, waiver.scenarios),
        ("weathers", catalogue.weathers, {}, waiver.weathers),
    )
    for name, known, groups, patterns in wanted:
        words = chosen.get(name, ())
        named = {one for one in known if any(fnmatchcase(one, pattern) for pattern in patterns)}
        if words and not all(_selected(one, words, groups) for one in named):
            return False
    return True


def _selected(one: str, words: Iterable[str], groups: Mapping[str, Sequence[str]]) -> bool:
    """Return whether a selection of ids, globs and sets holds an id."""
    return any(fnmatchcase(one, word) or one in groups.get(word, ()) for word in words)


def _cannot_tell(waiver: Waiver, cell: CellOutcome) -> bool:
    """Return whether the cell leaves open if the finding is gone."""
    of_cell = not waiver.check and not waiver.requirement
    open_verdicts = (Verdict.ERROR,) if of_cell else _CANNOT_TELL
    said = ((verdict, check) for _, verdict, check in said_of(cell) if check is None or waiver.names(check))
    return any(verdict in open_verdicts for verdict, _ in said)
