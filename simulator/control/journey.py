"""The citizen's journeys: apply at the province, look at the dossier there, follow it on the portal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from simulator.control.body import texts_of
from simulator.control.browser import Browser
from simulator.control.contract_ids import FORM, SUBMISSION, VIEW
from simulator.control.filling import Citizen
from simulator.control.former_units import CLOSED, closed_agency, closed_json
from simulator.control.login_page import answer_login_page, is_login_page
from simulator.control.paper import papers
from simulator.control.problems import HandProblem, json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.control.test_clock import set_clock
from simulator.domain.commune import ClosedCode
from simulator.journal.database import Transaction
from simulator.web.outbound import Reply
from simulator.wire.form import (
    form_from_wire,
    refusal_from_wire,
    submission_from_wire,
    submission_to_wire,
    view_from_wire,
)


@dataclass(frozen=True)
class Wishes:
    """What the story wants of the citizen, beside the truth."""

    typed: Mapping[str, str]
    """Datum -> text."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the step says under `with`, by name."""

    @property
    def leave_out(self) -> tuple[str, ...]:
        """Return the components not to attach although the form requires them; `replaced`: all that data replace."""
        return texts_of(self.told, "leave_out")


def apply(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """Go from the portal to the province's form, fill it and submit it; then bring the dossier into session time."""
    kind = str(wishes.told.get("agency") or "")
    closed = closed_agency(stage, kind) if kind in CLOSED else None
    code = procedure_code(stage)
    form = read_form(stage, browser, land(stage, browser, code, closed), code, closed)
    result = _submit(stage, browser, form, wishes, closed)
    return {**result, **in_session_time(stage)} if result["ok"] else result


def open_form(stage: Stage, browser: Browser, code: str) -> None:
    """Go from the portal to the form of one procedure code, and read it."""
    read_form(stage, browser, land(stage, browser, code), code)


@dataclass(frozen=True)
class Look:
    """The dossier's page at the province, read and not recorded yet."""

    reply: Reply
    document: Any
    seen: Mapping[str, Any]
    """Data of the fact `dossier_view`."""

    def record(self, stage: Stage, *more: tuple[str, Mapping[str, Any]]) -> None:
        """Store the exchange with what was seen, and what else it meant."""
        facts = [("dossier_view", {"place": "province", **self.seen}), *more]
        stage.record(self.reply, facts, stage.findings(VIEW, self.document))


def view(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Look at the dossier on the province's own page."""
    found = look(stage, browser)
    found.record(stage)
    return {"ok": True, "dossier_code": stage.dossier().code, "status": found.seen["status"]}


def look(stage: Stage, browser: Browser) -> Look:
    """Open the dossier on the province's own page and read it."""
    dossier = stage.dossier()
    if not dossier.view:
        raise HandProblem("bad_shape", "the answer to the submission named no page `view` for the dossier")
    if not browser.logged_in:
        browser.record(land(stage, browser, procedure_code(stage)))
        browser.logged_in = True
    reply = browser.get(stage.url(dossier.view), VIEW)
    if reply.status != 200:
        raise wrong_status(reply, "200 with the dossier")
    document = json_of(reply, "the view of the dossier")
    return Look(reply, document, stage.read(reply, VIEW, document, view_from_wire))


def log_in(stage: Stage, browser: Browser, then: str, operation: str) -> Reply:
    """Log in to the portal by VNeID without a page for people, and go on to a path of the portal."""
    person = stage.session.people[citizen_of(stage)]
    query = urlencode({"next": then, "login_hint": person["personal_id"]})
    return browser.get(f"{stage.national.public_url}/citizen/login?{query}", operation)


def citizen_of(stage: Stage) -> str:
    """Return which of the session's people sits at the browser: the applicant, else the first who can log in."""
    people = stage.session.people
    if "applicant" in people and people["applicant"].get("personal_id"):
        return "applicant"
    able = [name for name, person in people.items() if person.get("personal_id")]
    if not able:
        raise HandProblem("not_offered", f"service {stage.service.id} has nobody with a personal number to log in")
    return able[0]


def procedure_code(stage: Stage) -> str:
    """Return the service's usual procedure code on the session's day."""
    code = stage.service.code_on(stage.session_now.date())
    if code is None:
        raise HandProblem("not_offered", f"service {stage.service.id} has no procedure code to apply under")
    return code.code


def land(stage: Stage, browser: Browser, code: str, closed: ClosedCode | None = None) -> Reply:
    """Let the portal hand the browser over to the province; return its landing page, unrecorded."""
    query = urlencode({"province": stage.sheet.id} | ({"agency": closed.code} if closed else {}))
    try:
        reply = log_in(stage, browser, f"/citizen/services/{code}/apply?{query}", FORM)
        if is_login_page(stage, browser, reply):
            person = stage.session.people[citizen_of(stage)]["personal_id"]
            reply = browser.get(answer_login_page(stage, browser, reply.draft.url, person), FORM)
        if reply.status != 200:
            raise wrong_status(reply, "200 with the form")
        if browser.is_ours(reply.draft.url):
            detail = f"the browser did not reach the province, it stayed at the national side: {said(reply)}"
            raise HandProblem("http_status", detail, reply.draft.url, reply)
    except HandProblem as problem:
        problem.facts = [("handover", handover_fact(stage, code, False, closed)), *problem.facts]
        raise
    return reply


def read_form(
    stage: Stage, browser: Browser, reply: Reply, code: str, closed: ClosedCode | None = None
) -> dict[str, Any]:
    """Read the form of the landing page, and record that the hand-over worked."""
    landed = ("handover", handover_fact(stage, code, True, closed))
    browser.logged_in = True
    try:
        document = json_of(reply, "the landing page")
        form = stage.read(reply, FORM, document, form_from_wire)
        if not form["submit"]:
            found = stage.findings(FORM, document)
            raise HandProblem("bad_shape", "the form has no path `submit`", reply.draft.url, reply, findings=found)
    except HandProblem as problem:
        problem.facts = [landed, *problem.facts]
        raise
    shown = {name: value for name, value in form.items() if name != "submit"}
    stage.record(reply, [landed, ("form_read", shown)], stage.findings(FORM, document))
    return form


def in_session_time(stage: Stage) -> dict[str, Any]:
    """Bring a new dossier, taken at the system's own time, into session time; that this fails does not undo it."""
    try:
        set_clock(stage)
    except HandProblem as problem:
        return {"problem": stage.fail(problem)["problem"]}
    return {}


def handover_fact(stage: Stage, code: str, landed: bool, closed: ClosedCode | None) -> dict[str, Any]:
    """Return the data of the fact `handover`."""
    agency = closed.code if closed else stage.sheet.receiving_agency
    return {"procedure_code": code, "agency": agency, "landed": landed, "closed": closed_json(stage, closed)}


def _submit(
    stage: Stage, browser: Browser, form: Mapping[str, Any], wishes: Wishes, closed: ClosedCode | None
) -> dict[str, Any]:
    filled = Citizen(stage.service, stage.session.people, wishes.typed).fill(form)
    attached = papers(form["components"], wishes.leave_out, stage.service)
    body = submission_to_wire(
        submission_id=stage.request_id,
        procedure=form["procedure_code"],
        agency=closed.code if closed else stage.sheet.receiving_agency,
        values=filled.values,
        components=attached,
    )
    reply = browser.post(stage.url(form["submit"]), SUBMISSION, body)
    fact = {"typed": dict(filled.typed), "components": [paper.code for paper in attached]}
    if reply.status == 422:
        return _refused(stage, reply, fact)
    if reply.status not in (200, 201):
        raise wrong_status(reply, "201 with the dossier code")
    return _accepted(stage, reply, fact)


def _refused(stage: Stage, reply: Reply, fact: Mapping[str, Any]) -> dict[str, Any]:
    reason = refusal_from_wire(reply.json()) or said(reply)
    refused = {"dossier_code": "", "accepted": False, "reason": reason, **fact}
    stage.record(reply, [("submission", refused)])
    problem = HandProblem("http_status", f"the submission was refused (422): {reason}", reply.draft.url)
    return {"ok": False, "problem": problem.to_json()}


def _accepted(stage: Stage, reply: Reply, fact: Mapping[str, Any]) -> dict[str, Any]:
    document = json_of(reply, "the submission")
    submitted = stage.read(reply, SUBMISSION, document, submission_from_wire)

    def keep(tx: Transaction) -> None:
        keep_dossier(stage, tx, submitted.dossier_code, submitted.view)

    accepted = {"dossier_code": submitted.dossier_code, "accepted": True, "reason": "", **fact}
    stage.record(reply, [("submission", accepted)], stage.findings(SUBMISSION, document), keep)
    return {"ok": True, "dossier_code": submitted.dossier_code, "status": submitted.status}


def keep_dossier(stage: Stage, tx: Transaction, code: str, view: str) -> None:
    """Keep a dossier that was taken, and let what the system reports of it find this session."""
    stage.store.submitted(tx, stage.session.id, code, view)
    stage.national.sessions.register_key(tx, stage.session.id, stage.sheet.id, "dossier_code", code)
