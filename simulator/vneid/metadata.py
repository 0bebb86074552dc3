"""The provider's published description and its key set (OpenID Connect Discovery 1.0)."""

from collections.abc import Mapping
from typing import Any

from simulator.session.login_faults import LoginFault
from simulator.vneid.authorization_rules import PROMPTS
from simulator.vneid.client import GRANT_TYPES, SCOPES
from simulator.vneid.disturbed_answers import leave_disturbed, tell_of
from simulator.vneid.disturbed_keys import disturbed_set
from simulator.vneid.malformed import changed
from simulator.vneid.provider import Provider
from simulator.web.citizens import link_citizen
from simulator.web.recording import Answer, Inbound, ViewResult
from simulator.web.signing_keys import ALGORITHMS


class Metadata:
    """The views of the discovery document and of `/vneid/jwks`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def discovery(self, inbound: Inbound) -> ViewResult:
        """Answer `/vneid/.well-known/openid-configuration`."""
        fault = self._provider.fault_on_issuer(inbound)
        stage = fault.at("discovery") if fault else {}
        return self._leave(inbound, changed(describe(self._provider), stage), fault, "discovery")

    def jwks(self, inbound: Inbound) -> ViewResult:
        """Answer `/vneid/jwks` with the public halves of the keys."""
        fault, keys = self._provider.fault_on_issuer(inbound), self._provider.keys.public_set()
        client = self._provider.client(self._provider.own)
        if fault is not None and client is not None:
            store = self._provider.store
            algorithm = client.id_token_signed_response_alg
            keys = disturbed_set(keys, fault, algorithm, lambda: store.has_signed_with(fault.id))
        return self._leave(inbound, keys, fault, "jwks")

    def _leave(self, inbound: Inbound, right: Mapping[str, Any], fault: LoginFault | None, stage: str) -> ViewResult:
        if fault is None:
            return Answer(right)
        client = self._provider.client(self._provider.own)
        if client is not None:
            self._provider.identify(inbound, client)
        response = leave_disturbed(inbound, Answer(right), fault.at(stage))
        tell_of(inbound, fault, (stage,), link_citizen(inbound, fault.scope.personal_id))
        return response


def describe(provider: Provider) -> dict[str, Any]:
    """Return the discovery document of a provider."""
    profile = provider.profile

    def at(operation: str) -> str:
        return f"{provider.issuer}{profile.endpoints[operation]}"

    methods = list(profile.client_authentication)
    return {
        "issuer": provider.issuer,
        "authorization_endpoint": at("authorize"),
        "token_endpoint": at("token"),
        "userinfo_endpoint": at("userinfo"),
        "introspection_endpoint": at("introspect"),
        "revocation_endpoint": at("revoke"),
        "end_session_endpoint": at("logout"),
        "jwks_uri": at("jwks"),
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "subject_types_supported": ["public"],
        "acr_values_supported": list(profile.acr.values()),
        "id_token_signing_alg_values_supported": list(ALGORITHMS),
        "token_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": list(PROMPTS),
        "claims_supported": sorted(profile.claims),
        "ui_locales_supported": ["vi", "en"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
