"""The counters that take dossiers, and the list of communes that they are held against (our own design, assumed)."""

from typing import Any

from simulator.wire.scalars import UnreadableAnswer, field, flag, require_object, rows


def counters_from_wire(document: Any) -> list[dict[str, Any]]:
    """Read a system's counters: code, name, commune_code, active."""
    answer = require_object(document, "the list of counters")
    if not isinstance(answer.get("counters"), list):
        raise UnreadableAnswer("the list of counters has no list `counters`")
    names = ("code", "name", "commune_code")
    return [
        {name: field(row, name) for name in names} | {"active": flag(row.get("active"))}
        for _, row in rows(answer, "counters")
    ]


def communes_from_wire(document: Any) -> list[dict[str, str]] | None:
    """Read the communes of a province as the portal publishes them; None when it has no list of them."""
    published = require_object(document, "the list of communes")
    if not flag(published.get("complete")):
        return None
    return [{name: field(row, name) for name in ("code", "name")} for _, row in rows(published, "communes")]
