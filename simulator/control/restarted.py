"""A restart of the national side while stories are told: nothing could arrive meanwhile, so nobody is late for that."""

from simulator.web.national import National
from simulator.web.outbound import Outbound

OPERATION = "control/restarted"


def note_restart(national: National) -> None:
    """Tell every open session that the national side was away until now, each in an exchange of its own.

    An exchange of several sessions would look like a message that cannot be laid at the door of one.
    """
    for session in national.sessions.all(status="open"):
        sheet = national.provinces.get(session.province)
        if sheet is None:
            continue
        outbound, mine = Outbound(national), (session.id,)
        address = f"{national.public_url}/healthz"
        reply = outbound.seen(
            "GET", address, party="control", operation=OPERATION, province=sheet, sessions=mine, status=200, text=""
        )
        outbound.record(reply, [("restarted", mine, {"address": national.public_url})])
