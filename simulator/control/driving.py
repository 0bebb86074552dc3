"""Who works a system under test: its own interfaces (`api`), a browser, or people (`attended`), as its sheet says.

For a person a hand makes a work item and says that it waits; the same request again, once the item is answered, gives
the result. Nothing of a waiting hand is kept but its item. That it was made is an exchange, so that whoever waits for
work is woken.
"""

from collections.abc import Mapping
from typing import Any

import orjson

from simulator.control import officer, work_texts
from simulator.control.calls import BY_BROWSER, CALLED, Scene
from simulator.control.journey import Wishes
from simulator.control.officer import Order
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.work_orders import group_of, told_of
from simulator.core.ids import random_id
from simulator.session.work import CANNOT, NewItem, WorkItem

ATTENDED, BROWSER = "attended", "browser"
CANNOT_DO = "cannot"
"""Kind of the problem when a person could not do it."""


def call(target: str, scene: Scene) -> dict[str, Any]:
    """Do a call of the story by who works that side: a browser or a person, where one can and the sheet says so."""
    if scene.stage.driver == ATTENDED and target in work_texts.actions() and not _has_hook(scene.stage, target):
        return ask_person(scene.stage, target, scene.wishes)
    by_browser = BY_BROWSER.get(target) if scene.stage.driver == BROWSER else None
    return (by_browser or CALLED[target])(scene)


def act(stage: Stage, order: Order) -> dict[str, Any]:
    """Let the officer act: by the hook where there is one, else a person where a program does not drive."""
    if "officer" in stage.sheet.hooks or stage.driver == "api":
        return officer.act(stage, order)
    told = {"reason": order.reason, "ask": list(order.ask), "refusable": order.refusable}
    return ask_person(stage, f"officer.{order.action}", Wishes({}, told))


def ask_person(stage: Stage, action: str, wishes: Wishes) -> dict[str, Any]:
    """Return what the person has answered, or make the item and return that it waits."""
    item = stage.national.work.of_request(stage.session.id, stage.request_id)
    if item is None:
        item = _make(stage, action, told_of(stage, action, wishes))
    if item.is_open:
        return {"ok": False, "waiting": {"item": item.id, "began": item.position}}
    return {**_result(stage, item), "began": item.position}


def _make(stage: Stage, action: str, told: Mapping[str, Any]) -> WorkItem:
    session = stage.session
    new = NewItem(
        id=random_id("w"),
        session=session.id,
        request_id=stage.request_id,
        run=session.run,
        province=session.province,
        service=session.service,
        scenario=session.scenario,
        kind=action.partition(".")[0],
        action=action,
        group=group_of(stage, action),
        told=told,
    )
    address = f"{stage.national.public_url}/admin/work/{new.id}"
    text = orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()
    asked = stage.outbound.seen(
        "POST",
        address,
        party="work",
        operation="work/ask",
        province=stage.sheet,
        sessions=(session.id,),
        status=201,
        text=text,
    )
    facts = [("work_asked", {"item": new.id, "action": action})]
    stage.record(asked, facts, then=lambda tx: stage.national.work.add(tx, new))
    made = stage.national.work.of_request(session.id, stage.request_id)
    assert made is not None
    return made


def _result(stage: Stage, item: WorkItem) -> dict[str, Any]:
    answer = item.answer or {}
    if item.status == CANNOT and not item.told.get("refusable"):
        detail = f"{answer.get('by')}: {answer.get('reason')}"
        return {"ok": False, "problem": HandProblem(CANNOT_DO, detail).to_json()}
    known = stage.dossiers()
    code = str(answer.get("dossier_code") or "") or (known[-1].code if known else "")
    return {"ok": True, "dossier_code": code, "status": None}


def _has_hook(stage: Stage, target: str) -> bool:
    return target == "counter.file" and "counter" in stage.sheet.hooks
