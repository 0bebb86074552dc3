"""Dossiers that others handle, as the portal holds them at the moment they are asked for; nothing is kept here."""

from dataclasses import dataclass

from simulator.province.adapter import Adapter, Refused
from simulator.province.national_side import NationalSideDown
from simulator.province.seams import Seams


@dataclass(frozen=True)
class MirroredDossier:
    """A dossier handled elsewhere."""

    code: str
    name: str
    """Name of the procedure."""
    owner: str
    """Name of the applicant: the one thing in the answer that tells whose it is."""
    agency: str
    status: int


class Mirror:
    """Looks dossiers up at the portal."""

    def __init__(self, adapter: Adapter, seams: Seams) -> None:
        self._adapter = adapter
        self._seams = seams

    def find(self, code: str) -> MirroredDossier | None:
        """Return the dossier, or None when the portal shows none with that code to this system."""
        try:
            rows = self._adapter.call("TraCuuHoSo", mahoso=code)
        except Refused as refusal:
            raise NationalSideDown(f"TraCuuHoSo: {refusal}") from None
        row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], dict) else None
        status = str(row.get("MaTrangThai") or "") if row else ""
        if row is None or not status.isdecimal():
            return None
        return MirroredDossier(
            code=str(row.get("MaHoSo") or code),
            name=str(row.get("TenDVC") or ""),
            owner=str(row.get("HoTenNguoiNop") or ""),
            agency=str(row.get("DonViXuLy") or ""),
            status=self._seams.mirrored_status(int(status)),
        )
