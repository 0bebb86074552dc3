"""Satisfaction figures that systems have reported: the newest of each month, question, procedure and agency."""

import orjson

from simulator.domain.rating import Rating
from simulator.journal.database import Database, Transaction

SCHEMA = """
CREATE TABLE IF NOT EXISTS rating (
  province TEXT NOT NULL, month TEXT NOT NULL, question TEXT NOT NULL, procedure_code TEXT NOT NULL,
  agency_code TEXT NOT NULL, agency_name TEXT NOT NULL, raters INTEGER, shares TEXT NOT NULL,
  service_shares TEXT NOT NULL, PRIMARY KEY (province, month, question, procedure_code, agency_code));
"""


class Ratings:
    """The store of satisfaction figures."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.add_schema(SCHEMA)

    def keep(self, tx: Transaction, province: str, rating: Rating) -> None:
        """Keep figures in place of earlier ones of the same month, question, procedure and agency."""
        tx.execute(
            "INSERT OR REPLACE INTO rating VALUES (:province, :month, :question, :procedure_code, :agency_code,"
            " :agency_name, :raters, :shares, :service_shares)",
            province=province,
            month=rating.month,
            question=rating.question,
            procedure_code=rating.procedure_code,
            agency_code=rating.agency_code,
            agency_name=rating.agency_name,
            raters=rating.raters,
            shares=orjson.dumps(rating.shares).decode(),
            service_shares=orjson.dumps(rating.service_shares).decode(),
        )

    def count(self, province: str) -> int:
        """Return how many figures are kept of a system."""
        return int(self._db.read("SELECT count(*) AS n FROM rating WHERE province = :p", p=province)[0]["n"])
