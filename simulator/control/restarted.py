"""A restart of the national side while stories are told: nothing could arrive meanwhile, so nobody is late for that."""

from collections import defaultdict

from simulator.web.national import National
from simulator.web.outbound import Outbound

OPERATION = "control/restarted"


def note_restart(national: National) -> None:
    """Tell every open session that the national side was away until now."""
    open_sessions: dict[str, list[str]] = defaultdict(list)
    for session in national.sessions.all(status="open"):
        open_sessions[session.province].append(session.id)
    for province, ids in open_sessions.items():
        sheet, sessions = national.provinces.get(province), tuple(ids)
        if sheet is None:
            continue
        outbound = Outbound(national)
        address = f"{national.public_url}/healthz"
        reply = outbound.seen(
            "GET", address, party="control", operation=OPERATION, province=sheet, sessions=sessions, status=200, text=""
        )
        # One fact for each: a fact that several sessions share is a message that nobody can tell whose it is.
        outbound.record(reply, [("restarted", (one,), {"address": national.public_url}) for one in sessions])
