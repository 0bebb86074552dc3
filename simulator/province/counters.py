"""The counters of this province: one for each commune of the list that the portal publishes."""

import logging
from typing import Any

from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide
from simulator.province.seams import Message, Seams

_LOG = logging.getLogger(__name__)


class Counters:
    """Reads the communes of this province and tells their counters."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig, seams: Seams) -> None:
        self._national_side = national_side
        self._config = config
        self._seams = seams

    def all(self) -> list[Message]:
        """Return the counters; raises `NationalSideDown` when the list of communes cannot be read."""
        known = self._national_side.ask_object("GET", f"/citizen/communes?province={self._config.province_code}")
        communes = [row for row in known.get("communes") or () if isinstance(row, dict)]
        if not communes:
            _LOG.warning("the portal has no list of the communes of province %s", self._config.province_code)
        return list(self._seams.counters([_counter(row) for row in communes]))


def _counter(commune: dict[str, Any]) -> Message:
    name = str(commune.get("name") or "")
    return {
        "code": str(commune.get("agency") or ""),
        "name": f"Trung tâm Phục vụ hành chính công {name}",
        "commune_code": str(commune.get("code") or ""),
        "active": True,
    }
