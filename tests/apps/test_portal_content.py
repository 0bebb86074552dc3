"""Everything that a dossier row tells is kept, comes back, and changes as the next message says."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.domain.dossier_content import DossierContent, Paper
from simulator.session.dossiers import KeptDossier, PortalDossiers
from simulator.web.national import National
from simulator.wire.contracts import Contracts
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import CODE, call, report, step


def send(client: FlaskClient, update: str = "False", **changes: Any) -> None:
    answer = call(client, "DongBoHoSoMC", isUpdating=update, data=[report(**changes)])
    assert answer["error_code"] == "0", answer["message"]


def kept(national: National) -> KeptDossier:
    found = PortalDossiers(national.db).find("demo", CODE)
    assert found is not None
    return found


def content(national: National) -> DossierContent:
    return kept(national).content


def paper(number: int, **changes: Any) -> dict[str, Any]:
    return {"TepDinhKemId": str(number), "TenTepDinhKem": f"{number}.pdf", "IsDeleted": "False", **changes}


def test_every_field_of_the_row_is_kept(client: FlaskClient, national: National) -> None:
    send(
        client,
        SoBienNhan="BN-1",
        GhiChu="Ghi chú",
        NgayTuChoi="20250703090000",
        DuocThanhToanTrucTuyen="1",
        DinhDanhCHS=[{"LoaiDinhDanh": "1", "SoDinhDanh": "099185000501"}],
        TaiLieuNop=[paper(1, MaThanhPhanHoSo="TP-1", DuongDanTaiTepTin="https://tinh.example/1", DuocSoHoa="1",
                          DuocTaiSuDung="2", DuocLayTuKhoDMQG="1", MaKetQuaThayThe="KQ-0")],
        DanhSachLePhi=[{"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "1", "HinhThucThu": "1", "Gia": "50000",
                        "LoaiPhiLePhi": "1"}, {"Gia": "9" * 400}],
        DanhSachTepDinhKemKhac=[{"TenGiayTo": "Ảnh", "SoLuong": 2, "LoaiGiayTo": 1}],
        DanhSachHoSoBoSung=[{"HoSoBoSungId": "BS-1", "NoiDungBoSung": "Thiếu ảnh", "NgayBoSung": "20250702080000",
                             "TrangThaiBoSung": "1", "DanhSachGiayToBoSung": [paper(7), paper(8, IsDeleted="True")],
                             "DanhSachLePhiBoSung": [{"Gia": "8000", "HinhThucThu": "2"}]}],
        DanhSachGiayToKetQua=[{"TenGiayTo": "Giấy khai sinh", "GiayToId": "5", "MaGiayToKetQua": "KQ-1",
                               "DuongDanTepTinKetQua": "https://tinh.example/kq"}],
    )  # fmt: skip
    told = content(national)
    assert (told.receipt, told.note, told.paid_online, told.lodged_at) == ("BN-1", "Ghi chú", "1", "2")
    assert (told.refused_at, told.submitted_at) == ("2025-07-03T09:00:00+07:00", "2025-07-01T08:15:00+07:00")
    assert (told.digitised, told.verified, told.databases) == ("1", "1", ("7",))
    assert told.papers == (Paper("1", "1.pdf", "TP-1", "https://tinh.example/1", "1", "2", "1", "KQ-0"),)
    assert told.charges is not None
    assert [charge.vnd for charge in told.charges] == [50000, None]
    assert told.others is not None
    assert [(other.name, other.count) for other in told.others] == [("Ảnh", "2")]
    assert told.supplements is not None
    (supplement,) = told.supplements
    assert (supplement.asked_at, supplement.state) == ("2025-07-02T08:00:00+07:00", "1")
    assert [one.id for one in supplement.papers] == ["7"]
    assert [one.vnd for one in supplement.charges] == [8000]
    assert told.results is not None
    assert [(one.code, one.link) for one in told.results] == [("KQ-1", "https://tinh.example/kq")]
    assert told.identities is not None
    assert [(one.kind, one.number) for one in told.identities] == [("1", "099185000501")]


def test_files_come_and_go_singly_and_other_lists_as_a_whole(client: FlaskClient, national: National) -> None:
    send(client, TaiLieuNop=[paper(1), paper(2), {"TenTepDinhKem": "x.pdf"}], DanhSachLePhi=[{"Gia": "1"}])
    send(client, "True", TaiLieuNop=[paper(2, TenTepDinhKem="mới.pdf"), paper(3)], DanhSachLePhi=None)
    told = content(national)
    assert [one.name for one in told.papers or ()] == ["1.pdf", "mới.pdf", "x.pdf", "3.pdf"]
    assert [one.vnd for one in told.charges or ()] == [1], "a list that was not told stays"
    send(client, "True", TaiLieuNop=[paper(1, IsDeleted="True"), paper(2, IsDeleted=1)], DanhSachLePhi=[])
    told = content(national)
    assert ([one.name for one in told.papers or ()], told.charges) == (["x.pdf", "3.pdf"], ())


@pytest.mark.parametrize("mark", ["True", "true", "1", 1, True])
def test_a_file_that_comes_deleted_was_never_there(client: FlaskClient, national: National, mark: Any) -> None:
    send(client, TaiLieuNop=[paper(1, IsDeleted=mark)])
    assert content(national).papers == ()


@pytest.mark.parametrize("value", [None, "x", {}, 5, [None, "x", 5, []]])
def test_a_list_that_is_none_breaks_nothing(client: FlaskClient, national: National, value: Any, seen: Seen) -> None:
    lists = ("TaiLieuNop", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua", "DinhDanhCHS", "DSKetNoiCSDL")
    call(client, "DongBoHoSoMC", isUpdating="False", data=[report(**dict.fromkeys(lists, value))])
    if seen.count("portal_dossier"):
        assert content(national).papers == ()


def test_steps_keep_their_lesser_fields(client: FlaskClient, national: National) -> None:
    send(client)
    more = {"ChucDanh": "Chuyên viên", "PhongBanXuLy": "Một cửa", "NgayBatDau": "20250701080000"}
    call(client, "CapNhatTienDoHoSoMC", data=[step(**more), step(TrangThai="9")])
    first, last = kept(national).history
    assert (first["title"], first["office"], first["started_at"]) == (
        "Chuyên viên",
        "Một cửa",
        "2025-07-01T08:00:00+07:00",
    )
    assert (last["status"], last["title"], last["due_at"]) == (9, "", "")


def test_the_contract_s_own_example_is_kept(client: FlaskClient, national: National, contracts: Contracts) -> None:
    (row,) = contracts["portal/DongBoHoSoMC"].example_request["data"]
    send(client, **{**row, "MaHoSo": CODE})
    assert kept(national).content.submitted_at


@pytest.mark.parametrize(
    ("changes", "place", "keyword"),
    [
        ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo", "status_meaning"),
        ({"TrangThaiHoSo": "0"}, "TrangThaiHoSo", "status_meaning"),
        ({"TrangThaiHoSo": "10"}, "DanhSachGiayToKetQua", "result_link"),
        ({"NgayHenTra": "20250230170000"}, "NgayHenTra", "calendar"),
        ({"DanhSachHoSoBoSung": [{"NgayBoSung": "20250431080000"}]}, "DanhSachHoSoBoSung/0/NgayBoSung", "calendar"),
        ({"TrangThaiHoSo": "2"}, "TrangThaiHoSo", "status_order"),
    ],
)
def test_what_means_nothing_is_taken_and_noted(
    client: FlaskClient, seen: Seen, changes: dict[str, Any], place: str, keyword: str
) -> None:
    send(client, TrangThaiHoSo="9")
    send(client, "True", **{"TrangThaiHoSo": "9", **changes})
    assert [(one.keyword, one.pointer) for one in seen.last().findings] == [(keyword, f"/data/0/{place}")]


@pytest.mark.parametrize(("before", "after"), [("4", "5"), ("5", "4"), ("6", "2"), ("9", "10"), ("10", "10")])
def test_statuses_of_one_stage_may_come_in_any_order(client: FlaskClient, seen: Seen, before: str, after: str) -> None:
    result = [{"DuongDanTepTinKetQua": "https://tinh.example/kq", "MaGiayToKetQua": "KQ"}]
    send(client, TrangThaiHoSo=before, DanhSachGiayToKetQua=result)
    send(client, "True", TrangThaiHoSo=after, DanhSachGiayToKetQua=result)
    assert seen.last().findings == ()


def test_a_status_of_no_list_leaves_the_status(client: FlaskClient, national: National) -> None:
    send(client, TrangThaiHoSo="4")
    for told in ("11", "99", "x", ""):
        send(client, "True", TrangThaiHoSo=told)
        assert kept(national).status == 4


def test_files_of_a_status_are_added_to_the_dossier_and_the_rest_stays(client: FlaskClient, national: National) -> None:
    send(client, TaiLieuNop=[paper(1), paper(2)], GhiChu="Ghi chú", HinhThuc="1")
    told = {"MaHoSo": CODE, "TrangThai": "5", "TaiLieuXuLy": [paper(3), paper(1, IsDeleted="True")]}
    assert call(client, "DongBoTrangThaiHoSo", type="2", data=told)["error_code"] == "0"
    after = content(national)
    assert [one.id for one in after.papers or ()] == ["2", "3"]
    assert (after.note, kept(national).status) == ("Ghi chú", 5)
    assert call(client, "TraCuuHoSo", mahoso=CODE)["result"][0]["HinhThucNhanKQ"] == "1"
