"""The province's own login sessions: a random cookie, of which only the hash is stored."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import random_token
from simulator.province.identity.attempts import digest
from simulator.province.identity.back_channel import EndedLogin
from simulator.province.identity.citizen import LoggedIn
from simulator.province.identity.refresh_rules import First
from simulator.province.identity.refusal import LoginRefused
from simulator.province.identity.sealing import seal, unseal
from simulator.province.identity.token_answer import Tokens
from simulator.province.identity.userinfo import NAME, PERSONAL_ID
from simulator.province.identity.vneid import VNeID
from simulator.province.store import Store, Transaction

KEPT = timedelta(hours=2)
REMEMBERED = timedelta(days=1)
"""How long it is known whose session it was that ended."""
NOWHERE = First("", "", "", 0)
"""The login of who did not log in: a citizen at the counter."""


@dataclass(frozen=True)
class Login:
    """A citizen who is logged in."""

    key: str
    claims: Mapping[str, Any]
    first: First = NOWHERE
    """The login at VNeID."""
    level: int | None = None
    """1 to 4; None where VNeID said no level that is known."""

    @property
    def personal_id(self) -> str:
        """Return the citizen's personal number."""
        return str(self.claims[PERSONAL_ID])

    @property
    def name(self) -> str:
        """Return the citizen's name; an empty text when it was not told."""
        return str(self.claims.get(NAME, ""))


class Logins:
    """Opens, finds, refreshes and closes login sessions."""

    def __init__(self, store: Store, clock: Clock, vneid: VNeID) -> None:
        self._store = store
        self._clock = clock
        self._vneid = vneid
        self._refreshing = threading.Lock()

    def open(self, citizen: LoggedIn, former: str = "") -> str:
        """Open a session and return the value of its cookie; the browser's former session ends."""
        cookie, now = random_token(), self._clock.now()
        with self._store.transaction() as tx:
            tx.execute("DELETE FROM ended_sessions WHERE ended_at < :day", day=(now - REMEMBERED).isoformat())
            _note(tx, _end(tx, "expires_at < :now", now=now.isoformat()), now)
            _end(tx, "token = :token", token=digest(former))
            tx.execute(
                "INSERT INTO login_sessions (token, claims, sub, sid, acr, level, auth_time, sealed, expires_at)"
                " VALUES (:token, :claims, :sub, :sid, :acr, :level, :auth_time, :sealed, :expires_at)",
                expires_at=(now + KEPT).isoformat(),
                **_columns(citizen, cookie),
            )
        return cookie

    def find(self, cookie: str) -> Login | None:
        """Return the login that a cookie stands for."""
        row = self._row(cookie)
        if row is None:
            return None
        first = First(row["sub"], row["sid"], row["acr"], row["auth_time"])
        return Login(row["token"], json.loads(row["claims"]), first, row["level"])

    def tokens(self, cookie: str) -> Tokens:
        """Return the tokens that the cookie's session keeps; empty ones without a session."""
        row = self._row(cookie)
        return unseal(row["sealed"], cookie) if row is not None else Tokens("", "", "")

    def refresh(self, cookie: str) -> Login | None:
        """Ask VNeID anew; return the login as it is then, None when it ended because VNeID does not confirm it."""
        # One after the other: a refresh token is good once, and a second use of it would end the login.
        with self._refreshing:
            login = self.find(cookie)
            if login is None:
                return None
            try:
                citizen = self._vneid.refresh(self.tokens(cookie), login.first)
                if citizen.claims[PERSONAL_ID] != login.personal_id:
                    raise LoginRefused("refresh", "the personal number is another one")
            except LoginRefused:
                if "refresh_ends" in self._vneid.rules:
                    self.close(cookie)
                raise
            self._keep(citizen, cookie)
            return self.find(cookie)

    def close(self, cookie: str) -> None:
        """End a session."""
        with self._store.transaction() as tx:
            _end(tx, "token = :token", token=digest(cookie))

    def end(self, ended: EndedLogin) -> int:
        """End the sessions of a login that ended at VNeID, and return how many there were."""
        # Whom a logout token does not name it is not about; one that names nobody is refused before it comes here.
        where = " AND ".join(f"{name} = :{name}" for name, value in vars(ended).items() if value) or "TRUE"
        with self._store.transaction() as tx:
            return _note(tx, _end(tx, where, **vars(ended)), self._clock.now())

    def owner_before(self, cookie: str) -> str:
        """Return whose session the cookie stood for before it ended without their doing; empty when nobody knows."""
        token, now = digest(cookie), self._clock.now()
        ended = self._store.read(
            "SELECT owner FROM ended_sessions WHERE token = :token AND ended_at >= :day",
            token=token,
            day=(now - REMEMBERED).isoformat(),
        )
        if ended:
            return str(ended[0]["owner"])
        rows = self._store.read("SELECT claims FROM login_sessions WHERE token = :token", token=token)
        return str(json.loads(rows[0]["claims"])[PERSONAL_ID]) if rows else ""

    def _keep(self, citizen: LoggedIn, cookie: str) -> None:
        with self._store.transaction() as tx:
            tx.execute(
                "UPDATE login_sessions SET claims = :claims, sub = :sub, sid = :sid, acr = :acr, level = :level,"
                " auth_time = :auth_time, sealed = :sealed WHERE token = :token",
                **_columns(citizen, cookie),
            )

    def _row(self, cookie: str) -> Mapping[str, Any] | None:
        rows = self._store.read("SELECT * FROM login_sessions WHERE token = :token", token=digest(cookie))
        if not cookie or not rows or rows[0]["expires_at"] < self._clock.now().isoformat():
            return None
        return dict(rows[0])


def _columns(citizen: LoggedIn, cookie: str) -> dict[str, object]:
    return {
        "token": digest(cookie),
        "claims": json.dumps(dict(citizen.claims), ensure_ascii=False),
        "sub": citizen.sub,
        "sid": citizen.sid,
        "acr": citizen.acr,
        "level": citizen.level,
        "auth_time": citizen.auth_time,
        "sealed": seal(citizen.tokens, cookie),
    }


def _end(tx: Transaction, where: str, **values: object) -> dict[str, str]:
    """End the sessions that a condition of ours describes and return whose they were, by the hash of the cookie.

    What their forms showed goes with them.
    """
    ended = tx.execute(f"DELETE FROM login_sessions WHERE {where} RETURNING token, claims", **values)
    for row in ended:
        tx.execute("DELETE FROM shown_forms WHERE token = :token", token=row["token"])
    return {row["token"]: str(json.loads(row["claims"])[PERSONAL_ID]) for row in ended}


def _note(tx: Transaction, ended: Mapping[str, str], now: datetime) -> int:
    """Remember whose sessions ended without their doing, and return how many there were."""
    for token, owner in ended.items():
        tx.execute(
            "INSERT OR REPLACE INTO ended_sessions VALUES (:token, :owner, :now)",
            token=token,
            owner=owner,
            now=now.isoformat(),
        )
    return len(ended)
