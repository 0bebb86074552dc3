"""Whether a token is VNeID's: one registered algorithm, a published key, a signature that holds.

What the header says about keys (`jku`, `jwk`, `x5u`) is never looked at, because whoever forges a token writes it.
"""

from datetime import timedelta
from typing import Any

from simulator.province.identity.compact import CompactToken, NotAToken, take_apart
from simulator.province.identity.keys import PublishedKeys, fitting
from simulator.province.identity.public_key import PublicKey
from simulator.province.identity.refusal import LoginRefused, shown
from simulator.province.identity.verification import verifies
from simulator.province.seams import Seams

ALGORITHMS = ("RS256", "ES256")
LOGOUT_TYPE = "logout+jwt"
BETWEEN_UNASKED_READINGS = timedelta(seconds=10)
"""Anybody can post a logout token; so often at most does one make us read the key set."""


class Signatures:
    """Verifies tokens of one registered algorithm."""

    def __init__(self, keys: PublishedKeys, algorithm: str, seams: Seams, rules: frozenset[str]) -> None:
        self._keys = keys
        self._algorithm = algorithm
        self._seams = seams
        self._rules = rules

    def claims_of(self, text: object, rule: str = "signature", *, unasked: bool = False) -> dict[str, Any]:
        """Return the claims of a token that VNeID signed; `unasked`: the token came from anybody on the network."""
        try:
            token = take_apart(text)
        except NotAToken as error:
            raise LoginRefused(rule, f"the token cannot be read: {error}") from None
        not_within = BETWEEN_UNASKED_READINGS if unasked else timedelta(0)
        wrong = self._wrong_header(token, logout=unasked)
        keys, holds = self._verified(token, not_within, bool(wrong))
        if not self._seams.is_signed(token, keys, holds):
            raise LoginRefused(rule, wrong or f"no published key signed it, kid {shown(token.header.get('kid'))}")
        return token.claims

    def _wrong_header(self, token: CompactToken, logout: bool) -> str:
        algorithm, kind = token.header.get("alg"), token.header.get("typ")
        if algorithm != self._algorithm:
            return f"alg is {shown(algorithm)}, registered is {self._algorithm}"
        if "crit" in token.header:
            return "crit names what is not understood"
        if kind not in (None, "JWT") and (str(kind).lower() == LOGOUT_TYPE) != logout:
            return f"typ is {shown(kind)}"
        return ""

    def _verified(
        self, token: CompactToken, not_within: timedelta, is_wrong: bool
    ) -> tuple[tuple[PublicKey, ...], bool]:
        keys, fresh = self._keys.known(not_within)
        if is_wrong or self._holds(token, keys):
            return keys, not is_wrong
        if fresh or "refetch" not in self._rules:
            return keys, False
        keys = self._keys.read_again(not_within)
        return keys, self._holds(token, keys)

    def _holds(self, token: CompactToken, keys: tuple[PublicKey, ...]) -> bool:
        candidates = fitting(keys, self._algorithm, token.header.get("kid"))
        return any(verifies(token.text, key, self._algorithm) for key in candidates)
