"""VNeID's signing keys, made once in a process: an RSA key costs more than most unit tests."""

import tempfile
from functools import cache
from pathlib import Path

from simulator.journal.database import Database
from simulator.web.signing_keys import SCHEMA, SigningKeys

_INSERT = "INSERT INTO vneid_signing_key VALUES (:kid, :algorithm, :state, :jwk)"


def use_ready_keys(db: Database) -> None:
    """Give a new data folder the keys of this process, before VNeID makes its own."""
    db.add_schema(SCHEMA)
    with db.write() as tx:
        for row in _ready_keys():
            tx.execute(_INSERT, **row)


@cache
def _ready_keys() -> tuple[dict[str, str], ...]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        db = Database(Path(folder) / "keys.sqlite3")
        SigningKeys(db)
        rows = tuple(dict(row) for row in db.read("SELECT * FROM vneid_signing_key"))
        db.close()
    return rows
