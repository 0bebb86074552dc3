"""Fetches the dossiers that citizens filed at the portal: list by reception days, then each one and its files.

The shape of the three calls was read in public code of a client of a sister deployment. A dossier keeps the portal's
code here, so whatever the list repeats is known already.
"""

import base64
import binascii
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from simulator.core.clock import VIETNAM, Clock
from simulator.province.adapter import Adapter, Refused
from simulator.province.codes import national_code
from simulator.province.config import ProvinceConfig
from simulator.province.fetched import Fetched, FetchedFile, iso_date, rows_at, text_at
from simulator.province.national_side import NationalSideDown
from simulator.province.seams import Seams
from simulator.province.taking_over import TakingOver

_LOG = logging.getLogger(__name__)
WINDOW = timedelta(days=2)
"""How far back is looked: known clients ask for three days, today included."""


class Pulling:
    """One look at the portal's list, as often as somebody wants one."""

    def __init__(
        self, adapter: Adapter, taking: TakingOver, config: ProvinceConfig, clock: Clock, seams: Seams
    ) -> None:
        self._adapter = adapter
        self._taking = taking
        self._config = config
        self._clock = clock
        self._seams = seams

    def look(self) -> int:
        """Fetch what is new; return how many were. Raises `NationalSideDown` and `Refused`."""
        taken = 0
        for row in self._seams.listed_rows(self._listed()):
            code = text_at(row, "maHoSo")
            if code and text_at(row, "ngayNhanHoSo") and not self._taking.has(code):
                taken += self._fetch(row, code)
        return taken

    def _listed(self) -> list[dict[str, Any]]:
        today = self._clock.now().astimezone(VIETNAM).date()
        window = {"ngayNhan1": (today - WINDOW).isoformat(), "ngayNhan2": today.isoformat()}
        answer = self._adapter.ask("DanhSachHoSo", donViXuLy=self._config.agency, **window)
        return [dict(row) for row in rows_at(answer, "data")]

    def _fetch(self, row: Mapping[str, Any], code: str) -> bool:
        detail = self._adapter.ask("TraCuuHoSo", donViXuLy=self._config.agency, mahoso=code)
        short = next(iter(rows_at(detail, "data")), {})
        procedure = national_code(text_at(short, "MaTTHC") or text_at(row, "maTTHC"))
        try:
            fetched = self._read(row, code, procedure)
        except (ValueError, binascii.Error) as error:
            _LOG.warning("dossier %s of the portal cannot be read (%s)", code, error)
            return False
        return self._taking.take(fetched)

    def _read(self, row: Mapping[str, Any], code: str, procedure: str) -> Fetched:
        filed_at = datetime.strptime(text_at(row, "ngayNhanHoSo"), "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
        lines = rows_at(row, "thongTinToKhai")
        return Fetched(
            code=code,
            procedure=procedure,
            owner_id=text_at(row, "soCmnd"),
            owner_name=text_at(row, "hoTen"),
            birth_date=iso_date(text_at(row, "ngaySinh")),
            tech_id=text_at(row, "techId"),
            filed_at=filed_at,
            values={text_at(line, "maTruong"): self._seams.fetched_text(text_at(line, "giaTri")) for line in lines},
            files=tuple(self._files(row)),
        )

    def _files(self, row: Mapping[str, Any]) -> Iterator[FetchedFile]:
        for part in rows_at(row, "hoSoDinhKem"):
            path = text_at(part, "filedinhkem")
            if not path or not self._seams.is_file_fetched(path):
                continue
            answer = self._adapter.ask("LayTaiLieuHoSo", donViXuLy=self._config.agency, duongdanteptin=path)
            for file in rows_at(answer, "TepTinDinhKem")[:1]:
                name = text_at(file, "TenTepTin") or text_at(part, "tengiayto")
                content = base64.b64decode(text_at(file, "Base64"), validate=True)
                yield FetchedFile(text_at(part, "magiayto"), name, text_at(file, "LoaiTepTin"), content)


REFUSALS = (NationalSideDown, Refused)
