"""Runs one cell: opens its session, tells its story, gathers the evidence once, lets the checks judge."""

from collections.abc import Container, Sequence
from dataclasses import replace

from simulator.conformance.bench import Bench
from simulator.conformance.evidence import Told, evidence_of, is_ambiguous
from simulator.conformance.pictures import keep_pictures
from simulator.conformance.plan import Cell
from simulator.conformance.record import OpenedSession
from simulator.conformance.story import Story
from simulator.conformance.texts import reason
from simulator.conformance.verdict import cell_outcome, judge
from simulator.conformance.waiter import Stopped
from simulator.core.errors import SimulatorError, SystemUnreachable
from simulator.domain.evidence import StepRecord
from simulator.domain.outcome import CellOutcome, Verdict

_MAY_MISS_SOMETHING = frozenset({Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN})
"""What more patience could still turn into a PASS."""


class CellRunner:
    """Runs the cells of a run, one call each, from any thread."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._told: dict[tuple[str, str, str], Told] = {}

    def run(self, cell: Cell) -> None:
        """Run the cell to its outcome; a stop leaves it without one."""
        began = self._bench.clock.monotonic()
        try:
            outcome = self._run(cell)
        except Stopped:
            return
        except SystemUnreachable as error:
            self._bench.give_up(error)
            outcome = cell.outcome(Verdict.INCONCLUSIVE, reason("national_side_gone", error=error.text()))
        except Exception as error:  # whatever breaks here is our fault, never a province's FAIL
            text = error.text() if isinstance(error, SimulatorError) else f"{type(error).__name__}: {error}"
            outcome = cell.outcome(Verdict.ERROR, reason("suite_broke", error=text))
        session = self._bench.record.sessions.get(cell.key)
        seconds = self._bench.clock.monotonic() - began
        self._finish(replace(outcome, seconds=seconds, session=session.id if session else ""))

    def judge_late(self, cell: Cell, late: Container[str]) -> None:
        """Judge the cell again when something arrived after its session was closed."""
        outcome, told = self._bench.record.cells[cell.key], self._told.get(cell.key)
        if told is None or outcome.session not in late:
            return
        judged = self._judge(cell, outcome.session, told)
        self._finish(replace(judged, seconds=outcome.seconds, session=outcome.session))

    def _run(self, cell: Cell) -> CellOutcome:
        session, done = self._open(cell)

        def note(record: StepRecord) -> None:
            self._bench.file.append("step", session=session.id, cell=list(cell.key), record=record.to_json())

        story = Story(self._bench, cell, session, note)
        try:
            told = self._told[cell.key] = story.tell(done)
        finally:
            self._close(session)
        outcome = self._judge(cell, session.id, told)
        if outcome.verdict in _MAY_MISS_SOMETHING and story.make_sure():
            return self._judge(cell, session.id, told)
        return outcome

    def _open(self, cell: Cell) -> tuple[OpenedSession, Sequence[StepRecord]]:
        """Open a session, or go on with the one that an interrupted run left open."""
        earlier = self._bench.record.sessions.get(cell.key)
        if earlier and cell.weather.touches == "nothing" and self._bench.national.is_open(earlier.id):
            return earlier, tuple(self._bench.record.steps[earlier.id])
        attempt = earlier.attempt + 1 if earlier else 1
        opened = self._bench.national.open_session(
            {
                "request_id": f"{self._bench.run}/{cell.name}/{attempt}",
                "run": self._bench.run,
                "province": self._bench.sheet.id,
                "service": cell.service.id,
                "scenario": cell.scenario.id,
                "weather": cell.weather.id,
                "seed": self._bench.options.seed,
                "people": {name: dict(changes) for name, changes in cell.scenario.people.items()},
                "as_of": self._bench.options.as_of.isoformat(),
                "starts_on": (cell.scenario.starts_on or self._bench.options.as_of).isoformat(),
            }
        )
        session = OpenedSession(opened["session"], int(opened["position"]), attempt)
        self._bench.file.append(
            "session_opened", cell=list(cell.key), session=session.id, position=session.position, attempt=attempt
        )
        return session, ()

    def _close(self, session: OpenedSession) -> None:
        """Close the session, unless the national side is gone or a resumed run shall go on with it."""
        if not self._bench.stop.requested:
            self._bench.national.close_session(session.id)

    def _judge(self, cell: Cell, session: str, told: Told) -> CellOutcome:
        document = self._bench.national.evidence(session)
        keep_pictures(self._bench.national, document, self._bench.options.output)
        exchanges = self._bench.national.exchanges(session)
        self._bench.file.append("exchanges", session=session, cell=list(cell.key), exchanges=exchanges)
        evidence = evidence_of(document, cell.service, told, self._bench.catalogue, cell.claim)
        checks = judge(cell, self._bench.catalogue, evidence, self._bench.options.as_of)
        return cell_outcome(cell, checks, is_ambiguous(document))

    def _finish(self, outcome: CellOutcome) -> None:
        self._bench.file.append("cell_finished", sync=True, cell=outcome.to_json())
