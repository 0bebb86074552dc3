"""The portal as an OpenID client of VNeID: it proves by the same protocol, over HTTP, what it asks of provinces."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from simulator.core.text import Text
from simulator.portal.citizen_store import PendingLogin
from simulator.portal.texts import TEXTS
from simulator.web.national import National
from simulator.web.own_address import reach_itself
from simulator.web.own_client import portal_client
from simulator.wire.identity import personal_id_of

_TIMEOUT = (3.0, 10.0)
_LEEWAY_SECONDS = 60


@dataclass
class LoginFailed(Exception):
    """The login did not come to its end; the text is for the citizen."""

    text: Text


class RelyingParty:
    """Sends citizens to VNeID and checks what they bring back."""

    def __init__(self, national: National) -> None:
        self._national = national
        self._keys: KeySet | None = None

    @property
    def issuer(self) -> str:
        """Return the issuer that is trusted."""
        return f"{self._national.public_url.rstrip('/')}/vneid"

    def authorize_url(self, login: PendingLogin, hint: str) -> str:
        """Return where to send the browser; with a hint the citizen is logged in without a page."""
        client = portal_client(self._national)
        query = {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uris[0],
            "scope": "openid",
            "state": login.state,
            "nonce": login.nonce,
            "code_challenge": _s256(login.verifier),
            "code_challenge_method": "S256",
        }
        silent = {"prompt": "none", "login_hint": hint} if hint else {}
        return f"{self.issuer}/authorize?{urlencode(query | silent)}"

    def personal_id(self, code: str, login: PendingLogin) -> str:
        """Exchange a code, verify the ID token and return the personal number; no transaction may be held."""
        with requests.Session() as http:
            http.trust_env = False
            http.verify = self._national.ca_file or True
            reach_itself(http, self._national)
            tokens = self._tokens(http, code, login)
            subject = self._verified(http, tokens, login.nonce)
            bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
            claims = _json(http.get(f"{self.issuer}/userinfo", headers=bearer, timeout=_TIMEOUT))
        if claims.get("sub") != subject:
            raise LoginFailed(TEXTS["login_token_wrong"].fill(reason="sub"))
        return personal_id_of(claims)

    def _tokens(self, http: requests.Session, code: str, login: PendingLogin) -> dict[str, Any]:
        client = portal_client(self._national)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uris[0],
            "code_verifier": login.verifier,
        }
        proof = (client.client_id, client.secret)
        return _json(http.post(f"{self.issuer}/token", data=form, auth=proof, timeout=_TIMEOUT))

    def _decoded(self, http: requests.Session, id_token: str) -> jwt.Token:
        """Return the token if its signature holds; keys that do not fit it any more are fetched again."""
        if self._keys is not None:
            try:
                return jwt.decode(id_token, self._keys, algorithms=["RS256"])
            except (JoseError, ValueError):
                self._keys = None
        published = _json(http.get(f"{self.issuer}/jwks", timeout=_TIMEOUT))
        keys = KeySet.import_key_set(cast(KeySetSerialization, published))
        token = jwt.decode(id_token, keys, algorithms=["RS256"])
        self._keys = keys
        return token

    def _verified(self, http: requests.Session, tokens: dict[str, Any], nonce: str) -> str:
        rules = jwt.JWTClaimsRegistry(
            now=int(self._national.clock.now().timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": portal_client(self._national).client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
        )
        try:
            token = self._decoded(http, str(tokens.get("id_token", "")))
            rules.validate(token.claims)
        except (JoseError, ValueError) as error:
            raise LoginFailed(TEXTS["login_token_wrong"].fill(reason=type(error).__name__)) from None
        if not hmac.compare_digest(str(token.claims.get("at_hash")), _half_hash(str(tokens.get("access_token")))):
            raise LoginFailed(TEXTS["login_token_wrong"].fill(reason="at_hash"))
        return str(token.claims["sub"])


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if answer.status_code != 200 or not isinstance(body, dict):
        raise LoginFailed(TEXTS["login_refused"].fill(status=answer.status_code))
    return body


def _s256(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _half_hash(access_token: str) -> str:
    """OpenID Connect Core 3.1.3.6: the left half of the hash binds the access token to the ID token."""
    return _base64(hashlib.sha256(access_token.encode()).digest()[:16])


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
