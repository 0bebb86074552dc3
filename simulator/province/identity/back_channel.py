"""The logout token that VNeID posts when a login ends (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.province.identity.claim_rules import AHEAD_SECONDS, BEHIND_SECONDS, Claims, is_for_us_alone, seconds
from simulator.province.identity.refusal import LoginRefused, shown
from simulator.province.identity.signature import Signatures
from simulator.province.store import Store

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST_SECONDS = 600
REMEMBERED = timedelta(hours=1)
"""Longer than a logout token is taken, so that none is taken twice."""


@dataclass(frozen=True)
class EndedLogin:
    """Whose sessions end: those of `sid`, or without one all of `sub`."""

    sid: str
    sub: str


class LogoutTokens:
    """Verifies logout tokens; each is good once."""

    def __init__(
        self, signatures: Signatures, issuer: str, client_id: str, store: Store, clock: Clock, rules: frozenset[str]
    ) -> None:
        self._signatures = signatures
        self._issuer = issuer
        self._client_id = client_id
        self._store = store
        self._clock = clock
        self._rules = rules

    def read(self, text: object) -> EndedLogin:
        """Return whose login ended, or refuse the token."""
        claims = self._signatures.claims_of(text, "logout_signature", unasked=True)
        for rule, wrong in self._wrong(claims).items():
            if wrong and rule in self._rules:
                raise LoginRefused(rule, wrong)
        self._use_up(claims)
        return EndedLogin(_text(claims, "sid"), _text(claims, "sub"))

    def _wrong(self, claims: Claims) -> Mapping[str, str]:
        return {
            "logout_iss": "" if claims.get("iss") == self._issuer else f"iss is {shown(claims.get('iss'))}",
            "logout_aud": "" if is_for_us_alone(claims, self._client_id) else f"aud is {shown(claims.get('aud'))}",
            "logout_iat": self._wrong_time(claims),
            "logout_exp": self._wrong_end(claims),
            "logout_events": "" if _names_the_event(claims) else f"events is {shown(claims.get('events'))}",
            "logout_nonce": "it has a nonce, as ID tokens do" if "nonce" in claims else "",
            "logout_subject": "" if _text(claims, "sid") or _text(claims, "sub") else "neither sid nor sub",
            "logout_jti": "" if _text(claims, "jti") else "no jti",
        }

    def _wrong_time(self, claims: Claims) -> str:
        made, now = seconds(claims.get("iat")), self._clock.now().timestamp()
        usable = made is not None and now - OLDEST_SECONDS <= made <= now + AHEAD_SECONDS
        return "" if usable else f"iat is {shown(claims.get('iat'))}"

    def _wrong_end(self, claims: Claims) -> str:
        end = seconds(claims.get("exp"))
        usable = end is not None and self._clock.now().timestamp() < end + BEHIND_SECONDS
        return "" if usable else f"exp is {shown(claims.get('exp'))}"

    def _use_up(self, claims: Claims) -> None:
        now = self._clock.now()
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM logout_tokens WHERE expires_at < :now", now=now.isoformat())
            first = tx.execute(
                "INSERT INTO logout_tokens VALUES (:jti, :expires) ON CONFLICT (jti) DO NOTHING RETURNING jti",
                jti=_text(claims, "jti"),
                expires=(now + REMEMBERED).isoformat(),
            )
        if not first and "logout_jti" in self._rules:
            raise LoginRefused("logout_jti", "the token was used before")


def _names_the_event(claims: Claims) -> bool:
    events = claims.get("events")
    return isinstance(events, dict) and isinstance(events.get(EVENT), dict)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
