"""The keys that VNeID publishes (RFC 7517): kept, and read again when a token does not fit them.

A set that cannot be read leaves the kept one in place. Keys of unknown kinds are skipped (RFC 7517, 5), and so are
symmetric ones: a published secret is none.
"""

import threading
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from simulator.core.clock import Clock
from simulator.province.identity.calls import KEYS_BYTES, Calls
from simulator.province.identity.metadata import Metadata
from simulator.province.identity.public_key import PublicKey
from simulator.province.identity.refusal import BROKEN, DOWN, LoginRefused

_KINDS: dict[str, type[RSAKey] | type[ECKey]] = {"RS256": RSAKey, "ES256": ECKey}
_CURVE = "P-256"
_SMALLEST_RSA_BITS = 2048


class PublishedKeys:
    """The key set, as last read."""

    def __init__(
        self, calls: Calls, metadata: Metadata, clock: Clock, kept_seconds: float, rules: frozenset[str]
    ) -> None:
        self._calls = calls
        self._metadata = metadata
        self._clock = clock
        self._keeps = "kept_keys" in rules
        self._kept = timedelta(seconds=kept_seconds if self._keeps else -1)
        self._lock = threading.Lock()
        self._keys: tuple[PublicKey, ...] = ()
        self._read_at: datetime | None = None
        self._tried_at: datetime | None = None

    def known(self, not_within: timedelta = timedelta(0)) -> tuple[tuple[PublicKey, ...], bool]:
        """Return (keys, whether they were read just now); too old ones are read again, and stay if that fails."""
        with self._lock:
            if self._read_at is not None and self._clock.now() - self._read_at <= self._kept:
                return self._keys, False
            return self._read(not_within), True

    def read_again(self, not_within: timedelta = timedelta(0)) -> tuple[PublicKey, ...]:
        """Return the keys after one more reading, or the kept ones when the last try was within that time."""
        with self._lock:
            return self._read(not_within)

    def _read(self, not_within: timedelta) -> tuple[PublicKey, ...]:
        now = self._clock.now()
        try:
            if self._tried_at is not None and now - self._tried_at < not_within:
                raise LoginRefused("jwks", "tried a moment ago", DOWN)
            self._tried_at = now
            document = self._calls.object("jwks", "GET", self._metadata.endpoint("jwks_uri"), largest=KEYS_BYTES)
            self._keys = _usable(document)
            self._read_at = now
        except LoginRefused:
            if not self._keys or not self._keeps:
                raise
        return self._keys


def fitting(keys: tuple[PublicKey, ...], algorithm: str, kid: object) -> tuple[PublicKey, ...]:
    """Return the keys that a token with this `kid` may be signed with.

    A token without one has to be signed with the only key that there is (OpenID Connect Core, 10.1).
    """
    kind = _KINDS.get(algorithm)
    of_kind = tuple(key for key in keys if kind is not None and isinstance(key, kind) and _may_verify(key, algorithm))
    if kid is None:
        return of_kind if len(keys) == 1 else ()
    return tuple(key for key in of_kind if key.kid == kid)


def _usable(document: dict[str, Any]) -> tuple[PublicKey, ...]:
    rows = document.get("keys")
    if not isinstance(rows, list):
        raise LoginRefused("jwks", "no list of keys", BROKEN)
    found = tuple(key for key in map(_imported, rows) if key is not None)
    if not found:
        raise LoginRefused("jwks", "no key that can be used", BROKEN)
    return found


def _imported(row: object) -> PublicKey | None:
    if not isinstance(row, dict) or row.get("kty") not in ("RSA", "EC"):
        return None
    try:
        key = JWKRegistry.import_key(row)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key, RSAKey):
        return key if key.public_key.key_size >= _SMALLEST_RSA_BITS else None
    return key if isinstance(key, ECKey) and key.curve_name == _CURVE else None


def _may_verify(key: PublicKey, algorithm: str) -> bool:
    use, named = key.get("use"), key.get("alg")
    return use in (None, "sig") and named in (None, algorithm)
