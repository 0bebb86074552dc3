"""Routing values of the exchange platform: accepted in any form, recorded, demanded only where a claim sheet says so.

Known clients send `dstcode` as a header or in the query, plain or percent-encoded, and one writes the values without
their names.
"""

from urllib.parse import parse_qsl, unquote

from flask import request

from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.operation import Reply
from simulator.web.recording import Inbound

_NAMES = ("dstcode", "providerurl")


def note_routing(inbound: Inbound) -> None:
    """Note where a call was routed to, as background."""
    told = {name: value for name in _NAMES if (value := _value(name))}
    nameless = _nameless()
    where = "header" if request.headers.get(_NAMES[0]) else "query"
    if told or nameless:
        inbound.fact("routing", (), **told, where=where, nameless=nameless)


def wrong_route(sheet: ClaimSheet | None) -> Reply | None:
    """Return the refusal of a call without the routing code that its system's claim sheet demands.

    A value without its name counts: one known client writes it so. That an adapter refuses a wrong one is assumed.
    """
    if sheet is None or not sheet.dstcode or sheet.dstcode in (_value(_NAMES[0]), *_nameless()):
        return None
    return Reply("wrong_route", detail=f"Cần: {sheet.dstcode}. Đã nhận: {_value(_NAMES[0]) or '∅'}.")


def query_values() -> dict[str, str]:
    """Return the parameters of the query, the first of each name."""
    pairs = parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    return dict(reversed(pairs))


def _value(name: str) -> str:
    return unquote(request.headers.get(name) or request.args.get(name) or "")


def _nameless() -> list[str]:
    return [unquote(part) for part in request.query_string.decode("ascii", "replace").split("&") if _bare(part)]


def _bare(part: str) -> bool:
    return bool(part) and "=" not in part
