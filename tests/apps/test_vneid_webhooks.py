"""What the gateway tells a system by itself: signed, retried, once; and each fault of it, for one request only."""

import pytest

from simulator.world.people import demo_people
from tests.apps.gateway_client import digest_of
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import Services

NUMBER = demo_people()[0]["personal_id"]
CODE, RESULT = "SIGNHASH_WEBHOOK_TRANSCODE", "SIGNHASH_WEBHOOK_RESULT"


@pytest.fixture
def credential(services: Services) -> str:
    services.gateway.login()
    made = services.certificate(NUMBER)
    assert [one["type"] for one in services.receiver.handled] == [
        "CERT_REGISTER_WEBHOOK_TRANSCODE",
        "CERT_REGISTER_WEBHOOK_RESULT",
    ]
    assert services.receiver.handled[1]["data"]["credentialID"] == made
    services.receiver.handled.clear()
    services.receiver.seen.clear()
    return made


def ask(services: Services, credential: str) -> str:
    document = {"documentName": "a.pdf", "digestValue": digest_of(b"a")}
    answer = services.gateway.post("signings/hash", {"credentialID": credential, "documents": [document]})
    return str(answer["data"]["handle"])


def test_code_and_result_come_once_each_and_in_order(services: Services, credential: str, seen: Seen) -> None:
    handle = ask(services, credential)
    assert services.receiver.seen == []
    assert services.deliver() == 1
    services.agree(handle)
    assert services.receiver.seen == [(CODE, 1), (RESULT, 1)]
    assert services.receiver.states[handle] == "0"
    services.move(86400)
    assert services.deliver() == 0
    facts = [fact for fact in seen.facts("signing_webhook") if fact.get("transaction") == handle]
    assert [(fact.get("attempt"), fact.get("ok"), fact.get("status")) for fact in facts] == [(1, True, 200)] * 2
    sent = [one for one in seen.national.journal.latest(50) if one.operation == "vneid/signing-webhook"]
    assert {(one.direction, one.province, one.method) for one in sent} == {("out", "other", "POST")}
    contract = seen.national.contracts["vneid/signing-webhook"]
    assert [contract.check_request(one) for one in services.receiver.handled] == [(), ()]


def test_what_nobody_answers_is_told_as_failed(services: Services, credential: str) -> None:
    handle = ask(services, credential)
    services.move(300)
    assert services.deliver() == 2
    assert services.receiver.states[handle] == "1"
    assert services.deliver() == 0


def test_a_message_that_is_not_taken_comes_again_later_and_is_given_up_at_last(
    services: Services, credential: str
) -> None:
    services.receiver.status_when_good = 500
    ask(services, credential)
    waited = []
    for seconds in (0, 9, 1, 59, 1, 300, 1800, 86400):
        services.move(seconds)
        waited.append(services.deliver())
    attempts = [attempt for kind, attempt in services.receiver.seen if kind == CODE]
    assert attempts == [1, 2, 3, 4, 5]
    assert waited[:5] == [1, 0, 1, 0, 1]
    states = {one["type"]: one["state"] for one in services.admin("webhooks", method="GET")["webhooks"]}
    assert states[CODE] == "given_up"


@pytest.mark.parametrize(("fault", "reason"), [("bad_hmac", "hmac"), ("stale", "stale")])
def test_a_careful_system_refuses_a_forged_or_old_message_and_takes_the_next(
    services: Services, credential: str, fault: str, reason: str
) -> None:
    services.arm("signing", fault)
    handle = ask(services, credential)
    services.admin(f"signing/{handle}/agree")
    assert services.receiver.refused == [reason, reason]
    assert services.receiver.handled == []
    services.move(10)
    assert services.deliver() == 2
    assert services.receiver.seen == [(CODE, 2), (RESULT, 2)]
    assert services.receiver.states[handle] == "0"


def test_duplicates_order_and_news_do_not_confuse_a_careful_system(
    services: Services, credential: str, seen: Seen
) -> None:
    services.arm("signing", "duplicate", "out_of_order", "unknown_field", "unknown_type")
    handle = ask(services, credential)
    assert services.deliver() == 0
    services.admin(f"signing/{handle}/refuse")
    kinds = [kind for kind, attempt in services.receiver.seen if attempt == 1]
    assert kinds == [f"{RESULT}_V9", RESULT, f"{CODE}_V9", CODE]
    assert len(services.receiver.seen) == 8
    assert len(services.receiver.handled) == 4
    assert services.receiver.unknown == [f"{RESULT}_V9", f"{CODE}_V9"]
    assert all("futureField" in one for one in services.receiver.handled)
    assert services.receiver.states[handle] == "3"
    faults = {fault for fact in seen.facts("signing_webhook") for fault in fact.get("faults")}
    assert faults == {"duplicate", "out_of_order", "unknown_field", "unknown_type"}


def test_a_message_can_come_before_the_answer_that_tells_its_code(services: Services, credential: str) -> None:
    services.arm("signing", "before_answer", personal_id=NUMBER)
    handle = ask(services, credential)
    assert services.receiver.seen == [(CODE, 1)]
    assert services.receiver.handled[0]["data"]["handle"] == handle


def test_a_fault_is_for_the_next_request_of_its_scope_alone(services: Services, credential: str) -> None:
    services.arm("signing", "bad_hmac", personal_id=demo_people()[1]["personal_id"])
    services.arm("sharing", "misspelled")
    services.arm("signing", "stale", ttl_seconds=10)
    services.move(10)
    handle = ask(services, credential)
    services.admin(f"signing/{handle}/agree")
    assert services.receiver.refused == []
    armed = services.admin("service-faults", {"kind": "signing", "client_id": "other-rp", "faults": ["bad_hmac"]})
    assert services.admin(f"service-faults/{armed['id']}", method="DELETE")["lifted"]
    assert services.admin(f"service-faults/{armed['id']}", method="DELETE")["http"] == 404
    services.agree(ask(services, credential))
    assert services.receiver.refused == []


def test_mistakes_of_a_tester_are_named(services: Services) -> None:
    wrong: list[dict[str, object]] = [
        {"kind": "login", "client_id": "other-rp", "faults": ["bad_hmac"]},
        {"kind": "sharing", "client_id": "other-rp", "faults": ["bad_hmac"]},
        {"kind": "sharing", "client_id": "other-rp", "faults": []},
        {"kind": "sharing", "client_id": "othr-rp", "faults": ["misspelled"]},
    ]
    assert [services.admin("service-faults", one)["http"] for one in wrong] == [400, 400, 400, 404]
    for path in ("sharing/nothing/agree", "sharing/nothing/perhaps", "sharing/x/create", "letters/x/agree"):
        answer = services.admin(path)
        assert (answer["http"], answer["error"]["code"].split("_")[0]) == (404, "unknown")
    assert services.admin("notices", method="GET")["http"] == 400
    assert services.admin("presentations", {"personal_id": NUMBER, "papers": []})["http"] == 400
    assert services.admin("presentations", {"personal_id": "099000000000", "papers": ["id_card"]})["http"] == 404


def test_a_system_that_nobody_reaches_is_tried_again(services: Services, credential: str, seen: Seen) -> None:
    services.receiver.status_when_good = 503
    handle = ask(services, credential)
    services.admin(f"signing/{handle}/agree")
    waits = services.admin("webhooks", method="GET")["webhooks"]
    assert {(one["state"], one["attempt"]) for one in waits if one["request_id"] == handle} == {("waiting", 1)}
    assert [fact.get("status") for fact in seen.facts("signing_webhook") if fact.get("transaction") == handle] == [
        503,
        503,
    ]
