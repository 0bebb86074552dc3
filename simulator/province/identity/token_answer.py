"""What the token end point answered (RFC 6749, 5.1; OpenID Connect Core, 3.1.3.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.province.identity.refusal import BROKEN, LoginRefused, shown

_LONGEST = 16 * 1024


@dataclass(frozen=True)
class Tokens:
    """The tokens of one answer; an empty text for one that did not come."""

    access_token: str = field(repr=False)
    id_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


def tokens_of(answer: Mapping[str, Any], rules: frozenset[str]) -> Tokens:
    """Return the tokens of an answer that can be used."""
    kind = answer.get("token_type")
    if "token_type" in rules and (not isinstance(kind, str) or kind.lower() != "bearer"):
        raise LoginRefused("token_type", shown(kind), BROKEN)
    tokens = Tokens(_text(answer, "access_token"), _text(answer, "id_token"), _text(answer, "refresh_token"))
    if not tokens.access_token:
        raise LoginRefused("token", "no access token", BROKEN)
    return tokens


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    # What stands in a header line may not hold anything but visible letters.
    usable = isinstance(value, str) and len(value) <= _LONGEST and value.isascii() and value.isprintable()
    return str(value) if usable else ""
