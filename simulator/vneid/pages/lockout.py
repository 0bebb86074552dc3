"""How often a password or a one-time code may be wrong: five times in fifteen minutes, then fifteen minutes of rest.

The numbers are assumed: no public text states VNeID's own. Passwords and codes are counted apart, so that a right
password does not buy five more codes.
"""

from simulator.journal.database import Transaction
from simulator.vneid.pages.login_store import LoginStore, Tries

TRIES = 5
WINDOW_SECONDS = REST_SECONDS = 15 * 60
PASSWORD, OTP = "password", "otp"


class Lockout:
    """The wrong tries of one person at one kind of secret."""

    def __init__(self, store: LoginStore, tx: Transaction, now: int) -> None:
        self._store, self._tx, self._now = store, tx, now

    def until(self, personal_id: str) -> int | None:
        """Return when the person may try again (seconds since 1970), or None when she may now."""
        locks = [self._end(self._store.tries(self._tx, personal_id, kind)) for kind in (PASSWORD, OTP)]
        return max(locks) if max(locks) > self._now else None

    def wrong(self, personal_id: str, kind: str) -> int:
        """Count a wrong try and return how many are left."""
        known = self._store.tries(self._tx, personal_id, kind)
        if known is None or known.tries >= TRIES or self._now - known.since >= WINDOW_SECONDS:
            known = Tries(self._now, 0)
        # The rest begins with the last wrong try, so the fifth one moves the start of the count.
        last = known.tries + 1 >= TRIES
        self._store.save_tries(self._tx, personal_id, kind, Tries(self._now if last else known.since, known.tries + 1))
        return TRIES - known.tries - 1

    def right(self, personal_id: str, kind: str) -> None:
        """Forget the wrong tries: this one was right."""
        self._store.clear_tries(self._tx, personal_id, kind)

    def _end(self, known: Tries | None) -> int:
        return known.since + REST_SECONDS if known and known.tries >= TRIES else 0
