"""The keys with which VNeID signs, kept in its database: one in use for each algorithm, rotated on command.

They survive a restart, so that a province may cache the key set as OpenID Connect allows. A key goes through three
states: `next` (published, so that caches learn it), `current` (signs), `former` (still published, so that tokens in
flight stay good). Only public halves are ever served.
"""

import json
from typing import Any, Protocol, TypeAlias

from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS vneid_signing_key (
  kid TEXT PRIMARY KEY, algorithm TEXT NOT NULL, state TEXT NOT NULL, jwk TEXT NOT NULL);
DROP TABLE IF EXISTS vneid_keys;
"""
ALGORITHMS = ("RS256", "ES256")
STEPS = ("publish", "use", "withdraw")
_BITS = 2048

SigningKey: TypeAlias = RSAKey | ECKey


class Signing(Protocol):
    """What signs: the keys in use, or one key."""

    def signing(self, algorithm: str) -> SigningKey:
        """Return the key to sign with."""
        ...


class NoKeyWaits(Exception):
    """A key was to be used although none was published for it before."""


class SigningKeys:
    """The signing keys and their public face."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[str, SigningKey] = {}
        db.add_schema(SCHEMA)
        known = {str(row["algorithm"]) for row in db.read("SELECT algorithm FROM vneid_signing_key")}
        for algorithm in (one for one in ALGORITHMS if one not in known):
            key = make_key(algorithm)
            with db.write() as tx:
                _insert(tx, key, algorithm, "current")

    def signing(self, algorithm: str) -> SigningKey:
        """Return the key to sign with; its `kid` is its RFC 7638 thumbprint."""
        row = self._db.read(
            "SELECT kid, jwk, algorithm FROM vneid_signing_key WHERE algorithm = :algorithm AND state = 'current'",
            algorithm=algorithm,
        )[0]
        return self._key(row)

    @property
    def published(self) -> KeySet:
        """Return every key that a token of ours may be signed with."""
        rows = self._db.read("SELECT kid, jwk, algorithm FROM vneid_signing_key ORDER BY algorithm DESC, rowid")
        return KeySet([self._key(row) for row in rows])

    def public_set(self) -> dict[str, Any]:
        """Return the key set as `/jwks` serves it."""
        return dict(self.published.as_dict(private=False))

    def states(self) -> list[dict[str, str]]:
        """Return id, algorithm and state of each key."""
        rows = self._db.read("SELECT kid, algorithm, state FROM vneid_signing_key ORDER BY algorithm DESC, rowid")
        return [dict(row) for row in rows]

    def rotate(self, algorithm: str, step: str) -> None:
        """Do one step for an algorithm: publish a new key, use it, or withdraw the former ones."""
        key = make_key(algorithm) if step == "publish" else None
        with self._db.write() as tx:
            if key is not None:
                tx.execute("DELETE FROM vneid_signing_key WHERE algorithm = :one AND state = 'next'", one=algorithm)
                _insert(tx, key, algorithm, "next")
            elif step == "use":
                _use(tx, algorithm)
            else:
                tx.execute("DELETE FROM vneid_signing_key WHERE algorithm = :one AND state = 'former'", one=algorithm)

    def _key(self, row: Any) -> SigningKey:
        if row["kid"] not in self._read:
            kind = RSAKey if row["algorithm"].startswith("RS") else ECKey
            self._read[row["kid"]] = kind.import_key(json.loads(row["jwk"]))
        return self._read[row["kid"]]


def _use(tx: Transaction, algorithm: str) -> None:
    if not tx.execute("SELECT 1 FROM vneid_signing_key WHERE algorithm = :one AND state = 'next'", one=algorithm):
        raise NoKeyWaits
    for old, new in (("current", "former"), ("next", "current")):
        tx.execute(
            "UPDATE vneid_signing_key SET state = :new WHERE algorithm = :one AND state = :old",
            one=algorithm,
            old=old,
            new=new,
        )


def make_key(algorithm: str) -> SigningKey:
    """Return a new key whose `kid` is its thumbprint."""
    told: KeyParameters = {"use": "sig", "alg": algorithm}
    if algorithm.startswith("RS"):
        return RSAKey.generate_key(_BITS, told, auto_kid=True)
    return ECKey.generate_key("P-256", told, auto_kid=True)


def _insert(tx: Transaction, key: SigningKey, algorithm: str, state: str) -> None:
    jwk = json.dumps(key.as_dict(private=True))
    sql = "INSERT INTO vneid_signing_key VALUES (:kid, :algorithm, :state, :jwk)"
    tx.execute(sql, kid=key.kid, algorithm=algorithm, state=state, jwk=jwk)
