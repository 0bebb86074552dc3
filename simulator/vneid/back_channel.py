"""Back-channel logout (OpenID Connect Back-Channel Logout 1.0): each client of a login is told that it ended.

No transaction is held while a client is called; each call is an exchange of its own, with what it meant.
"""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from joserfc import jwt

from simulator.vneid.client import Client
from simulator.vneid.provider import Provider
from simulator.web.outbound import Outbound

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_SECONDS = 120
_OPERATION = "vneid/backchannel-logout"


class Ended(NamedTuple):
    """One client's part in a login that ended."""

    client_id: str
    personal_id: str
    sid: str


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
        reply = self._outbound.send(
            "POST",
            client.registered.backchannel_logout_uri,
            party="vneid",
            operation=_OPERATION,
            province=sheet,
            sessions=sessions,
            form={"logout_token": self._token(client, ended)},
        )
        ok = reply.status in (200, 204)
        told = {"client_id": client.client_id, "by": "back_channel", "ok": ok, "status": reply.status}
        self._outbound.record(reply, [("logout_done", sessions, told)])

    def _token(self, client: Client, ended: Ended) -> str:
        seen = self._provider.of(client)
        algorithm, now = client.id_token_signed_response_alg, self._provider.now
        key = self._provider.keys.signing(algorithm)
        claims = {
            "iss": seen.issuer,
            "aud": client.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "sub": seen.subject(ended.personal_id),
            "sid": ended.sid,
            "events": {EVENT: {}},
        }
        header = {"alg": algorithm, "kid": key.kid, "typ": "logout+jwt"}
        return jwt.encode(header, claims, key, [algorithm])
