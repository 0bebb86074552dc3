"""The middleware's addresses: bare bodies, no session, and answers inside a text; and a proxy of a province."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from tests.apps.dialect_provinces import FACADE, agency_of, dossier, progress
from tests.apps.national_fixtures import Seen

Register = Callable[..., ClaimSheet]


@pytest.fixture
def behind(register: Register) -> ClaimSheet:
    return register("lgsp", "96", dialect="lgsp-facade")


@pytest.fixture
def proxied(register: Register) -> ClaimSheet:
    return register("hg", "91", dialect="hg-proxy")


def test_what_is_read_stands_as_json_inside_the_text(client: FlaskClient, behind: ClaimSheet, seen: Seen) -> None:
    answer = client.get(f"{FACADE}/LayThuTuc?maTTHC=1.001193").get_json()
    assert sorted(answer) == ["error_code", "message"]
    inner = json.loads(answer["message"])
    assert (answer["error_code"], inner["error_code"]) == ("0", "0")
    assert inner["result"][0]["MATTHC"] == "1.001193"
    assert (seen.last().operation, seen.last().province) == ("portal/LayThuTuc", "lgsp")


LISTS = ("LayDanhSachTTHC", "LayDanhMucLinhVuc", "LayDanhMucCoQuan", "LayDanhMucNhomThuTuc", "LayDanhMucLoaiThuTuc")


@pytest.mark.parametrize("name", [*LISTS, "LayDanhMucThuTucThuocLoai?maLoai=1", "LayQDCB?idQDCB=QDCB.G15"])
def test_lists_and_groups_are_read(client: FlaskClient, behind: ClaimSheet, name: str) -> None:
    assert json.loads(client.get(f"/KetNoiMotCuaQuocGia/{name}").get_json()["message"])["result"]


def test_a_dossier_is_added_updated_and_reported_on(
    client: FlaskClient, behind: ClaimSheet, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session("lgsp")
    row = dossier("96", SoGiayToChuHoSo=session.people["applicant"]["personal_id"])
    for path, body in (
        ("ThemMoiHoSo", [row]),
        ("CapNhatHoSo", [{**row, "TrangThaiHoSo": "4"}]),
        ("DongBoTienTrinh", [progress("96")]),
    ):
        answer = client.post(f"{FACADE}/{path}", json=body).get_json()
        assert answer == {"error_code": "0", "message": "Thực hiện thành công"}, path
    assert [fact.get("is_update") for fact in seen.facts("dossier_report", session.id)] == [False, True]
    assert len(seen.facts("progress_report", session.id)) == 1
    assert seen.findings(session.id) == []


def test_an_addition_of_what_is_there_is_told_in_the_words_a_client_looks_for(
    client: FlaskClient, behind: ClaimSheet
) -> None:
    client.post(f"{FACADE}/ThemMoiHoSo", json=[dossier("96")])
    again = client.post(f"{FACADE}/ThemMoiHoSo", json=[dossier("96")]).get_json()
    assert again["error_code"] == "3"
    assert "đã tồn tại" in again["message"]


def test_a_caller_may_show_its_account(client: FlaskClient, behind: ClaimSheet, register: Register, seen: Seen) -> None:
    register("other", "92", dialect="tandan")
    address = f"{FACADE}/LayDanhSachTTHC"
    assert client.get(address).get_json()["error_code"] == "-1", "two systems speak like this"
    for name in ("lgsp", "other"):
        assert client.get(address, auth=(name, f"{name}-password")).get_json()["error_code"] == "0"
        assert seen.last().province == name
    wrong = client.get(address, auth=("other", "guess")).get_json()
    assert "mật khẩu" in wrong["message"]
    assert [fact.get("ok") for fact in seen.facts("portal_login")] == [True, True, False]
    assert "guess" not in json.dumps(dict(seen.last().request_headers))


def test_a_caller_may_name_its_agency(client: FlaskClient, behind: ClaimSheet, register: Register, seen: Seen) -> None:
    register("other", "92", dialect="tandan")
    client.get(f"{FACADE}/LayDanhSachTTHC?madonvi={agency_of('92')}")
    assert seen.last().province == "other"
    client.get(f"{FACADE}/LayDanhSachTTHC", headers={"madonvi": "H96.12"})
    assert seen.last().province == "lgsp"


def test_a_system_that_claims_another_dialect_is_told_which_ones_have_the_address(
    client: FlaskClient, register: Register, seen: Seen
) -> None:
    register("plain", "92")
    answer = client.get(f"{FACADE}/LayDanhSachTTHC", auth=("plain", "plain-password")).get_json()
    assert "lgsp-facade" in answer["message"]
    assert "tandan" in answer["message"]
    assert (seen.last().operation, seen.last().province) == ("portal/unbuilt", "plain")


def test_a_mistyped_address_names_the_one_that_was_meant(client: FlaskClient, behind: ClaimSheet) -> None:
    answer = client.get("/KetNoiMotCuaQuocGia/laydanhmuclinhvuc").get_json()
    assert "có phải KetNoiMotCuaQuocGia/LayDanhMucLinhVuc" in answer["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff"])
def test_a_body_that_is_no_json_is_told_so(client: FlaskClient, behind: ClaimSheet, body: bytes) -> None:
    answer = client.post(f"{FACADE}/ThemMoiHoSo", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error_code"]) == (200, "-1")
    assert "JSON" in answer.get_json()["message"]


@pytest.mark.parametrize("body", [{}, [], "x", 3, [1], {"data": 5}])
def test_a_body_of_another_shape_is_refused_and_nothing_changes(
    client: FlaskClient, behind: ClaimSheet, body: object, seen: Seen
) -> None:
    assert client.post(f"{FACADE}/ThemMoiHoSo", json=body).get_json()["error_code"] == "-1"
    assert seen.count("portal_dossier") == 0


def test_a_proxy_names_agency_and_kind_in_the_query(
    client: FlaskClient, proxied: ClaimSheet, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session("hg")
    number = session.people["applicant"]["personal_id"]
    row = dossier("91", MaDoiTuong=number, SoGiayToChuHoSo="", HinhThuc="0")
    for name in ("TenTTHC", "TenLinhVuc", "LoaiDoiTuong", "DonViXuLy"):
        del row[name]
    for updating, status in (("False", "1"), ("True", "2")):
        path = f"/proxy/SynsTTHCC/DongBoHoSoMC?MaDinhDanhDV={agency_of('91')}&isUpdating={updating}"
        answer = client.post(path, json=[{**row, "TrangThaiHoSo": status}]).get_json()
        assert answer["error_code"] == "0", answer
    told = seen.facts("dossier_report", session.id)
    assert [(fact.get("status"), fact.get("owner_id"), fact.get("tech_id")) for fact in told] == [
        (1, number, ""),
        (2, number, ""),
    ]
    assert seen.findings(session.id) == []


def test_a_proxy_of_a_foreign_agency_is_refused(client: FlaskClient, proxied: ClaimSheet, seen: Seen) -> None:
    path = "/SynsTTHCC/DongBoHoSoMC?MaDinhDanhDV=000.00.00.H01&isUpdating=False"
    assert client.post(path, json=[dossier("91")]).get_json()["error_code"] != "0"
    assert seen.count("portal_dossier") == 0


def test_a_site_has_its_own_names_for_what_it_sends(client: FlaskClient, register: Register, seen: Seen) -> None:
    names = {"add": "hoso/ThemHoSo", "progress": "TienTrinh"}
    register("own", "96", dialect="tandan", middleware=names)
    register("other", "92", dialect="tandan")
    for path, body in (("hoso/ThemHoSo", [dossier("96")]), ("TienTrinh", [progress("96")])):
        answer = client.post(f"{FACADE}/{path}", json=body, auth=("own", "own-password")).get_json()
        assert answer == {"error_code": "0", "message": "Thực hiện thành công"}, path
    # What the site did not name keeps its name; what it did has no other; and a name is the site's alone.
    again = client.post(f"{FACADE}/CapNhatHoSo", json=[dossier("96")], auth=("own", "own-password")).get_json()
    assert again["error_code"] == "0"
    for path, account in (("ThemMoiHoSo", "own"), ("TienTrinh", "other")):
        refused = client.post(f"{FACADE}/{path}", json=[], auth=(account, f"{account}-password")).get_json()
        assert "Không có dịch vụ chia sẻ" in refused["message"], path
    assert seen.count("portal_dossier") == 1


def test_a_file_is_handed_on_as_base64_and_nothing_else(client: FlaskClient, behind: ClaimSheet, seen: Seen) -> None:
    answer = client.post(f"{FACADE}/getfile", json={"DuongDan": "/tep/khong-co"})
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "")
    assert seen.last().operation == "portal/LayTaiLieuHoSo"
    assert client.post(f"{FACADE}/getfile", json={}).get_json()["error_code"] == "-1"
    assert client.post(f"{FACADE}/getfile", data=b"{").get_json()["error_code"] == "-1"


def test_the_status_of_what_the_portal_made_is_one_bare_object(
    client: FlaskClient, behind: ClaimSheet, seen: Seen
) -> None:
    told = {"MaHoSo": "000.00.12.H96-260305-0001", "MaHoSoDonVi": "H96.12-260305-0001", "TrangThai": "2"}
    answer = client.post(f"{FACADE}/DongBoTrangThaiHoSoKM", json=told).get_json()
    assert "Không tìm thấy hồ sơ" in answer["message"]
    assert seen.last().operation == "portal/DongBoTrangThaiHoSo"
    assert [one.pointer for one in seen.last().findings] == []


def test_of_a_batch_the_text_says_which_row_was_refused(client: FlaskClient, behind: ClaimSheet, seen: Seen) -> None:
    bad = {**dossier("96"), "MaHoSo": "000.00.12.H96-260305-0008", "MaTTHC": "9.999999"}
    answer = client.post(f"{FACADE}/ThemMoiHoSo", json=[dossier("96"), bad]).get_json()
    assert sorted(answer) == ["error_code", "message"]
    assert answer["error_code"] not in ("0", "3")
    assert "000.00.12.H96-260305-0008" in answer["message"]
    assert not any(words in answer["message"] for words in ("thành công", "đã tồn tại"))
    assert seen.count("portal_dossier") == 1
