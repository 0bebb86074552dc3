"""A dossier with a fee: what is asked for, what is believed, and what is asked about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from simulator.province.config import ProvinceConfig
from tests.unit.province import fakes
from tests.unit.province.conftest import JSON, World
from tests.unit.province.fake_platform import PAY_URL, FakePlatform
from tests.unit.province.fakes import NUMBER, PROCEDURE

FEE, SECRET = 115_000, "khoa-bi-mat-thu"
TIME = {"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc"}


def with_fee(*rows: dict[str, str]) -> dict[str, Any]:
    counter = {"KENH": "1", "THOIGIAN": [{**TIME, "PHILEPHI": [{"MAPHILEPHI": "1", "SOTIEN": "135000"}]}]}
    return PROCEDURE | {"CACHTHUCTHUCHIEN": [counter, {"KENH": "2", "THOIGIAN": [{**TIME, "PHILEPHI": list(rows)}]}]}


class Payer:
    """A citizen with an accepted dossier, and the platform."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.platform: FakePlatform = world.national.platform
        self.code = world.citizen.file()
        assert world.citizen.officer(self.code, "accept").json["status"] == 2

    def view(self) -> Any:
        return self.world.citizen.client.get(f"/ho-so/{self.code}", headers=JSON).json["payment"]

    def pay(self) -> Any:
        return self.world.citizen.client.post(f"/ho-so/{self.code}/thanh-toan", json={"request_id": "t"})

    def reference(self) -> str:
        answer = self.pay()
        assert answer.status_code == 201, answer.text
        return str(answer.json["reference"])

    def confirm(self, message: dict[str, Any]) -> Any:
        return self.world.citizen.client.post("/thanh-toan/ket-qua", json=message).json

    def look_up(self, **body: Any) -> Any:
        return self.world.citizen.client.post("/thanh-toan/tra-cuu", json={"MaHoSo": self.code} | body).json

    def later(self, seconds: float) -> float | None:
        self.world.clock.move(timedelta(seconds=seconds))
        return self.world.system.asking.run_due()

    def report(self) -> dict[str, Any]:
        self.world.settle()
        return self.world.national.dossiers[self.code]


@pytest.fixture
def make_payer(make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Payer]:
    def make(*defects: str) -> Payer:
        world = make_world(*defects, payment_secret=SECRET)
        fee = with_fee({"MAPHILEPHI": "LP1", "TENPHILEPHI": "Lệ phí thử", "SOTIEN": str(FEE)})
        monkeypatch.setattr(fakes, "PROCEDURE", fee)
        world.national.platform.secret = SECRET
        return Payer(world)

    return make


@pytest.fixture
def payer(make_payer: Callable[..., Payer]) -> Payer:
    return make_payer()


def test_the_fee_is_due_once_the_dossier_is_accepted(payer: Payer) -> None:
    assert payer.view() == {
        "amount": FEE, "state": "due", "paid": 0, "pay": f"/ho-so/{payer.code}/thanh-toan", "receipt": ""
    }  # fmt: skip
    fresh = payer.world.citizen.submit("s-2").json["dossier_code"]
    assert payer.world.citizen.client.get(f"/ho-so/{fresh}", headers=JSON).json["payment"] is None


def test_a_free_dossier_has_nothing_to_pay(world: World) -> None:
    free = Payer(world)
    assert free.view() is None
    assert free.pay().status_code == 409
    assert (free.report()["DuocThanhToanTrucTuyen"], free.report()["DanhSachLePhi"]) == ("0", [])
    assert free.look_up() == {"error_code": "0", "message": [], "transaction_id": "", "client_id": ""}


def test_the_payment_is_started_in_so_many_words(payer: Payer) -> None:
    answer = payer.pay()
    sent = payer.platform.started[answer.json["reference"]]
    assert answer.json == {
        "reference": sent["MaThamChieu"], "amount": FEE, "payment_url": PAY_URL + sent["MaThamChieu"]
    }  # fmt: skip
    assert sent["MaThamChieu"].isalnum()
    assert sent["MaDoiTac"] == "DVC0000000H99"
    receipt = sent["ThongTinBienLai"]
    assert (receipt["MaDichVu"], receipt["MaHoSo"], receipt["MaDVC"]) == ("2", payer.code, "9.000001.01")
    assert receipt["SoCMNDNguoiNop"] == NUMBER
    assert receipt["PhiLePhi"] == [
        {"LoaiPhiLePhi": "1", "MaPhiLePhi": "LP1", "TenPhiLePhi": "Lệ phí thử", "SoTien": str(FEE)}
    ]
    assert payer.view()["state"] == "started"


def test_a_browser_is_sent_on_to_the_platform(payer: Payer) -> None:
    html = {"Accept": "text/html"}
    page = payer.world.citizen.client.get(f"/ho-so/{payer.code}", headers=html)
    assert "115.000 đồng" in page.text
    assert "form-action 'self' http://national.example;" in page.headers["Content-Security-Policy"]
    answer = payer.world.citizen.client.post(f"/ho-so/{payer.code}/thanh-toan", headers=html)
    assert (answer.status_code, answer.location[: len(PAY_URL)]) == (303, PAY_URL)


def test_one_generation_of_the_platform_answers_json_in_a_text(payer: Payer) -> None:
    payer.platform.wrapped = True
    assert payer.pay().status_code == 201


def test_a_result_counts_once_and_the_portal_hears_of_it(payer: Payer) -> None:
    reference = payer.reference()
    message = payer.platform.result(reference)
    answers = [payer.confirm(message) for _ in range(2)]
    assert [answer["MaLoi"] for answer in answers] == ["00", "00"]
    assert (payer.view()["state"], payer.view()["paid"], payer.view()["pay"]) == ("paid", FEE, "")
    report = payer.report()
    assert report["DuocThanhToanTrucTuyen"] == "1"
    assert report["DanhSachLePhi"] == [
        {"TenPhiLePhi": "Lệ phí thử", "MaPhiLePhi": "LP1", "HinhThucThu": "1", "Gia": "115000", "LoaiPhiLePhi": "1"}
    ]
    assert payer.pay().status_code == 409
    assert payer.look_up()["error_code"] == "0"


@pytest.mark.parametrize(
    "changes",
    [{"MaXacThuc": "0" * 64}, {"SoTien": FEE - 1}, {"MaTienTe": "USD"}, {"MaDoiTac": "DVCKHAC"}, {"MaXacThuc": ""}],
    ids=["signature", "amount", "currency", "partner", "unsigned"],
)
def test_a_result_that_is_not_the_platforms_own_word_is_refused(payer: Payer, changes: dict[str, Any]) -> None:
    reference = payer.reference()
    assert payer.confirm(payer.platform.result(reference, **changes))["MaLoi"] == "99"
    assert payer.view()["state"] == "started"
    assert payer.confirm(payer.platform.result(reference))["MaLoi"] == "00"


def test_what_is_no_result_is_refused(payer: Payer) -> None:
    assert payer.confirm({})["MaLoi"] == "99"
    payer.reference()
    stranger = payer.platform.result(next(iter(payer.platform.started)), MaThamChieu="DVCkhac")
    assert payer.confirm(stranger)["MaLoi"] == "99"


def test_who_could_not_pay_pays_again_under_another_reference(payer: Payer) -> None:
    first = payer.reference()
    payer.confirm(payer.platform.result(first, "21"))
    assert payer.view()["state"] == "due"
    assert payer.report()["DuocThanhToanTrucTuyen"] == "3"
    second = payer.reference()
    assert second != first
    payer.confirm(payer.platform.result(second))
    assert payer.view()["state"] == "paid"


def test_a_payment_that_was_made_is_not_undone_by_a_later_word(payer: Payer) -> None:
    reference = payer.reference()
    payer.confirm(payer.platform.result(reference))
    payer.confirm(payer.platform.result(reference, "21"))
    assert payer.view()["state"] == "paid"


def test_while_a_payment_is_open_it_is_gone_on_with(payer: Payer) -> None:
    assert payer.reference() == payer.reference()
    assert len(payer.platform.started) == 1


@pytest.mark.parametrize("state", [2, 3, 4])
def test_a_payment_that_ended_unheard_is_found_out_before_the_next(payer: Payer, state: int) -> None:
    first = payer.reference()
    payer.platform.states[first] = state
    assert payer.reference() != first


def test_a_lost_result_is_asked_for_again_and_again(payer: Payer) -> None:
    reference = payer.reference()
    assert payer.later(0.5) == pytest.approx(0.3)
    assert payer.platform.asked == []
    assert payer.world.system.asking.pending() == 1
    assert payer.later(0.5) == pytest.approx(1.6)
    assert payer.world.system.asking.pending() == 0
    payer.platform.states[reference] = 1
    payer.later(1.7)
    assert payer.platform.asked == [reference] * 2
    assert payer.view()["state"] == "paid"


def test_open_payments_are_asked_for_after_a_restart(payer: Payer, make_world: Callable[..., World]) -> None:
    reference = payer.reference()
    payer.platform.states[reference] = 1
    payer.world.system.stop()
    again = make_world(payment_secret=SECRET)
    again.clock.move(timedelta(seconds=60))
    again.system.asking.run_due()
    dossier = again.system.archive.find(payer.code)
    assert dossier is not None
    assert dossier.paid_vnd == FEE


@pytest.mark.parametrize("wrong", [{"MaXacThuc": "0" * 64}, {"SoTien": 1}, {"TrangThaiGD": 1, "MaLoi": "99"}])
def test_an_answer_that_is_not_signed_or_clear_settles_nothing(payer: Payer, wrong: dict[str, Any]) -> None:
    reference = payer.reference()
    payer.platform.states[reference] = 1
    payer.platform.wrong = wrong
    payer.later(1)
    assert payer.view()["state"] == "started"


@pytest.mark.parametrize(("at_once", "kept"), [(False, b"%PDF-1.7 kept"), (True, b"%PDF-1.7 at once")])
def test_the_receipt_is_fetched_in_either_form(payer: Payer, at_once: bool, kept: bytes) -> None:
    payer.platform.pdf = at_once
    payer.confirm(payer.platform.result(payer.reference()))
    assert payer.world.system.asking.pending() == 1
    assert payer.later(0) is None
    receipt = payer.world.citizen.client.get(payer.view()["receipt"])
    assert (receipt.data, receipt.content_type) == (kept, "application/pdf")


def test_a_platform_that_is_away_is_asked_later_and_starts_nothing(payer: Payer) -> None:
    reference = payer.reference()
    payer.platform.down = True
    assert payer.pay().status_code == 503
    assert payer.later(1) == pytest.approx(1.6)
    payer.platform.down = False
    payer.platform.states[reference] = 1
    payer.later(2)
    assert payer.view()["state"] == "paid"


def test_a_start_whose_answer_was_lost_is_asked_for_and_not_gone_on_with(payer: Payer) -> None:
    payer.platform.down = True
    assert payer.pay().status_code == 503
    assert payer.view()["state"] == "started"
    payer.platform.down = False
    (lost,) = payer.world.system.cashier.attempts.unsettled()
    payer.later(1)
    assert payer.platform.asked == [lost.reference]
    assert payer.view()["state"] == "due"
    assert payer.reference() != lost.reference


def test_a_start_that_was_taken_and_not_answered_leads_to_another(payer: Payer) -> None:
    first = payer.reference()
    payer.world.system.cashier.attempts.has_page(first, "")
    second = payer.reference()
    assert second != first
    payer.confirm(payer.platform.result(second))
    assert payer.view()["paid"] == FEE


def test_two_clicks_start_one_payment(payer: Payer) -> None:
    answers: list[int] = []
    payer.platform.during = lambda: answers.append(payer.pay().status_code) if not answers else None
    assert payer.pay().status_code == 201
    assert answers == [409]
    assert len(payer.platform.started) == 1


def test_a_refused_start_is_told(payer: Payer) -> None:
    payer.platform.refuses = "06"
    answer = payer.pay()
    assert (answer.status_code, "06" in answer.json["message"]) == (409, True)
    assert payer.view()["state"] == "due"


def test_somebody_else_cannot_pay_or_see(payer: Payer) -> None:
    stranger = payer.world.app.test_client()
    assert stranger.post(f"/ho-so/{payer.code}/thanh-toan", json={}).status_code == 401
    other = payer.world.citizen.client.post("/ho-so/000.00.12.H99-250701-9999/thanh-toan", json={})
    assert other.status_code == 409


def test_the_portal_is_told_what_is_due_and_not_who_owes_it(payer: Payer) -> None:
    told = payer.look_up(transaction_id="tx", client_id="portal")
    assert (told["error_code"], told["transaction_id"]) == ("1", "tx")
    assert told["message"]["PhiLePhi"][0]["SoTien"] == str(FEE)
    assert NUMBER not in str(told)
    assert payer.look_up(MaHoSo="khac")["error_code"] == "-1"


def test_while_the_catalogue_cannot_be_read_the_page_still_opens(make_payer: Callable[..., Payer]) -> None:
    payer = make_payer()
    payer.world.national.down = True
    assert payer.view() is None


def test_the_secret_is_not_printed() -> None:
    assert SECRET not in repr(ProvinceConfig(simulator_url="", data_dir=None, payment_secret=SECRET))  # type: ignore[arg-type]


class TestDefects:
    def test_a_result_counts_twice(self, make_payer: Callable[..., Payer]) -> None:
        payer = make_payer("counts-payment-twice")
        message = payer.platform.result(payer.reference())
        payer.confirm(message)
        payer.confirm(message)
        assert payer.view()["paid"] == 2 * FEE

    @pytest.mark.parametrize(
        ("defect", "changes"),
        [("takes-any-signature", {"MaXacThuc": "0" * 64}), ("takes-any-amount", {"SoTien": 1})],
    )
    def test_a_forged_result_is_taken(
        self, make_payer: Callable[..., Payer], defect: str, changes: dict[str, Any]
    ) -> None:
        payer = make_payer(defect)
        assert payer.confirm(payer.platform.result(payer.reference(), **changes))["MaLoi"] == "00"

    def test_nobody_asks(self, make_payer: Callable[..., Payer]) -> None:
        payer = make_payer("never-asks-for-payment")
        payer.reference()
        assert payer.later(10) is None
        assert payer.platform.asked == []

    def test_a_failure_counts_as_paid(self, make_payer: Callable[..., Payer]) -> None:
        payer = make_payer("failed-counts-as-paid")
        payer.confirm(payer.platform.result(payer.reference(), "21"))
        assert payer.view()["state"] == "paid"

    def test_the_second_attempt_is_refused(self, make_payer: Callable[..., Payer]) -> None:
        payer = make_payer("reuses-payment-reference")
        payer.confirm(payer.platform.result(payer.reference(), "21"))
        assert payer.pay().status_code == 409

    def test_more_is_asked_for(self, make_payer: Callable[..., Payer]) -> None:
        assert make_payer("asks-other-fee").view()["amount"] == FEE + 20_000

    def test_a_free_dossier_is_charged(self, make_world: Callable[..., World]) -> None:
        assert Payer(make_world("charges-free-service")).view()["amount"] == 10_000

    def test_the_portal_hears_nothing_of_it(self, make_payer: Callable[..., Payer]) -> None:
        payer = make_payer("reports-unpaid", "keeps-no-receipt", "fee-look-up-blind")
        assert payer.look_up()["error_code"] == "0"
        payer.confirm(payer.platform.result(payer.reference()))
        assert payer.report()["DuocThanhToanTrucTuyen"] == "3"
        assert payer.later(0) is None
        assert payer.platform.bills == []
