"""The token endpoint and userinfo: what a client's server asks, without the browser."""

from flask import Response, request

from simulator.core.text import Text
from simulator.vneid.granted import ACCESS, Token
from simulator.vneid.incoming import IncomingRequest, form_of
from simulator.vneid.provider import Provider
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.recording import Answer, Inbound, ViewResult
from simulator.wire.identity import claims_of

_NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Tokens:
    """The views of `/vneid/token` and `/vneid/userinfo`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def give(self, inbound: Inbound) -> ViewResult:
        """Answer `POST /vneid/token`: a code for an access token and an ID token."""
        asked = IncomingRequest(inbound)
        client = self._provider.client(asked.claimed_client[0] or "")
        if client is not None:
            self._provider.identify(inbound, client)
        if disturbed := self._provider.disturbed(inbound):
            return disturbed
        response: Response = self._provider.server(inbound).create_token_response(asked)
        response.headers.update(_NO_STORE)
        if asked.user is not None:
            link_citizen(inbound, asked.user.personal_id)
        return response

    def userinfo(self, inbound: Inbound) -> ViewResult:
        """Answer `/vneid/userinfo`: the claims about the citizen of an access token."""
        written = _bearer(inbound)
        if not written:
            return self._refused(self._provider.text("token_missing"), "Bearer", "invalid_request")
        token = self._provider.store.token(written)
        if token is None or token.kind != ACCESS:
            return self._invalid(self._provider.text("token_unknown" if token is None else "token_not_access"))
        return self._claims(inbound, token)

    def _claims(self, inbound: Inbound, token: Token) -> ViewResult:
        client = self._provider.client(token.client_id)
        if client is not None:
            self._provider.identify(inbound, client)
        if disturbed := self._provider.disturbed(inbound):
            return disturbed
        if token.ended or token.expires_at <= self._provider.now:
            return self._invalid(self._provider.text(f"token_ended_{token.ended}" if token.ended else "token_expired"))
        person = find_citizen(self._provider.national, token.personal_id)
        if person is None:
            return self._invalid(self._provider.text("citizen_gone"))
        link_citizen(inbound, token.personal_id)
        return Answer(claims_of(person), headers=_NO_STORE)

    def _invalid(self, text: Text) -> Answer:
        challenge = f'Bearer error="invalid_token", error_description="{text.en}"'
        return self._refused(text, challenge, "invalid_token")

    def _refused(self, text: Text, challenge: str, error: str) -> Answer:
        body = {"error": error, "error_description": text.en, "error_description_vi": text.vi}
        return Answer(body, 401, {"WWW-Authenticate": challenge, **_NO_STORE})


def _bearer(inbound: Inbound) -> str:
    """Return the token from the header or, as RFC 6750 (2.2) allows, from a form."""
    authorization = request.authorization
    if authorization is not None and authorization.type == "bearer":
        return authorization.token or ""
    return form_of(inbound).get("access_token", "")
