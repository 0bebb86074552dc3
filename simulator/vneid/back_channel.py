"""Back-channel logout (OpenID Connect Back-Channel Logout 1.0): each client of a login is told that it ended.

No transaction is held while a client is called; each call is an exchange of its own, with what it meant.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from joserfc import jwt

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.client import Client
from simulator.vneid.malformed import Maker, make
from simulator.vneid.provider import Provider
from simulator.web.outbound import Outbound

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_SECONDS = 120
_OPERATION = "vneid/backchannel-logout"
Told: TypeAlias = tuple[str, tuple[str, ...], Mapping[str, Any]]
"""(kind, sessions, data) of a fact."""


class Ended(NamedTuple):
    """One client's part in a login that ended."""

    client_id: str
    personal_id: str
    sid: str
    fault: str = ""
    """The fault that the login took when it came to the client."""


class BackChannel:
    """Sends logout tokens."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._outbound = Outbound(provider.national)

    def tell(self, ended: Iterable[Ended]) -> None:
        """Tell each client that registered an address for it, once."""
        for one in dict.fromkeys(ended):
            client = self._provider.client(one.client_id)
            if client is not None and client.registered.backchannel_logout_uri:
                self._send(client, one)

    def _send(self, client: Client, ended: Ended) -> None:
        national = self._provider.national
        sheet = national.provinces.get(client.registered.province)
        if sheet is None:
            return
        sessions = national.sessions.match(national.db.read, sheet.id, [("personal_id", ended.personal_id)])
        fault = national.login_faults.get(national.db.read, ended.fault)
        stage, claims = fault.at("back_channel") if fault else {}, self._claims(client, ended)
        if stage.get("replay"):
            # A jti counts as used only in a token that is right in all else; this one names a login of nobody.
            nobody = {name: value for name, value in claims.items() if name != "sub"} | {"sid": random_id("login")}
            self._call(client, sheet, sessions, self._token(client, nobody, {}))
        shown = [("fault_shown", sessions, fault.shown("back_channel"))] if fault and stage else []
        self._call(client, sheet, sessions, self._token(client, claims, stage), shown)

    def _call(
        self, client: Client, sheet: ClaimSheet, sessions: tuple[str, ...], token: str, told: Sequence[Told] = ()
    ) -> None:
        """Send one logout token, and record what came of it."""
        reply = self._outbound.send(
            "POST",
            client.registered.backchannel_logout_uri,
            party="vneid",
            operation=_OPERATION,
            province=sheet,
            sessions=sessions,
            form={"logout_token": token},
        )
        ok = reply.status in (200, 204)
        done = {"client_id": client.client_id, "by": "back_channel", "ok": ok, "status": reply.status}
        self._outbound.record(reply, [*told, ("logout_done", sessions, done)])

    def _claims(self, client: Client, ended: Ended) -> dict[str, Any]:
        seen, now = self._provider.of(client), self._provider.now
        return {
            "iss": seen.issuer,
            "aud": client.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "sub": seen.subject(ended.personal_id),
            "sid": ended.sid,
            "events": {EVENT: {}},
        }

    def _token(self, client: Client, claims: Mapping[str, Any], stage: Mapping[str, Any]) -> str:
        """Return the signed token, or the wrong one that a fault wants."""
        algorithm = client.id_token_signed_response_alg
        key = self._provider.keys.signing(algorithm)
        header = {"alg": algorithm, "kid": key.kid, "typ": "logout+jwt"}
        if stage:
            maker = Maker(self._provider.keys, algorithm, client.registered.secret, self._provider.now)
            return make(header, claims, stage, maker)
        return jwt.encode(header, dict(claims), key, [algorithm])
