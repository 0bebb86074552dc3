"""The OpenID provider: Authlib's server and grants with our stores, our keys and stricter rules.

One server object per request, because its stores write in the transaction of that request. Stricter than Authlib by
default: PKCE binds confidential clients too (its extension binds public ones only) unless the profile or the open mode
says otherwise, `kid` stands in the header, and the ID token carries no personal data: claims are served at userinfo.
"""

from collections.abc import Mapping
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import OAuth2Error, OAuth2Request
from flask import Response

from simulator.vneid.client import GRANT_TYPES, Client
from simulator.vneid.code_grant import CodeGrant
from simulator.vneid.desk import Desk
from simulator.vneid.granted import ACCESS, REFRESH, Grant, Token
from simulator.vneid.id_token import CodeIdToken, RefreshedIdToken
from simulator.vneid.incoming import IncomingRequest
from simulator.vneid.pkce import Pkce
from simulator.vneid.refresh_grant import RefreshGrant
from simulator.vneid.refusal import refuse_client, telling, text_of
from simulator.vneid.token_endpoints import Introspection, Revocation


class OpenIdServer(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server over the stores of one request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(query_client=desk.client, save_token=self._keep_token)
        self.desk = desk
        lifetimes = dict.fromkeys(GRANT_TYPES, desk.profile.access_seconds)
        self.load_config({"OAUTH2_TOKEN_EXPIRES_IN": lifetimes, "OAUTH2_REFRESH_TOKEN_GENERATOR": True})
        self.register_grant(CodeGrant, [*([CodeIdToken(desk)] if desk.profile.id_token else []), Pkce()])
        self.register_grant(RefreshGrant, [RefreshedIdToken(desk)] if desk.profile.id_token else [])
        self.register_endpoint(Introspection)
        self.register_endpoint(Revocation)

    def create_oauth2_request(self, request: IncomingRequest) -> IncomingRequest:
        """Return the request as the view made it."""
        return request

    def authenticate_client(self, request: IncomingRequest, methods: list[str], endpoint: str = "token") -> Client:
        """Return the client that proved itself, or refuse and say which half of the proof is missing or wrong."""
        client_id, by_header = request.claimed_client
        if not client_id:
            raise refuse_client("client_not_proven", by_header)
        known = self.desk.client(client_id)
        if known is None:
            raise refuse_client("client_unknown", by_header, client_id=client_id)
        if (
            "client_secret_basic" if by_header else "client_secret_post"
        ) not in self.desk.profile.client_authentication:
            raise refuse_client("client_method", by_header, known=", ".join(self.desk.profile.client_authentication))
        if not known.is_served_at(self.desk.profile.id):
            told = {"asked": self.desk.profile.id, "registered": known.registered.profile}
            raise refuse_client("client_of_other_profile", by_header, client_id=client_id, **told)
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
        return telling(response, text_of(error))

    def _keep_token(self, token: Mapping[str, Any], request: OAuth2Request) -> None:
        grant: Grant = request.authorization_code
        now = self.desk.now
        given = (grant.id, grant.client_id, grant.personal_id, token["scope"], now)
        self.desk.store.save_token(
            self.desk.tx, token["access_token"], Token(ACCESS, *given, now + self.desk.profile.access_seconds)
        )
        if "refresh_token" in token:
            kept = Token(REFRESH, *given, now + self.desk.profile.refresh_seconds)
            self.desk.store.save_token(self.desk.tx, token["refresh_token"], kept)
