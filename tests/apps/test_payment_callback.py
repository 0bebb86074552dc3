"""What the platform tells a system of a result: signed, again until it is taken, and each fault of it."""

import pytest

from tests.apps.national_fixtures import Seen
from tests.apps.payment_fixtures import RESULT_ORDER, Paying, ask, sha


def shown(seen: Seen) -> list[tuple[object, ...]]:
    names = ("attempt", "faults", "amount", "genuine", "ok", "status", "answer_code")
    return [tuple(fact.get(name) for name in names) for fact in seen.facts("payment_callback")]


def test_a_result_is_told_once_signed_as_documented(paying: Paying, seen: Seen) -> None:
    paying.decide(paying.start())
    assert paying.deliver() == 1
    message = paying.hearer.heard[0]
    told = {name: message[name] for name in ("MaLoi", "MaThamChieu", "SoTien", "MaTienTe", "MaNganHang")}
    assert told == {
        "MaLoi": "00",
        "MaThamChieu": "dvc0001",
        "SoTien": 50000,
        "MaTienTe": "VND",
        "MaNganHang": "LUAVANG",
    }
    assert message["MaXacThuc"] == sha(message, RESULT_ORDER)
    assert message["MaGiaoDich"] == paying.stored().transaction
    assert seen.national.contracts["payment/CONFIRM"].check_request(message) == ()
    assert shown(seen) == [(1, [], 50000, True, True, 200, "00")]
    assert (seen.last().operation, seen.last().direction, seen.last().province) == ("payment/CONFIRM", "out", "payable")
    assert paying.deliver(86400) == 0


@pytest.mark.parametrize(("action", "code"), [("fail", "21"), ("cancel", "22")])
def test_what_was_not_paid_is_told_too(paying: Paying, action: str, code: str) -> None:
    paying.decide(paying.start(), action)
    paying.deliver()
    message = paying.hearer.heard[0]
    assert (message["MaLoi"], message["MaGiaoDich"]) == (code, "")
    assert message["MaXacThuc"] == sha(message, RESULT_ORDER)


@pytest.mark.parametrize("answer", [(500, {"MaLoi": "00"}), (200, {"MaLoi": "99"}), (200, {}), (200, []), (302, {})])
def test_what_is_not_taken_comes_again(paying: Paying, seen: Seen, answer: tuple[int, object]) -> None:
    paying.hearer.answers.insert(0, answer)
    paying.decide(paying.start())
    assert [paying.deliver(), paying.deliver(9), paying.deliver(1), paying.deliver(86400)] == [1, 0, 1, 0]
    assert paying.hearer.heard[0] == paying.hearer.heard[1]
    assert [row[4] for row in shown(seen)] == [False, True]


def test_what_is_never_taken_is_given_up(paying: Paying) -> None:
    paying.hearer.answers = [(503, {})]
    paying.decide(paying.start())
    assert [paying.deliver(after) for after in (0, 10, 60, 300, 1800, 86400)] == [1, 1, 1, 1, 1, 0]
    assert paying.stored().told == 5


def test_the_same_result_can_come_twice(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    paying.disturb("twice")
    paying.decide(path)
    assert paying.deliver() == 2
    assert paying.hearer.heard[0] == paying.hearer.heard[1]
    assert [row[:2] for row in shown(seen)] == [(1, []), (2, ["twice"])]
    assert paying.deliver(86400) == 0


def test_a_result_that_was_not_taken_is_doubled_when_it_is(paying: Paying) -> None:
    paying.hearer.answers.insert(0, (500, {}))
    path = paying.start()
    paying.disturb("twice")
    paying.decide(path)
    assert [paying.deliver(), paying.deliver(10), paying.deliver(86400)] == [1, 2, 0]


def test_a_lost_result_is_never_sent(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    paying.disturb("lost")
    paying.decide(path)
    assert paying.deliver(86400) == 0
    assert (shown(seen), seen.facts("payer_decided")[0].get("faults")) == ([], ["lost"])


def test_a_late_result_comes_after_half_a_minute(paying: Paying, seen: Seen) -> None:
    path = paying.start()
    paying.disturb("late")
    paying.decide(path)
    assert [paying.deliver(), paying.deliver(29), paying.deliver(1)] == [0, 0, 1]
    assert shown(seen)[0][1] == ["late"]


@pytest.mark.parametrize("believed", [True, False])
@pytest.mark.parametrize(("fault", "amount"), [("wrong_signature", 50000), ("wrong_amount", 51000)])
def test_a_forged_result_is_followed_by_the_genuine_one(
    paying: Paying, seen: Seen, fault: str, amount: int, believed: bool
) -> None:
    paying.hearer.answers.insert(0, (200, {"MaLoi": "00" if believed else "99"}))
    path = paying.start()
    paying.disturb(fault)
    paying.decide(path)
    assert [paying.deliver(), paying.deliver(), paying.deliver(86400)] == [1, 1, 0]
    forged, genuine = paying.hearer.heard
    assert (forged["MaXacThuc"] == sha(forged, RESULT_ORDER)) == (fault == "wrong_amount")
    assert genuine["MaXacThuc"] == sha(genuine, RESULT_ORDER)
    assert shown(seen) == [
        (1, [fault], amount, False, believed, 200, "00" if believed else "99"),
        (2, [], 50000, True, True, 200, "00"),
    ]


def test_a_system_may_ask_back_while_it_is_told(paying: Paying) -> None:
    asked = []
    paying.hearer.during = lambda: asked.append(paying.client.post("/paymentplatform", json=ask("QUERY")).get_json())
    paying.decide(paying.start())
    assert paying.deliver() == 1
    assert [(one["MaLoi"], one["TrangThaiGD"]) for one in asked] == [("00", 1)]


def test_who_names_no_address_is_told_nothing(paying: Paying, register, seen: Seen) -> None:
    register("payable", payment={"partner": "TINH92", "secret": "a-secret-of-the-province"})
    paying.decide(paying.start())
    assert (paying.deliver(), seen.count("outbox")) == (0, 0)


def test_an_answer_that_differs_from_the_contract_is_a_finding(paying: Paying, open_session, seen: Seen) -> None:
    session = open_session("payable")
    receipt = {"SoCMNDNguoiNop": session.people["applicant"]["personal_id"]}
    paying.hearer.answers = [(200, {"MaLoi": 0})]
    paying.decide(paying.start(ThongTinBienLai=receipt))
    paying.deliver()
    assert ("type", "/MaLoi") in seen.findings(session.id)
    assert [fact.kind for fact in seen.national.journal.facts(session.id)] == [
        "payment_started",
        "payer_decided",
        "payment_callback",
    ]
