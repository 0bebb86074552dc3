"""The work list: what people are asked to do, and what they answered. Console and `/admin` use the same functions.

An answer is an exchange, so whoever waits for news of the session is woken by it. The first answer stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from simulator.control.envelope import AdminError, not_found
from simulator.control.known_province import known_province
from simulator.control.work_answer import Answered, read_answer
from simulator.control.work_meaning import meaning_of
from simulator.core.text import Text
from simulator.journal.database import Transaction
from simulator.session.work import STATES, WorkFile, WorkItem
from simulator.web.national import National
from simulator.web.outbound import Outbound

OPERATION = "work/answer"


def work_list(national: National, wanted: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the items of a run, province, session, group and status, with what is left to do of them.

    `status` is one state, `open` for those that wait for an answer, or nothing for all.
    """
    status = wanted.get("status") or ""
    if status not in ("", "open", *STATES):
        raise not_found("unknown_status", Text("trạng thái", "status"), status, ["open", *STATES])
    found = national.work.all(wanted.get("run"), wanted.get("province"), wanted.get("session"), wanted.get("group"))
    shown = [one for one in found if not status or one.status == status or (status == "open" and one.is_open)]
    return {
        "items": [item_json(national, one) for one in shown],
        "estimate": estimate_json([one for one in found if one.is_open]),
        "position": national.db.position,
    }


def estimate_json(items: Iterable[WorkItem]) -> dict[str, int]:
    """Return how many items wait, how many log-ins they need and how many minutes the claim sheet gives them."""
    waiting = list(items)
    groups = {(one.run, one.province, one.group) for one in waiting}
    minutes = sum(int(one.told.get("minutes") or 0) for one in waiting)
    return {"items": len(waiting), "log_ins": len(groups), "minutes": minutes}


def item_json(national: National, item: WorkItem) -> dict[str, Any]:
    """Return an item as people and programs read it."""
    told = {name: value for name, value in item.told.items() if name not in _INSIDE}
    return {
        **{name: getattr(item, name) for name in _PLAIN},
        **told,
        "dossier_code": told.get("dossier_code") or _only_code(national, item.session),
        "answer": dict(item.answer) if item.answer is not None else None,
    }


_INSIDE = ("filed", "asked")
"""What an item keeps for its own answer, in the words of facts."""
_PLAIN = (
    *("id", "run", "province", "session", "service", "scenario", "kind", "action", "status", "group"),
    *("created_at", "taken_by", "taken_at", "answered_at"),
)


def find_item(national: National, item: str) -> WorkItem:
    """Return an item, or raise the 404."""
    found = national.work.get(item)
    if found is None:
        known = [one.id for one in national.work.all() if one.is_open]
        raise not_found("unknown_work_item", Text("việc", "work item"), item, known)
    return found


def take_item(national: National, item: str, by: str) -> WorkItem:
    """Reserve an item for one person; whoever has it already is named in the refusal."""
    _require_answerable(national, find_item(national, item))
    with national.db.write() as tx:
        taken = national.work.take(tx, item, by)
    found = find_item(national, item)
    if not taken:
        raise _taken(found) if found.is_open else _answered(found)
    return found


def release_item(national: National, item: str) -> WorkItem:
    """Give an item back to the list, for the next shift or somebody else."""
    _require_answerable(national, find_item(national, item))
    with national.db.write() as tx:
        released = national.work.release(tx, item)
    found = find_item(national, item)
    if not released:
        raise _answered(found)
    return found


def answer_item(national: National, item: str, answer: Mapping[str, Any], upload: WorkFile | None = None) -> WorkItem:
    """Keep what a person says of an item; raises an AdminError that says why an answer is not taken."""
    found = find_item(national, item)
    _require_answerable(national, found)
    said = read_answer(found, answer, upload)
    outbound = Outbound(national)
    reply = outbound.seen(
        "POST",
        f"{national.public_url}/admin/work/{item}/answer",
        party="work",
        operation=OPERATION,
        province=known_province(national, found.province),
        sessions=(found.session,),
        status=200,
        text=orjson.dumps(said.to_json(), option=orjson.OPT_INDENT_2).decode(),
    )

    def keep(tx: Transaction) -> None:
        if not national.work.answer(tx, item, said.result, said.to_json(), said.file):
            raise _answered(find_item(national, item))
        if said.dossier_code:
            national.sessions.register_key(tx, found.session, found.province, "dossier_code", said.dossier_code)

    facts = [(kind, (found.session,), data) for kind, data in [_work_done(found, said), *meaning_of(found, said)]]
    outbound.record(reply, facts, then=keep)
    return find_item(national, item)


def _work_done(item: WorkItem, said: Answered) -> tuple[str, Mapping[str, Any]]:
    return ("work_done", {"item": item.id, "action": item.action, **said.to_json()})


def _require_answerable(national: National, item: WorkItem) -> None:
    session = national.sessions.get(item.session)
    if item.is_open and (session is None or session.status != "open"):
        raise _closed(item)
    if not item.is_open:
        raise _closed(item) if item.status == "withdrawn" else _answered(item)


def _only_code(national: National, session: str) -> str:
    """Return the dossier's code as a report has told it meanwhile; nothing while several could be meant."""
    codes = national.sessions.keys(session, "dossier_code")
    return codes[0] if len(codes) == 1 else ""


def _conflict(code: str, vi: str, en: str) -> AdminError:
    return AdminError(409, code, Text(vi, en))


def _answered(item: WorkItem) -> AdminError:
    by, at = str((item.answer or {}).get("by") or "–"), item.answered_at
    return _conflict(
        "already_answered",
        f"Việc {item.id} đã được {by} trả lời lúc {at}; câu trả lời đầu tiên được giữ.",
        f"Work item {item.id} was answered by {by} at {at}; the first answer stays.",
    )


def _taken(item: WorkItem) -> AdminError:
    return _conflict(
        "taken",
        f"{item.taken_by} đang làm việc {item.id} từ {item.taken_at}; trả lại (release) rồi người khác mới nhận.",
        f"{item.taken_by} has work item {item.id} since {item.taken_at}; release it before somebody else takes it.",
    )


def _closed(item: WorkItem) -> AdminError:
    return _conflict(
        "session_closed",
        f"Phiên {item.session} của việc {item.id} đã đóng, nên không còn gì để làm cho nó.",
        f"Session {item.session} of work item {item.id} is closed, so there is nothing left to do for it.",
    )
