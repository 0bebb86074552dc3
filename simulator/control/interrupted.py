"""The citizen's login ends while she fills the form in: she sends it, logs in again and looks for what she typed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from simulator.control.browser import Browser
from simulator.control.contract_ids import FORM, SUBMISSION
from simulator.control.filling import Citizen
from simulator.control.journey import Wishes, citizen_of, land, procedure_code, read_form
from simulator.control.login_page import answer_login_page, is_login_page
from simulator.control.paper import papers
from simulator.control.problems import HandProblem, wrong_status
from simulator.control.stage import Stage
from simulator.journal.database import Transaction
from simulator.web.outbound import Reply
from simulator.wire.form import submission_to_wire

_REDIRECTS = (302, 303, 307)
_NOBODY = (401, 403)
_LOGOUT = "citizen/logout"


def apply(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """Read and fill the form, let VNeID end the login, send the form, log in again and read the form again."""
    code = procedure_code(stage)
    form = read_form(stage, browser, land(stage, browser, code), code)
    filled = Citizen(stage.service, stage.session.people, wishes.typed).fill(form)
    body = submission_to_wire(
        submission_id=stage.request_id,
        procedure=form["procedure_code"],
        agency=stage.sheet.receiving_agency,
        values=filled.values,
        components=papers(form["components"], (), stage.service),
    )
    _log_out_at_vneid(stage, browser)
    reply = browser.post(stage.url(form["submit"]), SUBMISSION, body)
    last = _followed(stage, browser, reply)
    taken = _taken(last)
    told = {"status": reply.status or 0, "ended": reply.status in (*_REDIRECTS, *_NOBODY), "typed": dict(filled.typed)}
    facts = [("typing_interrupted", {**told, "accepted": bool(taken), "dossier_code": taken})]
    stage.record(last, facts, then=lambda tx: _keep(stage, tx, taken))
    if not taken:
        read_form(stage, browser, land(stage, browser, code), code)
    return {"ok": True}


def _keep(stage: Stage, tx: Transaction, dossier_code: str) -> None:
    """Let what the system reports of a dossier that it took find this session."""
    if dossier_code:
        stage.store.submitted(tx, stage.session.id, dossier_code, "")
        stage.national.sessions.register_key(tx, stage.session.id, stage.sheet.id, "dossier_code", dossier_code)


def _log_out_at_vneid(stage: Stage, browser: Browser) -> None:
    """End the login as if in another window: VNeID tells the systems in which it was used (back-channel logout)."""
    if not stage.sheet.raw.get("openid", {}).get("backchannel_logout_uri"):
        raise HandProblem("not_offered", f"claim sheet {stage.sheet.id} offers no `openid.backchannel_logout_uri`")
    reply = browser.fill(f"{stage.national.public_url}/vneid/logout", _LOGOUT, {"confirmed": "1"})
    if reply.status not in _REDIRECTS:
        raise wrong_status(reply, "a redirect after VNeID's logout")


def _followed(stage: Stage, browser: Browser, reply: Reply) -> Reply:
    """Return where a system leads that sends the browser to the login by itself; else the answer as it is."""
    if reply.status not in _REDIRECTS:
        return reply
    browser.record(reply)
    location = next((value for name, value in reply.headers.items() if name.lower() == "location"), "")
    last = browser.get(urljoin(reply.draft.url, location), FORM)
    if is_login_page(stage, browser, last):
        person = stage.session.people[citizen_of(stage)]["personal_id"]
        last = browser.get(answer_login_page(stage, browser, last.draft.url, person), FORM)
    return last


def _taken(reply: Reply) -> str:
    """Return the code of the dossier that an answer tells of; empty when it tells of none."""
    document = reply.json()
    code = document.get("dossier_code") if isinstance(document, Mapping) else None
    return code if isinstance(code, str) and reply.status in (200, 201) else ""
