"""What the claims of a verified token have to say, one rule each (OpenID Connect Core 1.0, 3.1.3.7).

Every rule returns what it found wrong, or an empty text.
"""

import base64
import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from simulator.province.identity.refusal import shown

Claims: TypeAlias = Mapping[str, Any]

AHEAD_SECONDS = 150
"""How far VNeID's clock may be ahead of ours."""
BEHIND_SECONDS = 30
"""How long after its end a token is still taken."""
LONGEST_SUBJECT = 255


@dataclass(frozen=True)
class Expected:
    """What this login asked for."""

    issuer: str
    client_id: str
    now: float
    nonce: str = ""
    access_token: str = ""
    level: int = 0
    level_told: int = 0
    """What the words of `acr` stand for; 0 for none that is known."""
    max_age: int | None = None


Rule: TypeAlias = Callable[[Claims, Expected], str]


def _iss(claims: Claims, expected: Expected) -> str:
    return "" if claims.get("iss") == expected.issuer else f"iss is {shown(claims.get('iss'))}"


def _aud(claims: Claims, expected: Expected) -> str:
    # A token that is for others too is refused as 3.1.3.7 (3) has it: there is nobody whom we trust with it.
    return "" if is_for_us_alone(claims, expected.client_id) else f"aud is {shown(claims.get('aud'))}"


def _azp(claims: Claims, expected: Expected) -> str:
    if "azp" not in claims:
        return "several aud and no azp" if len(audiences(claims)) > 1 else ""
    return "" if claims["azp"] == expected.client_id else f"azp is {shown(claims['azp'])}"


def _sub(claims: Claims, _expected: Expected) -> str:
    sub = claims.get("sub")
    return "" if isinstance(sub, str) and 0 < len(sub) <= LONGEST_SUBJECT else "no usable sub"


def _exp(claims: Claims, expected: Expected) -> str:
    end = seconds(claims.get("exp"))
    return "" if end is not None and expected.now < end + BEHIND_SECONDS else f"exp is {shown(claims.get('exp'))}"


def _iat(claims: Claims, expected: Expected) -> str:
    made = seconds(claims.get("iat"))
    return "" if made is not None and made <= expected.now + AHEAD_SECONDS else f"iat is {shown(claims.get('iat'))}"


def _nbf(claims: Claims, expected: Expected) -> str:
    start = seconds(claims.get("nbf"))
    if "nbf" not in claims or (start is not None and start <= expected.now + AHEAD_SECONDS):
        return ""
    return f"nbf is {shown(claims['nbf'])}"


def _nonce(claims: Claims, expected: Expected) -> str:
    return "" if expected.nonce and claims.get("nonce") == expected.nonce else "the nonce is not ours"


def _at_hash(claims: Claims, expected: Expected) -> str:
    if "at_hash" not in claims or claims["at_hash"] == hash_of(expected.access_token):
        return ""
    return "at_hash is of another access token"


def _acr(claims: Claims, expected: Expected) -> str:
    if expected.level_told >= expected.level:
        return ""
    return f"asked level {expected.level}, acr is {shown(claims.get('acr'))}"


def _auth_time(claims: Claims, expected: Expected) -> str:
    at = seconds(claims.get("auth_time"))
    if expected.max_age is None:
        return ""
    if at is None or at > expected.now + AHEAD_SECONDS or expected.now - at > expected.max_age + BEHIND_SECONDS:
        return f"auth_time is {shown(claims.get('auth_time'))}, max_age {expected.max_age}"
    return ""


ID_TOKEN: Mapping[str, Rule] = {
    "iss": _iss,
    "aud": _aud,
    "azp": _azp,
    "sub": _sub,
    "exp": _exp,
    "iat": _iat,
    "nbf": _nbf,
    "nonce": _nonce,
    "at_hash": _at_hash,
    "acr": _acr,
    "auth_time": _auth_time,
}


def audiences(claims: Claims) -> tuple[str, ...]:
    """Return whom a token is for; nobody when that is not told as texts."""
    aud = claims.get("aud")
    if isinstance(aud, str):
        return (aud,)
    return tuple(aud) if isinstance(aud, list) and all(isinstance(one, str) for one in aud) else ()


def is_for_us_alone(claims: Claims, client_id: str) -> bool:
    """Return whether a token is for this client and for nobody else."""
    return set(audiences(claims)) == {client_id}


def seconds(value: object) -> float | None:
    """Return a NumericDate, in seconds since 1970; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # An integer of many digits cannot become a float; no date is so far away.
    return float(value) if abs(value) < 1e12 and math.isfinite(value) else None


def hash_of(access_token: str) -> str:
    """Return `at_hash` for a token signed with SHA-256 (3.1.3.6)."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
