"""What has come from one system under test so far, and what of it was refused at the door: for whoever connects it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dialect import Dialect
from simulator.domain.exchange import Exchange
from simulator.domain.fact import Fact
from simulator.web.national import National

_MOMENTS = ("occurred_at", "received_at", "finished_at", "returned_at")
"""What a report tells of the past: none of it can lie ahead."""
_TOMORROW = timedelta(hours=12)
LOOKED_AT = 400
"""How many of the newest arrivals are looked at."""


def contact_json(national: National, sheet: ClaimSheet) -> dict[str, Any]:
    """Return what arrived: logins, calls with a dead session, refusals of VNeID, accounts and clients of nobody."""
    arrived = national.journal.arrived(sheet.id, LOOKED_AT)
    facts = [(one, fact) for one in arrived for fact in national.journal.facts_of(one.id)]
    own = [one for one in arrived if one.province == sheet.id]
    refused = [one for one, fact in facts if fact.kind == "portal_login" and not fact.get("ok") and one in own]
    accepted = [one for one, fact in facts if fact.kind == "portal_login" and fact.get("ok") and one in own]
    dead = [one for one in own if _is_dead(one, national.catalogue.dialects[sheet.dialect])]
    return {
        "arrived": len(own),
        "last_at": own[0].at.isoformat() if own else None,
        "logins": {"accepted": _last(accepted), "refused": _last(refused), "times_refused": len(refused)},
        "dead_sessions": {"times": len(dead), "last": _last(dead)},
        "strangers": _strangers(facts),
        "from_tomorrow": _from_tomorrow(facts),
        "refused_at_vneid": _refusals(facts, sheet),
    }


def _is_dead(exchange: Exchange, dialect: Dialect) -> bool:
    """Return whether the portal answered that the session is dead: the same sentence, up to its detail."""
    if exchange.party != "portal" or not exchange.response_body.startswith("{"):
        return False
    head = dialect.messages["dead_session"].partition("{detail}")[0].strip()
    try:
        told = orjson.loads(exchange.response_body)
    except orjson.JSONDecodeError:
        return False
    return bool(head) and str(told.get("message", "")).startswith(head)


def _last(exchanges: Sequence[Exchange]) -> dict[str, Any] | None:
    """Return the newest: the list begins with it."""
    return {"exchange": exchanges[0].id, "at": exchanges[0].at.isoformat()} if exchanges else None


def _strangers(facts: Iterable[tuple[Exchange, Fact]]) -> list[dict[str, Any]]:
    """Return the accounts that nobody has, which somebody logged in with."""
    found: dict[str, dict[str, Any]] = {}
    for one, fact in facts:
        if fact.kind == "portal_login" and one.province is None:
            found.setdefault(str(fact.get("account")), {"account": fact.get("account"), "exchange": one.id})
    return list(found.values())[:5]


def _from_tomorrow(facts: Iterable[tuple[Exchange, Fact]]) -> dict[str, Any] | None:
    """Return the newest message that tells of something half a day or more after it was sent: a clock that is off.

    Times of a session are session times, so a message is held against the later of both.
    """
    for one, fact in facts:
        sent = max(one.at, one.session_at or one.at)
        told = [str(fact.get(name) or "") for name in _MOMENTS if fact.kind in ("dossier_report", "progress_report")]
        for moment in filter(None, told):
            ahead = _parsed(moment, sent) - sent
            if ahead > _TOMORROW:
                return {"exchange": one.id, "told": moment, "hours": round(ahead.total_seconds() / 3600)}
    return None


def _parsed(moment: str, otherwise: datetime) -> datetime:
    try:
        told = datetime.fromisoformat(moment)
    except ValueError:
        return otherwise
    return told if told.tzinfo else told.replace(tzinfo=otherwise.tzinfo)


def _refusals(facts: Iterable[tuple[Exchange, Fact]], sheet: ClaimSheet) -> list[dict[str, Any]]:
    """Return what VNeID refused this client, or a client of nobody, each sentence once."""
    found: dict[str, dict[str, Any]] = {}
    for one, fact in facts:
        if fact.kind == "identity_refused" and one.province in (sheet.id, None):
            told = {"exchange": one.id, "operation": fact.get("operation"), "vi": fact.get("vi"), "en": fact.get("en")}
            found.setdefault(str(fact.get("en")), told)
    return list(found.values())[:5]
