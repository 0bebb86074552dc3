"""The ID token that a client sends along to say whose login shall end."""

from dataclasses import dataclass, field

from joserfc import jwt
from joserfc.errors import JoseError

from simulator.core.text import Text
from simulator.vneid.provider import Provider
from simulator.vneid.refusal import TEXTS
from simulator.web.signing_keys import ALGORITHMS


@dataclass(frozen=True)
class Hint:
    """What a good hint says."""

    client_id: str
    sid: str


@dataclass
class WrongHint(Exception):
    """A logout request that cannot be followed; the text is for the page."""

    text: Text
    details: dict[str, str] = field(default_factory=dict)


def read_hint(provider: Provider, written: str) -> Hint | None:
    """Return what the hint says; an ID token that has expired is still one (RP-Initiated Logout 1.0, 4)."""
    if not written:
        return None
    try:
        claims = jwt.decode(written, provider.keys.published, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError):
        raise WrongHint(TEXTS["logout_hint_unreadable"]) from None
    if claims.get("iss") != provider.issuer:
        found = str(claims.get("iss"))
        raise WrongHint(TEXTS["logout_hint_issuer"].fill(expected=provider.issuer, found=found))
    return Hint(str(claims.get("aud")), str(claims.get("sid", "")))
