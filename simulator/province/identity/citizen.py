"""Who logged in, once everything was checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.province.identity.token_answer import Tokens


@dataclass(frozen=True)
class LoggedIn:
    """What VNeID says of a login and of the citizen."""

    claims: Mapping[str, str]
    sub: str
    sid: str
    acr: str
    level: int | None
    """1 to 4; None where VNeID said no level that is known."""
    auth_time: int
    """Seconds since 1970; 0 when not told."""
    tokens: Tokens = field(repr=False)
