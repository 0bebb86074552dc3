"""The unit that receives a dossier: which one an agency code means on a day, and who takes over after it.

The list comes from the portal (`/citizen/communes`). Districts end on the day of the change; what they have not
finished goes to the commune into which the citizen's old ward or commune went. A closed code leads to its successor.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.province.config import ProvinceConfig
from simulator.province.national_side import NationalSide, NationalSideDown

_LOG = logging.getLogger(__name__)
COUNTER_OF = "Trung tâm Phục vụ hành chính công {}"


@dataclass(frozen=True)
class Unit:
    """A unit that receives and handles dossiers."""

    code: str
    """Agency code, in the order of the hand-over (H99.12)."""
    name: str


@dataclass(frozen=True)
class Placement:
    """Where a dossier lies, and where it goes when that unit ends."""

    unit: Unit
    asked: Unit
    """The unit that was asked for; another one than `unit` when its code was closed."""
    heir: Unit | None = None
    ends_on: str = ""
    """First day (yyyy-mm-dd) on which the heir has it; empty: it stays."""


class Units:
    """The units of the province, read from the portal once they are needed and kept."""

    def __init__(self, national_side: NationalSide, config: ProvinceConfig) -> None:
        self._national_side = national_side
        self._config = config
        self._lock = threading.Lock()
        self._known: Mapping[str, Any] = {}

    def place(self, agency: str, ward: str, day: date) -> Placement:
        """Return where a dossier for an agency lies on a day; `ward` is the citizen's old commune code, if known."""
        own = Unit(self._config.receiving_agency, self._config.unit_name)
        if agency in ("", own.code):
            return Placement(own, own)
        known = self._read()
        changed_on = str(known.get("changed_on") or "")
        for row in _rows(known, "communes"):
            if row["agency"] == agency:
                return Placement(_counter(row), _counter(row))
        for row in _rows(known, "districts"):
            if row["agency"] == agency:
                asked, heir = Unit(agency, str(row["office"])), self._heir(known, str(row["code"]), ward)
                over = heir is not None and day.isoformat() >= changed_on
                return Placement(heir, asked) if over and heir else Placement(asked, asked, heir, changed_on)
        for row in _rows(known.get("closed") or {}, "agencies"):
            if row["code"] == agency:
                return Placement(self._by_code(known, row["successors"]) or own, Unit(agency, str(row["name"])))
        return Placement(own, own)

    def is_former(self, address: str) -> bool:
        """Return whether an address names a district: it was written before the change."""
        return any(str(row["name"]) in address for row in _rows(self._read(), "districts"))

    def _heir(self, known: Mapping[str, Any], district: str, ward: str) -> Unit | None:
        """The commune with the largest part of the old ward; without a ward the first one of the district."""
        parts = [
            (old["code"] == ward, int(old.get("share") or 100), row)
            for row in _rows(known, "communes")
            for old in _rows(row, "former")
            if old["district"] == district
        ]
        best = max(parts, key=lambda part: part[:2], default=None)
        return _counter(best[2]) if best else None

    def _by_code(self, known: Mapping[str, Any], codes: list[str]) -> Unit | None:
        found = (row for row in _rows(known, "communes") if row["code"] in codes)
        return next((_counter(row) for row in found), None)

    def _read(self) -> Mapping[str, Any]:
        with self._lock:
            if self._known:
                return self._known
        try:
            found = self._national_side.ask_object("GET", f"/citizen/communes?province={self._config.province_code}")
        except NationalSideDown as error:
            _LOG.warning("the list of communes cannot be read: %s", error)
            return {}
        with self._lock:
            self._known = found
        return found


def prefix_of(agency: str) -> str:
    """Return an agency code in the long order of dossier codes (H99.12 -> 000.00.12.H99), else as it is."""
    head, _, number = agency.partition(".")
    return f"000.00.{number.zfill(2)}.{head}" if number.isdigit() and len(number) <= 2 else agency


def _counter(row: Mapping[str, Any]) -> Unit:
    name = str(row["name"])
    return Unit(str(row["agency"]), COUNTER_OF.format(name[:1].lower() + name[1:]))


def _rows(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [row for row in document.get(name) or () if isinstance(row, dict)]
