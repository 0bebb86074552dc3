"""The citizen applies in a real browser: on the system's own form, worked by the script of the claim sheet."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.control.contract_ids import FORM, SUBMISSION
from simulator.control.filling import Citizen
from simulator.control.form_reading import ReadForm, read_form
from simulator.control.former_units import CLOSED, closed_agency
from simulator.control.journey import Wishes, handover_fact, in_session_time, keep_dossier, procedure_code
from simulator.control.page_exchanges import last_exchange, watched
from simulator.control.page_work import GONE, Ended, Handle
from simulator.control.paper import papers
from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.tab import Tab
from simulator.domain.commune import ClosedCode
from simulator.domain.form_script import Action, FormScript, SendingPage

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def apply(stage: Stage, tab: Tab, wishes: Wishes) -> dict[str, Any]:
    """Go from the portal to the system's form, fill it in and send it; then bring the dossier into session time."""
    kind = str(wishes.told.get("agency") or "")
    closed = closed_agency(stage, kind) if kind in CLOSED else None
    page = script_of(stage).form
    form = _read(stage, tab, page, procedure_code(stage), closed)
    result = _submit(stage, tab, page, form, wishes)
    return {**result, **in_session_time(stage)} if result["ok"] else result


def open_form(stage: Stage, tab: Tab, code: str) -> None:
    """Go from the portal to the form of one procedure code, and read it."""
    _read(stage, tab, script_of(stage).form, code)


def script_of(stage: Stage) -> FormScript:
    """Return the script of the session's service."""
    script = stage.sheet.form_scripts.get(stage.service.id)
    if script is None:
        raise HandProblem("not_offered", f"claim sheet {stage.sheet.id} has no script for {stage.service.id}")
    return script


def come(stage: Stage, tab: Tab, code: str, closed: ClosedCode | None = None) -> None:
    """Let the portal hand the browser over to the system; the login at VNeID is on the way."""
    query = urlencode({"province": stage.sheet.id} | ({"agency": closed.code} if closed else {}))
    target = f"/citizen/services/{code}/apply?{query}"
    tab.open(f"{stage.national.public_url}/citizen/login?{urlencode({'next': target})}")


def played(stage: Stage, actions: tuple[Action, ...], dossier: str = "") -> tuple[Action, ...]:
    """Return the actions with their words filled in."""
    return tuple(Action(one.kind, one.spot, words_in(stage, one.value, dossier)) for one in actions)


def words_in(stage: Stage, text: str, dossier: str) -> str:
    """Return a text of the script with what its words stand for now."""
    return text.replace("${dossier}", dossier).replace("${request_id}", stage.request_id)


def attach(tab: Tab, files: Mapping[str, Handle], code: str, name: str, content: bytes) -> None:
    """Put a paper into the input of its component."""
    if code not in files:
        raise HandProblem(GONE, f"no file input on the page stands for the component {code!r} in the script", tab.url)
    tab.attach(files[code], name, content)


def _read(stage: Stage, tab: Tab, page: SendingPage, code: str, closed: ClosedCode | None = None) -> ReadForm:
    """Read the form of the landing page, and record that the hand-over worked."""
    landed = False
    try:
        with watched(stage, tab, FORM):
            come(stage, tab, code, closed)
            landed = not tab.is_ours(tab.url) and tab.status < 400
            tab.act(played(stage, page.before))
            form = read_form(stage, tab, page)
    except HandProblem as problem:
        problem.facts = [("handover", handover_fact(stage, code, landed, closed)), *problem.facts]
        raise
    tab.logged_in = True
    facts = [("handover", handover_fact(stage, code, True, closed)), ("form_read", form.fact)]
    stage.record(last_exchange(stage, tab, FORM), facts)
    return form


def _submit(stage: Stage, tab: Tab, page: SendingPage, form: ReadForm, wishes: Wishes) -> dict[str, Any]:
    with watched(stage, tab, SUBMISSION):
        typed = _fill(stage, tab, page, form, wishes)
        attached = papers(form.fact["components"], wishes.leave_out, stage.service)
        for paper in attached:
            attach(tab, form.files, paper.code, paper.name, paper.content)
        tab.act(played(stage, page.after))
        ended = tab.send(page.submit, page.taken, page.refused)
    fact = {"typed": typed, "components": [paper.code for paper in attached]}
    if ended.refused:
        return _refused(stage, tab, fact, ended.refused)
    if not ended.code:
        raise unclear(stage, tab, SUBMISSION, page)
    return _accepted(stage, tab, fact, ended)


def _fill(stage: Stage, tab: Tab, page: SendingPage, form: ReadForm, wishes: Wishes) -> dict[str, str]:
    """Fill every empty line in; return datum -> exactly what was typed for it."""
    rows = [row for row in form.fact["fields"] if row["id"] in form.bound or row["required"]]
    filled = Citizen(stage.service, stage.session.people, wishes.typed).fill({"fields": rows})
    typed = {}
    for row in rows:
        text, handle = filled.values.get(row["id"], ""), form.lines[row["id"]]
        if not text or text == row["value"]:
            continue
        made = tab.fill(handle, written(page, handle, text))
        if row["datum"]:
            typed[row["datum"]] = made
    return typed


def written(page: SendingPage, handle: Handle, text: str) -> str:
    """Return a text as it is typed: a day as the page wants it; a date input takes ISO 8601."""
    day = _ISO_DAY.fullmatch(text)
    if not day or page.dates != "dd/mm/yyyy" or (handle.row or {}).get("type") == "date":
        return text
    return f"{day[3]}/{day[2]}/{day[1]}"


def unclear(stage: Stage, tab: Tab, operation: str, page: SendingPage) -> HandProblem:
    """Return the problem of a form that was sent and whose answer shows neither success nor refusal."""
    picture, reply = tab.screenshot(), last_exchange(stage, tab, operation)
    if reply.error or (reply.status or 0) >= 400:
        detail = f"answered {reply.status}, expected what shows that it was taken"
        return HandProblem(reply.error or "http_status", detail, tab.url, reply, picture=picture)
    taken, refused = page.taken, page.refused.selector if page.refused else "-"
    sought = taken.url_pattern or taken.spot.selector
    detail = f"after sending, neither {sought!r} ({taken.spot.place}) nor the refusal {refused!r} was on the page"
    return HandProblem(GONE, detail, tab.url, reply, picture=picture)


def _refused(stage: Stage, tab: Tab, fact: Mapping[str, Any], reason: str) -> dict[str, Any]:
    refused = {"dossier_code": "", "accepted": False, "reason": reason, **fact}
    stage.record(last_exchange(stage, tab, SUBMISSION), [("submission", refused)])
    problem = HandProblem("http_status", f"the submission was refused: {reason}", tab.url)
    return {"ok": False, "problem": problem.to_json()}


def _accepted(stage: Stage, tab: Tab, fact: Mapping[str, Any], ended: Ended) -> dict[str, Any]:
    view = tab.url
    accepted = {"dossier_code": ended.code, "accepted": True, "reason": "", **fact}
    reply = last_exchange(stage, tab, SUBMISSION)
    stage.record(reply, [("submission", accepted)], then=lambda tx: keep_dossier(stage, tx, ended.code, view))
    return {"ok": True, "dossier_code": ended.code, "status": None}
