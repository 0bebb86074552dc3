"""The citizen files at the portal itself, for a system that fetches such dossiers. The portal records what it took.

Nobody has to work the system under test for it, so this is done here whatever drives the rest of the story.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from simulator.control.body import bad_request
from simulator.control.browser import Browser
from simulator.control.filling import Citizen
from simulator.control.journey import Wishes, log_in, procedure_code
from simulator.control.paper import papers
from simulator.control.problems import HandProblem, json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.domain.filing import PULL, WAYS
from simulator.domain.service import Service
from simulator.wire.form import Attachment, form_from_wire, submission_from_wire, submission_to_wire

OPERATION = "citizen/file"


def file(stage: Stage, browser: Browser, wishes: Wishes) -> dict[str, Any]:
    """Fill the portal's form and hand it in. `way`: pull or poll-linked; `leave_out` as for a province's form."""
    way = str(wishes.told.get("way") or PULL)
    if way not in WAYS:
        raise bad_request("way", f"one of {', '.join(WAYS)}")
    query = urlencode({"province": stage.sheet.id, "way": way})
    reply = log_in(stage, browser, f"/citizen/services/{procedure_code(stage)}/file?{query}", OPERATION)
    if reply.status != 200:
        raise wrong_status(reply, "200 with the portal's form")
    form = form_from_wire(json_of(reply, "the portal's form"))
    body = _body(stage, form, wishes)
    reply = browser.post(urljoin(stage.national.public_url, form["submit"]), OPERATION, body)
    if reply.status == 422:
        return {"ok": False, "problem": HandProblem("http_status", said(reply), reply.draft.url).to_json()}
    if reply.status != 201:
        raise wrong_status(reply, "201 with the dossier code")
    filed = submission_from_wire(json_of(reply, "the filing"))
    with stage.national.db.write() as tx:
        stage.store.submitted(tx, stage.session.id, filed.dossier_code, "")
    return {"ok": True, "dossier_code": filed.dossier_code, "status": filed.status}


def _body(stage: Stage, form: Mapping[str, Any], wishes: Wishes) -> dict[str, Any]:
    filled = Citizen(stage.service, stage.session.people, wishes.typed).fill(form)
    return submission_to_wire(
        submission_id=f"{stage.session.id}/{stage.request_id}",
        procedure=form["procedure_code"],
        agency=stage.sheet.receiving_agency,
        values=filled.values,
        components=_attached(stage.service, wishes),
    )


def _attached(service: Service, wishes: Wishes) -> list[Attachment]:
    """An electronic copy of each paper that the service always wants, or of its first one: something to be fetched."""
    shown = [one for one in service.components if one.kind != "eform"]
    wanted = [one.code for one in shown if one.required == "always"] or [one.code for one in shown[:1]]
    return papers([{"code": code, "required": True} for code in wanted], wishes.leave_out, service)
