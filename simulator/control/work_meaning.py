"""What an answered work item means for its session, in the facts that checks read.

A person's word is taken for what the person did, never for what the system under test did: what arrived at the portal
is seen there. `began` is the journal's position when the item was made, because its effects may arrive before the
answer does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.control.work_answer import Answered
from simulator.domain.dossier import OFFICER_STATUS
from simulator.session.work import DONE, WorkItem

Meaning = tuple[str, Mapping[str, Any]]


def meaning_of(item: WorkItem, said: Answered) -> Iterator[Meaning]:
    """Yield (kind, data) of the facts."""
    if handover := item.told.get("filed", {}).get("handover"):
        yield ("handover", {**handover, "landed": True})
    if said.result != DONE and not item.told.get("refusable"):
        detail = f"{said.by}: {said.reason}"
        yield ("hand_failed", {"hand": item.action, "problem": "cannot", "detail": detail, "url": ""})
        return
    hand, _, action = item.action.partition(".")
    known = said.dossier_code or str(item.told.get("dossier_code") or "")
    if hand == "officer":
        yield ("officer_action", _officer(item, said, action, known))
    elif action in _MEANINGS:
        kind, names = _MEANINGS[action]
        of_item = {name: item.told.get("filed", {}).get(name) for name in names}
        code = said.dossier_code if kind in _NEW else known
        yield (kind, {"dossier_code": code, "accepted": True, "reason": "", "began": item.position, **of_item})


_MEANINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "apply": ("submission", ("typed", "components")),
    "file": ("counter_filing", ("typed", "components", "identified_by", "agency", "address", "heirs", "demands")),
    "supplement": ("supplement", ("typed", "components")),
    "withdraw": ("withdrawal", ("status",)),
}
"""Action -> the fact that it makes, and what the item itself knows of its data. A look makes none."""
_NEW = ("submission", "counter_filing")
"""They make a dossier: its code is a new one, or is not told."""


def _officer(item: WorkItem, said: Answered, action: str, code: str) -> dict[str, Any]:
    done = said.result == DONE
    asked = item.told.get("asked") or {}
    return {
        "dossier_code": code,
        "action": action,
        "status": int(OFFICER_STATUS[action]) if done else None,
        "done": done,
        "reason": str(item.told.get("reason") or "") if done else said.reason,
        "components": list(asked.get("components") or ()),
        "fields": list(asked.get("fields") or ()),
        "refusable": bool(item.told.get("refusable")),
        "began": item.position,
    }
