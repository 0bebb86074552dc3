"""The token endpoint, introspection and revocation: what a client's server asks, without the browser."""

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Response

from simulator.session.login_faults import LoginFault
from simulator.vneid.disturbed_answers import error_of, is_good, leave_disturbed, tell_of, with_other_members
from simulator.vneid.incoming import IncomingRequest
from simulator.vneid.provider import NO_STORE, Provider
from simulator.vneid.token_endpoints import Introspection, Revocation
from simulator.vneid.wrapping import receiver_of, wrap_body
from simulator.web.citizens import link_citizen
from simulator.web.recording import Inbound, ViewResult


class Tokens:
    """The views of `/vneid/token`, `/vneid/introspect` and `/vneid/revoke`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def give(self, inbound: Inbound) -> ViewResult:
        """Answer `POST /vneid/token`: a code or a refresh token for an access token and an ID token."""
        asked = IncomingRequest(inbound)
        if disturbed := self._begin(inbound, asked):
            return disturbed
        response = self._answer(inbound, asked)
        response.headers.update(NO_STORE)
        fault, stage = self._fault(inbound, asked)
        response = leave_disturbed(inbound, response, fault.at(stage) if fault else {})
        client_id, by_header = asked.claimed_client
        sessions = self._sessions(inbound, asked)
        tell_of(inbound, fault, ("refresh",) if stage == "refresh" else ("token", "id_token", "envelope"), sessions)
        inbound.fact(
            "token_called",
            sessions,
            client_id=client_id or "",
            grant_type=asked.form.get("grant_type", ""),
            by_header=by_header,
            verifier="code_verifier" in asked.form,
            ok=is_good(inbound, response),
            error=error_of(inbound, response),
        )
        return response

    def _answer(self, inbound: Inbound, asked: IncomingRequest) -> Response:
        server = self._provider.server(inbound)
        try:
            receiver = receiver_of(server.desk.client(asked.claimed_client[0] or ""), self._provider.profile)
        except OAuth2Error as error:
            return server.handle_error_response(asked, error)
        response: Response = server.create_token_response(asked)
        fault, stage = self._fault(inbound, asked)
        if fault is not None:
            with_other_members(response, fault.at(stage))
        wrap_body(response, receiver, fault.at("envelope") if fault else {})
        return response

    def _fault(self, inbound: Inbound, asked: IncomingRequest) -> tuple[LoginFault | None, str]:
        """Return the fault that this login took, and which of its stages the request is in."""
        stage = "refresh" if asked.form.get("grant_type") == "refresh_token" else "token"
        faults = self._provider.national.login_faults
        return (faults.get(inbound.query, asked.grant.fault) if asked.grant else None), stage

    def _sessions(self, inbound: Inbound, asked: IncomingRequest) -> tuple[str, ...]:
        """Link the call to its citizen's sessions; without a known code, to the system's only open session.

        Of several open sessions nobody can say whose such a call is, so it is nobody's.
        """
        if asked.grant:
            return link_citizen(inbound, asked.grant.personal_id)
        system = inbound.province.id if inbound.province else ""
        opened = [one for one in self._provider.national.sessions.all(status="open") if one.province == system]
        if len(opened) != 1:
            return ()
        inbound.link_session(opened[0].id)
        return (opened[0].id,)

    def introspect(self, inbound: Inbound) -> ViewResult:
        """Answer `POST /vneid/introspect`."""
        return self._about_a_token(inbound, Introspection.ENDPOINT_NAME)

    def revoke(self, inbound: Inbound) -> ViewResult:
        """Answer `POST /vneid/revoke`."""
        return self._about_a_token(inbound, Revocation.ENDPOINT_NAME)

    def _about_a_token(self, inbound: Inbound, endpoint: str) -> ViewResult:
        asked = IncomingRequest(inbound)
        if disturbed := self._begin(inbound, asked):
            return disturbed
        response: Response = self._provider.server(inbound).create_endpoint_response(endpoint, asked)
        response.headers.update(NO_STORE)
        if asked.grant is not None:
            link_citizen(inbound, asked.grant.personal_id)
        return response

    def _begin(self, inbound: Inbound, asked: IncomingRequest) -> Response | None:
        """Say whose system calls; return the answer of a disturbed day."""
        client = self._provider.client(asked.claimed_client[0] or "")
        if client is not None:
            self._provider.identify(inbound, client)
        return self._provider.disturbed(inbound, self._sessions_of(inbound, asked))

    def _sessions_of(self, inbound: Inbound, asked: IncomingRequest) -> tuple[str, ...]:
        """Return the sessions whose citizen a code was given for."""
        assert inbound.tx is not None
        code = asked.form.get("code", "")
        grant = self._provider.store.grant_of_code(inbound.tx, code) if code else None
        return link_citizen(inbound, grant.personal_id) if grant else ()
