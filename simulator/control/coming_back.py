"""The citizen comes back another day, in another browser: logs in anew and looks for the dossier."""

from typing import Any

from simulator.control.browser import Browser
from simulator.control.contract_ids import VIEW
from simulator.control.journey import land, procedure_code
from simulator.control.problems import HandProblem, json_of, said, wrong_status
from simulator.control.stage import Stage
from simulator.web.outbound import Reply
from simulator.wire.form import view_from_wire

_FOUND, _NOT_THEIRS = 200, (403, 404, 410)


def come_back(stage: Stage) -> dict[str, Any]:
    """Log in from the portal, in a browser that the system has never seen, and open the dossier's page."""
    dossier = stage.dossier()
    if not dossier.view:
        raise HandProblem("bad_shape", "the answer to the submission named no page `view` for the dossier")
    browser = Browser(stage.outbound, stage.sheet, stage.session.id, stage.national.public_url)
    browser.record(land(stage, browser, procedure_code(stage)))
    reply = browser.get(stage.url(dossier.view), VIEW)
    if reply.status not in (_FOUND, *_NOT_THEIRS):
        raise wrong_status(reply, "200 with the dossier")
    found = reply.status == _FOUND and _is_shown(stage, reply, dossier.code)
    told = {"dossier_code": dossier.code, "found": found, "on": stage.session_now.date().isoformat()}
    heard = {"status": reply.status, "said": "" if found else said(reply)}
    stage.record(reply, [("came_back", told | heard)])
    return {"ok": True, "found": found}


def _is_shown(stage: Stage, reply: Reply, code: str) -> bool:
    shown = stage.read(reply, VIEW, json_of(reply, "the view of the dossier"), view_from_wire)
    return bool(shown["dossier_code"] == code)
