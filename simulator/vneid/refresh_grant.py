"""The refresh grant: each refresh token works once and gives the next; a second use ends the whole grant.

Rotation with reuse detection as RFC 9700 (4.14) asks: after a theft either the thief or the client comes second.
"""

from functools import cached_property
from typing import ClassVar

from authlib.oauth2.rfc6749.grants import RefreshTokenGrant

from simulator.vneid.client import AUTH_METHODS, Client
from simulator.vneid.desk import Citizen, Desk
from simulator.vneid.granted import REFRESH, Grant, Token
from simulator.vneid.refusal import refuse


class RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]
    """Authlib's grant over our store."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar[list[str]] = list(AUTH_METHODS)
    INCLUDE_NEW_REFRESH_TOKEN = True

    @cached_property
    def desk(self) -> Desk:
        """What this request works with."""
        desk: Desk = self.server.desk
        return desk

    def _validate_request_token(self, client: Client) -> Grant:
        """Return the grant of a refresh token that may be used now."""
        written = self.request.form.get("refresh_token", "")
        if not written:
            raise refuse("invalid_request", "refresh_missing")
        token = self.desk.store.token(written)
        if token is None:
            raise refuse("invalid_grant", "refresh_unknown")
        self.request.grant = self.desk.store.grant(self.desk.tx, token.grant_id)
        self._require_usable(token, client)
        self.request.authorization_code = self.request.grant
        return self.request.grant  # type: ignore[no-any-return]

    def _require_usable(self, token: Token, client: Client) -> None:
        if token.client_id != client.client_id:
            raise refuse("invalid_grant", "refresh_of_other_client", client_id=client.client_id)
        if token.kind != REFRESH:
            raise refuse("invalid_grant", "refresh_not_refresh")
        if token.ended == "replaced":
            self.desk.store.end_grant(self.desk.tx, token.grant_id, "refresh_reused")
            raise refuse("invalid_grant", "refresh_replaced")
        if token.ended:
            raise refuse("invalid_grant", f"token_ended_{token.ended}")
        if token.expires_at <= self.desk.now:
            raise refuse("invalid_grant", "refresh_expired", seconds=self.desk.profile.refresh_seconds)

    def _validate_token_scope(self, token: Grant) -> None:
        asked = self.request.payload.scope or ""
        if not set(asked.split()) <= set(token.scope.split()):
            raise refuse("invalid_scope", "refresh_scope", first=token.scope, second=asked)

    def authenticate_user(self, refresh_token: Grant) -> Citizen:
        """Return the citizen of the grant."""
        if self.desk.subject(refresh_token.personal_id) is None:
            raise refuse("invalid_grant", "citizen_gone")
        return Citizen.of(refresh_token)

    def revoke_old_credential(self, _refresh_token: Grant) -> None:
        """Mark the refresh token as replaced; it stays, so that its second use is known as one."""
        self.desk.store.end_token(self.desk.tx, self.request.form["refresh_token"], "replaced")
