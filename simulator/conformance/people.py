"""What a run asks of people, before it asks: items of work, log-ins, minutes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.conformance.plan import Cell
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.scenario import Step

BY_PEOPLE = ("citizen.apply", "citizen.view", "citizen.supplement", "citizen.withdraw", "counter.file")
"""Calls that a person does where a service is attended; the others need no system under test."""
_OFFICERS = "officer"
_CITIZENS = "citizen"


class Estimate(NamedTuple):
    """What waits for people, at the most: a story that ends early asks less."""

    items: int
    log_ins: int
    minutes: int


def estimate(cells: Iterable[Cell], sheet: ClaimSheet) -> Estimate:
    """Return what the cells will ask; every citizen logs in once, and the officers of a unit once for all."""
    asked = [list(_asked(cell, sheet)) for cell in cells if cell.runs and cell.parks]
    roles = [role for one in asked for role in one]
    citizens = sum(_CITIZENS in one for one in asked)
    each = {_CITIZENS: sheet.attended.citizen_minutes, _OFFICERS: sheet.attended.officer_minutes}
    return Estimate(len(roles), citizens + (_OFFICERS in roles), sum(each[role] for role in roles))


def _asked(cell: Cell, sheet: ClaimSheet) -> Iterator[str]:
    """Yield for each step that a person does who it is."""
    for step in cell.scenario.steps:
        if _is_by_person(cell, sheet, step):
            citizen = step.verb == "call" and step.target.startswith("citizen.")
            yield _CITIZENS if citizen else _OFFICERS


def _is_by_person(cell: Cell, sheet: ClaimSheet, step: Step) -> bool:
    if step.verb == "officer":
        return _OFFICERS not in sheet.hooks
    by_hand = cell.claim.driver == "attended" and step.target in BY_PEOPLE
    return step.verb == "call" and by_hand and step.target.partition(".")[0] not in sheet.hooks
