"""Asks any registry but the population database: one shape for all, and again who asks, for what and why."""

from typing import Any
from uuid import uuid4

from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide
from simulator.province.seams import Seams

PATH = "/ndxp/{source}/TraCuuDuLieu"


class Records:
    """A client of the look-up that the registries behind the exchange platform share."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, seams: Seams) -> None:
        self._national_side = national_side
        self._config = config
        self._seams = seams

    def look_up(
        self, source: str, personal_id: str, *, procedure: str, purpose: str, dossier: str = ""
    ) -> dict[str, str] | None:
        """Return datum -> text, empty without a match; None when it was not asked. Raises `NationalSideDown`."""
        query = self._seams.record_query(
            {
                "MaYeuCau": str(uuid4()),
                "MaCanBo": self._config.requester,
                "MaTTHC": procedure,
                "MaHoSo": dossier,
                "MucDich": purpose,
                "SoDinhDanh": personal_id,
            }
        )
        if query is None:
            return None
        account = (self._config.account, self._config.password)
        return _data(self._national_side.ask("POST", PATH.format(source=source), json=query, auth=account))


def _data(answer: Any) -> dict[str, str]:
    rows = answer.get("DuLieu") if isinstance(answer, dict) else None
    told = [row for row in rows or () if isinstance(row, dict)]
    return {str(row.get("datum") or ""): str(row.get("value") or "") for row in told if row.get("value")}
