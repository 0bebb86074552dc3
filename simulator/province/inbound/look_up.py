"""Answers the portal's look-up of a dossier: a bare object, or -1."""

import logging
from typing import Any

from simulator.province.adapter import Refused
from simulator.province.archive import Archive
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import Dossier
from simulator.province.inbound.answers import FAILED, answer
from simulator.province.messages import AT_THE_COUNTER, CITIZEN, ENTERPRISE
from simulator.province.national_side import NationalSideDown
from simulator.province.procedures import Procedure, Procedures
from simulator.province.seams import Seams

_LOG = logging.getLogger(__name__)


class LookUp:
    """What this system says of its dossiers when the portal asks."""

    def __init__(self, archive: Archive, procedures: Procedures, config: ProvinceConfig, seams: Seams) -> None:
        self._archive = archive
        self._procedures = procedures
        self._config = config
        self._seams = seams

    def find(self, code: str) -> dict[str, Any]:
        """Return the dossier with that code as it is now."""
        dossier = self._archive.find(code)
        if dossier is None:
            return answer(FAILED, f"Không có hồ sơ {code}")
        procedure = self._procedure(dossier)
        return {
            "MaHoSo": dossier.code,
            "MaTTHC": f"{dossier.procedure}.{self._config.agency}",
            "TenTTHC": (procedure.name if procedure else "") or dossier.procedure_name,
            "MaLinhVuc": procedure.field_code if procedure else "",
            "TenLinhVuc": procedure.field_name if procedure else "",
            "LoaiDoiTuong": ENTERPRISE if dossier.owner.is_organisation else CITIZEN,
            "TrangThaiHoSo": str(self._seams.looked_up_status(dossier)),
            "HinhThuc": AT_THE_COUNTER,
            "DonViXuLy": dossier.unit_name or self._config.unit_name,
        }

    def _procedure(self, dossier: Dossier) -> Procedure | None:
        """Return the catalogue's words; that the portal does not say them now keeps nobody from an answer."""
        try:
            return self._procedures.read(dossier.procedure)
        except (NationalSideDown, Refused) as error:
            _LOG.warning("dossier %s: looked up without the catalogue (%s)", dossier.code, error)
            return None
