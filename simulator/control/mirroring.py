"""The citizen looks at a dossier that others handle on the page of a system that mirrors its status."""

import time
from typing import Any
from urllib.parse import quote

from simulator.control.browser import Browser
from simulator.control.browsing import look_up
from simulator.control.contract_ids import LISTING, VIEW
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage
from simulator.session.dossiers import PortalDossiers
from simulator.wire.form import view_from_wire

LONGEST_SECONDS = 20.0
"""So long a system's own rhythm is waited for; a slower one cannot be judged in one sitting."""
_PAUSE_SECONDS = 0.3


def look(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Read the page until it shows what the portal holds, or the system's claimed longest time has passed."""
    page = _page(stage, browser)
    held = max((one.status for one in PortalDossiers(stage.national.db).elsewhere(stage.dossier().code)), default=None)
    began = time.monotonic()
    while True:
        waited = time.monotonic() - began
        overdue = _is_overdue(stage, waited)
        shown = _read(stage, browser, page, overdue)
        if shown == held or overdue or stage.sheet.sync_max_seconds is None or waited >= LONGEST_SECONDS:
            return {"ok": True, "dossier_code": stage.dossier().code, "status": shown}
        time.sleep(_PAUSE_SECONDS)


def _page(stage: Stage, browser: Browser) -> str:
    reply, row, seen = look_up(stage, browser)
    stage.record(reply, [seen], stage.findings(LISTING, reply.json()))
    if row is None or not row.follow:
        detail = "the service's row in the list names no page `follow` for dossiers handled elsewhere"
        raise HandProblem("not_offered", detail, reply.draft.url)
    return stage.url(row.follow.replace("{dossier_code}", quote(stage.dossier().code, safe="")))


def _is_overdue(stage: Stage, waited: float) -> bool:
    """Return whether the longest time that the system claims has passed; one that claims none is never overdue."""
    return stage.sheet.sync_max_seconds is not None and waited >= stage.sheet.sync_max_seconds


def _read(stage: Stage, browser: Browser, page: str, overdue: bool) -> int | None:
    reply = browser.get(page, VIEW)
    if reply.status != 200:
        raise wrong_status(reply, "200 with the dossier")
    document = json_of(reply, "the page of the dossier")
    seen = stage.read(reply, VIEW, document, view_from_wire)
    fact = {"place": "relay", **seen, "overdue": overdue}
    stage.record(reply, [("dossier_view", fact)], stage.findings(VIEW, document))
    status = seen["status"]
    return status if isinstance(status, int) else None
