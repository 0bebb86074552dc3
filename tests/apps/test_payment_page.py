"""The payer's page over HTTP: what it shows, what a form does, and what it does not do twice."""

from datetime import timedelta

import pytest

from tests.apps.national_fixtures import Seen
from tests.apps.payment_fixtures import Paying

ORIGIN = {"Origin": "http://localhost"}


def test_it_says_what_is_paid_for_whom_and_until_when(paying: Paying) -> None:
    page = paying.client.get(paying.start()).text
    for wanted in (
        "50.000 ₫", "Năm mươi nghìn đồng", "Lệ phí thử", "000.00.92.H92-260305-0007", "UBND phường Thử Nghiệm",
        "Nguyễn Thị Thử", "09:45:00", "15 phút", "Ngân hàng Lúa Vàng", "dvc0001",
    ):  # fmt: skip
        assert wanted in page
    assert "<script" not in page


def test_it_speaks_english_on_request_and_remembers(paying: Paying) -> None:
    path = paying.start()
    assert "Choose a bank" in paying.client.get(f"{path}?lang=en").text
    assert "Choose a bank" in paying.client.get(path).text
    paying.decide(path)
    assert "is told the result" in paying.client.get(f"{path}/result").text


@pytest.mark.parametrize(
    ("action", "state", "said"),
    [
        ("pay", "paid", "Đã thanh toán"),
        ("fail", "failed", "Giao dịch không thành công"),
        ("cancel", "cancelled", "Đã hủy thanh toán"),
    ],
)
def test_what_the_payer_decides_is_shown_and_stays(
    paying: Paying, seen: Seen, action: str, state: str, said: str
) -> None:
    path = paying.start()
    answer = paying.client.post(path, data={"bank": "SONGXANH", "action": action}, headers=ORIGIN)
    assert (answer.status_code, answer.location) == (303, f"{path}/result")
    first = paying.client.get(answer.location)
    assert said in first.text
    assert (state == "paid") == ("/paymentplatform/bill/" in first.text)
    for again in ("pay", "cancel"):
        assert paying.decide(path, again).location == f"{path}/result"
    assert paying.client.get(path).text == paying.client.get(f"{path}/result").text == first.text
    facts = seen.facts("payer_decided")
    assert [(one.get("state"), one.get("amount")) for one in facts] == [(state, 50000)]
    assert facts[0].get("bank") == ("" if action == "cancel" else "SONGXANH")
    assert paying.deliver() == 1
    assert (bool(facts[0].get("transaction")), facts[0].get("transaction")) == (
        state == "paid",
        paying.stored().transaction,
    )


FORMS: tuple[tuple[dict[str, str], str], ...] = (
    ({"action": "pay", "bank": "VCB"}, "Chọn một ngân hàng"),
    ({"action": "pay"}, "Chọn một ngân hàng"),
    ({"action": "steal", "bank": "LUAVANG"}, "Chọn thanh toán"),
    ({}, "Chọn thanh toán"),
)


def test_a_form_that_says_nothing_usable_changes_nothing(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    for form, said in FORMS:
        answer = paying.client.post(path, data=form)
        assert (answer.status_code, said in answer.text) == (422, True), form
    assert (paying.stored().state, seen.facts("payer_decided"), paying.deliver()) == ("open", [], 0)


def test_a_form_of_another_site_is_refused(paying: Paying) -> None:
    path = paying.start()
    for origin in ("https://elsewhere.example", "null", "http://localhost.elsewhere.example"):
        answer = paying.client.post(path, data={"bank": "LUAVANG", "action": "pay"}, headers={"Origin": origin})
        assert (answer.status_code, paying.stored().state) == (403, "open"), origin


def test_who_walks_away_finds_it_expired(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    paying.clock.move(timedelta(minutes=15))
    page = paying.client.get(path)
    assert (page.status_code, "Đã hết thời hạn" in page.text, "chỉ mở trong 15 phút" in page.text) == (410, True, True)
    assert paying.client.post(path, data={"bank": "LUAVANG", "action": "pay"}).status_code == 303
    assert seen.facts("payer_decided") == []


def test_the_result_of_an_open_payment_is_its_page(paying: Paying) -> None:
    path = paying.start()
    assert paying.client.get(f"{path}/result").location == path


def test_an_unknown_address_says_what_to_do(paying: Paying) -> None:
    for path in ("pay/nobody", "pay/nobody/result", "bill/nobody"):
        page = paying.client.get(f"/paymentplatform/{path}")
        assert (page.status_code, "Mở lại từ hồ sơ" in page.text) == (404, True), path
    assert paying.decide("/paymentplatform/pay/nobody").status_code == 404


def test_there_is_no_receipt_before_it_is_paid(paying: Paying) -> None:
    page = paying.client.get(paying.start().replace("/pay/", "/bill/"))
    assert (page.status_code, "chưa có biên lai" in page.text) == (404, True)


def test_what_a_system_sends_is_text_and_never_markup(paying: Paying) -> None:
    receipt = {"HoTenNguoiNop": "<script>x</script>", "DSKhoanNop": [{"NoiDung": "<b>x", "SoTien": "50000"}]}
    path = paying.start(ThongTinBienLai=receipt)
    page = paying.client.get(path)
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_pages_belong_to_the_payers_session(paying: Paying, open_session, seen: Seen) -> None:
    session = open_session("payable")
    path = paying.start(ThongTinBienLai={"SoCMNDNguoiNop": session.people["applicant"]["personal_id"]})
    paying.client.get(path)
    paying.decide(path)
    operations = [one.operation for one in seen.national.journal.exchanges(session.id)]
    assert operations == ["payment/INIT", "payment/page", "payment/decide"]
    assert seen.facts("payer_decided", session.id)[0].get("reference") == "dvc0001"
