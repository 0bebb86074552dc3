"""The payments on the console."""

import re
from datetime import timedelta

from simulator.session.payments import Payments
from tests.apps.payment_fixtures import Paying


def rows(page: str) -> list[str]:
    return re.findall(r"<code>([a-z0-9]+)</code></a><br><span class=\"quiet-code\">payable", page)


def test_payments_are_listed_with_their_state_and_telling(paying: Paying, console) -> None:
    assert "Chưa có khoản thanh toán nào" in console.get("/console/payments").text
    for reference, action in (("paid1", "pay"), ("failed1", "fail"), ("open1", "")):
        path = paying.start(reference)
        if action:
            paying.decide(path, action)
    paying.deliver()
    page = console.get("/console/payments").text
    assert rows(page) == ["open1", "failed1", "paid1"]
    for words in ("50.000&nbsp;₫", "Hệ thống đã nhận (đã gửi 1 lần)", "Chờ người nộp", "Nguyễn Thị Thử"):
        assert words in page
    assert rows(console.get("/console/payments?state=paid").text) == ["paid1"]
    assert rows(console.get("/console/payments?province=nobody").text) == []
    paying.clock.move(timedelta(minutes=15))
    assert "Expired" in console.get("/console/payments?state=expired&lang=en").text


def test_a_lost_result_is_named(paying: Paying, console) -> None:
    path = paying.start()
    paying.disturb("lost")
    paying.decide(path)
    assert "Không gửi" in console.get("/console/payments").text
    assert Payments(paying.national.db).latest(limit=1)[0].letter == ""


def test_a_refusal_of_the_platform_is_shown_in_the_list_of_exchanges(paying: Paying, console) -> None:
    paying.send({"LoaiBanTin": "INIT"})
    assert "05" in console.get("/console/exchanges").text
    assert "Thiếu hoặc không đọc được" in console.get("/console/exchanges").text
