"""Defects of the login: each leaves one rule out, or believes a token that nobody signed."""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import replace

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, RSAKey
from markupsafe import Markup

from simulator.province.identity.claim_rules import Claims, Expected, seconds
from simulator.province.identity.compact import CompactToken
from simulator.province.identity.public_key import PublicKey
from simulator.province.identity.rules import EVERY_RULE
from simulator.province.identity.trouble import Trouble
from simulator.province.identity.verification import verifies
from simulator.province.seams import Seams


def without(*rules: str) -> type[Seams]:
    """Return a defect that leaves these rules out."""
    assert EVERY_RULE.issuperset(rules), f"no such rule: {set(rules) - EVERY_RULE}"

    class Without(Seams):
        def login_rules(self, rules_kept: frozenset[str]) -> frozenset[str]:
            return super().login_rules(rules_kept) - frozenset(rules)

    return Without


class VerifiesNothing(Seams):
    """The token is decoded, and nobody looks at its signature."""

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Believe every token."""
        del token, keys, holds
        return True


class TakesUnsigned(Seams):
    """The algorithm `none` counts as a signature."""

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Believe a token that says it needs no signature."""
        return super().is_signed(token, keys, holds) or str(token.header.get("alg")).lower() == "none"


class ConfusesAlgorithms(Seams):
    """The header chooses the algorithm, and the published key serves as the secret of HS256."""

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Believe a token whose secret everybody can read."""
        return super().is_signed(token, keys, holds) or any(_is_secret_of(token, key) for key in keys)


class TrustsHeaderKey(Seams):
    """The key in the header of a token is used to verify that token."""

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Believe a token that brings the key to believe it."""
        return super().is_signed(token, keys, holds) or _is_signed_by_own_key(token)


class TakesLowerLevel(Seams):
    """A login that came back counts as what was asked for."""

    def level_counted(self, told: int, asked: int) -> int:
        """Count the level that was asked for."""
        return max(super().level_counted(told, asked), asked)


class WantsAudienceAsText(Seams):
    """The audience is compared as one text."""

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Refuse a list, even of one."""
        return super().wrong_beyond_the_rules(claims, expected) or ("" if isinstance(claims["aud"], str) else "aud")


class WantsOneClock(Seams):
    """VNeID's clock may not be a second ahead."""

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Refuse a token of a moment from now."""
        ahead = (seconds(claims["iat"]) or 0) > expected.now + 1
        return super().wrong_beyond_the_rules(claims, expected) or ("iat" if ahead else "")


class WantsAccessTokenHash(Seams):
    """The code flow has to bring what only other flows need."""

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Refuse a token without `at_hash`."""
        return super().wrong_beyond_the_rules(claims, expected) or ("" if "at_hash" in claims else "at_hash")


class WantsExactLevel(Seams):
    """The level has to be the one asked for, not a higher one."""

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Refuse a better login."""
        higher = expected.level_told > expected.level
        return super().wrong_beyond_the_rules(claims, expected) or ("acr" if higher else "")


class KnowsEveryClaim(Seams):
    """The token is read into a class that has no place for anything new."""

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Refuse a claim that is not known."""
        return super().wrong_beyond_the_rules(claims, expected) or ", ".join(claims.keys() - _KNOWN)


class NamesNoLevel(Seams):
    """The request is the published link: no level, no age of the login."""

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Leave to VNeID how the citizen logs in."""
        asked = super().authorization_query(query)
        return {name: value for name, value in asked.items() if name not in ("acr_values", "max_age")}


class RepeatsCalls(Seams):
    """A call that VNeID cannot serve is made again at once, and again."""

    def login_call_times(self, times: int) -> int:
        """Call six times."""
        return super().login_call_times(times) + 5


class BreaksInTrouble(Seams):
    """Nobody caught the error: the citizen sees that of the framework."""

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Answer 500."""
        return replace(super().login_trouble(trouble), status=500)


class ShowsMarkup(Seams):
    """What VNeID says about an error goes into the page as it is."""

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Leave the text unescaped."""
        told = super().login_trouble(trouble)
        return replace(told, said=Markup(told.said))


_KNOWN = {
    *["iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce", "at_hash", "acr", "amr", "auth_time", "sid", "jti"]
}


def _is_secret_of(token: CompactToken, key: PublicKey) -> bool:
    if token.header.get("alg") != "HS256" or not isinstance(key, RSAKey):
        return False
    text, _, signature = token.text.rpartition(".")
    made = hmac.digest(key.as_pem(private=False), text.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode() == signature


def _is_signed_by_own_key(token: CompactToken) -> bool:
    try:
        key = JWKRegistry.import_key(token.header["jwk"])
    except (JoseError, ValueError, TypeError, KeyError):
        return False
    return isinstance(key, RSAKey) and verifies(token.text, key, "RS256")
