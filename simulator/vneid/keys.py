"""The key with which VNeID signs: made once per data folder, kept in its database.

It survives a restart, so that a province may cache the key set as OpenID Connect allows. Only the public half is
ever served.
"""

import json
from typing import Any

from joserfc.jwk import KeySet, RSAKey

from simulator.journal.database import Database

SCHEMA = "CREATE TABLE IF NOT EXISTS vneid_keys (kid TEXT PRIMARY KEY, jwk TEXT NOT NULL);"

ALGORITHM = "RS256"
_BITS = 2048


class SigningKeys:
    """The signing key and its public face."""

    def __init__(self, db: Database) -> None:
        db.add_schema(SCHEMA)
        self._key = _load_or_create(db)

    @property
    def kid(self) -> str:
        """Return the key's id, its RFC 7638 thumbprint."""
        return str(self._key.kid)

    @property
    def private(self) -> RSAKey:
        """Return the key to sign with."""
        return self._key

    @property
    def published(self) -> KeySet:
        """Return every key that a token of ours may be signed with."""
        return KeySet([self._key])

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Return the algorithms that tokens are signed with."""
        return (ALGORITHM,)

    def public_set(self) -> dict[str, Any]:
        """Return the key set as `/jwks` serves it."""
        return dict(KeySet([self._key]).as_dict(private=False))


def _load_or_create(db: Database) -> RSAKey:
    with db.write() as tx:
        rows = tx.execute("SELECT jwk FROM vneid_keys")
        if rows:
            return RSAKey.import_key(json.loads(rows[0]["jwk"]))
        key = RSAKey.generate_key(_BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        jwk = json.dumps(key.as_dict(private=True))
        tx.execute("INSERT INTO vneid_keys VALUES (:kid, :jwk)", kid=key.kid, jwk=jwk)
        return key
