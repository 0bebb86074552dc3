"""The ID token: who logged in, when and how, for whom; never personal data, which is served at userinfo."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oidc.core import OpenIDCode, OpenIDToken

from simulator.session.login_faults import LoginFault
from simulator.vneid.client import Client
from simulator.vneid.desk import Citizen, Desk
from simulator.vneid.disturbed_keys import OnlyKey, new_key
from simulator.vneid.granted import Grant
from simulator.vneid.malformed import Maker, make, parts_of
from simulator.web.signing_keys import SigningKey


class _Signed:
    """How each ID token is signed, and its claims about itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._key: SigningKey | None = None

    def resolve_client_private_key(self, client: Client) -> SigningKey:
        """Return the key in use for the client's algorithm; read once for header and signature, which must agree."""
        if self._key is None:
            self._key = self._desk.keys.signing(client.id_token_signed_response_alg)
        return self._key

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """Return the header with `kid`, which Authlib leaves out."""
        key = self.resolve_client_private_key(client)
        return {"alg": client.id_token_signed_response_alg, "kid": str(key.kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Return the claims about the token itself."""
        now = self._desk.now
        return {
            "iss": self._desk.issuer,
            "aud": client.client_id,
            "iat": now,
            "exp": now + self._desk.profile.access_seconds,
        }

    def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> str:
        """Return the ID token; a login that took a fault gets the wrong one that it is to get."""
        fault = self._desk.fault_of(request.authorization_code)
        stage = self._touched(fault) if fault else {}
        client: Client = request.client
        if fault and self._desk.own:
            self._key = new_key(fault, client.id_token_signed_response_alg)
        right: str = super().encode_id_token(token, request)  # type: ignore[misc]
        if not stage:
            return right
        keys = OnlyKey(self._key) if self._key else self._desk.keys
        maker = Maker(keys, client.id_token_signed_response_alg, client.registered.secret, self._desk.now)
        return make(*parts_of(right), stage, maker)

    def _touched(self, fault: LoginFault) -> Mapping[str, Any]:
        """Return what a fault does to this token."""
        return fault.at("id_token")

    def process_token(self, grant: Any, response: Any) -> dict[str, Any]:
        """Return the answer of the token endpoint with the ID token in it, unless a fault leaves it out."""
        token: dict[str, Any] = super().process_token(grant, response)  # type: ignore[misc]
        fault = self._desk.fault_of(grant.request.authorization_code)
        if fault and self._touched(fault).get("omit"):
            token.pop("id_token", None)
        return token

    def generate_user_info(self, user: Citizen, _scope: str) -> dict[str, str | None]:
        """Return `sub` only: what stands here is merged into the ID token."""
        return {"sub": self._desk.subject(user.personal_id)}

    def get_authorization_code_claims(self, authorization_code: Grant) -> dict[str, Any]:
        """Return the claims about the login, with the `sid` that a logout names."""
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)  # type: ignore[misc]
        return {**claims, "sid": authorization_code.sid}


class CodeIdToken(_Signed, OpenIDCode):  # type: ignore[misc]
    """The ID token that comes with a code."""

    def __init__(self, desk: Desk) -> None:
        OpenIDCode.__init__(self, require_nonce=False)
        _Signed.__init__(self, desk)

    def exists_nonce(self, _nonce: str, _request: OAuth2Request) -> bool:
        """Return False: a browser may reload an authorization request; the nonce protects the client, not us."""
        return False


class RefreshedIdToken(_Signed, OpenIDToken):  # type: ignore[misc]
    """The ID token that comes with a refresh: same subject and login, no nonce (OpenID Connect Core, 12.2)."""

    def _touched(self, fault: LoginFault) -> Mapping[str, Any]:
        """Return what a fault does to the token of a refresh."""
        touched: Mapping[str, Any] = fault.at("refresh").get("id_token") or {}
        return touched

    def get_authorization_code_claims(self, authorization_code: Grant) -> dict[str, Any]:
        """Return the claims of the first login but its nonce."""
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        claims.pop("nonce", None)
        return claims
