"""The code flow with PKCE: from the authorization request to the claims, with an independent client."""

import json
from collections.abc import Callable

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.domain.claim_sheet import ClaimSheet
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.national_fixtures import PUBLIC_URL, Seen, national_app
from tests.apps.openid_client import OpenIdClient, challenge, query_of

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]


@pytest.fixture
def rp(client: FlaskClient) -> OpenIdClient:
    return OpenIdClient(client)


def test_discovery_names_the_endpoints_below_the_issuer(client: FlaskClient) -> None:
    document = client.get("/vneid/.well-known/openid-configuration").get_json()
    assert document["issuer"] == f"{PUBLIC_URL}/vneid"
    assert document["token_endpoint"] == f"{PUBLIC_URL}/vneid/token"
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert {"sub", "SoDinhDanh", "HoVaTen"} <= set(document["claims_supported"])


def test_the_key_set_never_holds_a_private_member(client: FlaskClient) -> None:
    keys = client.get("/vneid/jwks").get_json()["keys"]
    assert [set(key) for key in keys] == [
        {"kty", "n", "e", "kid", "use", "alg"},
        {"kty", "crv", "x", "y", "kid", "use", "alg"},
    ]


def test_a_silent_login_gives_a_code_an_id_token_and_the_claims(rp: OpenIdClient, client: FlaskClient) -> None:
    answer = rp.authorize(prompt="none", login_hint=NUMBER)
    assert answer.status_code == 302
    assert answer.location.startswith(rp.redirect_uri + "?")
    assert query_of(answer)["state"] == "the-state"
    tokens = rp.token(query_of(answer)["code"]).get_json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    keys = KeySet.import_key_set(client.get("/vneid/jwks").get_json())
    token = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"])
    assert token.header["kid"] == client.get("/vneid/jwks").get_json()["keys"][0]["kid"]
    assert token.claims["iss"] == f"{PUBLIC_URL}/vneid"
    assert token.claims["aud"] == "demo-rp"
    assert token.claims["nonce"] == "the-nonce"
    assert token.claims["sub"] == CITIZEN["tech_id"]
    assert set(token.claims) == {
        "iss",
        "aud",
        "iat",
        "exp",
        "auth_time",
        "nonce",
        "at_hash",
        "sub",
        "sid",
        "acr",
        "amr",
    }
    for method in (client.get, client.post):
        claims = method("/vneid/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"}).get_json()
        assert claims["sub"] == CITIZEN["tech_id"]
        assert claims["HoVaTen"] == CITIZEN["full_name"]
        assert claims["LoaiTaiKhoan"] == "1"


def test_the_cookie_logs_in_at_once_and_a_new_nonce_is_not_needed(rp: OpenIdClient) -> None:
    rp.silent_code(NUMBER)
    for _ in range(2):
        assert "code" in query_of(rp.authorize())


def test_the_client_may_prove_itself_in_the_body(rp: OpenIdClient) -> None:
    assert rp.token(rp.silent_code(NUMBER), by_header=False).status_code == 200


def test_a_client_id_and_secret_may_be_percent_encoded_in_the_header(rp: OpenIdClient) -> None:
    """RFC 6749, 2.3.1; openid-client for Node encodes even a hyphen."""
    code = rp.silent_code(NUMBER)
    rp.client_id, rp.secret = (value.replace("-", "%2D") for value in (rp.client_id, rp.secret))
    assert rp.token(code).status_code == 200


def test_a_code_works_once_and_its_replay_revokes_the_token(rp: OpenIdClient, client: FlaskClient) -> None:
    code = rp.silent_code(NUMBER)
    access = rp.token(code).get_json()["access_token"]
    replay = rp.token(code)
    assert (replay.status_code, replay.get_json()["error"]) == (400, "invalid_grant")
    assert "đã được dùng" in replay.get_json()["error_description_vi"]
    refused = client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {access}"})
    assert (refused.status_code, refused.get_json()["error"]) == (401, "invalid_token")


def test_a_citizen_of_a_session_is_known_with_what_the_session_changed(
    rp: OpenIdClient, client: FlaskClient, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session(without=("phone",))
    number = session.people["applicant"]["personal_id"]
    access = rp.tokens(number)["access_token"]
    claims = client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {access}"}).get_json()
    assert claims["SoDinhDanh"] == number
    assert "SoDienThoai" not in claims
    logins = seen.facts("identity_login", session.id)
    told = ["personal_id", "full_name", "birth_date", "tech_id", "email"]
    login = {"personal_id": number, "client_id": "demo-rp", "attributes": told, "acr": "LoA2", "auth_level": 2}
    assert [fact.data for fact in logins] == [{**login, "asked_acr": "", "profile": "standard"}]
    assert seen.facts("leniency") == []
    operations = [exchange.operation for exchange in seen.national.journal.exchanges(session.id)]
    assert operations == ["vneid/authorize", "vneid/token", "vneid/userinfo"]


def test_a_login_belongs_to_the_session_of_the_client_s_own_province(
    client: FlaskClient, register: Callable[..., ClaimSheet], open_session: Callable[..., Session], seen: Seen
) -> None:
    register("other", "92")
    session = open_session(province="demo")
    other = OpenIdClient(client, "other-rp", "other-secret", "https://other.example/callback")
    other.silent_code(session.people["applicant"]["personal_id"])
    assert seen.facts("identity_login", session.id) == []


def test_the_demo_client_may_use_any_loopback_address_but_no_other(rp: OpenIdClient) -> None:
    for address in ("http://localhost:1/x", "http://127.0.0.9:99/cb?a=1", "http://[::1]:5000/"):
        assert rp.authorize(redirect_uri=address, prompt="none", login_hint=NUMBER).status_code == 302
    for address in (
        "http://127.0.0.1.example/cb",
        "http://localhost@evil.example/cb",
        "http://10.0.0.1/cb",
        "javascript:alert(1)",
        "http://127.0.0.1/cb#here",
        "//127.0.0.1/cb",
    ):
        refused = rp.authorize(redirect_uri=address, prompt="none", login_hint=NUMBER)
        assert refused.status_code == 400, address
        assert "Location" not in refused.headers


def test_the_key_and_a_login_survive_a_restart(client: FlaskClient, national: National) -> None:
    before = client.get("/vneid/jwks").get_json()
    again = national_app(national).test_client()
    assert again.get("/vneid/jwks").get_json() == before


def test_plain_http_on_a_name_that_is_not_loopback_is_no_error(client: FlaskClient, national: National) -> None:
    national.public_url = "http://national-side:8025"
    rp = OpenIdClient(client)
    asked = rp.request(prompt="none", login_hint=NUMBER)
    answer = client.get("/vneid/authorize", query_string=asked, base_url="http://national-side:8025")
    assert answer.status_code == 302
    form = {
        "grant_type": "authorization_code",
        "code": query_of(answer)["code"],
        "redirect_uri": rp.redirect_uri,
        "code_verifier": "a" * 64,
    }
    token = client.post(
        "/vneid/token", data=form, auth=("demo-rp", "demo-rp-secret"), base_url="http://national-side:8025"
    )
    assert token.status_code == 200
    assert json.loads(token.data)["id_token"]


def test_authlib_s_own_client_logs_in_over_real_http(live: National) -> None:
    """Another implementation of the client side: Authlib's OAuth2Session, from login to revocation."""
    issuer = f"{live.public_url}/vneid"
    verifier = "b" * 50
    with OAuth2Session(
        "demo-rp",
        "demo-rp-secret",
        scope="openid offline_access",
        redirect_uri="http://127.0.0.1:9/cb",
        code_challenge_method="S256",
    ) as session:
        session.trust_env = False
        address, state = session.create_authorization_url(
            f"{issuer}/authorize", code_verifier=verifier, nonce="n-1", prompt="none", login_hint=NUMBER
        )
        assert challenge(verifier) in address
        answer = requests.get(address, allow_redirects=False, timeout=10)
        token = session.fetch_token(
            f"{issuer}/token", authorization_response=answer.headers["Location"], state=state, code_verifier=verifier
        )
        assert token["id_token"]
        assert session.get(f"{issuer}/userinfo").json()["SoDinhDanh"] == NUMBER
        renewed = session.refresh_token(f"{issuer}/token")
        assert renewed["refresh_token"] != token["refresh_token"]
        assert session.introspect_token(f"{issuer}/introspect", renewed["access_token"]).json()["active"] is True
        assert session.revoke_token(f"{issuer}/revoke", renewed["refresh_token"]).status_code == 200
        assert session.get(f"{issuer}/userinfo").status_code == 401
