"""What VNeID gave: a grant of a citizen to a client, the tokens that came of it, and a browser's login."""

from dataclasses import dataclass

ACCESS, REFRESH = "access_token", "refresh_token"
OFFLINE = "offline_access"
"""The scope that asks for a refresh token."""


@dataclass(frozen=True)
class Grant:
    """What a citizen granted; its code was given once, all its tokens end with it. `get_` methods are Authlib's."""

    id: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    personal_id: str
    code_challenge: str
    code_challenge_method: str
    auth_time: int
    acr: str
    amr: str
    """Methods of authentication (RFC 8176), separated by a space."""
    auth_level: int
    sid: str
    """The login that it was granted in."""
    expires_at: int
    """When the code expires."""
    used_at: int | None = None
    fault: str = ""
    """The fault that this login took; empty on a calm day."""
    withheld: str = ""
    """Attributes that the citizen keeps to herself, separated by a space."""
    ended: str = ""
    """Why it ended: `code_used`, `refresh_reused`, `revoked`, `logged_out`; empty while it holds."""

    def get_redirect_uri(self) -> str:
        """Return the address that the token request has to repeat."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return the granted scope."""
        return self.scope

    def get_nonce(self) -> str:
        """Return the nonce that goes into the ID token."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the citizen logged in."""
        return self.auth_time

    def get_acr(self) -> str:
        """Return the level of the login in the words of the profile."""
        return self.acr

    def get_amr(self) -> list[str]:
        """Return how the citizen proved herself."""
        return self.amr.split()


@dataclass(frozen=True)
class Token:
    """An access or refresh token as it was given."""

    kind: str
    grant_id: str
    client_id: str
    personal_id: str
    scope: str
    issued_at: int
    expires_at: int
    fault: str = ""
    """The fault of its grant."""
    ended: str = ""
    """Why it no longer holds: a reason of its grant, or `replaced`."""


@dataclass(frozen=True)
class Login:
    """A browser in which a citizen is logged in."""

    cookie: str
    sid: str
    """Names the login towards clients; tells nothing about the cookie."""
    personal_id: str
    auth_time: int
    auth_level: int
    """1 one factor, 2 two factors, 3 with a biometric one, 4 with biometrics and something owned and known."""
    by_hand: bool = False
    """Whether she proved herself on the pages (password, QR), not by a button for testers or silently."""
