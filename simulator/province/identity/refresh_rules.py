"""What an ID token of a refresh has to say (OpenID Connect Core 1.0, 12.2): it is of the same login as the first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from simulator.province.identity.claim_rules import ID_TOKEN, Claims, Expected, seconds
from simulator.province.identity.refusal import shown


@dataclass(frozen=True)
class First:
    """The login that is refreshed."""

    sub: str
    sid: str
    acr: str
    auth_time: int


Rule: TypeAlias = Callable[[Claims, Expected, First], str]


def _sub(claims: Claims, _expected: Expected, first: First) -> str:
    return "" if claims.get("sub") == first.sub else f"sub is {shown(claims.get('sub'))}"


def _aud(claims: Claims, expected: Expected, _first: First) -> str:
    return ID_TOKEN["aud"](claims, expected) or ID_TOKEN["azp"](claims, expected)


def _auth_time(claims: Claims, _expected: Expected, first: First) -> str:
    at = seconds(claims.get("auth_time"))
    same = "auth_time" not in claims or not first.auth_time or at == first.auth_time
    return "" if same else f"auth_time is {shown(claims['auth_time'])}, was {first.auth_time}"


def _time(claims: Claims, expected: Expected, _first: First) -> str:
    return ID_TOKEN["exp"](claims, expected) or ID_TOKEN["iat"](claims, expected) or ID_TOKEN["nbf"](claims, expected)


REFRESHED: Mapping[str, Rule] = {
    "refresh_iss": lambda claims, expected, _first: ID_TOKEN["iss"](claims, expected),
    "refresh_sub": _sub,
    "refresh_aud": _aud,
    "refresh_auth_time": _auth_time,
    "refresh_time": _time,
}
