"""Introspection (RFC 7662) and revocation (RFC 7009) of a client's own tokens."""

from typing import Any, ClassVar

from authlib.oauth2.rfc6749 import TokenEndpoint
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from simulator.vneid.client import AUTH_METHODS, Client
from simulator.vneid.desk import Desk
from simulator.vneid.granted import ACCESS, REFRESH, Token
from simulator.vneid.incoming import IncomingRequest
from simulator.vneid.refusal import refuse


class _OwnTokens(TokenEndpoint):  # type: ignore[misc]
    """What both endpoints ask of a request: a proven client and a token."""

    CLIENT_AUTH_METHODS: ClassVar[list[str]] = list(AUTH_METHODS)

    @property
    def desk(self) -> Desk:
        """What this request works with."""
        desk: Desk = self.server.desk
        return desk

    def _known(self, request: IncomingRequest) -> Token | None:
        """Return the token that the request names; its hint is only a hint (RFC 7009, 2.1)."""
        if not request.form.get("token"):
            raise refuse("invalid_request", "token_parameter_missing")
        hint = request.form.get("token_type_hint", ACCESS)
        if hint not in (ACCESS, REFRESH):
            raise refuse("unsupported_token_type", "token_type_unknown", found=hint)
        token = self.desk.store.token(request.form["token"])
        if token is not None:
            request.grant = self.desk.store.grant(self.desk.tx, token.grant_id)
        return token


class Introspection(_OwnTokens, IntrospectionEndpoint):  # type: ignore[misc]
    """Tells a client what its token stands for; of any other token only that it is not active."""

    def authenticate_token(self, request: IncomingRequest, client: Client) -> Token | None:
        """Return the client's own token."""
        token = self._known(request)
        return token if token and token.client_id == client.client_id else None

    def create_introspection_payload(self, token: Token | None) -> dict[str, Any]:
        """Return what RFC 7662 (2.2) lets a client know."""
        if token is None or token.ended or token.expires_at <= self.desk.now:
            return {"active": False}
        return {
            "active": True,
            "scope": token.scope,
            "client_id": token.client_id,
            "token_type": "Bearer" if token.kind == ACCESS else REFRESH,
            "exp": token.expires_at,
            "iat": token.issued_at,
            "sub": self.desk.subject(token.personal_id),
            "aud": token.client_id,
            "iss": self.desk.issuer,
        }


class Revocation(_OwnTokens, RevocationEndpoint):  # type: ignore[misc]
    """Ends a client's token; with a refresh token the whole grant. An unknown token is no error (RFC 7009, 2.2)."""

    def authenticate_token(self, request: IncomingRequest, client: Client) -> Token | None:
        """Return the client's own token; another client's is refused."""
        token = self._known(request)
        if token is not None and token.client_id != client.client_id:
            raise refuse("invalid_grant", "token_of_other_client", client_id=client.client_id)
        return token

    def revoke_token(self, token: Token, request: IncomingRequest) -> None:
        """End the token."""
        if token.kind == REFRESH:
            self.desk.store.end_grant(self.desk.tx, token.grant_id, "revoked")
        else:
            self.desk.store.end_token(self.desk.tx, request.form["token"], "revoked")
