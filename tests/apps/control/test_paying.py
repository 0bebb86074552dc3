"""The citizen pays through the page of the dossier, at the platform, over real HTTP; the portal asks what is due."""

from typing import Any

import pytest
from flask import jsonify, request

from simulator.payment.blueprint import blueprint as payment
from tests.apps.control.conftest import Story, claim, register
from tests.apps.payment_fixtures import init

CODE = "H99.12-250701-0001"
ACCOUNT = {"partner": "TINH92", "secret": "a-secret-of-the-province", "confirm": "/confirm", "fee_lookup": "/fee"}
DUE = {"amount": 50000, "state": "due", "paid": 0, "pay": f"/ho-so/{CODE}/thanh-toan", "receipt": ""}
RECEIPT = {"HoTenNguoiNop": "Nguyễn Thị Thử", "PhiLePhi": [{"SoTien": "50000"}], "MaHoSo": CODE}


class Payer:
    """A story whose system collects fees: it starts a payment when it is told to, and hears its result."""

    def __init__(self, story: Story) -> None:
        self.story, self.heard, self.references = story, list[dict[str, Any]](), 0
        self.fee: Any = {"error_code": "0", "message": []}
        story.portal.app.register_blueprint(payment(story.national))  # type: ignore[attr-defined]
        story.system.app.add_url_rule("/confirm", view_func=self._confirm, methods=["POST"])
        story.system.app.add_url_rule("/fee", "fee", view_func=lambda: jsonify(self.fee), methods=["POST"])
        story.system.app.add_url_rule(
            "/bien-lai", "receipt", view_func=lambda: ("%PDF-1.7", {"Content-Type": "application/pdf"})
        )
        register(story.national, claim(story.system.url, payment=ACCOUNT))
        story.apply()
        story.system.page = {"payment": DUE}

    def _confirm(self) -> Any:
        self.heard.append(request.get_json())
        return jsonify(MaLoi="00")

    def started(self) -> None:
        """Let the system start a payment at the platform, and answer with its page."""
        self.references += 1
        message = init(f"dvc{self.references}", ThongTinBienLai=RECEIPT)
        answer = self.story.national_client().post("/paymentplatform", json=message).get_json()
        told = {"reference": message["MaThamChieu"], "amount": 50000, "payment_url": answer["UrlThanhToan"]}
        self.story.system.changed = (told, 201)

    def pay(self, request_id: str = "r-pay", **wishes: Any) -> dict[str, Any]:
        return self.story.post("citizen", request_id=request_id, action="pay", **wishes)

    def states(self) -> list[Any]:
        return [fact.get("state") for fact in self.story.facts("payer_decided")]


@pytest.fixture
def payer(story: Story, monkeypatch: pytest.MonkeyPatch) -> Payer:
    monkeypatch.setattr(Story, "national_client", lambda self: self.portal.app.test_client(), raising=False)
    return Payer(story)


def test_the_citizen_pays_and_the_system_has_heard_of_it(payer: Payer) -> None:
    payer.started()
    answer = payer.pay(does="pay")
    assert (answer["ok"], answer["dossier_code"]) == (True, CODE)
    (asked,) = payer.story.facts("payment_asked")
    assert (asked.get("reference"), asked.get("amount"), asked.get("problem")) == ("dvc1", 50000, "")
    assert payer.states() == ["paid"]
    assert [message["MaLoi"] for message in payer.heard] == ["00"]
    (view,) = payer.story.facts("dossier_view")
    assert view.get("payment") == DUE


def test_what_is_wrong_with_the_platforms_word_is_the_storys_choice(payer: Payer) -> None:
    sent = {"twice": 2, "lost": 0, "late": 0, "wrong_signature": 2, "wrong_amount": 2}
    for callback, times in sent.items():
        payer.heard.clear()
        payer.started()
        assert payer.pay(callback, does="pay", callback=callback)["ok"]
        assert len(payer.heard) == times, callback


def test_the_citizen_may_not_come_to_pay(payer: Payer) -> None:
    for does in ("fail", "cancel", "leave"):
        payer.started()
        assert payer.pay(does, does=does)["ok"]
    assert payer.states() == ["failed", "cancelled"]


def test_the_time_for_paying_runs_out(payer: Payer) -> None:
    payer.started()
    payer.pay(does="leave")
    answer = payer.story.post("payment", request_id="r-over", action="expire")
    assert (answer["ok"], answer["dossier_code"]) == (True, CODE)
    assert payer.pay("r-again", does="pay")["problem"]["kind"] == "not_offered"


def test_without_an_open_payment_nothing_runs_out(payer: Payer) -> None:
    answer = payer.story.post("payment", request_id="r-over", action="expire")
    assert (answer["ok"], answer["problem"]["kind"]) == (False, "not_offered")


ELSEWHERE = {"reference": "x", "payment_url": "http://khac.example/paymentplatform/pay/x"}
TROUBLE: tuple[tuple[dict[str, Any], tuple[dict[str, Any], int], str], ...] = (
    ({}, ({}, 200), "no key `payment`"),
    ({"payment": DUE | {"pay": ""}}, ({}, 200), "no way to pay"),
    ({"payment": DUE}, ({"message": "Chưa thu"}, 409), "Chưa thu"),
    ({"payment": DUE}, ({"reference": "x"}, 200), "payment_url"),
    ({"payment": DUE}, (ELSEWHERE, 200), "not the payment platform's"),
)


def test_why_there_is_no_payment_is_told(payer: Payer) -> None:
    for page, changed, word in TROUBLE:
        payer.story.system.page, payer.story.system.changed = page, changed
        answer = payer.pay(word, does="pay")
        assert not answer["ok"]
        assert word in answer["problem"]["detail"]
    assert [bool(fact.get("problem")) for fact in payer.story.facts("payment_asked")] == [True] * 4
    assert payer.heard == []


def test_a_word_that_nobody_knows_is_refused(payer: Payer) -> None:
    body = {"request_id": "r", "action": "pay", "does": "steal"}
    answer = payer.story.admin.post(f"/admin/sessions/{payer.story.id}/citizen", json=body)
    assert (answer.status_code, "pay, fail, cancel, leave" in answer.text) == (400, True)


def test_a_repeat_of_a_payment_that_was_made_is_fine(payer: Payer) -> None:
    payer.started()
    payer.pay(does="pay")
    payer.story.system.page = {"payment": DUE | {"pay": "", "state": "paid", "paid": 50000}}
    assert payer.pay("r-2", does="pay")["ok"]


ANSWERS: tuple[tuple[Any, bool | None, int | None], ...] = (
    ({"error_code": "1", "message": {"PhiLePhi": [{"SoTien": "50000"}]}}, True, 50000),
    ({"error_code": "1", "message": {"DSKhoanNop": [{"SoTien": 20000}, {"SoTien": "5000"}]}}, True, 25000),
    ({"error_code": "1", "message": {}}, True, None),
    ({"error_code": "0", "message": []}, False, None),
    ({"error_code": "-1", "message": []}, None, None),
)


def test_the_portal_asks_what_is_due(payer: Payer) -> None:
    for number, (told, due, amount) in enumerate(ANSWERS):
        payer.fee = told
        answer = payer.story.post("payment", request_id=f"r-{number}", action="ask_fee")
        fact = payer.story.facts("fee_asked")[-1]
        assert (fact.get("due"), fact.get("amount")) == (due, amount)
        assert answer["ok"] is (due is not None)


def test_a_system_without_an_address_is_not_asked(payer: Payer) -> None:
    register(
        payer.story.national,
        claim(payer.story.system.url, payment={name: ACCOUNT[name] for name in ("partner", "secret")}),
    )
    assert payer.story.post("payment", request_id="r-fee", action="ask_fee")["ok"]
    assert payer.story.facts("fee_asked") == []


def test_the_citizen_opens_the_receipt(payer: Payer) -> None:
    for path in ("/bien-lai", "/khong-co"):
        payer.story.system.page = {"payment": DUE | {"state": "paid", "receipt": path}}
        assert payer.story.post("citizen", request_id=path, action="fetch_receipt")["ok"]
    good, missing = payer.story.facts("receipt_read")
    assert (good.get("problem"), good.get("content_type")) == ("", "application/pdf")
    assert "HTTP 404" in missing.get("problem")
