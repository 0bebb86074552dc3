"""How one of the national login services speaks OpenID Connect: data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.core.text import Text
from simulator.domain.mark import Mark

STANDARD = "standard"
"""The profile of a client whose claim sheet names none."""


@dataclass(frozen=True)
class IdentityProfile:
    """Paths, names, rules and lifetimes of one login service."""

    id: str
    title: Text
    path: str
    """Where it is served below `/vneid`; empty for the standard one."""
    endpoints: Mapping[str, str]
    """Operation -> path below the issuer."""
    userinfo_methods: tuple[str, ...]
    client_authentication: tuple[str, ...]
    pkce_required: bool
    nonce_required: bool
    claims: Mapping[str, str]
    """Claim -> what it tells of the person."""
    acr: Mapping[int, str]
    """Authentication level (1-4) -> the word for it."""
    amr: Mapping[int, str]
    """Authentication level -> methods (RFC 8176), separated by a space."""
    default_level: int
    code_seconds: int
    access_seconds: int
    refresh_seconds: int
    always_refresh: bool
    """Whether a refresh token comes without the scope offline_access."""
    id_token: bool
    envelope: str
    """`none`, or how answers are wrapped: `rsa-aes`."""
    marks: Mapping[str, Mark]
    """Field of the file, dotted -> how well it is known."""

    def level_asked(self, acr_values: str) -> int | None:
        """Return the level that a request asks for: its first word that the profile knows, or None."""
        levels = {word: level for level, word in self.acr.items()}
        return next((levels[word] for word in acr_values.split() if word in levels), None)
