"""Consented sharing from the first call to the data, with every way in which it ends."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from simulator.session.sessions import Session
from simulator.world.people import demo_people
from tests.apps.gateway_client import read_return
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import RETURN, Services

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]


def begin(services: Services, **more: str) -> str:
    answer = services.gateway.begin_sharing(NUMBER, **more)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["txnId"])


def test_what_a_citizen_agrees_to_is_told_and_nothing_before(
    services: Services, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session(province="other")
    person = session.people["applicant"]
    begun = services.gateway.begin_sharing(person["personal_id"], serviceCode="RESIDENCE", code="000.00.00.H92").json()
    transaction = begun["data"]["txnId"]
    assert begun["data"] == {"txnId": transaction, "link": begun["data"]["link"], "expiresIn": 300}
    assert services.gateway.sharing("get-transaction", transaction)["data"] == {
        "txnId": transaction,
        "status": "PENDING",
    }
    page = requests.get(begun["data"]["link"], timeout=10)
    assert page.status_code == 200
    assert person["residence"] in page.text
    back = services.agree(transaction, "share").headers["Location"]
    assert back.startswith(RETURN + "&")
    assert read_return(back) == (transaction, "AGREED")
    told = services.gateway.sharing("get-transaction", transaction)["data"]
    assert told["status"] == "AGREED"
    assert told["citizen"] == {
        "citizenPid": person["personal_id"],
        "fullName": person["full_name"],
        "homeTown": person["home_town"],
        "residence": person["residence"],
    }
    assert [fact.get("by") for fact in seen.facts("sharing_decided", session.id)] == ["citizen"]
    called = [
        (one.get("operation"), one.get("state"), one.get("ok")) for one in seen.facts("sharing_called", session.id)
    ]
    assert sorted(called) == [
        ("sharing-init", "pending", True),
        ("sharing-transaction", "agreed", True),
        ("sharing-transaction", "pending", True),
    ]
    assert seen.findings(session.id) == []


def test_a_refusal_and_the_silent_ways_end_it_too(services: Services) -> None:
    refused = begin(services, request_id="r-1")
    assert read_return(services.answer(refused, "share", decision="refuse").headers["Location"])[1] == "REFUSED"
    silent = begin(services, request_id="r-2")
    assert services.admin(f"sharing/{silent}/refuse")["return_to"].endswith("REFUSED")
    agreed = begin(services, request_id="r-3")
    assert services.admin(f"sharing/{agreed}/agree")["state"] == "agreed"
    codes = {one: services.gateway.sharing("get-transaction", one)["code"] for one in (refused, silent, agreed)}
    assert codes == {refused: "4006", silent: "4006", agreed: "0"}
    again = services.admin(f"sharing/{agreed}/refuse")
    assert (again["http"], again["error"]["code"]) == (409, "decided")
    assert services.gateway.sharing("status", agreed)["data"]["status"] == "AGREED"


def test_after_300_seconds_it_is_expired_and_nothing_can_be_agreed(services: Services) -> None:
    transaction = begin(services)
    services.move(299)
    assert services.gateway.sharing("status", transaction)["data"]["status"] == "PENDING"
    services.move(1)
    answer = services.gateway.sharing("get-transaction", transaction)
    assert (answer["code"][-4:], answer["data"]) == ("4005", None)
    assert "expired" in answer["message"]
    assert services.gateway.sharing("status", transaction)["data"]["status"] == "EXPIRED"
    page = services.agree(transaction, "share")
    assert (page.status_code, "hết hạn" in page.text, "EXPIRED" in page.text) == (410, True, True)
    assert services.admin(f"sharing/{transaction}/agree")["http"] == 409


@pytest.mark.parametrize(
    ("fault", "raw", "result"),
    [
        ("double_encoded", "transactionCode={}%257CAGREED", "AGREED"),
        ("without_result", "transactionCode={}", ""),
        ("misspelled", "transitionCode={}%7CAGREED", "AGREED"),
    ],
)
def test_the_way_back_can_be_as_odd_as_in_the_field_once(services: Services, fault: str, raw: str, result: str) -> None:
    services.arm("sharing", fault)
    odd, plain = begin(services, request_id="r-1"), begin(services, request_id="r-2")
    back = services.agree(odd, "share").headers["Location"]
    assert back.endswith("&" + raw.format(odd))
    assert read_return(back) == (odd, result)
    assert services.agree(plain, "share").headers["Location"].endswith(f"transactionCode={plain}%7CAGREED")


def test_consent_and_passcode_are_needed_and_five_wrong_ones_end_it(services: Services) -> None:
    transaction = begin(services)
    untouched = services.answer(transaction, "share", decision="agree", passcode="246810")
    assert (untouched.status_code, 'href="#consent"' in untouched.text) == (422, True)
    for left in (4, 3, 2, 1):
        page = services.answer(transaction, "share", decision="agree", consent="1", passcode="000000")
        assert (page.status_code, f"còn {left} lần thử" in page.text) == (422, True)
    last = services.answer(transaction, "share", decision="agree", consent="1", passcode="000000")
    assert read_return(last.headers["Location"]) == (transaction, "REFUSED")


def test_the_same_request_again_is_the_same_transaction(services: Services) -> None:
    first = begin(services, request_id="r-1")
    assert begin(services, request_id="r-1") == first
    other = services.gateway.begin_sharing(demo_people()[1]["personal_id"], request_id="r-1")
    assert (other.status_code, other.json()["code"]) == (409, "4009")


MISTAKES: list[tuple[dict[str, str], dict[str, Any], int, str]] = [
    ({"client-id": "nobody"}, {}, 401, "4001"),
    ({"client-secret": "wrong"}, {}, 401, "4001"),
    ({"client-secret": "\xe9"}, {}, 401, "4001"),
    ({"request_id": "x" * 65}, {}, 400, "4000"),
    ({"request_time": "2026-03-05T09:30:00"}, {}, 400, "4002"),
    ({"request_time": "05032026091500"}, {}, 400, "4002"),
    ({"request_time": "99992026091500"}, {}, 400, "4002"),
    ({}, {"citizenPid": "099000000000"}, 404, "4004"),
    ({}, {"citizenPid": {"a": ["b"]}}, 404, "4004"),
    ({}, {"serviceCode": "EVERYTHING"}, 400, "4003"),
    ({}, {"serviceCode": ["FULL"] * 5000}, 200, "0"),
]


def test_each_mistake_has_its_code_and_a_sentence_in_both_languages(services: Services) -> None:
    for number, (headers, body, status, code) in enumerate(MISTAKES):
        sent = {"citizenPid": NUMBER, **body}
        answer = services.gateway.begin_sharing(sent.pop("citizenPid"), f"r-{number}", headers=headers, **sent)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (headers, body)
        assert (answer.json()["data"] is None) is (code != "0")
        assert " / " in answer.json()["message"]
    wrong = services.gateway.begin_sharing(NUMBER, "r-code", code="000.00.00.H99")
    assert wrong.json()["code"] == "4000"


def test_another_system_learns_nothing_of_a_transaction(services: Services) -> None:
    transaction = begin(services)
    services.gateway.client_id, services.gateway.client_secret = "demo-rp", "demo-rp-secret"
    for what in ("get-transaction", "status"):
        assert services.gateway.sharing(what, transaction)["code"] == "4004"
    assert services.gateway.sharing("status", "")["code"] == "4004"
    url = f"{services.national.public_url}/vneid/share/nothing"
    assert requests.get(url, timeout=10).status_code == requests.post(url, timeout=10).status_code == 404


def test_a_body_that_is_no_object_is_refused(services: Services) -> None:
    gateway = services.gateway
    headers = gateway.proven(request_id="r", request_time=f"{gateway.at:%d%m%Y%H%M%S}")
    for raw in (b"", b"[]", b"{", b"\xff\xfe", b'"x"', b"[" * 2000):
        for path in ("biometric-share-info/api/agent/init", "api/v1/notifications", "api/v1/wallet/requests"):
            answer = requests.post(f"{gateway.base}/vneid/{path}", data=raw, headers=headers, timeout=10)
            assert (answer.status_code, answer.json()["code"]) == (400, "4000"), (raw, path)


def test_a_disturbed_vneid_refuses_with_the_status_of_the_weather(
    services: Services, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session(province="other")
    number = session.people["applicant"]["personal_id"]
    with services.national.db.write() as tx:
        services.national.disturbances.start(tx, "other", "vneid-down", "vneid", 502, session.id)
    answer = services.gateway.begin_sharing(number)
    assert (answer.status_code, answer.json()["code"]) == (502, "5003")
    assert services.gateway.begin_sharing(NUMBER, "r-2").status_code == 200
    (fact,) = seen.facts("disturbed", session.id)
    assert fact.data == {"weather": "vneid-down", "operation": "vneid/sharing-init"}
    with services.national.db.write() as tx:
        services.national.disturbances.stop(tx, "other", "vneid-down", session.id)
    assert services.gateway.begin_sharing(number).status_code == 200
