"""Runs one cell: opens its session, tells its story, gathers the evidence once, lets the checks judge."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from simulator.conformance.bench import Bench
from simulator.conformance.evidence import Told, evidence_of, is_ambiguous
from simulator.conformance.pictures import keep_pictures
from simulator.conformance.plan import Cell
from simulator.conformance.record import OpenedSession
from simulator.conformance.story import Parked, Story
from simulator.conformance.texts import reason
from simulator.conformance.verdict import cell_outcome, judge
from simulator.conformance.waiter import Stopped
from simulator.core.errors import SimulatorError, SystemUnreachable
from simulator.domain.evidence import StepRecord
from simulator.domain.outcome import CellOutcome, Verdict

_MAY_MISS_SOMETHING = frozenset({Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.WARN})
"""What more patience could still turn into a PASS."""


@dataclass(eq=False)
class Ongoing:
    """One cell on its way: what is kept of it while it waits."""

    cell: Cell
    began: float
    """(Monotonic) moment."""
    session: OpenedSession | None = None
    story: Story | None = None
    told: Told | None = None
    heard: int = 0
    """How many exchanges of its session were known when it was last told on."""


class CellRunner:
    """Runs the cells of a run, each at once or piece by piece, from any thread."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._told: dict[tuple[str, str, str], Told] = {}

    def run(self, cell: Cell) -> None:
        """Run the cell to its outcome in this thread; a stop leaves it without one."""
        ongoing = Ongoing(cell, self._bench.clock.monotonic())
        try:
            while parked := self.go_on(ongoing):
                heard = ongoing.heard
                self._bench.waiter.wait(
                    lambda: self.heard(ongoing) != heard,  # noqa: B023 - asked within this very wait
                    parked.until - self._bench.clock.monotonic(),
                )
        except Stopped:
            return

    def heard(self, ongoing: "Ongoing") -> int:
        """Return how much is known of its session by now."""
        return self._bench.waiter.heard(ongoing.session.id) if ongoing.session else 0

    def go_on(self, ongoing: "Ongoing") -> Parked | None:
        """Tell the story on until it ends or waits; return the wait, None when nothing more is to be done."""
        ongoing.heard = self.heard(ongoing)
        try:
            outcome = self._go_on(ongoing)
        except Parked as parked:
            return parked
        except Stopped:
            return None
        except SystemUnreachable as error:
            self._bench.give_up(error)
            if ongoing.cell.parks:
                return None  # people may have worked on it for days: a resumed run goes on with it
            outcome = ongoing.cell.outcome(Verdict.INCONCLUSIVE, reason("national_side_gone", error=error.text()))
        except Exception as error:  # whatever breaks here is our fault, never a province's FAIL
            text = error.text() if isinstance(error, SimulatorError) else f"{type(error).__name__}: {error}"
            outcome = ongoing.cell.outcome(Verdict.ERROR, reason("suite_broke", error=text))
        session = self._bench.record.sessions.get(ongoing.cell.key)
        seconds = self._bench.clock.monotonic() - ongoing.began
        self._finish(replace(outcome, seconds=seconds, session=session.id if session else ""))
        return None

    def judge_late(self, cell: Cell, late: Container[str]) -> None:
        """Judge the cell again when something arrived after its session was closed."""
        outcome, told = self._bench.record.cells[cell.key], self._told.get(cell.key)
        if told is None or outcome.session not in late:
            return
        judged = self._judge(cell, outcome.session, told)
        self._finish(replace(judged, seconds=outcome.seconds, session=outcome.session))

    def _go_on(self, ongoing: "Ongoing") -> CellOutcome:
        cell = ongoing.cell
        if ongoing.story is None:
            ongoing.story = self._begin(ongoing)
        story, session = ongoing.story, ongoing.session
        assert session is not None
        if ongoing.told is None:
            ongoing.told = self._told[cell.key] = self._tell(story, session)
        outcome = self._judge(cell, session.id, ongoing.told)
        if outcome.verdict in _MAY_MISS_SOMETHING and story.make_sure():
            return self._judge(cell, session.id, ongoing.told)
        return outcome

    def _begin(self, ongoing: "Ongoing") -> Story:
        session, done = self._open(ongoing.cell)
        ongoing.session = session

        def note(record: StepRecord) -> None:
            self._bench.file.append("step", session=session.id, cell=list(ongoing.cell.key), record=record.to_json())

        story = Story(self._bench, ongoing.cell, session, note)
        story.take_up(done)
        return story

    def _tell(self, story: Story, session: OpenedSession) -> Told:
        try:
            told = story.tell()
        except Parked:
            raise
        except BaseException:
            self._close(session)
            raise
        self._close(session)
        return told

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
        bench = self._bench
        evidence = evidence_of(document, cell.service, told, bench.catalogue, cell.claim, bench.dialect)
        checks = judge(cell, self._bench.catalogue, evidence, self._bench.options.as_of)
        return cell_outcome(cell, checks, is_ambiguous(document))

    def _finish(self, outcome: CellOutcome) -> None:
        self._bench.file.append("cell_finished", sync=True, cell=outcome.to_json())
