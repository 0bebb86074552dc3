"""Land taxes: what is to be paid is kept with the dossier, which waits for it; the receipt lets it go on."""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from simulator.core.clock import Clock
from simulator.province import workflow
from simulator.province.archive import Archive
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier, Obligation, Step
from simulator.province.fetched import text_at
from simulator.province.inbound.answers import NotTaken, taken
from simulator.province.inbound.tax_file import Rows, rows_of
from simulator.province.seams import Seams
from simulator.province.store import Store, Transaction

PAID = "Đã thực hiện nghĩa vụ tài chính"
_PAID = 1


class Taxes:
    """The desk of land-tax notices and receipts."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        config: ProvinceConfig,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
    ) -> None:
        self._store = store
        self._archive = archive
        self._config = config
        self._clock = clock
        self._seams = seams
        self._on_event = on_event

    def take_notice(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what is to be paid and let each dossier wait for it; the same notice again changes nothing."""
        rows = rows_of(self._file(message))
        if not all(self._seams.is_tax_file_taken(one.tags) for one in rows):
            raise NotTaken("Tệp thông báo thuế có thẻ lạ")
        with self._store.transaction() as tx:
            dossiers = [self._known(tx, one.dossier) for one in rows]
            for dossier, row in zip(dossiers, rows, strict=True):
                self._owe(tx, dossier, row)
        self._on_event()
        return taken()

    def take_receipt(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Book what was paid for one decision; when nothing is left to pay, the dossier goes on."""
        data = self._data(message)
        payment = data.get("ThongTinThanhToan")
        told: Mapping[str, Any] = payment if isinstance(payment, dict) else {}
        decision, amount = text_at(told, "MaThongBaoThue"), told.get("SoTien")
        with self._store.transaction() as tx:
            dossier = self._known(tx, text_at(data, "MaHoSo"))
            owed = [one for one in dossier.obligations if one.decision == decision]
            if not owed:
                raise NotTaken(f"Không có thông báo thuế {decision}")
            if told.get("TrangThaiThanhToan") != _PAID or amount != sum(one.amount for one in owed):
                raise NotTaken("Số tiền hoặc trạng thái không khớp thông báo thuế")
            if self._seams.is_receipt_booked(decision) and not all(one.paid_at for one in owed):
                self._settle(tx, dossier, decision)
        self._on_event()
        return taken()

    def _owe(self, tx: Transaction, dossier: Dossier, rows: Rows) -> None:
        known = {(one.decision, one.item) for one in dossier.obligations}
        fresh = [
            Obligation(item.decision, item.day, item.name, item.amount)
            for item in self._seams.tax_items(rows.items)
            if (item.decision, item.name) not in known
        ]
        if not fresh:
            return
        owing = replace(dossier, obligations=(*dossier.obligations, *fresh))
        if workflow.is_allowed(dossier.status, workflow.PAYMENT):
            self._move(tx, owing, workflow.PAYMENT, workflow.CONTENTS[workflow.PAYMENT])
        else:
            self._archive.save(tx, owing)

    def _settle(self, tx: Transaction, dossier: Dossier, decision: str) -> None:
        at = dossier.next_event_at(self._clock.now())
        booked = tuple(
            replace(one, paid_at=one.paid_at or at) if one.decision == decision else one for one in dossier.obligations
        )
        settled = replace(dossier, obligations=booked)
        if dossier.status == workflow.PAYMENT and all(one.paid_at for one in booked):
            self._move(tx, settled, workflow.PROCESSING, PAID)
        else:
            self._archive.save(tx, settled)

    def _move(self, tx: Transaction, dossier: Dossier, status: int, content: str) -> None:
        step = Step(dossier.step.number + 1, dossier.next_event_at(self._clock.now()), content)
        self._archive.save_event(tx, replace(dossier, status=status, step=step))

    def _known(self, tx: Transaction, code: str) -> Dossier:
        dossier = self._archive.find_in(tx, code)
        if dossier is None:
            raise NotTaken(f"Không có hồ sơ {code}")
        return dossier

    def _file(self, message: Mapping[str, Any]) -> bytes:
        try:
            return base64.b64decode(text_at(self._data(message), "FileThongBaoThue"), validate=True)
        except (binascii.Error, ValueError):
            raise NotTaken("FileThongBaoThue không phải base64") from None

    def _data(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what is inside the envelope, if it carries our key."""
        given = text_at(message, "SecurityKey")
        if not hmac.compare_digest(given.encode(), self._config.security_key.encode()):
            raise NotTaken("Sai khóa bảo mật (SecurityKey)")
        data = message.get("data")
        return data if isinstance(data, dict) else {}
