"""Whether a system under test is there at all: one call of its landing page, before anything is judged."""

from typing import Any

from simulator.control.problems import no_answer
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.outbound import Outbound

PARTY = "control"
OPERATION = "province/probe"


def probe(outbound: Outbound, sheet: ClaimSheet) -> dict[str, Any]:
    """Call the landing page once, without a citizen; any HTTP answer, an error page too, means that somebody is there.

    A redirect is an answer and is not followed. The call is recorded; it belongs to no session.
    """
    url = f"{sheet.base_url}/{sheet.landing.lstrip('/')}"
    headers = {"Accept": "application/json", "User-Agent": "dvcsim"}
    reply = outbound.send("GET", url, party=PARTY, operation=OPERATION, province=sheet, headers=headers)
    outbound.record(reply)
    answer = {"reachable": not reply.error, "status": reply.status, "seconds": round(reply.draft.seconds, 3)}
    return {**answer, "problem": no_answer(reply).to_json()} if reply.error else answer
