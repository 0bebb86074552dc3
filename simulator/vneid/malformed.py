"""DELIBERATELY BROKEN TOKENS. Nothing here is to be copied: each function makes what a client must not accept.

Only a login that took a fault comes here (`contracts/vneid/cases`); every other token is signed in `id_token.py`. The
kept libraries refuse to make most of this, and rightly, so it is put together by hand in this one place.
"""

import base64
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

from simulator.web.signing_keys import Signing, SigningKey

STRANGER = "unknown-key"
_PLACE = re.compile(r"[{]([a-z_]+)[}]")


@dataclass(frozen=True)
class Maker:
    """With what a token is made: the keys, the client's algorithm and secret, and the time (seconds since 1970)."""

    keys: Signing
    algorithm: str
    client_secret: str
    now: int


def make(header: Mapping[str, Any], claims: Mapping[str, Any], fault: Mapping[str, Any], maker: Maker) -> str:
    """Return the token with these claims as the fault wants it; `fault` is a stage such as `id_token`."""
    wrong = {name: _filled(value, claims) for name, value in changed(claims, fault).items()}
    wrong |= {name: maker.now + int(seconds) for name, seconds in dict(fault.get("shift") or {}).items()}
    head = {**header, **dict(fault.get("header") or {})}
    head = {name: value for name, value in head.items() if value is not None}
    return _SIGNED[fault.get("sign", "own")](head, wrong, maker)


def parts_of(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token of our own."""
    header, claims, _ = token.split(".")
    return _read(header), _read(claims)


def changed(names: Mapping[str, Any], fault: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping without what the fault takes out and with what it puts in."""
    removed = set(fault.get("remove") or ())
    return {name: value for name, value in names.items() if name not in removed} | dict(fault.get("set") or {})


def _filled(value: Any, right: Mapping[str, Any]) -> Any:
    """Return a value in which `{name}` stands for the right claim of that name, alone or in a list."""
    if isinstance(value, list):
        return [_filled(one, right) for one in value]
    if not isinstance(value, str):
        return value
    return _PLACE.sub(lambda found: str(right.get(found[1], found[0])), value)


def _own(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    return _signed(header, claims, maker.keys.signing(maker.algorithm), maker.algorithm)


def _none(header: dict[str, Any], claims: dict[str, Any], _maker: Maker) -> str:
    return f"{_part({**header, 'alg': 'none'})}.{_part(claims)}."


def _broken(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    """Return a token whose signature was made over other claims."""
    head, _, _ = _own(header, claims, maker).split(".")
    _, _, signature = _own(header, {**claims, "sub": "somebody-else"}, maker).split(".")
    return f"{head}.{_part(claims)}.{signature}"


def _unknown_key(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    """Return a token signed with a key that nobody published; `kid` stays what the fault says, else it names it."""
    kid = header["kid"] if header.get("kid") != maker.keys.signing(maker.algorithm).kid else STRANGER
    return _signed({**header, "alg": "RS256", "kid": kid}, claims, stranger(), "RS256")


def _keeps_kid(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    """Return a token signed with a stranger's key under the name of our own."""
    own = str(maker.keys.signing(maker.algorithm).kid)
    return _signed({**header, "alg": "RS256", "kid": own}, claims, stranger(), "RS256")


def _carries_key(header: dict[str, Any], claims: dict[str, Any], _maker: Maker) -> str:
    """Return a token that carries the stranger's public key in its own header (`jwk`), as if that proved anything."""
    public = stranger().as_dict(private=False)
    return _signed({**header, "alg": "RS256", "jwk": public}, claims, stranger(), "RS256")


def _public_key_as_hmac(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    """Return a token under HS256 whose secret is our public key, as everybody can read it."""
    return _with_secret(header, claims, maker.keys.signing("RS256").as_pem(private=False))


def _client_secret(header: dict[str, Any], claims: dict[str, Any], maker: Maker) -> str:
    return _with_secret(header, claims, maker.client_secret.encode())


_SIGNED = {
    "own": _own,
    "none": _none,
    "broken": _broken,
    "unknown_key": _unknown_key,
    "stranger_under_our_name": _keeps_kid,
    "carries_key": _carries_key,
    "public_key_as_hmac": _public_key_as_hmac,
    "client_secret": _client_secret,
}
"""How a token is signed, by the word of the fault."""


def _signed(header: dict[str, Any], claims: dict[str, Any], key: SigningKey, algorithm: str) -> str:
    """Return a token whose header may say anything; the signature over it is the library's."""
    text = f"{_part(header)}.{_part(claims)}"
    made: bytes = JWSRegistry.algorithms[algorithm].sign(text.encode(), key)
    return f"{text}.{_base64(made)}"


def _with_secret(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    text = f"{_part({**header, 'alg': 'HS256'})}.{_part(claims)}"
    return f"{text}.{_base64(hmac.digest(secret, text.encode(), 'sha256'))}"


@cache
def stranger() -> RSAKey:
    """Return a key that nobody published, one for the life of the process."""
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _read(part: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return read
