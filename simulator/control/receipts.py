"""The citizen opens the receipt of a payment from the page of the dossier, as soon as it is there."""

import time
from typing import Any

from simulator.control.browser import Browser
from simulator.control.journey import Look, look
from simulator.control.stage import Stage
from simulator.web.outbound import Reply

_PAUSE_SECONDS, _USUAL_SECONDS, _LONGEST_SECONDS = 0.1, 3.0, 10.0
_RECEIPT = "citizen/receipt"
_OK = 200


def fetch(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Look until the page names a receipt, or for as long as the system claims to need at most; then open it."""
    found = _looked(stage, browser)
    found.record(stage)
    answer = {"ok": True, "dossier_code": stage.dossier().code, "status": found.seen["status"]}
    path = _receipt(found)
    if path:
        reply, _ = browser.step(stage.url(path), _RECEIPT, {"Accept": "application/pdf, */*;q=0.8"})
        stage.record(reply, [("receipt_read", _fact(stage, reply))])
    return answer


def _looked(stage: Stage, browser: Browser) -> Look:
    until = time.monotonic() + min(stage.sheet.sync_max_seconds or _USUAL_SECONDS, _LONGEST_SECONDS)
    found = look(stage, browser)
    while found.seen["payment"] and not _receipt(found) and time.monotonic() < until:
        found.record(stage)
        time.sleep(_PAUSE_SECONDS)
        found = look(stage, browser)
    return found


def _receipt(found: Look) -> str:
    return str((found.seen["payment"] or {}).get("receipt") or "")


def _fact(stage: Stage, reply: Reply) -> dict[str, Any]:
    kind = next((value for name, value in reply.headers.items() if name.lower() == "content-type"), "")
    size = len(reply.text)
    problem = "" if reply.status == _OK and size else f"HTTP {reply.status}, {size} bytes"
    return {
        "dossier_code": stage.dossier().code,
        "status": reply.status,
        "content_type": kind,
        "size": size,
        "problem": problem,
    }
