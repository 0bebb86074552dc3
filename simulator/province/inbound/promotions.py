"""Takes promotion notices and their amendments: each once, for a trader who has an account at the portal.

The account is asked for while the portal waits for the answer, as known systems do. Such a dossier has a code of its
own here, and its status goes to the portal under the portal's code.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from simulator.core.clock import VIETNAM, Clock
from simulator.province import workflow
from simulator.province.adapter import Adapter, Refused
from simulator.province.archive import Archive
from simulator.province.codes import next_dossier_code
from simulator.province.config import ProvinceConfig
from simulator.province.dossier import HANDED_OVER, Dossier, FieldValue, Owner, Step
from simulator.province.fetched import rows_at, text_at
from simulator.province.inbound.answers import THERE_ALREADY, NotTaken, answer, taken
from simulator.province.intake import keep_paper
from simulator.province.seams import Seams
from simulator.province.store import Store, Transaction
from simulator.province.submission import Attached

NOTICE, AMENDMENT = "Thông báo thực hiện khuyến mại", "Thông báo sửa đổi chương trình khuyến mại"
_SHOWN = {
    "TenChuongTrinhKhuyenMai": "Tên chương trình",
    "HinhThucKhuyenMai": "Hình thức",
    "HangHoaDichVuKhuyenMai": "Hàng hóa, dịch vụ",
    "SoLuongHangHoaDichVu": "Số lượng",
    "NoiDungChiTiet": "Nội dung",
    "LyDoDieuChinh": "Lý do điều chỉnh",
}
"""Wire name -> label of the lines that are kept."""


class Promotions:
    """The desk of such dossiers."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        adapter: Adapter,
        config: ProvinceConfig,
        clock: Clock,
        seams: Seams,
        on_event: Callable[[], None],
    ) -> None:
        self._store = store
        self._archive = archive
        self._adapter = adapter
        self._config = config
        self._clock = clock
        self._seams = seams
        self._on_event = on_event

    def take(self, notice: Mapping[str, Any]) -> dict[str, Any]:
        """Take a notice. Raises `NotTaken`, and `NationalSideDown` when the portal does not answer back."""
        files = [(text_at(notice, "TenTepDonDangKy"), text_at(notice, "TepDonDangKy"))]
        files += [(text_at(row, "TenTepDinhKem"), text_at(row, "Base64")) for row in rows_at(notice, "TaiLieuNop")]
        return self._keep(text_at(notice, "MaHoSo"), notice, NOTICE, _decoded(files))

    def amend(self, amendment: Mapping[str, Any]) -> dict[str, Any]:
        """Take an amendment of a notice that was taken before. Raises the same."""
        before = amendment.get("ThongTinDaNop")
        earlier = text_at(before, "MaHoSoQGDNP") if isinstance(before, dict) else ""
        with self._store.transaction() as tx:
            if self._archive.of_submission(tx, _submission(earlier)) is None:
                raise NotTaken(f"Không có thông báo khuyến mại {earlier}")
        path = text_at(amendment, "URLTepDangKy")
        files = _decoded(self._fetched(path)) if path else []
        return self._keep(text_at(amendment, "MaHoSoQG"), amendment, AMENDMENT, files)

    def _keep(self, code: str, told: Mapping[str, Any], kind: str, files: list[Attached]) -> dict[str, Any]:
        if not code or not text_at(told, "TenThuongNhan"):
            raise NotTaken("Thiếu mã hồ sơ hoặc tên thương nhân")
        tech_id = self._account(text_at(told, "MaSoThue"))
        with self._store.transaction() as tx:
            known = self._archive.of_submission(tx, _submission(code)) is not None
            if known and not self._seams.is_notice_taken_again(code):
                return answer(THERE_ALREADY, f"Hồ sơ {code} đã có")
            dossier = self._dossier(tx, code, told, kind, tech_id, again=known)
            for file in files:
                keep_paper(self._archive, tx, dossier.code, file)
            self._archive.save_event(tx, dossier)
        self._on_event()
        return taken()

    def _account(self, number: str) -> str:
        """Return the trader's account at the portal; without one a dossier belongs to nobody."""
        try:
            rows = self._adapter.call("TraCuuTechID", provider="wso2is", mstorcmnd=number) if number else []
        except Refused as refusal:
            raise NotTaken(f"Không tra cứu được tài khoản: {refusal}") from None
        account = text_at(rows[0], "TECHNICALID") if rows and isinstance(rows[0], dict) else ""
        if not account:
            raise NotTaken(f"Mã số thuế {number} không có tài khoản trên Cổng")
        return account

    def _fetched(self, path: str) -> list[tuple[str, str]]:
        try:
            told = self._adapter.ask("LayTaiLieuHoSo", donViXuLy=self._config.agency, duongdanteptin=path)
        except Refused as refusal:
            raise NotTaken(f"Không tải được tệp: {refusal}") from None
        return [(text_at(row, "TenTepTin"), text_at(row, "Base64")) for row in rows_at(told, "TepTinDinhKem")[:1]]

    def _dossier(
        self, tx: Transaction, code: str, told: Mapping[str, Any], kind: str, tech_id: str, again: bool
    ) -> Dossier:
        filed_at = _time(text_at(told, "NgayNopHoSo")) or self._clock.now().replace(microsecond=0)
        own = next_dossier_code(tx, self._config.unit, filed_at.date())
        return Dossier(
            code=own,
            submission_id=_submission(code) + (f"/{own}" if again else ""),
            procedure=text_at(told, "MaTTHC"),
            procedure_name=kind,
            agency=self._config.receiving_agency,
            unit_code=self._config.receiving_agency,
            unit_name=self._config.unit_name,
            owner=_owner(told, tech_id),
            status=workflow.REGISTERED,
            filed_at=filed_at.isoformat(),
            step=Step(0, filed_at.isoformat(), workflow.CONTENTS[workflow.REGISTERED]),
            fields=_lines(told),
            lodged_at=HANDED_OVER,
            portal_code=code,
            clock_offset_seconds=self._offset(filed_at).total_seconds(),
        )

    def _offset(self, filed_at: datetime) -> timedelta:
        """The dossier lives on the calendar of the day on which it was filed."""
        return filed_at - self._clock.now()


def _submission(code: str) -> str:
    return f"{HANDED_OVER}/{code}"


def _decoded(files: list[tuple[str, str]]) -> list[Attached]:
    try:
        return [
            Attached("", name or "tep", "application/octet-stream", base64.b64decode(content, validate=True))
            for name, content in files
            if content
        ]
    except (binascii.Error, ValueError):
        raise NotTaken("Tệp đính kèm không phải base64") from None


def _owner(told: Mapping[str, Any], tech_id: str) -> Owner:
    return Owner(
        personal_id=text_at(told, "MaSoThue"),
        tech_id=tech_id,
        name=text_at(told, "TenThuongNhan"),
        birth_date="",
        phone=text_at(told, "DienThoai"),
        email=text_at(told, "Email"),
        is_organisation=True,
    )


def _lines(told: Mapping[str, Any]) -> tuple[FieldValue, ...]:
    return tuple(FieldValue(name, label, "", text_at(told, name)) for name, label in _SHOWN.items())


def _time(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None
