"""What the provider works with for one request, and who logs in."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.journal.database import Transaction
from simulator.vneid.client import Client
from simulator.vneid.store import VneidStore
from simulator.web.signing_keys import SigningKeys

CODE_SECONDS = 300
TOKEN_SECONDS = 3600
REFRESH_SECONDS = 86_400


@dataclass(frozen=True)
class Citizen:
    """Who logs in, when she did (seconds since 1970), and in which login."""

    personal_id: str
    auth_time: int
    sid: str


@dataclass(frozen=True)
class Desk:
    """What a server needs for one request."""

    issuer: str
    now: int
    tx: Transaction
    store: VneidStore
    keys: SigningKeys
    client: Callable[[str], Client | None]
    subject: Callable[[str], str | None]
    """Personal number -> `sub`, or None when nobody has the number."""
