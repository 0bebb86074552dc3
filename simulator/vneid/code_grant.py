"""The code grant over our store: a code lives five minutes and works once."""

from functools import cached_property
from typing import Any, ClassVar

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant

from simulator.core.ids import random_id
from simulator.vneid.client import AUTH_METHODS, Client
from simulator.vneid.desk import Citizen, Desk
from simulator.vneid.granted import OFFLINE, Grant
from simulator.vneid.refusal import refuse


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
        login = request.fault.at("login") if request.fault else {}
        grant = Grant(
            id=random_id("g"),
            client_id=request.client.client_id,
            redirect_uri=asked["redirect_uri"],
            scope=request.scope,
            nonce=asked.get("nonce", ""),
            personal_id=citizen.personal_id,
            code_challenge=asked.get("code_challenge", ""),
            code_challenge_method=asked.get("code_challenge_method", ""),
            auth_time=citizen.auth_time,
            acr=login.get("acr", self.desk.profile.acr[citizen.auth_level]),
            amr=self.desk.profile.amr[citizen.auth_level],
            auth_level=citizen.auth_level,
            sid=citizen.sid,
            expires_at=self.desk.now + self.desk.profile.code_seconds,
            withheld=citizen.withheld,
            fault=request.fault.id if request.fault else "",
        )
        self.desk.store.save_grant(self.desk.tx, grant, code)

    def query_authorization_code(self, code: str, client: Client) -> Grant:
        """Return a code that may be used now; a second use also revokes what the first one gave."""
        desk = self.desk
        kept = desk.store.grant_of_code(desk.tx, code)
        if kept is None:
            raise refuse("invalid_grant", "code_unknown")
        self.request.grant = kept
        if kept.client_id != client.client_id:
            raise refuse("invalid_grant", "code_of_other_client", client_id=client.client_id)
        if kept.used_at is not None:
            desk.store.end_grant(desk.tx, kept.id, "code_used")
            raise refuse("invalid_grant", "code_used")
        if kept.expires_at <= desk.now:
            raise refuse("invalid_grant", "code_expired", seconds=desk.profile.code_seconds)
        self._require_same_address(kept)
        return kept

    def generate_token(self, *positional: Any, **named: Any) -> dict[str, Any]:
        """Return the tokens; a refresh token among them only when it was asked for (OpenID Connect Core, 11)."""
        offline = OFFLINE in self.request.grant.scope.split()
        named["include_refresh_token"] = offline or self.desk.profile.always_refresh
        token: dict[str, Any] = super().generate_token(*positional, **named)
        return token

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
        return Citizen.of(authorization_code)
