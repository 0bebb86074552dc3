"""The provider's published description and its key set (OpenID Connect Discovery 1.0)."""

from typing import Any

from simulator.vneid.authorization_rules import PROMPTS
from simulator.vneid.client import GRANT_TYPES, SCOPES
from simulator.vneid.provider import Provider
from simulator.web.recording import Answer, Inbound
from simulator.web.signing_keys import ALGORITHMS


class Metadata:
    """The views of the discovery document and of `/vneid/jwks`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def discovery(self, _inbound: Inbound) -> Answer:
        """Answer `/vneid/.well-known/openid-configuration`."""
        return Answer(describe(self._provider))

    def jwks(self, _inbound: Inbound) -> Answer:
        """Answer `/vneid/jwks` with the public halves of the keys."""
        return Answer(self._provider.keys.public_set())


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
