"""Keys are rotated by /admin in one go or in two steps, and VNeID signs and publishes accordingly."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jws, jwt
from joserfc.jwk import KeySet

from simulator.domain.claim_sheet import ClaimSheet
from simulator.world.people import demo_people
from tests.apps.openid_client import OpenIdClient

NUMBER = demo_people()[0]["personal_id"]


def kids(client: FlaskClient, kind: str = "RSA") -> list[str]:
    return [key["kid"] for key in client.get("/vneid/jwks").get_json()["keys"] if key["kty"] == kind]


def signed_with(id_token: str) -> str:
    return str(jws.extract_compact(id_token.encode()).headers()["kid"])


def rotate(admin: FlaskClient, **body: str) -> None:
    answer = admin.post("/admin/vneid/rotate", json=body)
    assert answer.status_code == 200, answer.text
    states = {(key["algorithm"], key["state"]) for key in answer.get_json()["keys"]}
    assert {("RS256", "current"), ("ES256", "current")} <= states


def test_a_key_is_published_before_it_is_used_and_the_old_one_stays(client: FlaskClient, admin: FlaskClient) -> None:
    rp = OpenIdClient(client)
    old = rp.tokens(NUMBER)["id_token"]
    assert kids(client) == [signed_with(old)]
    rotate(admin, step="publish")
    assert len(kids(client)) == 2
    assert signed_with(rp.tokens(NUMBER)["id_token"]) == signed_with(old)
    rotate(admin, step="use")
    new = rp.tokens(NUMBER)["id_token"]
    assert kids(client) == [signed_with(old), signed_with(new)]
    keys = KeySet.import_key_set(client.get("/vneid/jwks").get_json())
    for token in (old, new):
        assert jwt.decode(token, keys, algorithms=["RS256"]).claims["aud"] == "demo-rp"
    assert all("d" not in key for key in client.get("/vneid/jwks").get_json()["keys"])
    rotate(admin, step="withdraw")
    assert kids(client) == [signed_with(new)]


def test_without_a_step_the_new_key_signs_at_once(client: FlaskClient, admin: FlaskClient) -> None:
    before = kids(client, "EC")
    rotate(admin, algorithm="ES256")
    assert kids(client, "EC")[:1] == before
    assert len(kids(client, "EC")) == 2
    assert len(kids(client)) == 1


def test_the_keys_survive_a_restart(client: FlaskClient, admin: FlaskClient, app: Flask) -> None:
    rotate(admin)
    assert [key["kid"] for key in admin.get("/admin/vneid/keys").get_json()["keys"]] == [
        *kids(client),
        *kids(client, "EC"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"step": "use"}, 409, "publish first"),
        ({"step": "throw"}, 400, "publish, use, withdraw"),
        ({"algorithm": "HS256"}, 400, "RS256, ES256"),
    ],
)
def test_a_wrong_rotation_changes_nothing(
    client: FlaskClient, admin: FlaskClient, body: dict[str, str], status: int, words: str
) -> None:
    before = kids(client)
    answer = admin.post("/admin/vneid/rotate", json=body)
    assert (answer.status_code, words in answer.get_json()["error"]["en"]) == (status, True)
    assert kids(client) == before


def test_a_client_gets_the_algorithm_that_it_registered(
    client: FlaskClient, register: Callable[..., ClaimSheet]
) -> None:
    openid = {"client_id": "es-rp", "client_secret": "s", "id_token_signed_response_alg": "ES256"}
    register("es", "92", openid={**openid, "redirect_uris": ["https://es.example/cb"]})
    token = OpenIdClient(client, "es-rp", "s", "https://es.example/cb").tokens(NUMBER)["id_token"]
    keys = KeySet.import_key_set(client.get("/vneid/jwks").get_json())
    decoded = jwt.decode(token, keys, algorithms=["ES256"])
    assert (decoded.header["alg"], decoded.claims["aud"]) == ("ES256", "es-rp")
    assert signed_with(token) == kids(client, "EC")[0]
