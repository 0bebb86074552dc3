"""The page of a dossier shows everything that was told of it, in words, and how the index would count it."""

import re

import pytest

from simulator.domain.report import ProgressReport
from simulator.session.dossiers import PortalDossiers
from simulator.wire.dossiers import reports_from_wire
from tests.apps.portal_messages import CODE, report

FULL = report(
    TrangThaiHoSo="10", GhiChu="<b>Ghi chú</b>", SoBienNhan="BN-7", DuocThanhToanTrucTuyen="1",
    TaiLieuNop=[{"TepDinhKemId": "1", "TenTepDinhKem": "đơn.pdf", "MaThanhPhanHoSo": "TP-1", "DuocSoHoa": "1",
                 "DuongDanTaiTepTin": "https://tinh.example/1", "DuocTaiSuDung": "2", "DuocLayTuKhoDMQG": "1"}],
    DanhSachLePhi=[{"TenPhiLePhi": "Lệ phí", "Gia": "50000", "HinhThucThu": "4", "LoaiPhiLePhi": "1"}],
    DanhSachTepDinhKemKhac=[{"TenGiayTo": "Ảnh", "SoLuong": 2}],
    DanhSachHoSoBoSung=[{"HoSoBoSungId": "BS-1", "NoiDungBoSung": "Thiếu ảnh", "NgayBoSung": "20250702080000",
                         "DanhSachGiayToBoSung": [{"TenTepDinhKem": "ảnh.jpg"}],
                         "DanhSachLePhiBoSung": [{"TenPhiLePhi": "Bổ sung", "Gia": "8000"}]}],
    DanhSachGiayToKetQua=[{"TenGiayTo": "Giấy khai sinh", "MaGiayToKetQua": "KQ-1",
                           "DuongDanTepTinKetQua": "javascript:alert(1)"}],
    DinhDanhCHS=[{"LoaiDinhDanh": "1", "SoDinhDanh": "099185000501"}],
)  # fmt: skip


@pytest.fixture
def kept(national):
    """Keep the dossier with one step that has every field."""
    store = PortalDossiers(national.db)
    (told,) = reports_from_wire({"isUpdating": "False", "data": [FULL]})
    step = ProgressReport(0, CODE, 9, "2025-07-02T09:00:00+07:00", "Cán bộ", "Xong", "Chuyên viên", "Một cửa")
    with national.db.write() as tx:
        store.keep(tx, "tinh-thu", "000.00.00.H98", told, "2025-07-01T09:00:00+07:00")
        store.add_step(tx, "tinh-thu", step)


def table(page, name):
    return re.search(rf'data-testid="{name}">(.*?)</table>', page, re.S)[1]


def test_everything_is_shown_in_words(console, kept):
    page = console.get(f"/console/dossiers/tinh-thu/{CODE}").text
    for words in (
        "trực tuyến (2)", "tại tỉnh (2)", "tại quầy (0)", "trên nền tảng quốc gia (1)", "BN-7", "Chuyên viên Một cửa",
        "&lt;b&gt;Ghi chú&lt;/b&gt;", "08:15:00 01/07/2025", "Thiếu ảnh", "08:00:00 02/07/2025",
    ):  # fmt: skip
        assert words in page
    for name, words in (
        ("papers", ("đơn.pdf", "TP-1", "https://tinh.example/1", "từ kết quả trước")),
        ("fees", ("50.000 ₫", "khi trả kết quả")),
        ("other_papers", ("Ảnh", "2")),
        ("supplement_papers", ("ảnh.jpg",)),
        ("supplement_fees", ("8.000 ₫",)),
        ("results", ("KQ-1", "javascript:alert(1)")),
        ("identities", ("số định danh cá nhân", "099185000501")),
    ):
        assert all(word in table(page, name) for word in words), name
    assert 'href="javascript' not in page, "an address of a system under test is never a link"


def test_the_index_counts_it_item_by_item(console, kept):
    vi = table(console.get(f"/console/dossiers/tinh-thu/{CODE}").text, "index")
    counted = re.findall(r'<td class="nowrap" data-label="Tính">([^<]+)</td>', vi)
    assert counted == ["Có"] * 3 + ["Không xét"] + ["Có"] * 5
    en = table(console.get(f"/console/dossiers/tinh-thu/{CODE}?lang=en").text, "index")
    assert "Paid online" in en
    assert "not among them" in en, "the registration of a birth is free"


def test_a_dossier_of_which_little_was_told_has_no_empty_tables(console, national):
    store = PortalDossiers(national.db)
    (told,) = reports_from_wire({"data": [{"MaHoSo": "H98-1", "MaTTHC": "9.999999"}]})
    with national.db.write() as tx:
        store.keep(tx, "tinh-thu", "000.00.00.H98", told, "2025-07-01T09:00:00+07:00")
    page = console.get("/console/dossiers/tinh-thu/H98-1").text
    assert re.findall(r'<table[^>]* data-testid="(\w+)"', page) == ["index"]
