"""The citizen looks for the counter of each commune: the portal's list of communes, and the system's own counters."""

from typing import Any
from urllib.parse import urlencode

from simulator.control.browser import Browser
from simulator.control.contract_ids import COUNTERS
from simulator.control.hooks import call_hook
from simulator.control.problems import HandProblem, json_of, wrong_status
from simulator.control.stage import Stage
from simulator.wire.counters import communes_from_wire, counters_from_wire


def find_counters(stage: Stage, browser: Browser) -> dict[str, Any]:
    """Read both lists for the service's usual code."""
    code = stage.service.code_on(stage.session_now.date())
    if code is None:
        raise HandProblem("not_offered", f"service {stage.service.id} has no procedure code to look counters up for")
    communes = _communes(stage, browser)
    reply = call_hook(stage, "counters", "GET", COUNTERS, query={"procedure": code.code})
    if reply.status != 200:
        raise wrong_status(reply, "200 with the list of counters")
    document = json_of(reply, "the list of counters")
    counters = stage.read(reply, COUNTERS, document, counters_from_wire)
    fact = {"procedure_code": code.code, "communes": communes, "counters": counters}
    stage.record(reply, [("counters_read", fact)], stage.findings(COUNTERS, document))
    return {"ok": True, "counters": len(counters)}


def _communes(stage: Stage, browser: Browser) -> list[dict[str, str]] | None:
    query = urlencode({"province": stage.sheet.province_code})
    reply = browser.get(f"{stage.national.public_url}/citizen/communes?{query}", "citizen/communes")
    if reply.status != 200:
        raise wrong_status(reply, "200 with the list of communes")
    return communes_from_wire(json_of(reply, "the list of communes"))
