"""What the portal's catalogue says of a procedure: names for every message, and the processing time."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from simulator.core.clock import Clock
from simulator.province.adapter import Adapter
from simulator.province.due_date import ProcessingTime
from simulator.province.national_side import NationalSideDown
from simulator.province.payment.fees import Fee, fees_from_wire
from simulator.province.store import Store

KEPT = timedelta(hours=1)
ONLINE = "2"


@dataclass(frozen=True)
class Procedure:
    """One procedure of the catalogue."""

    code: str
    name: str
    field_code: str
    field_name: str
    time_value: int | None
    time_unit: str
    fees: tuple[Fee, ...] = ()

    def fees_of(self, channel: str) -> tuple[Fee, ...]:
        """Return the fees of one channel (KENH)."""
        return tuple(fee for fee in self.fees if fee.channel == channel)

    @property
    def processing_time(self) -> ProcessingTime | None:
        """Return the published time, if there is one in numbers."""
        return None if self.time_value is None else ProcessingTime(self.time_value, self.time_unit)


class Procedures:
    """Procedures read with `LayThuTuc`, kept for an hour of wall time."""

    def __init__(self, adapter: Adapter, store: Store, clock: Clock) -> None:
        self._adapter = adapter
        self._store = store
        self._clock = clock

    def read(self, code: str) -> Procedure:
        """Return a procedure by its national code; raises what the adapter raises."""
        rows = self._store.read("SELECT * FROM procedures WHERE code = :code", code=code)
        now = self._clock.now()
        if rows and now - datetime.fromisoformat(rows[0]["read_at"]) < KEPT:
            return _kept(json.loads(rows[0]["document"]))
        procedure = procedure_from_wire(code, self._adapter.call("LayThuTuc", maTTHC=code))
        with self._store.transaction() as tx:
            tx.execute(
                "INSERT INTO procedures (code, document, read_at) VALUES (:code, :document, :now)"
                " ON CONFLICT (code) DO UPDATE SET document = excluded.document, read_at = excluded.read_at",
                code=code,
                document=json.dumps(asdict(procedure), ensure_ascii=False),
                now=now.isoformat(),
            )
        return procedure


def procedure_from_wire(code: str, result: Any) -> Procedure:
    """Read the first row of an answer to `LayThuTuc`; an empty answer is a failure."""
    row = _first(result)
    if not row:
        raise NationalSideDown(f"LayThuTuc {code}: no such procedure in the answer")
    field = _first(row.get("LINHVUCTHUCHIEN"))
    time = _online_time(row.get("CACHTHUCTHUCHIEN"))
    value = str(time.get("THOIGIANGIAIQUYET") or "").strip()
    return Procedure(
        code=code,
        name=str(row.get("TENTTHC") or ""),
        field_code=str(field.get("MALINHVUC") or ""),
        field_name=str(field.get("TENLINHVUC") or ""),
        time_value=int(value) if value.isdecimal() else None,
        time_unit=str(time.get("DONVITINH") or ""),
        fees=fees_from_wire(row.get("CACHTHUCTHUCHIEN")),
    )


def _kept(document: dict[str, Any]) -> Procedure:
    return Procedure(**{**document, "fees": tuple(Fee(*row) for row in document.get("fees", ()))})


def _online_time(ways: Any) -> Mapping[str, Any]:
    rows = [way for way in ways if isinstance(way, dict)] if isinstance(ways, list) else []
    online = [way for way in rows if str(way.get("KENH")) == ONLINE] or rows
    return _first(online[0].get("THOIGIAN")) if online else {}


def _first(rows: Any) -> Mapping[str, Any]:
    return rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else {}
