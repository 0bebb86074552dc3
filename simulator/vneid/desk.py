"""What the provider works with for one request, and who logs in."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.domain.identity_profile import IdentityProfile
from simulator.journal.database import Transaction
from simulator.session.login_faults import LoginFault, LoginFaults
from simulator.vneid.client import Client
from simulator.vneid.granted import Grant, Login
from simulator.vneid.store import VneidStore
from simulator.web.signing_keys import SigningKeys


@dataclass(frozen=True)
class Citizen:
    """Who logs in, when she did (seconds since 1970), and in which login."""

    personal_id: str
    auth_time: int
    sid: str
    auth_level: int
    by_hand: bool = False
    """Whether she proved herself on the pages; unknown of a grant, which needs no consent any more."""
    withheld: str = ""
    """Attributes that she keeps to herself, separated by a space."""

    @classmethod
    def of(cls, known: Grant | Login) -> "Citizen":
        """Return who granted, or who is logged in."""
        by_hand = isinstance(known, Login) and known.by_hand
        return cls(known.personal_id, known.auth_time, known.sid, known.auth_level, by_hand)


@dataclass(frozen=True)
class Desk:
    """What a server needs for one request."""

    issuer: str
    own: str
    """The client whose own issuer this is; empty for the common one."""
    profile: IdentityProfile
    now: int
    tx: Transaction
    store: VneidStore
    keys: SigningKeys
    client: Callable[[str], Client | None]
    subject: Callable[[str], str | None]
    """Personal number -> `sub`, or None when nobody has the number."""
    faults: LoginFaults

    def fault_of(self, grant: Grant | None) -> LoginFault | None:
        """Return the fault that a login took, while it is not lifted."""
        return self.faults.get(self.tx.execute, grant.fault) if grant else None
