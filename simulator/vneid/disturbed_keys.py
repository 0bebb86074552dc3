"""What a fault makes of the key set of a client's own issuer, and the new key with which such a login is signed.

A client that knows the key in use never asks for the set again. So a login with a fault of the keys is signed with a
key that only this fault publishes; the key in use stays in the set, and every other login stays good.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from joserfc.jwk import ECKey, KeyParameters, RSAKey

from simulator.session.login_faults import LoginFault
from simulator.vneid.malformed import changed, stranger
from simulator.web.signing_keys import SigningKey, make_key

CURRENT, LATE = "current", "rotated_late"
_UNKNOWN_KIND = {"kty": "X-DVCSIM", "kid": "kty-la", "use": "sig", "alg": "X-DVCSIM-1"}
"""A key of a kind that no library knows."""


class OnlyKey:
    """One key in place of those in use."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def signing(self, _algorithm: str) -> SigningKey:
        """Return the key."""
        return self._key


def new_key(fault: LoginFault, algorithm: str) -> SigningKey | None:
    """Return the key with which a login of this fault is signed; None when that is the one in use."""
    stage = fault.at("jwks")
    if not stage or stage.get("keys") == CURRENT:
        return None
    return _named(_spare(algorithm), f"k-{fault.id}")


def disturbed_set(
    right: Mapping[str, Any], fault: LoginFault, algorithm: str, already_signed: Callable[[], bool]
) -> dict[str, Any]:
    """Return the key set as the fault wants it; `right` is the one of every other day."""
    stage, new, own = fault.at("jwks"), new_key(fault, algorithm), list(right["keys"])
    keys = own if new is None else _KEYS.get(stage.get("keys", ""), _beside)(own, new)
    if stage.get("keys") == LATE and not already_signed():
        keys = own
    return changed({"keys": keys}, stage)


def _beside(own: list[Any], new: SigningKey) -> list[Any]:
    return [*own, _public(new)]


def _none(_own: list[Any], _new: SigningKey) -> list[Any]:
    return []


def _duplicate_kid(own: list[Any], new: SigningKey) -> list[Any]:
    return [*own, _public(new), _public(_named(_spare("ES256"), str(new.kid)))]


def _ec_first(own: list[Any], new: SigningKey) -> list[Any]:
    return [_public(_named(_spare("ES256"), "ec-dung-dau")), *own, _public(new)]


def _unknown_kind(own: list[Any], new: SigningKey) -> list[Any]:
    return [_UNKNOWN_KIND, *own, _public(new)]


def _without_kid(own: list[Any], new: SigningKey) -> list[Any]:
    keys = [*own, _public(stranger()), _public(new)]
    return [{name: value for name, value in key.items() if name != "kid"} for key in keys]


_KEYS = {
    "none": _none,
    "duplicate_kid": _duplicate_kid,
    "ec_first": _ec_first,
    "unknown_kind": _unknown_kind,
    "without_kid": _without_kid,
}


def _public(key: SigningKey) -> dict[str, Any]:
    return dict(key.as_dict(private=False))


def _named(key: SigningKey, kid: str) -> SigningKey:
    """Return the same key under another name; a client knows keys by their names."""
    # Not imported anew: that proves an RSA key again, which costs more than the whole login.
    told: KeyParameters = {"use": "sig", "kid": kid}
    if isinstance(key, RSAKey):
        return RSAKey(key.raw_value, key.raw_value, {**told, "alg": "RS256"})
    return ECKey(key.raw_value, key.raw_value, {**told, "alg": "ES256"})


@cache
def _spare(algorithm: str) -> SigningKey:
    """Return a key for faults, one for the life of the process."""
    return make_key(algorithm)
