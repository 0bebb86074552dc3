"""What the citizen changes in a dossier that was filed: supplements what was asked for, or withdraws.

Each request is answered once: the same id gets the same answer.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.archive import NO_DOSSIER, Archive
from simulator.province.desk import Answer
from simulator.province.dossier import Asked, Dossier, Step, Supplement
from simulator.province.intake import keep_paper
from simulator.province.personal_store import PersonalStore
from simulator.province.seams import Seams
from simulator.province.store import Store, Transaction
from simulator.province.submission import Attached, Problem


class Amendments:
    """Takes supplements and withdrawals of a dossier's owner."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
        personal: PersonalStore,
    ) -> None:
        self._store = store
        self._archive = archive
        self._clock = clock
        self._seams = seams
        self._on_event = on_event
        self._personal = personal

    def supplement(
        self, owner: str, code: str, request_id: str, values: Mapping[str, str], attached: tuple[Attached, ...]
    ) -> Answer:
        """Add papers and lines stated anew; the officer goes on from there."""
        return self._once(
            owner, code, request_id, lambda tx, one: self._supplement(tx, one, request_id, values, attached)
        )

    def withdraw(self, owner: str, code: str, request_id: str, reason: str) -> Answer:
        """Stop the procedure, as long as there is no decision (Decree 118/2025, article 21)."""
        return self._once(owner, code, request_id, lambda tx, one: self._withdraw(tx, one, reason))

    def _once(self, owner: str, code: str, request_id: str, work: Callable[[Transaction, Dossier], Answer]) -> Answer:
        key = f"{owner}/{code}/{request_id}"
        with self._store.transaction() as tx:
            rows = tx.execute("SELECT * FROM hook_answers WHERE request_id = :id", id=key)
            if rows:
                return Answer(rows[0]["status"], json.loads(rows[0]["document"]))
            dossier = self._archive.find_in(tx, code)
            if dossier is None or dossier.owner.personal_id != owner:
                return Answer(404, {"message": NO_DOSSIER.format(code=code)})
            answer = work(tx, dossier)
            if answer.status == 200:
                _remember(tx, key, answer)
        self._on_event()
        return answer

    def _supplement(
        self,
        tx: Transaction,
        dossier: Dossier,
        request_id: str,
        values: Mapping[str, str],
        attached: tuple[Attached, ...],
    ) -> Answer:
        asked = dossier.asked
        if asked is None:
            return Answer(409, {"message": "Hồ sơ không được yêu cầu bổ sung."})
        problems = list(_problems(dossier, asked, values, attached))
        if problems:
            return Answer(422, {"errors": problems})
        now = dossier.now(self._clock.now()).isoformat()
        changed = replace(
            dossier,
            fields=tuple(replace(field, value=values.get(field.id, field.value)) for field in dossier.fields),
            papers=(*dossier.papers, *(keep_paper(self._archive, tx, dossier.code, paper) for paper in attached)),
            supplements=(*dossier.supplements, Supplement(request_id, asked.reason, asked.at, now)),
        )
        self._archive.save(tx, changed)
        self._personal.remember(tx, changed)
        self._ask_again(tx, changed)
        return Answer(200, {"dossier_code": self._seams.supplemented_code(changed.code), "status": changed.status})

    def _ask_again(self, tx: Transaction, dossier: Dossier) -> None:
        if reason := self._seams.demand_after_supplement(dossier):
            content = f"{workflow.CONTENTS[workflow.SUPPLEMENT]}: {reason}"
            step = Step(dossier.step.number + 1, dossier.next_event_at(self._clock.now()), content)
            self._archive.save_event(tx, replace(dossier, step=step, asked=Asked(reason, at=step.at)))

    def _withdraw(self, tx: Transaction, dossier: Dossier, reason: str) -> Answer:
        allowed = workflow.is_allowed(dossier.status, workflow.WITHDRAWN)
        if not self._seams.is_allowed(dossier.status, workflow.WITHDRAWN, allowed):
            return Answer(409, {"message": f"Hồ sơ ở trạng thái {workflow.NAMES[dossier.status]}: không rút được."})
        at = dossier.next_event_at(self._clock.now())
        content = workflow.CONTENTS[workflow.WITHDRAWN] + (f": {reason}" if reason else "")
        step = Step(dossier.step.number + 1, at, content)
        changed = replace(dossier, status=workflow.WITHDRAWN, step=step, asked=None, finished_at=at)
        self._archive.save_event(tx, changed)
        return Answer(200, {"dossier_code": changed.code, "status": changed.status})


def _problems(
    dossier: Dossier, asked: Asked, values: Mapping[str, str], attached: tuple[Attached, ...]
) -> Iterator[Problem]:
    """Yield what is missing, and what nobody asked for: only what the citizen wrote can be stated anew."""
    own = {field.id for field in dossier.fields if field.own}
    labels = {field.id: field.label for field in dossier.fields}
    given = {paper.code for paper in attached}
    for field in values.keys() - own:
        yield {"field": field, "message": "Không khai lại được trường này."}
    for field in asked.fields:
        if field in own and not values.get(field, "").strip():
            yield {"field": field, "message": f"Chưa khai lại: {labels[field]}."}
    for code in asked.components:
        if code not in given:
            yield {"component": code, "message": f"Thiếu giấy tờ {code}."}
    if not values and not attached:
        yield {"field": "values", "message": "Chưa có nội dung bổ sung."}


def _remember(tx: Transaction, key: str, answer: Answer) -> None:
    tx.execute(
        "INSERT INTO hook_answers (request_id, status, document) VALUES (:id, :status, :document)",
        id=key,
        status=answer.status,
        document=json.dumps(answer.document, ensure_ascii=False),
    )
