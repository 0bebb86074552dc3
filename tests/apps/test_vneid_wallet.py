"""Papers of the wallet: after consent or by a code, signed so that a system can verify them on its own."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any

import pytest
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.services_fixtures import Services

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]


def decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def read_paper(services: Services, token: str) -> dict[str, Any]:
    """Verify a paper with nothing but the public key set and `cryptography`."""
    head, body, signature = token.split(".")
    header, raw = json.loads(decoded(head)), decoded(signature)
    assert (header["alg"], header["typ"], len(raw)) == ("ES256", "vneid-paper+jwt", 64)
    keys = requests.get(f"{services.national.public_url}/vneid/jwks", timeout=10).json()["keys"]
    (jwk,) = [one for one in keys if one["kid"] == header["kid"]]
    x, y = (int.from_bytes(decoded(jwk[name])) for name in ("x", "y"))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    signed = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.verify(signed, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    claims: dict[str, Any] = json.loads(decoded(body))
    assert (claims["iss"], claims["aud"]) == (f"{services.national.public_url}/vneid", "other-rp")
    assert claims["iat"] < services.clock.now().timestamp() + 1 < claims["exp"]
    return claims


def ask(services: Services, *papers: str) -> str:
    answer = services.gateway.own("wallet/requests", {"citizenPid": NUMBER, "papers": list(papers)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["txnId"])


def test_papers_come_after_consent_and_verify_without_us(services: Services, seen: Seen) -> None:
    transaction = ask(services, "id_card", "residence")
    assert services.gateway.wallet(transaction)["data"] == {"txnId": transaction, "status": "PENDING"}
    services.agree(transaction)
    tokens = services.gateway.wallet(transaction)["data"]["papers"]
    card, residence = [read_paper(services, token)["paper"] for token in tokens]
    assert card["data"]["id_document"] == CITIZEN["id_document"]
    assert (residence["type"], residence["source"]) == ("residence", "CSDLQG_DAN_CU")
    assert residence["data"] == {name: CITIZEN[name] for name in ("personal_id", "full_name", "residence")}
    forged = tokens[0].split(".")[0] + "." + tokens[1].split(".")[1] + "." + tokens[0].split(".")[2]
    with pytest.raises(InvalidSignature):
        read_paper(services, forged)
    (fact,) = seen.facts("wallet_decided")
    assert (fact.get("state"), fact.get("by")) == ("agreed", "citizen")


def test_the_verifying_call_says_what_is_wrong(services: Services) -> None:
    transaction = ask(services, "residence")
    services.admin(f"wallet/{transaction}/agree")
    (token,) = services.gateway.wallet(transaction)["data"]["papers"]

    def verdict(written: Any) -> dict[str, Any]:
        return dict(services.gateway.own("wallet/verify", {"token": written}).json()["data"])

    assert verdict(token)["paper"]["type"] == "residence"
    head, body, _ = token.split(".")
    for forged in (f"{head}.{body}.AAAA", "", None, "a.b", "....", [token], "é.é.é"):
        assert verdict(forged) == {"valid": False, "reason": "signature"}
    services.move(3600)
    assert verdict(token) == {"valid": False, "reason": "expired"}


def test_refused_and_expired_requests_give_nothing(services: Services) -> None:
    refused, late = ask(services, "id_card"), ask(services, "id_card")
    services.answer(refused, decision="refuse")
    services.move(300)
    assert [services.gateway.wallet(one)["code"] for one in (refused, late)] == ["4006", "4005"]


def show(services: Services) -> tuple[str, str]:
    """Make a code as the citizen does on the page, and return it with the page."""
    base = f"{services.national.public_url}/vneid"
    with requests.Session() as browser:
        assert browser.get(f"{base}/wallet", timeout=10).status_code == 401
        assert browser.post(f"{base}/wallet", timeout=10).status_code == 401
        browser.post(f"{base}/login", data={"personal_id": NUMBER}, timeout=10)
        assert browser.post(f"{base}/wallet", data={"paper": "passport"}, timeout=10).status_code == 422
        page = browser.post(f"{base}/wallet", data={"paper": ["id_card", "residence"]}, timeout=10).text
    found = re.search(r'data-testid="payload">([^<]+)<', page)
    assert found
    return found[1], page


def test_a_code_shows_the_chosen_papers_once_for_one_minute(services: Services) -> None:
    payload, page = show(services)
    assert CITIZEN["residence"] in page
    shown = services.gateway.own("wallet/present", {"payload": payload}).json()["data"]["papers"]
    assert [read_paper(services, one)["paper"]["type"] for one in shown] == ["id_card", "residence"]
    assert services.gateway.own("wallet/present", {"payload": payload}).json()["code"] == "4009"
    late = services.admin("presentations", {"personal_id": NUMBER, "papers": ["residence"]})["payload"]
    services.move(60)
    assert services.gateway.own("wallet/present", {"payload": late}).json()["code"] == "4005"
    assert services.gateway.own("wallet/present", {"payload": "vneid-present:x"}).json()["code"] == "4004"


def test_no_code_stands_in_the_database_in_clear(services: Services) -> None:
    silent = services.admin("presentations", {"personal_id": NUMBER, "papers": ["residence"]})["payload"]
    by_hand, _ = show(services)
    db = services.national.db
    for payload in (silent, by_hand):
        assert services.gateway.own("wallet/present", {"payload": payload}).json()["code"] == "0"
        code = payload.removeprefix("vneid-present:")
        for table in ("vneid_presentation", "exchange"):
            assert code not in str([tuple(row) for row in db.read(f"SELECT * FROM {table}")])


def test_each_mistake_has_its_code(services: Services) -> None:
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"papers": []}, "4000"),
        ({"papers": "id_card"}, "4000"),
        ({"papers": [1]}, "4000"),
        ({"papers": ["id_cart"]}, "4004"),
        ({"papers": ["driving_licence"]}, "4004"),
        ({"papers": ["x"] * 20000}, "4004"),
        ({"citizenPid": "099000000000"}, "4004"),
    ]
    for changes, code in mistakes:
        asked = {"citizenPid": NUMBER, "papers": ["id_card"], **changes}
        answer = services.gateway.own("wallet/requests", asked).json()
        assert (answer["code"], answer["data"]) == (code, None), changes
    near = services.gateway.own("wallet/requests", {"citizenPid": NUMBER, "papers": ["id_cart"]}).json()["message"]
    assert "id_card" in near
    assert services.gateway.wallet("wallet-nothing")["code"] == "4004"
