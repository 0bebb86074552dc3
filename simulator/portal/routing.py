"""Routing values of the exchange platform: accepted in any form, recorded, demanded only where a claim sheet says so.

Known clients send `dstcode` as a header or in the query, plain or percent-encoded, and one writes the values without
their names.
"""

from urllib.parse import parse_qsl, unquote

from flask import request
from werkzeug.wrappers import Request

from simulator.portal.operation import Reply
from simulator.web.recording import Inbound

_NAMES = ("dstcode", "providerurl")


def note_routing(inbound: Inbound) -> None:
    """Note where a call was routed to, as background."""
    asked = inbound.request
    told = {name: value for name in _NAMES if (value := _value(asked, name))}
    nameless = _nameless(asked)
    where = "header" if asked.headers.get(_NAMES[0]) else "query"
    if told or nameless:
        inbound.fact("routing", (), **told, where=where, nameless=nameless)


def wrong_route(inbound: Inbound) -> Reply | None:
    """Return the refusal of a call without the routing code that its system's claim sheet demands.

    A value without its name counts: one known client writes it so. That an adapter refuses a wrong one is assumed.
    """
    needed, asked = inbound.province.dstcode if inbound.province else "", inbound.request
    if not needed or needed in (told := _value(asked, _NAMES[0]), *_nameless(asked)):
        return None
    return Reply("wrong_route", detail=f"Cần: {needed}. Đã nhận: {told or '∅'}.")


def query_values() -> dict[str, str]:
    """Return the parameters of the query, the first of each name."""
    pairs = parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)
    return dict(reversed(pairs))


def _value(asked: Request, name: str) -> str:
    found = asked.headers.get(name) or (asked.args.get(name) if asked.query_string else "")
    return unquote(found or "")


def _nameless(asked: Request) -> list[str]:
    return [unquote(part) for part in asked.query_string.decode("ascii", "replace").split("&") if _bare(part)]


def _bare(part: str) -> bool:
    return bool(part) and "=" not in part
