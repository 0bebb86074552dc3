"""The ladder: login, catalogue, one dossier, its statuses, its result, climbed by one story before all others.

What breaks on the way of the first dossier would break in every other story too. So the first story is told alone, and
a second service is asked before anything is blamed on the system as a whole. Where both break at the same rung, the
stories that stand on it are not told: each is INCONCLUSIVE with the one cause, instead of one failure a hundred times.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.conformance.bench import Bench
from simulator.conformance.cells import CellRunner
from simulator.conformance.plan import Cell
from simulator.conformance.texts import reason
from simulator.core.text import Text
from simulator.domain.evidence import StepRecord
from simulator.domain.fact import Fact
from simulator.domain.scenario import Scenario, Step

REPORT, APPLY = "dossier_report", "citizen.apply"
_AT_THE_DOOR = frozenset({"bad_login", "dead_session", "foreign_agency"})
"""Answers of the adapter to a system that did not get in."""
_FINAL = (9, 10)
"""Statuses with which a dossier is finished or its result returned."""
_BACKGROUND = ("portal_login", "catalogue_read", "portal_refusal", "identity_refused")


@dataclass(frozen=True)
class Broken:
    """The first rung that did not hold, and why."""

    rung: str
    hand: str
    """What could not be done: `citizen.apply`, `officer`, or `dossier_report` when none arrived."""
    cause: Text

    def holds(self, scenario: Scenario) -> bool:
        """Return whether a scenario does without what could not be done."""
        return not any(self.hand in (step.target, step.verb) for step in scenario.steps)


def climb(bench: Bench, runner: CellRunner, cells: Sequence[Cell]) -> Sequence[Cell]:
    """Tell the first story, and a second when it breaks; return the cells that are still to be told."""
    first = list(_first(cells))
    if not bench.options.ladder or not first:
        return cells
    after = bench.waiter.position
    told: list[Cell] = []
    broken: list[Broken] = []
    for cell in first:
        runner.run(cell)
        told.append(cell)
        if bench.stop.requested or cell.key not in bench.record.done:
            break
        found = _broken(bench, cell, after)
        if found is None:
            broken.clear()
            break
        broken.append(found)
    left = [cell for cell in cells if cell not in told]
    return _without_broken(bench, told, broken, left, after)


def _first(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield the stories to begin with: the longest way of a dossier, of two services where there are two."""
    ways: dict[str, list[Cell]] = {}
    for cell in cells:
        if not cell.alone and cell.claim.driver != "attended" and cell.weather.touches == "nothing":
            ways.setdefault(cell.scenario.id, []).append(cell)
    longest = max(ways.values(), key=lambda way: _rungs_of(way[0].scenario), default=[])
    if longest and _rungs_of(longest[0].scenario) and len(list(cells)) > 2:  # of two stories each tells enough itself
        yield from list({cell.service.id: cell for cell in longest}.values())[:2]


def _rungs_of(scenario: Scenario) -> int:
    """Return how many rungs a story climbs: none without an ordinary dossier."""
    applies = any(step.target == APPLY for step in scenario.steps)
    reached = [step.arguments.get("where", {}).get("status", 0) for step in scenario.steps if step.target == REPORT]
    return applies * (1 + bool(reached) + bool(set(reached) & set(_FINAL))) if scenario.starts_on is None else 0


def _broken(bench: Bench, cell: Cell, after: int) -> Broken | None:
    """Return the first rung that this story did not reach; None when every dependant may try for itself."""
    session = bench.record.sessions.get(cell.key)
    if session is None:
        return None
    steps = bench.record.steps[session.id]
    background = bench.national.background(bench.sheet, after, _BACKGROUND)
    for step in cell.scenario.steps:
        record = next((one for one in steps if one.index == step.index), None)
        if record is not None and (found := _fell(step, record, bench.waiter.facts(session.id), background)):
            return found
    return None


def _fell(step: Step, record: StepRecord, facts: Sequence[Fact], background: Sequence[Fact]) -> Broken | None:
    failed = record.status == "failed" and (step.target == APPLY or step.verb == "officer")
    missing = record.status == "timed_out" and step.target == REPORT and not _arrived(facts)
    if not failed and not missing:
        return None
    if (door := _at_the_door(background)) is not None:
        return Broken("login", APPLY, door)
    if step.target == APPLY:
        refused = _said(background, "identity_refused")
        return Broken("login" if refused else "dossier", APPLY, refused or _plain(record.detail))
    if step.verb == "officer":
        return Broken("status", "officer", _plain(record.detail))
    return _nothing_arrived([fact for fact in background if fact.kind == "portal_refusal"])


def _at_the_door(background: Sequence[Fact]) -> Text | None:
    """Return what was said to a system that did not get in and has not got in since; None when it is in."""
    entered = max((one.exchange for one in background if one.kind == "portal_login" and one.get("ok")), default=0)
    refused = [one for one in background if one.kind == "portal_refusal" and one.get("answer") in _AT_THE_DOOR]
    return _refusal(refused[-1]) if refused and refused[-1].exchange > entered else None


def _refusal(fact: Fact) -> Text:
    return reason("rung_refused", operation=fact.get("operation"), said=fact.get("message"))


def _arrived(facts: Iterable[Fact]) -> bool:
    return any(fact.kind == REPORT and fact.get("accepted") for fact in facts)


def _nothing_arrived(refused: Sequence[Fact]) -> Broken:
    """Say why no report came through: what the adapter refused last, or that nothing was sent."""
    if not refused:
        return Broken("status", REPORT, reason("rung_nothing_sent"))
    rung = "catalogue" if refused[-1].get("answer") == "unknown_procedure" else "status"
    return Broken(rung, REPORT, _refusal(refused[-1]))


def _said(background: Iterable[Fact], kind: str) -> Text | None:
    """Return what was last said to the system in facts of that kind, in both languages."""
    found = [fact for fact in background if fact.kind == kind]
    return Text(str(found[-1].get("vi")), str(found[-1].get("en"))) if found else None


def _plain(detail: str) -> Text:
    return Text(detail, detail)


def _without_broken(
    bench: Bench, told: Sequence[Cell], broken: Sequence[Broken], left: Sequence[Cell], after: int
) -> Sequence[Cell]:
    """Tell of the ladder; finish the cells that stand on a rung that broke under each story, and return the others."""
    same = {(one.rung, one.hand) for one in broken}
    if len(same) != 1 or len(broken) < len(told):
        bench.file.append("ladder", rungs=_climbed(bench, told, after), broken=None)
        return left
    fallen = broken[0]
    bench.file.append("ladder", rungs=_climbed(bench, told, after), broken=_json(fallen))
    why = reason("blocked_by_rung", rung=reason(f"rung_{fallen.rung}"), cause=fallen.cause)
    # A closed door is a matter of the set-up: nothing that came of it is the system's failure.
    for cell in (*(told if fallen.rung == "login" else ()), *left):
        if not fallen.holds(cell.scenario):
            bench.block(cell, why)
    return [cell for cell in left if fallen.holds(cell.scenario)]


def _json(fallen: Broken) -> dict[str, Any]:
    return {"rung": fallen.rung, "cause": fallen.cause.to_json()}


def _climbed(bench: Bench, told: Sequence[Cell], after: int) -> list[dict[str, Any]]:
    """Return each rung by its id and its name, and whether the system was seen on it."""
    session = bench.record.sessions.get(told[-1].key) if told else None
    facts = bench.waiter.facts(session.id) if session else []
    background = bench.national.background(bench.sheet, after, _BACKGROUND)
    reports = [fact for fact in facts if fact.kind == REPORT and fact.get("accepted")]
    entered = any(fact.kind == "portal_login" and fact.get("ok") for fact in background)
    reached = {
        "login": bool(reports) or entered,
        "catalogue": bool(reports) or any(fact.kind == "catalogue_read" for fact in background),
        "dossier": any(fact.kind == "submission" and fact.get("accepted") for fact in facts),
        "status": bool(reports),
        "result": any(fact.get("status") in _FINAL for fact in reports),
    }
    return [{"id": rung, "name": reason(f"rung_{rung}").to_json(), "reached": on} for rung, on in reached.items()]
