"""What the province answers when the portal calls: look-up, promotion notice and amendment, land tax."""

import base64
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from simulator.core.data_folders import data_folders
from simulator.province.claim import claim_sheet
from simulator.province.defects import called
from simulator.province.seams import Seams
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fakes import NUMBER

LOOK_UP, PROMOTION = "/lien-thong/search/call", "/lien-thong/addtthcKhuyenMai"
SHARED, TAX = "/lien-thong/nhanhsdvcqg", "/lien-thong/nhantbthuedvcqg"
DECISION, FIRST, SECOND = "LTB0000001/TB-CCT", "Lệ phí trước bạ nhà, đất", "Phí thẩm định hồ sơ"


def shown(name: str) -> dict[str, Any]:
    """The message of a contract as it shows it, with the person of these tests."""
    text = data_folders().file(f"contracts/portal/inbound-{name}.request.schema.json").read_text()
    document: dict[str, Any] = json.loads(text.replace("099190000101", NUMBER))["examples"][0]
    return document


def post(world: World, path: str, body: Any) -> dict[str, Any]:
    answer = world.citizen.client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json
    return document


def taxed(world: World, code: str, xml: Callable[[str], str] = str) -> dict[str, Any]:
    """The land-tax notice of a dossier; `xml` may change the file."""
    body = shown("tax-notice") | {"SecurityKey": world.config.security_key}
    text = base64.b64decode(body["data"]["FileThongBaoThue"]).decode().replace("000.00.12.H99-250701-0007", code)
    return body | {"data": {"FileThongBaoThue": base64.b64encode(xml(text).encode()).decode()}}


def receipt(world: World, code: str, **changes: Any) -> dict[str, Any]:
    body = shown("tax-receipt") | {"SecurityKey": world.config.security_key}
    body["data"] |= {"MaHoSo": code}
    body["data"]["ThongTinThanhToan"] |= changes
    return body


def view(world: World, code: str) -> dict[str, Any]:
    document: dict[str, Any] = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    return document


@pytest.fixture
def processing(world: World) -> tuple[World, str]:
    return world, in_processing(world)


def in_processing(world: World) -> str:
    code = world.citizen.file()
    for action in ("accept", "process"):
        world.citizen.officer(code, action)
    world.settle()
    return code


class TestLookUp:
    def test_a_dossier_is_told_as_it_is_now(self, processing):
        world, code = processing
        told = post(world, LOOK_UP, {"madonvi": "000.00.00.H99", "service": "TraCuuHoSo", "masohoso": code})
        assert (told["MaHoSo"], told["TrangThaiHoSo"], told["MaTTHC"]) == (code, "4", "9.000001.000.00.00.H99")
        assert (told["TenTTHC"], told["MaLinhVuc"]) == ("Thủ tục thử", "G99-TT01")

    def test_no_dossier_is_minus_one_with_http_200(self, world):
        assert post(world, LOOK_UP, {"masohoso": "H99-0"})["error_code"] == -1
        assert post(world, LOOK_UP, {})["error_code"] == -1
        assert post(world, LOOK_UP, ["H99-0"])["error_code"] == -1

    def test_a_portal_without_its_catalogue_keeps_nobody_from_an_answer(self, world):
        code = world.citizen.file()
        world.national.fail_next.append("LayThuTuc")
        assert post(world, LOOK_UP, {"masohoso": code})["MaHoSo"] == code

    def test_the_defect_tells_the_first_status(self, with_seams):
        world = with_seams(called.LooksUpOldStatus)
        assert post(world, LOOK_UP, {"masohoso": in_processing(world)})["TrangThaiHoSo"] == "1"


class TestPromotion:
    def test_a_notice_is_taken_and_its_status_told_under_both_codes(self, world):
        notice = shown("promotion")
        assert post(world, PROMOTION, notice)["error_code"] == 0
        world.settle()

        (told,) = world.national.told
        assert (told["MaHoSo"], told["TrangThai"]) == (notice["MaHoSo"], "1")
        assert told["MaHoSoDonVi"].startswith("000.00.12.H99-250701-")
        assert told["MaDoiTuong"] == "tech-1"
        assert world.national.reports == []
        assert world.system.sync.pending() == 0

    def test_what_an_officer_does_with_it_is_told_the_same_way(self, world):
        post(world, PROMOTION, shown("promotion"))
        world.settle()
        world.citizen.officer(world.national.told[0]["MaHoSoDonVi"], "accept")
        world.settle()
        assert [row["TrangThai"] for row in world.national.told] == ["1", "2"]
        assert world.national.steps == []

    def test_the_same_notice_again_is_one(self, world):
        assert [post(world, PROMOTION, shown("promotion"))["error_code"] for _ in range(2)] == [0, 1]
        world.settle()
        assert len(world.national.told) == 1

    def test_a_trader_without_an_account_is_refused(self, world):
        answer = post(world, PROMOTION, shown("promotion") | {"MaSoThue": "0990000001"})
        assert answer["error_code"] == -1
        assert "tài khoản" in answer["message"]

    def test_a_portal_that_does_not_answer_back_leaves_the_notice_for_later(self, world):
        world.national.down = True
        answer = world.citizen.client.post(PROMOTION, json=shown("promotion"))
        assert answer.status_code == 503
        world.national.down = False
        assert post(world, PROMOTION, shown("promotion"))["error_code"] == 0

    @pytest.mark.parametrize("change", [{"MaHoSo": ""}, {"TenThuongNhan": ""}, {"TepDonDangKy": "%%"}])
    def test_a_notice_that_lacks_something_is_refused(self, world, change):
        assert post(world, PROMOTION, shown("promotion") | change)["error_code"] == -1

    def test_the_defect_makes_two(self, with_seams):
        world = with_seams(called.TakesPromotionTwice)
        assert [post(world, PROMOTION, shown("promotion"))["error_code"] for _ in range(2)] == [0, 0]
        world.settle()
        assert len({row["MaHoSoDonVi"] for row in world.national.told}) == 2


class TestAmendment:
    def test_an_amendment_is_taken_with_the_file_that_it_names(self, world):
        post(world, PROMOTION, shown("promotion"))
        amendment = shown("promotion-amendment")
        world.national.files[amendment["data"]["URLTepDangKy"]] = {"TenTepTin": "x.txt", "Base64": "eA=="}

        assert post(world, SHARED, amendment)["error_code"] == 0
        world.settle()
        assert world.national.told[-1]["MaHoSo"] == amendment["data"]["MaHoSoQG"]
        assert "LayTaiLieuHoSo" in world.national.calls

    def test_without_the_notice_it_is_refused(self, world):
        assert post(world, SHARED, shown("promotion-amendment"))["error_code"] == -1

    def test_a_strange_service_is_refused(self, world):
        assert post(world, SHARED, {"service": "Khac", "data": {}})["error_code"] == -1

    def test_the_defect_knows_receipts_only(self, with_seams):
        world = with_seams(called.KnowsReceiptsOnly)
        post(world, PROMOTION, shown("promotion"))
        assert post(world, SHARED, shown("promotion-amendment"))["error_code"] == -1


class TestLandTax:
    def test_the_citizen_sees_each_item_and_the_dossier_waits(self, processing):
        world, code = processing
        assert post(world, TAX, taxed(world, code))["error_code"] == 0
        world.settle()

        seen = view(world, code)
        assert [(one["item"], one["amount"], one["paid"]) for one in seen["obligations"]] == [
            (FIRST, 540000, False),
            (SECOND, 75000, False),
        ]
        assert (seen["status"], world.national.reported[-1], world.national.stepped[-1]) == (6, "6", "6")
        page = world.citizen.client.get(f"/ho-so/{code}", headers={"Accept": "text/html"}).text
        assert FIRST in page
        assert "540.000 đồng" in page

    def test_the_same_notice_again_changes_nothing(self, processing):
        world, code = processing
        for _ in range(2):
            assert post(world, TAX, taxed(world, code))["error_code"] == 0
        assert len(view(world, code)["obligations"]) == 2

    @pytest.mark.parametrize("tag", ["TEN_TIEUMUC", "TEN_TIEU_MUC"])
    def test_either_spelling_alone_is_enough(self, processing, tag):
        world, code = processing
        one_tag = taxed(world, code, lambda xml: xml.replace(f"<{tag}>", "<KHAC>").replace(f"</{tag}>", "</KHAC>"))
        assert post(world, TAX, one_tag)["error_code"] == 0
        assert view(world, code)["obligations"][0]["item"] == FIRST

    def test_the_receipt_lets_the_dossier_go_on(self, processing):
        world, code = processing
        post(world, TAX, taxed(world, code))
        assert post(world, SHARED, receipt(world, code))["error_code"] == 0
        assert post(world, SHARED, receipt(world, code))["error_code"] == 0
        world.settle()

        seen = view(world, code)
        assert (seen["status"], [one["paid"] for one in seen["obligations"]]) == (4, [True, True])
        assert world.national.reported[-2:] == ["6", "4"]

    @pytest.mark.parametrize(
        "change", [{"SoTien": 5}, {"SoTien": "615000"}, {"TrangThaiThanhToan": 0}, {"MaThongBaoThue": "khác"}]
    )
    def test_a_receipt_that_does_not_fit_is_refused(self, processing, change):
        world, code = processing
        post(world, TAX, taxed(world, code))
        assert post(world, SHARED, receipt(world, code, **change))["error_code"] == -1
        assert view(world, code)["status"] == 6

    def test_a_dossier_that_cannot_wait_keeps_its_status_and_shows_what_is_owed(self, world):
        code = world.citizen.file()
        assert post(world, TAX, taxed(world, code))["error_code"] == 0
        assert (view(world, code)["status"], len(view(world, code)["obligations"])) == (1, 2)
        assert post(world, SHARED, receipt(world, code))["error_code"] == 0
        assert view(world, code)["obligations"][0]["paid"] is True

    @pytest.mark.parametrize("key", ["", "khoa-la", None, 7])
    def test_another_key_is_refused(self, processing, key):
        world, code = processing
        assert post(world, TAX, taxed(world, code) | {"SecurityKey": key})["error_code"] == -1
        assert post(world, SHARED, receipt(world, code) | {"SecurityKey": key})["error_code"] == -1
        assert view(world, code)["obligations"] == []

    @pytest.mark.parametrize(
        "xml",
        [
            lambda _xml: "không phải XML",
            lambda _xml: "<DATA/>",
            lambda xml: xml.replace("540000", "năm trăm"),
            lambda xml: xml.replace("<DATA>", '<!DOCTYPE DATA [<!ENTITY x SYSTEM "file:///etc/hostname">]><DATA>'),
            lambda xml: xml.replace("H99-250701", "H98-250701"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_refused(self, processing, xml):
        world, code = processing
        assert post(world, TAX, taxed(world, code, xml))["error_code"] == -1
        assert view(world, code)["obligations"] == []

    @pytest.mark.parametrize("data", [None, "x", {"FileThongBaoThue": "%%"}, {}])
    def test_a_message_without_a_file_is_refused(self, world, data):
        key = world.config.security_key
        assert post(world, TAX, {"SecurityKey": key, "data": data})["error_code"] == -1
        assert (
            post(world, SHARED, {"service": "NhanChungTuThueDat", "SecurityKey": key, "data": data})["error_code"] == -1
        )

    @pytest.mark.parametrize(
        ("seams", "notice", "paid", "items"),
        [
            (called.RefusesBothSpellings, -1, -1, 0),
            (called.KeepsFirstTaxItem, 0, -1, 1),
            (called.IgnoresReceipt, 0, 0, 2),
        ],
    )
    def test_the_defects(self, with_seams, seams: type[Seams], notice: int, paid: int, items: int):
        world = with_seams(seams)
        code = in_processing(world)
        assert post(world, TAX, taxed(world, code))["error_code"] == notice
        assert post(world, SHARED, receipt(world, code))["error_code"] == paid
        assert [one["paid"] for one in view(world, code)["obligations"]] == [False] * items


def test_the_answers_follow_their_contracts(processing, contracts_of_inbound):
    world, code = processing
    told = post(world, LOOK_UP, {"masohoso": code})
    none = post(world, LOOK_UP, {"masohoso": "H99-0"})
    taken = post(world, PROMOTION, shown("promotion"))
    assert [contracts_of_inbound("lookup", one) for one in (told, none)] == [[], []]
    assert contracts_of_inbound("promotion", taken) == []


@pytest.fixture
def contracts_of_inbound() -> Callable[[str, Any], list[str]]:
    """Hold an answer against its contract, with a validator of another's."""

    def hold(name: str, document: Any) -> list[str]:
        text = data_folders().file(f"contracts/portal/inbound-{name}.response.schema.json").read_text()
        schema = json.loads(text)
        found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]
        return found + [name for name in document if name not in schema["properties"]]

    return hold


def test_the_claim_sheet_of_a_province_names_the_addresses(world):
    block = claim_sheet(world.config)["inbound"]
    assert (block["lookup"], block["tax_receipt"]) == (LOOK_UP, SHARED)
    assert block["security_key"] == world.config.security_key
