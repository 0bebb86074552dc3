"""The officer's desk behind the test hooks: acts on dossiers and moves their clocks.

Each request is answered once: the same `request_id` gets the same answer.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.archive import Archive
from simulator.province.decisions import Decision, Decisions
from simulator.province.dossier import Asked, Dossier, Paper, Step
from simulator.province.seams import Seams
from simulator.province.store import Store, Transaction


class Answer(NamedTuple):
    """HTTP status and JSON document of a hook's answer."""

    status: int
    document: dict[str, Any]


class Desk:
    """Does what an officer does."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        decisions: Decisions,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
    ) -> None:
        self._store = store
        self._archive = archive
        self._decisions = decisions
        self._clock = clock
        self._seams = seams
        self._on_event = on_event

    def act(
        self,
        request_id: str,
        code: str,
        action: str,
        reason: str,
        session_time: datetime | None,
        asked: Asked = Asked(),  # noqa: B008 - a frozen value
    ) -> Answer:
        """Let an officer act on a dossier; may raise `NationalSideDown` when a decision needs the registry."""
        asked = replace(asked, reason=self._seams.told_reason(reason))
        with self._store.transaction() as tx:
            answer, dossier = self._before(tx, request_id, code)
        if answer is not None or dossier is None:
            return answer or _unknown(code)
        decision = self._decisions.prepare(dossier) if _decides(dossier, action) else None
        with self._store.transaction() as tx:
            answer, dossier = self._before(tx, request_id, code)
            if answer is not None or dossier is None:
                return answer or _unknown(code)
            answer = self._act(tx, dossier, action, asked, session_time, decision)
            _remember(tx, request_id, answer)
        if answer.status == 200:
            self._on_event()
        return answer

    def set_clock(self, request_id: str, code: str, now: datetime) -> Answer:
        """Make a dossier live at `now`."""
        with self._store.transaction() as tx:
            answer, dossier = self._before(tx, request_id, code)
            if answer is not None or dossier is None:
                return answer or _unknown(code)
            self._archive.save(tx, self._in_its_unit(dossier.with_clock(self._clock.now(), now)))
            answer = Answer(200, {"now": now.isoformat()})
            _remember(tx, request_id, answer)
        return answer

    def _before(self, tx: Transaction, request_id: str, code: str) -> tuple[Answer | None, Dossier | None]:
        rows = tx.execute("SELECT * FROM hook_answers WHERE request_id = :id", id=request_id)
        answered = Answer(rows[0]["status"], json.loads(rows[0]["document"])) if rows else None
        return answered, self._archive.find_in(tx, code)

    def _act(
        self,
        tx: Transaction,
        dossier: Dossier,
        action: str,
        asked: Asked,
        session_time: datetime | None,
        decision: Decision | None,
    ) -> Answer:
        wall = self._clock.now()
        if session_time is not None:
            dossier = self._in_its_unit(dossier.with_clock(wall, session_time))
        target = self._seams.officer_status(dossier, workflow.ACTIONS[action])
        allowed = workflow.is_allowed(dossier.status, target)
        if not self._seams.is_allowed(dossier.status, target, allowed):
            message = (
                f"Hồ sơ đang ở trạng thái {dossier.status} ({workflow.NAMES[dossier.status]}): không thể {action}."
            )
            return Answer(409, {"message": message})
        at = dossier.next_event_at(wall)
        content = workflow.CONTENTS[target] + (f": {asked.reason}" if asked.reason else "")
        if target == workflow.ACCEPTED:
            content = ". ".join((content, *dossier.at_counter))
        changed = _changed(dossier, target, Step(dossier.step.number + 1, at, content), decision)
        if target == workflow.SUPPLEMENT:
            components = self._seams.asked_components(dossier, asked.components)
            changed = replace(changed, asked=replace(asked, components=components, at=at))
        if target == workflow.FINISHED:
            changed = replace(changed, results=self._issue(tx, changed))
        self._archive.save_event(tx, changed)
        return Answer(200, {"dossier_code": changed.code, "status": changed.status})

    def _in_its_unit(self, dossier: Dossier) -> Dossier:
        """Hand a dossier over whose unit ended on its own calendar."""
        moved = dossier.in_its_unit(self._clock.now())
        return self._seams.handed_over(dossier, moved) if moved.was_handed_over > dossier.was_handed_over else dossier

    def _issue(self, tx: Transaction, dossier: Dossier) -> tuple[Paper, ...]:
        """Write a result paper for each result that the procedure ends in."""
        papers = tuple(Paper(str(uuid4()), code, name) for code, name in dossier.results_offered)
        for paper in papers:
            text = _result_text(dossier, paper).encode()
            self._archive.save_paper(tx, paper.id, dossier.code, f"{paper.name}.txt", "text/plain; charset=utf-8", text)
        return papers


def _changed(dossier: Dossier, status: int, step: Step, decision: Decision | None) -> Dossier:
    dossier = replace(dossier, status=status, step=step, asked=None)
    if status in (workflow.ACCEPTED, workflow.PROCESSING) and not dossier.received_at:
        return replace(dossier, received_at=step.at)
    if status == workflow.NOT_ACCEPTED:
        return replace(dossier, refused_at=step.at)
    if status == workflow.STOPPED:
        return replace(dossier, finished_at=step.at)
    if status == workflow.FINISHED and decision is not None:
        return replace(dossier, finished_at=step.at, decision=decision.data, notes=(*dossier.notes, *decision.notes))
    if status == workflow.RETURNED:
        return replace(dossier, returned_at=step.at)
    return dossier


def _decides(dossier: Dossier, action: str) -> bool:
    return action == "finish" and workflow.is_allowed(dossier.status, workflow.FINISHED)


def _result_text(dossier: Dossier, paper: Paper) -> str:
    lines = [
        paper.name,
        f"Số hồ sơ: {dossier.code}",
        f"Người yêu cầu: {dossier.owner.name}",
        f"Ngày: {dossier.step.at}",
    ]
    lines += [f"{decided.datum}: {decided.value} ({decided.source})" for decided in dossier.decision or ()]
    return "\n".join(lines) + "\n"


def _remember(tx: Transaction, request_id: str, answer: Answer) -> None:
    tx.execute(
        "INSERT INTO hook_answers (request_id, status, document) VALUES (:id, :status, :document)",
        id=request_id,
        status=answer.status,
        document=json.dumps(answer.document, ensure_ascii=False),
    )


def _unknown(code: str) -> Answer:
    return Answer(404, {"message": f"Không có hồ sơ {code}."})
