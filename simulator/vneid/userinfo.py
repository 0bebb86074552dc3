"""Userinfo: what a client is told of the citizen of its access token."""

from flask import request

from simulator.core.text import Text
from simulator.session.login_faults import LoginFault
from simulator.vneid.client import Client
from simulator.vneid.disturbed_answers import error_of, is_good, leave_disturbed, tell_of, with_other_members
from simulator.vneid.granted import ACCESS, Token
from simulator.vneid.incoming import form_of
from simulator.vneid.provider import NO_STORE, Provider
from simulator.vneid.wrapping import receiver_of, wrap_body
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.credentials import authorization_of
from simulator.web.recording import Answer, Inbound, ViewResult, as_response
from simulator.wire.identity import claims_of, without


class UserInfo:
    """The view of `/vneid/userinfo`, by GET and by POST."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def __call__(self, inbound: Inbound) -> ViewResult:
        """Answer with the claims about the citizen of an access token."""
        written, by_header = _bearer(inbound)
        token = self._provider.store.token(written) if written else None
        client = self._provider.client(token.client_id) if token else None
        if client is not None:
            self._provider.identify(inbound, client)
        sessions = link_citizen(inbound, token.personal_id) if token else ()
        if token and (disturbed := self._provider.disturbed(inbound, sessions)):
            return disturbed
        fault = self._provider.national.login_faults.get(inbound.query, token.fault) if token else None
        answer = self._answer(written, token, client, fault)
        response = leave_disturbed(inbound, answer, fault.at("userinfo") if fault else {})
        sessions = link_citizen(inbound, token.personal_id) if token else ()
        tell_of(inbound, fault, ("userinfo", "envelope"), sessions)
        inbound.fact(
            "userinfo_called",
            sessions,
            client_id=token.client_id if token else "",
            method=request.method,
            by_header=by_header,
            ok=is_good(inbound, response),
            error=error_of(inbound, response),
        )
        return response

    def _answer(self, written: str, token: Token | None, client: Client | None, fault: LoginFault | None) -> ViewResult:
        if not written:
            return _refused(self._provider.text("token_missing"), "Bearer", "invalid_request")
        if token is None:
            return _invalid(self._provider.text("token_unknown"))
        if token.kind != ACCESS:
            return _invalid(self._provider.text("token_not_access"))
        if token.ended or token.expires_at <= self._provider.now:
            return _invalid(self._provider.text(f"token_ended_{token.ended}" if token.ended else "token_expired"))
        person = find_citizen(self._provider.national, token.personal_id)
        if person is None:
            return _invalid(self._provider.text("citizen_gone"))
        names = without(self._provider.profile.claims, self._provider.store.withheld(token.grant_id))
        response = as_response(Answer(claims_of(person, names), headers=NO_STORE))
        with_other_members(response, fault.at("userinfo") if fault else {})
        wrap_body(response, receiver_of(client, self._provider.profile), fault.at("envelope") if fault else {})
        return response


def _invalid(text: Text) -> Answer:
    challenge = f'Bearer error="invalid_token", error_description="{text.en}"'
    return _refused(text, challenge, "invalid_token")


def _refused(text: Text, challenge: str, error: str) -> Answer:
    body = {"error": error, "error_description": text.en, "error_description_vi": text.vi}
    return Answer(body, 401, {"WWW-Authenticate": challenge, **NO_STORE})


def _bearer(inbound: Inbound) -> tuple[str, bool]:
    """Return (token, whether it stands in the header); RFC 6750 (2.2) allows a form too."""
    authorization = authorization_of(request)
    if authorization is not None and authorization.type == "bearer":
        return authorization.token or "", True
    return form_of(inbound).get("access_token", ""), False
