"""Login with VNeID: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636).

The ID token is verified in full, and the userinfo must speak of the same subject.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from simulator.core.clock import Clock
from simulator.core.ids import random_token
from simulator.province.config import CALLBACK, ProvinceConfig
from simulator.province.national_side import NationalSide, document_of
from simulator.province.store import Store

ATTEMPT_KEPT = timedelta(minutes=10)
LEEWAY_SECONDS = 30


class LoginRefused(Exception):
    """The login cannot be trusted, or VNeID refused it; the text is for the log."""


class VNeID:
    """A confidential OpenID client of VNeID."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, store: Store, clock: Clock) -> None:
        self._national_side = national_side
        self._config = config
        self._store = store
        self._clock = clock
        self._issuer = national_side.url + "/vneid"
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None

    def authorization_url(self, return_to: str, browser: str) -> str:
        """Return where to send the browser; `browser` is a secret in its cookie that the callback must bring."""
        state, nonce, verifier = random_token(), random_token(), secrets.token_urlsafe(48)
        now = self._clock.now()
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM login_attempts WHERE expires_at < :now", now=now.isoformat())
            tx.execute(
                "INSERT INTO login_attempts VALUES (:state, :browser, :nonce, :verifier, :return_to, :expires_at)",
                state=state,
                browser=digest(browser),
                nonce=nonce,
                verifier=verifier,
                return_to=return_to,
                expires_at=(now + ATTEMPT_KEPT).isoformat(),
            )
        query = {
            "response_type": "code",
            "client_id": self._config.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._discover()['authorization_endpoint']}?{urlencode(query)}"

    def finish(self, answer: Mapping[str, str], browser: str) -> tuple[dict[str, Any], str]:
        """Return (claims of the citizen, where the browser wanted to go) for the query of the callback."""
        attempt = self._take_attempt(answer.get("state", ""), browser)
        if answer.get("error") or not answer.get("code"):
            raise LoginRefused(f"VNeID answered {answer.get('error') or 'without a code'}")
        tokens = self._exchange(answer["code"], attempt["verifier"])
        subject = self._subject(str(tokens.get("id_token") or ""), attempt["nonce"])
        claims = self._national_side.ask_object(
            "GET",
            self._discover()["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {tokens.get('access_token')}"},
        )
        if claims.get("sub") != subject:
            raise LoginRefused("the userinfo speaks of another subject than the ID token")
        if not claims.get("SoDinhDanh"):
            raise LoginRefused("the userinfo has no personal number")
        return claims, str(attempt["return_to"])

    @property
    def _redirect_uri(self) -> str:
        return self._config.base_url + CALLBACK

    def _discover(self) -> dict[str, Any]:
        if not self._metadata:
            metadata = self._national_side.ask_object("GET", self._issuer + "/.well-known/openid-configuration")
            if metadata.get("issuer") != self._issuer:
                raise LoginRefused(f"the issuer is {metadata.get('issuer')}, not {self._issuer}")
            self._metadata = metadata
        return self._metadata

    def _take_attempt(self, state: str, browser: str) -> Mapping[str, Any]:
        now = self._clock.now().isoformat()
        with self._store.transaction() as tx:
            rows = tx.execute("DELETE FROM login_attempts WHERE state = :state RETURNING *", state=state)
        if not rows or rows[0]["expires_at"] < now:
            raise LoginRefused("the state is unknown, used or too old")
        if not hmac.compare_digest(rows[0]["browser"], digest(browser)):
            raise LoginRefused("the callback came from another browser")
        return dict(rows[0])

    def _exchange(self, code: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        secret = (quote(self._config.client_id, safe=""), quote(self._config.client_secret, safe=""))
        answer = self._national_side.send("POST", self._discover()["token_endpoint"], form=form, auth=secret)
        if answer.status_code != 200:
            raise LoginRefused(f"the token end point answered HTTP {answer.status_code}")
        tokens = document_of(answer)
        return tokens if isinstance(tokens, dict) else {}

    def _subject(self, id_token: str, nonce: str) -> str:
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._config.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            token = self._decoded(id_token)
            rules.validate(token.claims)
        except (JoseError, KeyError, ValueError) as error:
            raise LoginRefused(f"the ID token is not valid: {error}") from None
        return str(token.claims["sub"])

    def _decoded(self, id_token: str) -> jwt.Token:
        """Return the token if its signature holds; keys that do not fit it any more are fetched again."""
        if self._keys is not None:
            try:
                return jwt.decode(id_token, self._keys, algorithms=["RS256"])
            except (JoseError, ValueError):
                self._keys = None
        published = self._national_side.ask_object("GET", self._discover()["jwks_uri"])
        keys = KeySet.import_key_set(cast(Any, published))
        token = jwt.decode(id_token, keys, algorithms=["RS256"])
        self._keys = keys
        return token


def digest(secret: str) -> str:
    """Return what is stored in place of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
