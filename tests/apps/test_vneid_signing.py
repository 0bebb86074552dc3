"""Remote signing: tokens, certificates, signatures that anybody can verify, and the request's own HMAC."""

from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidSignature

from simulator.session.sessions import Session
from simulator.world.people import demo_people
from tests.apps.gateway_client import digest_of, verify
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import SECRET, Services

NUMBER = demo_people()[0]["personal_id"]
DOCUMENTS = [b"first", "thứ hai".encode(), b""]


def documents(*content: bytes) -> list[dict[str, str]]:
    return [{"documentName": f"{n}.pdf", "digestValue": digest_of(one)} for n, one in enumerate(content)]


def ask(services: Services, credential: str, *content: bytes) -> str:
    asked = {"credentialID": credential, "originatorCode": "H92", "documents": documents(*content)}
    answer = services.gateway.post("signings/hash", asked)
    assert (answer["status"], answer["data"]["expiresIn"]) == ("01", 300), answer
    return str(answer["data"]["handle"])


def poll(services: Services, handle: str) -> tuple[str, list[str]]:
    data = services.gateway.post("signings/polling", {"handle": handle})["data"]
    return data["state"], data["signatures"]


def test_documents_are_signed_in_their_order_and_anybody_can_verify_it(
    services: Services, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session(province="other")
    person = session.people["applicant"]
    gateway = services.gateway
    gateway.login()
    assert gateway.get("providers")["data"][0]["providerId"]
    credential = services.certificate(person["personal_id"])
    handle = ask(services, credential, *DOCUMENTS)
    assert poll(services, handle) == ("2", [])
    assert services.agree(handle).headers["Location"] == f"/vneid/confirm/{handle}"
    state, signatures = poll(services, handle)
    assert state == "0"
    assert poll(services, handle) == ("0", signatures)
    (listed,) = gateway.post("certificates/list", {"citizenPid": person["personal_id"]})["data"]
    assert (listed["credentialID"], listed["validFrom"]) == (credential, "04/03/2026")
    subject = verify(gateway.authority(), listed["certificate"], DOCUMENTS, signatures)
    assert person["full_name"] in subject
    with pytest.raises(InvalidSignature):
        verify(gateway.authority(), listed["certificate"], DOCUMENTS[::-1], signatures)
    decided = [(fact.get("request"), fact.get("state")) for fact in seen.facts("signing_decided", session.id)]
    assert sorted(decided) == [("certificates", "agreed"), ("signing", "agreed")]
    assert seen.findings(session.id) == []


def test_the_authority_is_made_once_and_lasts(services: Services) -> None:
    first = services.gateway.authority()
    assert services.gateway.authority() == first
    held = services.national.settings.get_or_make("vneid_signing_ca", lambda: "another")
    assert "PRIVATE KEY" in held


def test_a_refusal_an_expiry_and_a_certificate_that_waits_have_their_states(services: Services) -> None:
    gateway = services.gateway
    gateway.login()
    citizen = demo_people()[1]["personal_id"]
    waits = gateway.post("certificates/register", {"citizenPid": citizen})["data"]["transactionCode"]

    def status(transaction: str) -> str:
        return str(gateway.post("certificates/get-status", {"transactionCode": transaction})["data"]["state"])

    assert (status(waits), services.admin(f"certificates/{waits}/create")["state"]) == ("2", "created")
    assert status(waits) == "3"
    assert gateway.post("certificates/list", {"citizenPid": citizen})["data"] == []
    assert services.agree(waits).status_code == 303
    assert status(waits) == "0"
    (one,) = gateway.post("certificates/list", {"citizenPid": citizen})["data"]
    again = gateway.post("certificates/register", {"citizenPid": citizen})
    assert (again["status"], "free pack" in again["description"]) == ("02", True)
    refused, silent, late = (ask(services, one["credentialID"], b"x") for _ in range(3))
    services.answer(refused, decision="refuse")
    services.admin(f"signing/{silent}/refuse")
    services.move(300)
    assert [poll(services, handle) for handle in (refused, silent, late)] == [("3", []), ("3", []), ("1", [])]
    third = gateway.post("certificates/register", {"citizenPid": NUMBER})["data"]["transactionCode"]
    services.answer(third, decision="refuse")
    assert status(third) == "1"


def test_tokens_live_as_long_as_they_should_and_a_refresh_token_once(services: Services) -> None:
    gateway = services.gateway
    assert gateway.get("providers")["status"] == "00"
    given = gateway.login()["data"]
    assert (given["expires_in"], given["refresh_expires_in"]) == (1800, 604800)
    services.move(1799)
    assert gateway.get("providers")["status"] == "01"
    services.move(1)
    assert gateway.get("providers")["status"] == "00"
    new = gateway.post("auth/refresh", {"refresh_token": gateway.refresh_token})
    assert new["status"] == "01"
    assert gateway.post("auth/refresh", {"refresh_token": gateway.refresh_token})["status"] == "00"
    gateway.access = new["data"]["refresh_token"]
    assert gateway.get("providers")["status"] == "00"
    gateway.access = new["data"]["access_token"]
    assert gateway.get("providers")["status"] == "01"
    services.move(604800)
    assert gateway.post("auth/refresh", {"refresh_token": new["data"]["refresh_token"]})["status"] == "00"


def test_after_five_wrong_passwords_the_right_one_waits_too(services: Services) -> None:
    gateway = services.gateway
    gateway.account = ("other", "wrong")
    assert [gateway.login()["status"] for _ in range(6)] == ["00"] * 5 + ["21"]
    gateway.account = ("other", "other-password")
    assert (gateway.login()["status"], gateway.login()["http"]) == ("21", 429)
    services.move(900)
    assert gateway.login()["status"] == "01"


def test_a_signed_request_is_checked_to_the_letter(services: Services) -> None:
    gateway = services.gateway
    gateway.partner = ("PARTNER-92", SECRET)
    assert gateway.login()["status"] == "01"
    assert gateway.get("providers")["status"] == "01"
    wrong = {
        "20": {"X_Nonce": ""},
        "22": {"X_Timestamp": "now"},
        "23": {"X_Timestamp": "1700000000"},
        "24": {"X_Nonce": "nonce-2"},
        "25": {"X_Partner_Code": "PARTNER-93"},
        "26": {"X_Signature": "0" * 64},
    }
    gateway.nonces = 100
    got = {code: gateway.get("providers", **headers)["status"] for code, headers in wrong.items() if code != "24"}
    assert got == {code: code for code in wrong if code != "24"}
    gateway.nonces = 1  # the next request is signed with the nonce that the second one used
    assert gateway.get("providers")["status"] == "24"
    gateway.nonces = 200
    gateway.at = gateway.at.replace(hour=8)
    assert gateway.post("certificates/list", {"citizenPid": NUMBER})["status"] == "23"


def test_where_the_claim_sheet_demands_it_every_request_is_signed(
    services: Services, register: Callable[..., object]
) -> None:
    register("strict", "96", vneid_services={"signing": {"partner_code": "P", "secret": "s", "hmac": "required"}})
    gateway = services.gateway
    gateway.account = ("strict", "strict-password")
    assert gateway.login()["status"] == "20"
    gateway.partner = ("P", "s")
    assert gateway.login()["status"] == "01"


def test_each_mistake_has_its_code(services: Services) -> None:
    gateway = services.gateway
    gateway.login()
    credential = services.certificate(NUMBER)
    good = {"credentialID": credential, "documents": documents(b"x")}
    mistakes: list[tuple[str, object, str]] = [
        ("signings/hash", {**good, "credentialID": "00"}, "03"),
        ("signings/hash", {**good, "documents": []}, "02"),
        ("signings/hash", {**good, "documents": "x"}, "02"),
        ("signings/hash", {**good, "documents": [1]}, "02"),
        ("signings/hash", {**good, "documents": documents(b"x") * 51}, "02"),
        ("signings/hash", {**good, "documents": documents(b"x") * 20000}, "02"),
        ("signings/hash", {**good, "documents": [{"documentName": "a", "digestValue": "e3b0"}]}, "02"),
        ("signings/hash", {**good, "documents": [{"documentName": " ", "digestValue": digest_of(b"")}]}, "02"),
        ("signings/hash", {**good, "documents": [{"documentName": "ă" * 256, "digestValue": digest_of(b"")}]}, "02"),
        ("signings/hash", b"[]", "02"),
        ("signings/polling", {"handle": "sign-nothing"}, "03"),
        ("signings/polling", {"handle": None}, "03"),
        ("certificates/get-status", {"transactionCode": 7}, "03"),
        ("certificates/register", {"citizenPid": "099000000000"}, "03"),
        ("certificates/register", {"citizenPid": demo_people()[2]["personal_id"], "providerId": "OTHER"}, "02"),
        ("certificates/list", {}, "03"),
        ("auth/token", b"\xff", "02"),
        ("auth/refresh", {"refresh_token": ["x"]}, "00"),
    ]
    for path, body, code in mistakes:
        answer = gateway.post(path, body)
        assert (answer["status"], answer["data"]) == (code, None), (path, body)
        assert " / " in answer["description"]


def test_another_system_cannot_poll_a_handle(services: Services) -> None:
    gateway = services.gateway
    gateway.login()
    handle = ask(services, services.certificate(NUMBER), b"x")
    gateway.account = ("demo", "demo")
    gateway.login()
    assert gateway.post("signings/polling", {"handle": handle})["status"] == "03"


def test_no_token_stands_in_the_database_in_clear(services: Services) -> None:
    given = services.gateway.login()["data"]
    db = services.national.db
    tables = [row["name"] for row in db.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    held = "\n".join(str(tuple(row)) for table in tables for row in db.read(f"SELECT * FROM {table}"))
    assert "signing-token" in held
    for name in ("access_token", "refresh_token"):
        assert given[name] not in held
    assert "other-secret" not in str([tuple(row) for row in db.read("SELECT * FROM exchange")])
