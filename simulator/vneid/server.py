"""The OpenID provider: Authlib's server and code grant with our stores, our key and stricter rules.

One server object per request, because its stores write in the transaction of that request. Stricter than Authlib by
default: PKCE binds confidential clients too (its extension binds public ones only), `nonce` is required, `kid` stands
in the header, and the ID token carries no personal data: claims are served at userinfo.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oidc.core import OpenIDCode
from flask import Response
from joserfc.jwk import RSAKey

from simulator.core.ids import random_id
from simulator.journal.database import Transaction
from simulator.vneid.client import AUTH_METHODS, Client
from simulator.vneid.granted import ACCESS, Grant, Token
from simulator.vneid.incoming import IncomingRequest
from simulator.vneid.keys import ALGORITHM, SigningKeys
from simulator.vneid.pkce import Pkce
from simulator.vneid.refusal import refuse, refuse_client, text_of
from simulator.vneid.store import VneidStore

CODE_SECONDS = 300
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Citizen:
    """Who logs in, when she did (seconds since 1970), and in which login."""

    personal_id: str
    auth_time: int
    sid: str


@dataclass(frozen=True)
class Desk:
    """What a server needs for one request."""

    issuer: str
    now: int
    tx: Transaction
    store: VneidStore
    keys: SigningKeys
    client: Callable[[str], Client | None]
    subject: Callable[[str], str | None]
    """Personal number -> `sub`, or None when nobody has the number."""


class OpenIdServer(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server over the stores of one request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(query_client=desk.client, save_token=self._keep_token)
        self.desk = desk
        self.load_config({"OAUTH2_TOKEN_EXPIRES_IN": {"authorization_code": TOKEN_SECONDS}})
        self.register_grant(CodeGrant, [OpenIdRules(desk), Pkce()])

    def create_oauth2_request(self, request: IncomingRequest) -> IncomingRequest:
        """Return the request as the view made it."""
        return request

    def authenticate_client(self, request: IncomingRequest, methods: list[str], endpoint: str = "token") -> Client:
        """Return the client that proved itself, or refuse and say which half of the proof is missing or wrong."""
        client_id, by_header = request.claimed_client
        if not client_id:
            raise refuse_client("client_not_proven", by_header)
        if self.desk.client(client_id) is None:
            raise refuse_client("client_unknown", by_header, client_id=client_id)
        try:
            client: Client = super().authenticate_client(request, methods, endpoint)
        except (OAuth2Error, ValueError):
            raise refuse_client("client_secret_wrong", by_header, client_id=client_id) from None
        return client

    def handle_error_response(self, _request: OAuth2Request, error: OAuth2Error) -> Response:
        """Answer a refusal; JSON answers carry the Vietnamese sentence too."""
        status, body, headers = error(None)
        if isinstance(body, list):
            body = dict(body)
        if isinstance(body, dict):
            body["error_description_vi"] = text_of(error).vi
        response: Response = self.handle_response(status, body, headers)
        return response

    def _keep_token(self, token: Mapping[str, Any], request: OAuth2Request) -> None:
        grant: Grant = request.authorization_code
        now = self.desk.now
        given = (grant.id, grant.client_id, grant.personal_id, token["scope"], now)
        self.desk.store.save_token(self.desk.tx, token["access_token"], Token(ACCESS, *given, now + TOKEN_SECONDS))


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """The code grant over our store: a code lives five minutes and works once."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar[list[str]] = list(AUTH_METHODS)

    @cached_property
    def desk(self) -> Desk:
        """What this request works with."""
        desk: Desk = self.server.desk
        return desk

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep a new code with everything that the token request has to match."""
        asked = request.payload.data
        citizen: Citizen = request.user
        grant = Grant(
            id=random_id("g"),
            client_id=request.client.client_id,
            redirect_uri=asked["redirect_uri"],
            scope=request.scope,
            nonce=asked["nonce"],
            personal_id=citizen.personal_id,
            code_challenge=asked["code_challenge"],
            code_challenge_method=asked["code_challenge_method"],
            auth_time=citizen.auth_time,
            acr="",
            amr="",
            sid=citizen.sid,
            expires_at=self.desk.now + CODE_SECONDS,
        )
        self.desk.store.save_grant(self.desk.tx, grant, code)

    def query_authorization_code(self, code: str, client: Client) -> Grant:
        """Return a code that may be used now; a second use also revokes what the first one gave."""
        desk = self.desk
        kept = desk.store.grant_of_code(desk.tx, code)
        if kept is None:
            raise refuse("invalid_grant", "code_unknown")
        if kept.client_id != client.client_id:
            raise refuse("invalid_grant", "code_of_other_client", client_id=client.client_id)
        if kept.used_at is not None:
            desk.store.end_grant(desk.tx, kept.id, "code_used")
            raise refuse("invalid_grant", "code_used")
        if kept.expires_at <= desk.now:
            raise refuse("invalid_grant", "code_expired", seconds=CODE_SECONDS)
        self._require_same_address(kept)
        return kept

    def _require_same_address(self, kept: Grant) -> None:
        asked = self.request.payload.redirect_uri
        if asked is None:
            raise refuse("invalid_request", "token_redirect_missing", first=kept.redirect_uri)
        if asked != kept.redirect_uri:
            raise refuse("invalid_grant", "token_redirect_differs", first=kept.redirect_uri, second=asked)

    def delete_authorization_code(self, authorization_code: Grant) -> None:
        """Mark the code as used; it stays, so that a replay is known as one."""
        self.desk.store.use_code(self.desk.tx, authorization_code.id, self.desk.now)

    def authenticate_user(self, authorization_code: Grant) -> Citizen:
        """Return the citizen for whom the code was given."""
        if self.desk.subject(authorization_code.personal_id) is None:
            raise refuse("invalid_grant", "citizen_gone")
        return Citizen(authorization_code.personal_id, authorization_code.auth_time, authorization_code.sid)


class OpenIdRules(OpenIDCode):  # type: ignore[misc]
    """OpenID Connect on top of the code grant: the ID token and its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(require_nonce=True)
        self._desk = desk

    def exists_nonce(self, _nonce: str, _request: OAuth2Request) -> bool:
        """Return False: a browser may reload an authorization request; the nonce protects the client, not us."""
        return False

    def resolve_client_private_key(self, _client: Client) -> RSAKey:
        """Return the signing key."""
        return self._desk.keys.private

    def get_encode_header(self, _client: Client) -> dict[str, str]:
        """Return the header with `kid`, which Authlib leaves out."""
        return {"alg": ALGORITHM, "kid": self._desk.keys.kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Return the claims about the token itself."""
        now = self._desk.now
        return {"iss": self._desk.issuer, "aud": client.client_id, "iat": now, "exp": now + TOKEN_SECONDS}

    def generate_user_info(self, user: Citizen, _scope: str) -> dict[str, str | None]:
        """Return `sub` only: what stands here is merged into the ID token."""
        return {"sub": self._desk.subject(user.personal_id)}
