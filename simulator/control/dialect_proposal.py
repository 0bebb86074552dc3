"""Which family a system belongs to, by the signs in the first messages that it sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response

from simulator.control.envelope import answer
from simulator.control.known_province import known_province
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.dialect import Dialect
from simulator.domain.dialect_sign import Sign
from simulator.domain.exchange import Exchange
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.web.national import National
from simulator.wire.signs import shows

_EACH = 20
"""So many messages of each operation are looked at."""

Seen = tuple[Sign, int]
"""A sign and the first exchange that shows it."""


@dataclass(frozen=True)
class Proposal:
    """How well a dialect fits what was seen."""

    dialect: Dialect
    matched: tuple[Seen, ...]
    contradicting: tuple[Seen, ...]

    @property
    def score(self) -> int:
        """Return what speaks for the dialect minus what speaks against it."""
        return sum(sign.weight for sign, _ in self.matched) - sum(sign.weight for sign, _ in self.contradicting)

    @property
    def refuted(self) -> bool:
        """Return whether something speaks against the dialect that was read of real systems, not only assumed."""
        return any(sign.mark.can_fail for sign, _ in self.contradicting)

    def to_json(self) -> dict[str, Any]:
        """Return the proposal as `/admin` sends it."""
        told = {"id": self.dialect.id, "title": self.dialect.title.to_json(), "score": self.score}
        return {**told, "matched": _seen(self.matched), "contradicting": _seen(self.contradicting)}


def propose(dialects: Iterable[Dialect], exchanges: Sequence[Exchange]) -> list[Proposal]:
    """Return every dialect that has signs, the one that fits best first."""
    fits = [_fit(dialect, exchanges) for dialect in dialects if dialect.signs]
    return sorted(fits, key=lambda one: (-one.score, one.dialect.id))


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the route that proposes a dialect."""

    @admin.get("/provinces/<province>/dialect")
    def dialect(province: str) -> Response:
        sheet = known_province(national, province)
        exchanges = _first_messages(national, sheet)
        found = propose(national.catalogue.dialects.values(), exchanges)
        return answer({**_judged(sheet, found), "seen": len(exchanges), "position": national.db.position})


def _judged(sheet: ClaimSheet, found: Sequence[Proposal]) -> dict[str, Any]:
    claimed = next((one for one in found if one.dialect.id == sheet.dialect), None)
    best = found[0] if found and found[0].score > 0 else None
    doubtful = claimed is None or claimed.refuted or not claimed.matched
    better = best if best and doubtful and best.dialect.id != sheet.dialect else None
    return {
        "claimed": sheet.dialect,
        "proposed": better.dialect.id if better else None,
        "contradicted": bool(claimed and claimed.refuted),
        "dialects": [one.to_json() for one in found],
    }


def _first_messages(national: National, sheet: ClaimSheet) -> list[Exchange]:
    """Return the system's first messages; those of nobody known too, when no other system could have sent them."""
    others = [one for one in national.provinces.all() if one.id not in (sheet.id, DEMO_DOCUMENT["id"])]
    return national.journal.first_of_each(sheet.id, "portal", _EACH, with_unknown=not others)


def _fit(dialect: Dialect, exchanges: Sequence[Exchange]) -> Proposal:
    seen = [
        (sign, exchange.id)
        for sign in dialect.signs
        if (exchange := next((one for one in exchanges if shows(sign, one)), None)) is not None
    ]
    matched = tuple(one for one in seen if not one[0].against)
    return Proposal(dialect, matched, tuple(one for one in seen if one[0].against))


def _seen(signs: Iterable[Seen]) -> list[dict[str, Any]]:
    return [
        {"id": sign.id, "title": sign.title.to_json(), "mark": sign.mark.value, "exchange": exchange}
        for sign, exchange in signs
    ]
