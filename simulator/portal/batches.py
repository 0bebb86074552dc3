"""One answer for many rows: those that can be taken are kept, the others are named with their reason.

How the real portal treats a half-good batch is not public (ASSUMED). A batch of one is answered with its row's own
answer, so known clients, which send one row at a time, see nothing of this.
"""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.portal.operation import Call, Reply
from simulator.wire.contracts import Contract
from simulator.wire.dossiers import refused_row, row_codes

MOST_ROWS = 5000
"""Rows of one message; 5,000 dossiers take this side about three seconds, in which nobody else is answered."""
_NAMED = 5
"""Refused rows that the message names; `result` names them all."""

Decide = Callable[[int], Reply]


def too_many_rows(contract: Contract, body: Any) -> Reply | None:
    """Return the refusal of a message that has more rows than are taken; None otherwise."""
    rows = body.get(contract.batch) if contract.batch and isinstance(body, Mapping) else None
    if not isinstance(rows, list) or len(rows) <= MOST_ROWS:
        return None
    return Reply("too_large", detail=f"tối đa {MOST_ROWS} dòng một bản tin, nhận được {len(rows)}.")


def row_by_row(call: Call, noun: str, decide: Decide) -> Reply:
    """Let each row be decided in order, and return the answer to them all; `noun` says in Vietnamese what a row is."""
    if refusal := call.missing():
        return refusal
    codes = row_codes(call.body)
    if not codes:
        return Reply("missing_field", detail="/data")
    broken = call.broken_rows()
    decided = {row: broken[row] if row in broken else decide(row) for row in range(len(codes))}
    refused = {row: reply for row, reply in decided.items() if reply.name != "ok"}
    if not refused:
        return Reply("ok", by_row=decided)
    if len(codes) == 1:
        return refused[0]._replace(by_row=decided)
    return _partial(call, noun, codes, refused)._replace(by_row=decided)


def _partial(call: Call, noun: str, codes: list[str], refused: Mapping[int, Reply]) -> Reply:
    dialect = call.inbound.national.catalogue.dialects[call.sheet.dialect]
    told = {row: dialect.message(reply.name, reply.detail) for row, reply in refused.items()}
    rows = [refused_row(codes[row], dialect.code(reply.name), told[row], row) for row, reply in refused.items()]
    named = [f"{codes[row] or f'dòng {row}'}: {reason.rstrip('.')}" for row, reason in list(told.items())[:_NAMED]]
    if len(refused) > _NAMED:
        named.append(f"và {len(refused) - _NAMED} {noun} khác, xem result")
    taken = len(codes) - len(refused)
    return Reply("partial", rows, f"{taken}/{len(codes)} {noun}; chưa nhận: {'; '.join(named)}.")
