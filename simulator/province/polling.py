"""Polls the linked birth and death dossiers: list, each in full, acknowledged once it is kept here."""

import base64
import binascii
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from simulator.core.clock import VIETNAM
from simulator.province.codes import national_code
from simulator.province.eform import EForm
from simulator.province.fetched import Fetched, FetchedFile, rows_at, text_at
from simulator.province.linked_service import LinkedService
from simulator.province.offer import Offer
from simulator.province.seams import Seams
from simulator.province.taking_over import TakingOver

_LOG = logging.getLogger(__name__)


class Polling:
    """One look at the list of the service, as often as somebody wants one."""

    def __init__(self, service: LinkedService, taking: TakingOver, offer: Offer, seams: Seams) -> None:
        self._service = service
        self._taking = taking
        self._offer = offer
        self._seams = seams

    def look(self) -> int:
        """Fetch what is new; return how many were. Raises `NationalSideDown`."""
        taken = 0
        for row in rows_at(self._service.listed(), "data"):
            code, number = text_at(row, "maHoSo"), row.get("id")
            if code and isinstance(number, int) and not self._taking.has(code):
                taken += self._fetch(number, code)
            if self._taking.has(code) and self._seams.is_acknowledged(code):
                self._service.acknowledge(code)
        return taken

    def _fetch(self, number: int, code: str) -> bool:
        document = self._service.read(number)
        procedure = national_code(text_at(document, "maTTHC"))
        form = self._offer.form(procedure)
        try:
            return form is not None and self._taking.take(self._read(document, code, procedure, form))
        except (ValueError, binascii.Error) as error:
            _LOG.warning("linked dossier %s cannot be read (%s)", code, error)
            return False

    def _read(self, document: Mapping[str, Any], code: str, procedure: str, form: EForm) -> Fetched:
        told = _lines(document)
        values = {line.id: self._seams.fetched_text(text_at(told, line.linked_name)) for line in form.fields}
        by_datum = {line.datum: values[line.id] for line in form.fields}
        at = datetime.strptime(text_at(document, "ngayTiepNhan"), "%d/%m/%Y %H:%M:%S").replace(tzinfo=VIETNAM)
        return Fetched(
            code=code,
            procedure=procedure,
            owner_id=by_datum.get("applicant.personal_id", ""),
            owner_name=by_datum.get("applicant.full_name", ""),
            birth_date=by_datum.get("applicant.birth_date", ""),
            tech_id=text_at(document, "techId"),
            filed_at=at,
            values=values,
            files=tuple(_file(row) for row in rows_at(document, "fileDinhKem") if row.get("huyGiayTo") is not True),
            is_linked=True,
        )


def _lines(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the lines: they stand as JSON inside a text."""
    data = json.loads(text_at(document, "data"))
    lines = data.get("hoTich") if isinstance(data, dict) else None
    if not isinstance(lines, dict):
        raise ValueError("data without hoTich")
    return lines


def _file(row: Mapping[str, Any]) -> FetchedFile:
    content = base64.b64decode(text_at(row, "duLieuTepDinhKem"), validate=True)
    return FetchedFile(text_at(row, "loaiGiayTo"), text_at(row, "tenTepDinhKem"), "application/octet-stream", content)
