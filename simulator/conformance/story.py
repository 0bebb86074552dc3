"""Steps one session through its scenario: six verbs, each recorded as it went."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.conformance.bench import Bench
from simulator.conformance.evidence import Told
from simulator.conformance.plan import Cell
from simulator.conformance.record import OpenedSession
from simulator.conformance.waiter import Stopped
from simulator.conformance.waiting import Limit, Patience, Waited, limit_of, settle_limit, sure_seconds
from simulator.conformance.weather import WeatherWindow
from simulator.domain.evidence import StepRecord
from simulator.domain.fact import Fact
from simulator.domain.scenario import CALLS, Step

_TRIGGERS = ("call", "officer", "advance")
SETTLE = "settle"
"""Verb of the record of the wait after the last step."""


class Story:
    """One telling of a scenario in one session."""

    def __init__(self, bench: Bench, cell: Cell, session: OpenedSession, note: Callable[[StepRecord], None]) -> None:
        self._bench = bench
        self._cell = cell
        self._session = session
        self._note = note
        self._steps: list[StepRecord] = []
        self._dossier = ""
        self._blocked = ""
        self._mark = self._position = session.position
        self._last_verb = ""
        self._triggered_at = bench.clock.monotonic()
        self._weather = WeatherWindow(bench, cell, session.id, self._drain)
        has_probe = "idle" in bench.sheet.hooks
        self._patience = Patience(bench.national, bench.waiter, session.id, has_probe, bench.clock)

    def tell(self, done: Sequence[StepRecord] = ()) -> Told:
        """Do the steps after those that are done already, then wait until everything they caused has settled."""
        self._take_up(done)
        told = {record.index for record in self._steps}
        try:
            for step in self._cell.scenario.steps:
                if step.index not in told:
                    self._do(step)
            self._weather.lift()
        finally:
            self._weather.clear()
        settled = self._settle() if self._dossier else False
        return Told(tuple(self._steps), settled, self._bench.sync_max_seconds)

    def _take_up(self, done: Sequence[StepRecord]) -> None:
        self._steps = [record for record in done if record.verb != SETTLE]
        if not self._steps:
            return
        dossiers = self._bench.national.session(self._session.id).get("dossiers") or [""]
        self._dossier = dossiers[-1]
        failed = [record for record in self._steps if record.status == "failed" and record.verb != "advance"]
        self._blocked = f"{failed[0].verb} {failed[0].target}" if failed else ""

    def _do(self, step: Step) -> None:
        if self._bench.stop.requested:
            raise Stopped
        if self._is_blocked(step):
            record = StepRecord(step.index, step.verb, step.target, "skipped", detail=f"blocked by {self._blocked}")
        else:
            self._weather.before(step.verb)
            if step.verb in _TRIGGERS and self._last_verb not in _TRIGGERS:
                self._mark = max(self._bench.waiter.position, self._position)
            record = self._verb(step)
            self._last_verb = step.verb
        self._steps.append(record)
        self._note(record)

    def _is_blocked(self, step: Step) -> bool:
        """After a failure nothing more can be caused or expected; but the citizen may still look at the dossier."""
        if not self._blocked or step.verb in ("check", "cleanup"):
            return False
        looks = step.verb == "call" and not CALLS[step.target].blocks
        return not (looks and self._dossier)

    def _verb(self, step: Step) -> StepRecord:
        match step.verb:
            case "call":
                return self._call(step)
            case "officer":
                return self._officer(step)
            case "advance":
                return self._advance(step)
            case "expect":
                return self._expect(step)
            case _:
                return StepRecord(step.index, step.verb, step.target, "done")

    def _call(self, step: Step) -> StepRecord:
        body = {"request_id": self._request_id(step), "typed": dict(self._cell.scenario.given), **step.arguments}
        answer = self._bench.national.call(self._session.id, step.target, body)
        self._dossier = str(answer.get("dossier_code") or self._dossier)
        return self._acted(step, answer, blocks=CALLS[step.target].blocks)

    def _officer(self, step: Step) -> StepRecord:
        body = {**step.arguments, "request_id": self._request_id(step), "action": step.target}
        return self._acted(step, self._bench.national.officer(self._session.id, body), blocks=True)

    def _advance(self, step: Step) -> StepRecord:
        body = {"request_id": self._request_id(step), **step.arguments}
        return self._acted(step, self._bench.national.advance(self._session.id, body), blocks=False)

    def _acted(self, step: Step, answer: Mapping[str, Any], blocks: bool) -> StepRecord:
        self._triggered_at = self._bench.clock.monotonic()
        self._position = max(int(answer.get("position") or 0), self._position)
        problem: Mapping[str, Any] = answer.get("problem") or {}
        if answer.get("ok"):
            return StepRecord(step.index, step.verb, step.target, "done", detail=str(problem.get("detail") or ""))
        if blocks:
            self._blocked = self._blocked or f"{step.verb} {step.target}"
        why, kind = str(problem.get("detail") or problem), str(problem.get("kind") or "")
        return StepRecord(step.index, step.verb, step.target, "failed", detail=why, problem=kind)

    def _expect(self, step: Step) -> StepRecord:
        limit = limit_of(step.arguments, self._bench.sheet, self._bench.options.patience)
        where = {
            name: self._dossier if value == "${dossier}" else value
            for name, value in dict(step.arguments.get("where") or {}).items()
        }
        mark = self._mark

        def met() -> bool:
            facts = self._bench.waiter.facts(self._session.id)
            return any(fact.exchange > mark and matches(fact, step.target, where) for fact in facts)

        return _waited(step.index, step.verb, step.target, self._patience.until(met, limit, self._sure_seconds), limit)

    def _settle(self) -> bool:
        limit = settle_limit(self._bench.sheet, self._bench.options.patience)
        left = limit.seconds - (self._bench.clock.monotonic() - self._triggered_at)
        rest = Limit(max(left, 0.0), limit.source)
        record = _waited(len(self._cell.scenario.steps), SETTLE, "", self._patience.quiet(rest), rest)
        self._steps.append(record)
        self._note(record)
        return True

    def _drain(self) -> None:
        """Wait until everything that was caused so far has arrived, or had its time."""
        self._patience.quiet(settle_limit(self._bench.sheet, self._bench.options.patience))

    def make_sure(self) -> bool:
        """Wait out what is left of the time before anything is called missing; return whether more has arrived."""
        known = self._bench.waiter.arrivals(self._session.id)
        quiet = self._bench.clock.monotonic() - max(self._triggered_at, self._patience.news_at)
        if quiet < self._sure_seconds and self._steps[-1].ended_by == "idle":
            limit = settle_limit(self._bench.sheet, self._bench.options.patience)
            self._patience.quiet(limit, self._sure_seconds - quiet)
        return self._bench.waiter.arrivals(self._session.id) != known

    @property
    def _sure_seconds(self) -> float:
        return sure_seconds(self._bench.sheet, self._bench.options.patience)

    def _request_id(self, step: Step) -> str:
        return f"{self._bench.run}/{self._cell.name}/{self._session.attempt}/{step.index}"


def _waited(index: int, verb: str, target: str, waited: Waited, limit: Limit) -> StepRecord:
    return StepRecord(
        index,
        verb,
        target,
        "done" if waited.met or verb == SETTLE else "timed_out",
        waited_seconds=round(waited.seconds, 3),
        limit_seconds=limit.seconds,
        limit_from=limit.source,
        ended_by=waited.ended_by,
    )


def matches(fact: Fact, kind: str, where: Mapping[str, Any]) -> bool:
    """Return whether a fact is the expected one; a report that the portal refused has not arrived."""
    if fact.kind != kind or not fact.get("accepted", True):
        return False
    return all(str(fact.get(name)) == str(value) for name, value in where.items())
