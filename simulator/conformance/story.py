"""Steps one session through its scenario: six verbs, each recorded as it went.

A story that people take part in may wait for days. It then raises `Parked` instead of holding its thread, keeps its
place, and is told on by the same call.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.conformance.bench import Bench
from simulator.conformance.dossiers import Dossiers
from simulator.conformance.evidence import Told
from simulator.conformance.plan import Cell
from simulator.conformance.record import OpenedSession
from simulator.conformance.waiter import Stopped
from simulator.conformance.waiting import Limit, Patience, Wait, Waited, limit_of, never, settle_limit, sure_seconds
from simulator.conformance.weather import WeatherWindow
from simulator.domain.dialect import Dialect
from simulator.domain.evidence import StepRecord
from simulator.domain.fact import Fact
from simulator.domain.scenario import CALLS, Step

_TRIGGERS = ("call", "officer", "advance")
SETTLE = "settle"
"""Verb of the record of the wait after the last step."""
ASK_AGAIN_SECONDS = 600.0
"""So often an item is asked for although nothing was heard of it."""


class Parked(Exception):
    """The story waits, without a thread: for news of its session, or until a (monotonic) moment."""

    def __init__(self, until: float, item: str = "") -> None:
        super().__init__(until, item)
        self.until = until
        self.item = item
        """The work item that it waits for; empty while it waits for the system under test."""


class Story:
    """One telling of a scenario in one session."""

    def __init__(self, bench: Bench, cell: Cell, session: OpenedSession, note: Callable[[StepRecord], None]) -> None:
        self._bench = bench
        self._cell = cell
        self._session = session
        self._note = note
        self._steps: list[StepRecord] = []
        self._dossiers = Dossiers(lambda: bench.waiter.facts(session.id))
        self._blocked = ""
        self._mark = self._position = session.position
        self._last_verb = self._last_action = ""
        self._triggered_at = bench.clock.monotonic()
        self._due_at = self._triggered_at + settle_limit(bench.sheet, bench.options.patience).seconds
        self._weather = WeatherWindow(bench, cell, session.id, self._drain)
        has_probe = "idle" in bench.sheet.hooks
        self._patience = Patience(bench.national, bench.waiter, session.id, has_probe, bench.clock)
        self._wait: Wait | None = None
        self._item = ""
        self._ask_again_at = 0.0
        self._sure_of: int | None = None

    def tell(self) -> Told:
        """Do the steps that are not done yet, then wait until everything they caused has settled."""
        told = {record.index for record in self._steps}
        try:
            for step in self._cell.scenario.steps:
                if step.index not in told:
                    self._do(step)
            self._weather.lift()
            settled = self._settle() if self._dossiers.filed else False
        except Parked:
            raise
        except BaseException:
            self._weather.clear()
            raise
        return Told(tuple(self._steps), settled, self._bench.sync_max_seconds, self._bench.sync_steps)

    def take_up(self, done: Sequence[StepRecord]) -> None:
        """Go on after the steps that an interrupted run has recorded."""
        self._steps = [record for record in done if record.verb != SETTLE]
        if not self._steps:
            return
        self._dossiers.take_up(self._bench.national.session(self._session.id).get("dossiers") or (), self._steps)
        acted = [record for record in self._steps if record.verb in ("call", "officer") and record.status == "done"]
        self._last_action = _action(acted[-1]) if acted else ""
        for record in acted:
            self._is_due_after(_action(record))
        failed = [record for record in self._steps if record.status == "failed" and record.verb != "advance"]
        self._blocked = f"{failed[0].verb} {failed[0].target}" if failed else ""

    def _do(self, step: Step) -> None:
        if self._bench.stop.requested:
            raise Stopped
        if self._is_blocked(step):
            record = StepRecord(step.index, step.verb, step.target, "skipped", detail=f"blocked by {self._blocked}")
        else:
            if not self._is_parked:
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
        return not (looks and self._dossiers.filed)

    @property
    def _is_parked(self) -> bool:
        """Return whether the step at hand has begun before, and waits."""
        return self._wait is not None or bool(self._item)

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
        self._require_answer()
        body = {"request_id": self._request_id(step), "typed": dict(self._cell.scenario.given), **step.arguments}
        answer = self._answered(self._bench.national.call(self._session.id, step.target, body))
        self._dossiers.heard_of(step.target, answer)
        return self._acted(step, answer, blocks=CALLS[step.target].blocks)

    def _officer(self, step: Step) -> StepRecord:
        self._require_answer()
        body = {**step.arguments, "request_id": self._request_id(step), "action": step.target}
        answer = self._answered(self._bench.national.officer(self._session.id, body))
        return self._acted(step, answer, blocks=True)

    def _require_answer(self) -> None:
        """Stay parked while nobody has answered the item, so that other news of the session ask nothing."""
        if not self._item:
            return
        facts = self._bench.waiter.facts(self._session.id)
        answered = any(fact.kind == "work_done" and fact.get("item") == self._item for fact in facts)
        if not answered and self._bench.clock.monotonic() < self._ask_again_at:
            raise Parked(self._ask_again_at, self._item)

    def _answered(self, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the answer of a hand; while a person has to act first, park."""
        began = answer.get("began") or (answer.get("waiting") or {}).get("began")
        if began is not None and self._last_verb not in _TRIGGERS:
            self._mark = int(began)  # what a person caused may arrive before the answer does
        if waiting := answer.get("waiting"):
            self._item = str(waiting["item"])
            self._ask_again_at = self._bench.clock.monotonic() + ASK_AGAIN_SECONDS
            raise Parked(self._ask_again_at, self._item)
        self._item = ""
        return answer

    def _advance(self, step: Step) -> StepRecord:
        body = {"request_id": self._request_id(step), **step.arguments}
        return self._acted(step, self._bench.national.advance(self._session.id, body), blocks=False)

    def _acted(self, step: Step, answer: Mapping[str, Any], blocks: bool) -> StepRecord:
        self._triggered_at = self._bench.clock.monotonic()
        self._is_due_after(step.target if step.verb == "call" else f"{step.verb}.{step.target}")
        self._position = max(int(answer.get("position") or 0), self._position)
        problem: Mapping[str, Any] = answer.get("problem") or {}
        if answer.get("ok"):
            record = StepRecord(step.index, step.verb, step.target, "done", detail=str(problem.get("detail") or ""))
            self._last_action = _action(record)
            return record
        if blocks:
            self._blocked = self._blocked or f"{step.verb} {step.target}"
        why, kind = str(problem.get("detail") or problem), str(problem.get("kind") or "")
        return StepRecord(step.index, step.verb, step.target, "failed", detail=why, problem=kind)

    def _expect(self, step: Step) -> StepRecord:
        limit = limit_of(step.arguments, self._bench.sheet, self._bench.options.patience, self._last_action)
        mark, where = self._mark, dict(step.arguments.get("where") or {})

        def met() -> bool:
            wanted = self._dossiers.where(where)
            facts = self._bench.waiter.facts(self._session.id)
            dialect = self._bench.dialect
            return any(fact.exchange > mark and matches(fact, step.target, wanted, dialect) for fact in facts)

        return _waited(step.index, step.verb, step.target, self._until(met, limit, self._sure_seconds), limit)

    def _settle(self) -> bool:
        limit = settle_limit(self._bench.sheet, self._bench.options.patience, self._last_action)
        rest = Limit(max(self._due_at - self._bench.clock.monotonic(), 0.0), limit.source)
        record = _waited(len(self._cell.scenario.steps), SETTLE, "", self._until(never, rest, 0.0), rest)
        self._steps.append(record)
        self._note(record)
        return True

    def _is_due_after(self, action: str) -> None:
        """Keep the moment by which everything must have arrived: one action may be slower than the one after it."""
        limit = settle_limit(self._bench.sheet, self._bench.options.patience, action)
        self._due_at = max(self._due_at, self._bench.clock.monotonic() + limit.seconds)

    def _until(self, met: Callable[[], bool], limit: Limit, sure: float) -> Waited:
        """Wait: in this thread, or parked where people take part."""
        if not self._cell.parks:
            return self._patience.until(met, limit, sure)
        self._wait = self._wait or Wait(self._patience, met, limit, sure)
        looked = self._wait.look()
        if not isinstance(looked, Waited):
            raise Parked(looked)
        self._wait = None
        return looked

    def _drain(self) -> None:
        """Wait until everything that was caused so far has arrived, or had its time."""
        self._patience.quiet(settle_limit(self._bench.sheet, self._bench.options.patience))

    def make_sure(self) -> bool:
        """Wait out what is left of the time before anything is called missing; return whether more has arrived."""
        known = self._bench.waiter.arrivals(self._session.id) if self._sure_of is None else self._sure_of
        quiet = self._bench.clock.monotonic() - max(self._triggered_at, self._patience.news_at)
        if self._wait or (quiet < self._sure_seconds and self._steps[-1].ended_by == "idle"):
            self._sure_of = known
            limit = settle_limit(self._bench.sheet, self._bench.options.patience, self._last_action)
            self._until(never, limit, self._sure_seconds - quiet)
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


def _action(record: StepRecord) -> str:
    return record.target if record.verb == "call" else f"{record.verb}.{record.target}"


def matches(fact: Fact, kind: str, where: Mapping[str, Any], dialect: Dialect | None = None) -> bool:
    """Return whether a fact is the expected one; a report that the portal refused has not arrived.

    A status is met too by the number under which the system's dialect tells it.
    """
    if fact.kind != kind or not fact.get("accepted", True):
        return False
    return all(str(fact.get(name)) in _as_told(name, value, dialect) for name, value in where.items())


def _as_told(name: str, value: Any, dialect: Dialect | None) -> list[str]:
    others = dialect.told_as(value) if dialect and name == "status" and isinstance(value, int) else ()
    return [str(value), *map(str, others)]
