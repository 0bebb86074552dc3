"""Each deliberately broken ID token is wrong in exactly what its case says, as another library reads it."""

import base64
import hmac
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.identity_case import IdentityCase
from simulator.vneid.malformed import Maker, make

NOW, SECRET = 1_751_331_600, "a-secret-for-tests-only"
CLAIMS = {
    "iss": "https://vneid.example/vneid",
    "sub": "tech-1",
    "aud": "rp",
    "iat": NOW,
    "exp": NOW + 3600,
    "auth_time": NOW,
    "nonce": "n-1",
    "acr": "LoA2",
    "at_hash": "h",
}
CASES = [
    case
    for case in load_catalogue(data_folders()).identity_cases.values()
    if case.fault.get("id_token") and "omit" not in case.fault["id_token"]
]
OWN_HEADER = {
    "own": set(),
    "broken": set(),
    "stranger_under_our_name": set(),
    "none": {"alg"},
    "public_key_as_hmac": {"alg"},
    "client_secret": {"alg"},
    "unknown_key": {"kid"},
    "carries_key": {"jwk"},
}
"""What each way to sign changes in the header besides what the case says."""


class Keys:
    """One key, as the provider keeps it."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)

    def signing(self, _algorithm: str) -> RSAKey:
        return self.key


KEYS = Keys()
HEADER = {"alg": "RS256", "kid": KEYS.key.kid}


def made(stage: dict[str, Any]) -> str:
    return make(HEADER, CLAIMS, stage, Maker(KEYS, "RS256", SECRET, NOW))  # type: ignore[arg-type]


def raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def differing(found: dict[str, Any], right: dict[str, Any]) -> set[str]:
    return {name for name in found.keys() | right.keys() if found.get(name) != right.get(name)}


def fits(token: str, key: RSAKey) -> bool:
    """Whether the signature is the key's, by arithmetic of another library."""
    text, _, signature = token.rpartition(".")
    told = key.as_dict(private=False)
    numbers = [int.from_bytes(raw(str(told[name])), "big") for name in ("e", "n")]
    try:
        RSAPublicNumbers(*numbers).public_key().verify(raw(signature), text.encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_token_is_wrong_in_exactly_what_its_case_says(case: IdentityCase) -> None:
    stage = case.fault["id_token"]
    header, claims, _ = made(stage).split(".")
    told = {*stage.get("set", {}), *stage.get("remove", ()), *stage.get("shift", {})}
    assert differing(json.loads(raw(claims)), CLAIMS) == told
    assert (
        differing(json.loads(raw(header)), HEADER) == {*stage.get("header", {})} | OWN_HEADER[stage.get("sign", "own")]
    )


@pytest.mark.parametrize("sign", OWN_HEADER)
def test_only_a_token_signed_as_ours_bears_our_signature(sign: str) -> None:
    assert fits(made({"sign": sign}), KEYS.key) == (sign == "own")


def test_what_is_signed_with_a_common_secret_is_signed_with_that_one() -> None:
    for sign, secret in (
        ("public_key_as_hmac", KEYS.key.as_pem(private=False)),
        ("client_secret", SECRET.encode()),
    ):
        text, _, signature = made({"sign": sign}).rpartition(".")
        assert hmac.compare_digest(raw(signature), hmac.digest(secret, text.encode(), "sha256"))


def test_a_token_that_carries_its_key_fits_that_key_and_no_other() -> None:
    token = made({"sign": "carries_key"})
    carried = RSAKey.import_key(json.loads(raw(token.split(".")[0]))["jwk"])
    assert fits(token, carried)
    assert not carried.is_private


def test_an_unsigned_token_has_nothing_after_its_last_point() -> None:
    assert made({"sign": "none"}).endswith(".")


def test_a_value_may_name_the_right_one() -> None:
    claims = json.loads(raw(made({"set": {"iss": "{iss}/", "aud": ["{aud}", "{unknown}"]}}).split(".")[1]))
    assert (claims["iss"], claims["aud"]) == ("https://vneid.example/vneid/", ["rp", "{unknown}"])
