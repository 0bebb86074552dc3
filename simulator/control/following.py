"""The citizen follows the dossier on the portal. The portal records that itself, with what it showed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from simulator.control.browser import Browser
from simulator.control.journey import log_in
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage

OPERATION = "citizen/dossier"


def follow(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Read the dossier on the portal; that the portal does not know it (yet) is an answer, not a problem."""
    dossier = stage.dossier()
    path = f"/citizen/dossiers/{quote(dossier.code, safe='')}"
    reply = browser.get(f"{stage.national.public_url}{path}", OPERATION)
    if reply.status == 401:
        reply = log_in(stage, browser, path, OPERATION)
    if reply.status == 404:
        return {"ok": True, "found": False, "dossier_code": dossier.code, "status": None}
    if reply.status != 200:
        raise wrong_status(reply, "200 with the dossier")
    document = json_of(reply, "the dossier on the portal")
    if not isinstance(document, Mapping) or not isinstance(document.get("status"), int):
        raise HandProblem("bad_shape", "the dossier on the portal has no `status`", reply.draft.url, reply)
    return {"ok": True, "found": True, "dossier_code": dossier.code, "status": document["status"]}
