"""The provider's published description and its key set (OpenID Connect Discovery 1.0)."""

from typing import Any

from simulator.vneid.client import AUTH_METHODS, GRANT_TYPES, SCOPES
from simulator.vneid.provider import Provider
from simulator.web.citizens import demo_citizens
from simulator.web.recording import Answer, Inbound
from simulator.web.signing_keys import ALGORITHMS
from simulator.wire.identity import claims_of


class Metadata:
    """The views of the discovery document and of `/vneid/jwks`."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    def discovery(self, _inbound: Inbound) -> Answer:
        """Answer `/vneid/.well-known/openid-configuration`."""
        return Answer(describe(self._provider.issuer))

    def jwks(self, _inbound: Inbound) -> Answer:
        """Answer `/vneid/jwks` with the public halves of the keys."""
        return Answer(self._provider.keys.public_set())


def describe(issuer: str) -> dict[str, Any]:
    """Return the discovery document of an issuer."""
    claims = {claim for person in demo_citizens().values() for claim in claims_of(person)}
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "introspection_endpoint": f"{issuer}/introspect",
        "revocation_endpoint": f"{issuer}/revoke",
        "end_session_endpoint": f"{issuer}/logout",
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "jwks_uri": f"{issuer}/jwks",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": list(ALGORITHMS),
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "select_account"],
        "claims_supported": sorted(claims),
        "ui_locales_supported": ["vi", "en"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
