"""What the system itself has sent so far: wrong credentials, a dead session that it kept, what VNeID refused."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import requests

from simulator.core.text import Text
from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis, State
from simulator.doctor.texts import broken, fine, note, text, unclear

_NEAR = 0.5


def heard(bench: Bench) -> Iterator[Diagnosis]:
    """Read what arrived from the system before this examination."""
    try:
        found = bench.admin("GET", "/contact")
    except (requests.RequestException, ValueError) as error:
        yield unclear("heard", "heard_unread", why=type(error).__name__)
        return
    if found["arrived"]:
        yield fine("heard", "heard_some", n=found["arrived"], at=str(found["last_at"])[:19].replace("T", " "))
    else:
        yield note("heard", "heard_nothing", url=bench.url)
    yield from _credentials(bench, found)
    yield from _dead_sessions(found)
    if ahead := found["from_tomorrow"]:
        yield broken("times", "times_ahead", **ahead)
    for refusal in found["refused_at_vneid"]:
        yield _refused(refusal)


def dialect(bench: Bench) -> Iterator[Diagnosis]:
    """Tell which dialect the first messages speak, where the national side says so."""
    try:
        seen = bench.admin("GET", "/dialect")
    except (requests.RequestException, ValueError):
        return
    if seen["proposed"]:
        yield note("dialect", "dialect_other", claimed=seen["claimed"], proposed=seen["proposed"])
    elif seen["contradicted"]:
        yield note("dialect", "dialect_contradicted", claimed=seen["claimed"])
    elif seen["seen"]:
        yield fine("dialect", "dialect_fits", claimed=seen["claimed"], n=seen["seen"])


def _credentials(bench: Bench, found: Mapping[str, Any]) -> Iterator[Diagnosis]:
    """A refused login counts while no later one was accepted."""
    logins = found["logins"]
    if _is_newer(logins["refused"], logins["accepted"]):
        number, times = logins["refused"]["exchange"], logins["times_refused"]
        yield broken("credentials", "credentials_wrong", account=bench.sheet.account, exchange=number, times=times)
    elif near := _near_account(bench.sheet.account, found["strangers"]):
        values = {"sent": near["account"], "account": bench.sheet.account, "exchange": near["exchange"]}
        state = note if logins["accepted"] else broken
        yield state("credentials", "credentials_stranger", **values)
    elif logins["accepted"]:
        yield fine("credentials", "credentials_right", exchange=logins["accepted"]["exchange"])


def _near_account(account: str, strangers: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the account of nobody that looks most like the claimed one; any at all, when there is only one."""
    likeness = {
        index: difflib.SequenceMatcher(None, account.lower(), str(one["account"]).lower()).ratio()
        for index, one in enumerate(strangers)
    }
    best = max(likeness, key=lambda index: likeness[index], default=None)
    return strangers[best] if best is not None and likeness[best] >= _NEAR else None


def _dead_sessions(found: Mapping[str, Any]) -> Iterator[Diagnosis]:
    """A dead session matters while no login followed it; after one it only shows that the old one had been kept."""
    dead = found["dead_sessions"]
    if not dead["times"]:
        return
    values = {"times": dead["times"], "exchange": dead["last"]["exchange"]}
    if _is_newer(dead["last"], found["logins"]["accepted"]):
        yield broken("dead_session", "dead_session_kept", **values)
    else:
        yield note("dead_session", "dead_session_once", **values)


def _refused(refusal: Mapping[str, Any]) -> Diagnosis:
    said = Text(f"{refusal['vi']} (#{refusal['exchange']})", f"{refusal['en']} (#{refusal['exchange']})")
    return Diagnosis("vneid_refused", State.NOTE, text("vneid_refused"), said, text("vneid_refused_do"))


def _is_newer(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return one is not None and (other is None or one["exchange"] > other["exchange"])
