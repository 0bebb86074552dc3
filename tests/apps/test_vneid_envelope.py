"""The profile with wrapped answers, met by a client that unwraps them with its own key."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient

from simulator.core.errors import DataFileError
from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.login_faults import Scope
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.openid_client import OpenIdClient, query_of

CITIZEN = demo_people()[0]
CALLBACK = "https://other.example/callback?kept=1"
BASE = "/vneid/vneid-envelope"
Register = Callable[..., ClaimSheet]


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def opened(key: RSAPrivateKey, data: str, wrapped: str) -> str:
    secret = key.decrypt(base64.b64decode(wrapped), PKCS1v15())
    decryptor = Cipher(AES(secret), ECB()).decryptor()
    padded = decryptor.update(base64.b64decode(data)) + decryptor.finalize()
    return padded[: -padded[-1]].decode()


def enveloped(register: Register, client: FlaskClient, pem: str) -> OpenIdClient:
    told = {"client_id": "other-rp", "client_secret": "other-secret", "redirect_uris": [CALLBACK]}
    register("other", "92", openid={**told, "profile": "vneid-envelope", "envelope_key": pem})
    return OpenIdClient(client, "other-rp", "other-secret", CALLBACK)


def callback(rp: OpenIdClient) -> dict[str, str]:
    bare = rp.request(nonce=None, code_challenge=None, code_challenge_method=None, prompt="none")
    answer = rp.http.get(f"{BASE}/authorize", query_string={**bare, "login_hint": CITIZEN["personal_id"]})
    assert answer.location.startswith("https://other.example/callback?")
    return query_of(answer)


def token(rp: OpenIdClient, code: str, secret: str = "other-secret") -> Any:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    proof = {"client_id": rp.client_id, "client_secret": secret}
    return rp.http.post(f"{BASE}/token", data=form | proof).get_json()


def test_code_token_and_claims_come_wrapped_and_no_id_token(
    client: FlaskClient, register: Register, key: RSAPrivateKey
) -> None:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    rp = enveloped(register, client, pem)
    back = callback(rp)
    assert (back["state"], back["kept"]) == ("the-state", "1")
    code = opened(key, back["code"], back["encrypt_key"])
    assert token(rp, back["code"])["error"] == "invalid_grant"
    assert token(rp, code, "wrong")["error"] == "invalid_client"
    wrapped = token(rp, code)
    assert set(wrapped) == {"data", "key"}
    tokens = json.loads(opened(key, wrapped["data"], wrapped["key"]))
    assert "id_token" not in tokens
    told = client.get(f"{BASE}/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}).get_json()
    assert json.loads(opened(key, told["data"], told["key"])) == {
        "citizenPid": CITIZEN["personal_id"],
        "fullName": CITIZEN["full_name"],
        "birthDate": CITIZEN["birth_date"].replace("-", ""),
        "accountType": "1",
        "accountLevel": "2",
    }


@pytest.mark.parametrize("stage", [{"plain": True}, {"key": "other"}, {"key": "bad_padding"}])
def test_a_login_with_a_fault_gets_answers_that_are_not_wrapped_or_cannot_be_opened(
    client: FlaskClient, register: Register, national: National, key: RSAPrivateKey, stage: dict[str, Any]
) -> None:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    rp = enveloped(register, client, pem)
    with national.db.write() as tx:
        national.login_faults.arm(tx, Scope("other-rp"), {"envelope": stage})
    back = callback(rp)
    answered = token(rp, opened(key, back["code"], back["encrypt_key"]))
    if "plain" in stage:
        assert "access_token" in answered
        return
    assert set(answered) == {"data", "key"}
    with pytest.raises(ValueError):  # noqa: PT011 - whichever step breaks
        json.loads(opened(key, answered["data"], answered["key"]))


def test_a_wrapped_code_holds_a_plus_sign_when_a_fault_wants_it_and_only_then(
    client: FlaskClient, register: Register, national: National, key: RSAPrivateKey
) -> None:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    rp = enveloped(register, client, pem)
    with national.db.write() as tx:
        national.login_faults.arm(tx, Scope("other-rp"), {"envelope": {"plus": True}})
    back = callback(rp)
    assert ("+" in back["code"], " " in back["code"]) == (True, False)
    plain = callback(rp)
    assert not {"+", " "} & {*plain["code"], *plain["encrypt_key"]}
    assert set(token(rp, opened(key, back["code"], back["encrypt_key"]))) == {"data", "key"}


def test_the_header_is_no_way_to_prove_a_client_here(
    client: FlaskClient, register: Register, key: RSAPrivateKey
) -> None:
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    rp = enveloped(register, client, pem)
    refused = client.post(f"{BASE}/token", data={"grant_type": "authorization_code"}, auth=("other-rp", rp.secret))
    assert refused.status_code == 401
    assert "client_secret_post" in refused.get_json()["error_description"]


def test_a_key_that_cannot_be_read_is_said_and_nobody_is_logged_in(client: FlaskClient, register: Register) -> None:
    rp = enveloped(register, client, "not a key")
    back = callback(rp)
    assert back["error"] == "unauthorized_client"
    assert "envelope_key" in back["error_description"]
    assert "vneid_sso" not in str(client.get_cookie("vneid_sso", path="/vneid"))
    assert token(rp, "x")["error"] == "unauthorized_client"


def test_a_claim_sheet_without_a_key_is_refused(register: Register) -> None:
    with pytest.raises(DataFileError, match="envelope_key"):
        register("other", "92", openid={"client_id": "x", "profile": "vneid-envelope"})
