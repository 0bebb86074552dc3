"""What the pages remember between two requests: logins half done, wrong tries, consents. All SQL of the pages.

The name of a half-done login is kept as SHA-256 only, as a cookie is. Times are whole seconds since 1970.
"""

from dataclasses import dataclass, fields

from simulator.journal.database import Database, Transaction
from simulator.vneid.store import digest

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_login_step (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, phone TEXT NOT NULL, asked TEXT NOT NULL, level INTEGER NOT NULL,
  fault TEXT NOT NULL, expires_at INTEGER NOT NULL, personal_id TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'pending'
);
CREATE INDEX IF NOT EXISTS vneid_login_step_by_phone ON vneid_login_step (phone);
CREATE TABLE IF NOT EXISTS vneid_wrong_tries (
  personal_id TEXT NOT NULL, kind TEXT NOT NULL, since INTEGER NOT NULL, tries INTEGER NOT NULL,
  PRIMARY KEY (personal_id, kind)
);
CREATE TABLE IF NOT EXISTS vneid_consent (
  client_id TEXT NOT NULL, personal_id TEXT NOT NULL, sid TEXT NOT NULL, agreed INTEGER NOT NULL,
  withheld TEXT NOT NULL, PRIMARY KEY (client_id, personal_id)
);
"""

PENDING, CONFIRMED, REFUSED = "pending", "confirmed", "refused"


@dataclass(frozen=True)
class Step:
    """A login half done: the password was right and the one-time code is awaited, or a QR waits for the phone."""

    id: str
    """Names the step towards the browser; whoever knows it may finish the login."""
    kind: str
    """`otp` or `qr`."""
    phone: str
    """Names a QR step towards the phone; it cannot finish the login in the browser."""
    asked: str
    """What the client asked, as a query."""
    level: int
    fault: str
    """The case to try on this login, or empty."""
    expires_at: int
    personal_id: str = ""
    """Who logs in; empty until the phone says so."""
    state: str = PENDING


@dataclass(frozen=True)
class Tries:
    """Wrong passwords or one-time codes in a row."""

    since: int
    tries: int


@dataclass(frozen=True)
class Decision:
    """What a citizen decided about a client."""

    sid: str
    """The login in which she decided."""
    agreed: bool
    withheld: str
    """Attributes that she keeps to herself, separated by a space."""


_COLUMNS = ", ".join(field.name for field in fields(Step))
_PLACES = ", ".join(f":{field.name}" for field in fields(Step))


class LoginStore:
    """Half-done logins, wrong tries and consents in the national database."""

    def __init__(self, db: Database) -> None:
        db.add_schema(SCHEMA)

    def save_step(self, tx: Transaction, step: Step, now: int) -> None:
        """Keep a half-done login, and forget those that expired an hour ago."""
        tx.execute("DELETE FROM vneid_login_step WHERE expires_at < :long_ago", long_ago=now - 3600)
        values = {**vars(step), "id": digest(step.id), "phone": digest(step.phone)}
        tx.execute(f"INSERT INTO vneid_login_step ({_COLUMNS}) VALUES ({_PLACES})", **values)

    def step(self, tx: Transaction, step_id: str, kind: str) -> Step | None:
        """Return the half-done login that a browser names."""
        sql = f"SELECT {_COLUMNS} FROM vneid_login_step WHERE id = :id AND kind = :kind"
        found = tx.execute(sql, id=digest(step_id), kind=kind)
        return Step(**{**dict(found[0]), "id": step_id}) if found else None

    def step_of_phone(self, tx: Transaction, phone: str) -> Step | None:
        """Return the half-done login that a phone names; its id is the stored hash, which finishes nothing."""
        found = tx.execute(f"SELECT {_COLUMNS} FROM vneid_login_step WHERE phone = :phone", phone=digest(phone))
        return Step(**dict(found[0])) if found else None

    def answer_by_phone(self, tx: Transaction, phone: str, state: str, personal_id: str) -> None:
        """Keep what the phone said; its first word counts."""
        tx.execute(
            "UPDATE vneid_login_step SET state = :state, personal_id = :personal_id"
            " WHERE phone = :phone AND state = 'pending'",
            phone=digest(phone),
            state=state,
            personal_id=personal_id,
        )

    def end_step(self, tx: Transaction, step_id: str) -> None:
        """Forget a half-done login: it is finished."""
        tx.execute("DELETE FROM vneid_login_step WHERE id = :id", id=digest(step_id))

    def tries(self, tx: Transaction, personal_id: str, kind: str) -> Tries | None:
        """Return the wrong tries of a person."""
        sql = "SELECT since, tries FROM vneid_wrong_tries WHERE personal_id = :personal_id AND kind = :kind"
        found = tx.execute(sql, personal_id=personal_id, kind=kind)
        return Tries(**dict(found[0])) if found else None

    def save_tries(self, tx: Transaction, personal_id: str, kind: str, tries: Tries) -> None:
        """Keep the wrong tries of a person."""
        sql = "INSERT OR REPLACE INTO vneid_wrong_tries VALUES (:personal_id, :kind, :since, :tries)"
        tx.execute(sql, personal_id=personal_id, kind=kind, **vars(tries))

    def clear_tries(self, tx: Transaction, personal_id: str, kind: str) -> None:
        """Forget the wrong tries of a person."""
        sql = "DELETE FROM vneid_wrong_tries WHERE personal_id = :personal_id AND kind = :kind"
        tx.execute(sql, personal_id=personal_id, kind=kind)

    def decision(self, tx: Transaction, client_id: str, personal_id: str) -> Decision | None:
        """Return what a citizen decided about a client."""
        sql = "SELECT sid, agreed, withheld FROM vneid_consent WHERE client_id = :client_id AND personal_id = :who"
        found = tx.execute(sql, client_id=client_id, who=personal_id)
        return Decision(found[0]["sid"], bool(found[0]["agreed"]), found[0]["withheld"]) if found else None

    def decide(self, tx: Transaction, client_id: str, personal_id: str, decision: Decision) -> None:
        """Keep what a citizen decides; it takes the place of what she decided before."""
        sql = "INSERT OR REPLACE INTO vneid_consent VALUES (:client_id, :personal_id, :sid, :agreed, :withheld)"
        tx.execute(sql, client_id=client_id, personal_id=personal_id, **vars(decision))

    def forget_decision(self, tx: Transaction, client_id: str, personal_id: str) -> None:
        """Forget what a citizen decided: she is asked again."""
        sql = "DELETE FROM vneid_consent WHERE client_id = :client_id AND personal_id = :personal_id"
        tx.execute(sql, client_id=client_id, personal_id=personal_id)
