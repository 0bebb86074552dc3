"""Reads what a row of a dossier synchronisation holds beside the dossier's state."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from simulator.domain.dossier_content import (
    Charge,
    DossierContent,
    Identity,
    OtherPaper,
    Paper,
    ResultPaper,
    ToldSupplement,
)
from simulator.wire.scalars import field, flag, rows, text
from simulator.wire.times import from_wire_time

Row = Mapping[str, Any]
Item = TypeVar("Item")


def content_from_wire(row: Row) -> DossierContent:
    """Return the content of a row; a list that is missing, null or no list was not told."""
    return DossierContent(
        field_code=field(row, "MaLinhVuc"),
        field_name=field(row, "TenLinhVuc"),
        receipt=field(row, "SoBienNhan"),
        other=field(row, "ThongTinKhac"),
        fax=field(row, "Fax"),
        note=field(row, "GhiChu"),
        delivery=field(row, "HinhThuc"),
        returned_note=field(row, "ThongTinTra"),
        lodged_at=field(row, "NoiNopHoSo"),
        submitted_at=_time(row, "NgayNopHoSo"),
        refused_at=_time(row, "NgayTuChoi"),
        digitised=field(row, "HoSoCoThanhPhanSoHoa"),
        verified=field(row, "TaiKhoanDuocXacThucVoiVNeID"),
        paid_online=field(row, "DuocThanhToanTrucTuyen"),
        papers=_listed(row, "TaiLieuNop", _paper),
        charges=_listed(row, "DanhSachLePhi", _charge),
        others=_listed(row, "DanhSachTepDinhKemKhac", _other),
        supplements=_listed(row, "DanhSachHoSoBoSung", _supplement),
        results=_listed(row, "DanhSachGiayToKetQua", _result),
        identities=_listed(row, "DinhDanhCHS", _identity),
        databases=_listed(row, "DSKetNoiCSDL", lambda item: field(item, "MaCSDL")),
    )


def papers_from_wire(row: Row, name: str) -> tuple[Paper, ...]:
    """Return the files of a list."""
    return tuple(_paper(item) for _, item in rows(row, name))


def _listed(row: Row, name: str, read: Callable[[Row], Item]) -> tuple[Item, ...] | None:
    items = row.get(name)
    if not isinstance(items, list):
        return None
    return tuple([read(item) for item in items if isinstance(item, (dict, Mapping))])


def _time(row: Row, name: str) -> str:
    return from_wire_time(field(row, name))


def _paper(item: Row) -> Paper:
    return Paper(
        id=field(item, "TepDinhKemId"),
        name=field(item, "TenTepDinhKem"),
        component=field(item, "MaThanhPhanHoSo"),
        link=field(item, "DuongDanTaiTepTin"),
        digitised=field(item, "DuocSoHoa"),
        reused=field(item, "DuocTaiSuDung"),
        from_store=field(item, "DuocLayTuKhoDMQG"),
        replaced_by=field(item, "MaKetQuaThayThe"),
        deleted=flag(item.get("IsDeleted")),
    )


def _charge(item: Row) -> Charge:
    return Charge(
        name=field(item, "TenPhiLePhi"),
        code=field(item, "MaPhiLePhi"),
        due=field(item, "HinhThucThu"),
        vnd=_vnd(item.get("Gia")),
        kind=field(item, "LoaiPhiLePhi"),
    )


def _vnd(value: Any) -> int | None:
    """Amounts have up to 15 digits; a longer number is no price."""
    written = text(value).strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 15 else None


def _other(item: Row) -> OtherPaper:
    return OtherPaper(field(item, "TenGiayTo"), field(item, "SoLuong"), field(item, "LoaiGiayTo"))


def _supplement(item: Row) -> ToldSupplement:
    return ToldSupplement(
        id=field(item, "HoSoBoSungId"),
        asked_by=field(item, "NguoiYeuCauBoSung"),
        content=field(item, "NoiDungBoSung"),
        asked_at=_time(item, "NgayBoSung"),
        taken_by=field(item, "NguoiTiepNhanBoSung"),
        note=field(item, "ThongTinTiepNhan"),
        taken_at=_time(item, "NgayTiepNhanBoSung"),
        state=field(item, "TrangThaiBoSung"),
        due_before=_time(item, "NgayHenTraTruoc"),
        due_after=_time(item, "NgayHenTraMoi"),
        papers=tuple(paper for _, one in rows(item, "DanhSachGiayToBoSung") if not (paper := _paper(one)).deleted),
        charges=tuple(_charge(one) for _, one in rows(item, "DanhSachLePhiBoSung")),
    )


def _result(item: Row) -> ResultPaper:
    return ResultPaper(
        name=field(item, "TenGiayTo"),
        component=field(item, "MaThanhPhanHoSo"),
        id=field(item, "GiayToId"),
        link=field(item, "DuongDanTepTinKetQua"),
        code=field(item, "MaGiayToKetQua"),
    )


def _identity(item: Row) -> Identity:
    return Identity(field(item, "LoaiDinhDanh"), field(item, "SoDinhDanh"))
