"""Profiles are data: each shipped one logs in at its own paths, and what it overlooks is a warning on the exchange."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.core.clock import FixedClock
from simulator.core.data_folders import DataFolders, data_folders
from simulator.core.errors import DataFileError
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.mark import Mark
from simulator.session.sessions import Session
from simulator.web.national import open_national
from simulator.wire.contracts import Contracts
from simulator.world.people import demo_people
from tests.apps.national_fixtures import PUBLIC_URL, Seen, national_app
from tests.apps.openid_client import VERIFIER, OpenIdClient, query_of

NUMBER = demo_people()[0]["personal_id"]
CALLBACK = "https://other.example/callback"
LOOSE = ("dvcqg-wso2", "dancuquocgia-sso")

Register = Callable[..., ClaimSheet]


def registered(register: Register, client: FlaskClient, **openid: Any) -> OpenIdClient:
    told = {"client_id": "other-rp", "client_secret": "other-secret", "redirect_uris": [CALLBACK], **openid}
    register("other", "92", openid=told)
    return OpenIdClient(client, "other-rp", "other-secret", CALLBACK)


def metadata_of(client: FlaskClient, profile: str) -> dict[str, Any]:
    document: dict[str, Any] = client.get(f"/vneid/{profile}/.well-known/openid-configuration").get_json()
    assert document["issuer"] == f"{PUBLIC_URL}/vneid/{profile}"
    return {name: str(at).removeprefix(PUBLIC_URL) if "endpoint" in name else at for name, at in document.items()}


@pytest.mark.parametrize("profile", LOOSE)
def test_a_client_without_pkce_and_nonce_logs_in_and_is_warned(
    client: FlaskClient, register: Register, open_session: Callable[..., Session], seen: Seen, profile: str
) -> None:
    rp = registered(register, client, profile=profile)
    session = open_session(province="other")
    number = session.people["applicant"]["personal_id"]
    at = metadata_of(client, profile)
    bare = rp.request(nonce=None, code_challenge=None, code_challenge_method=None, prompt="none", login_hint=number)
    code = query_of(client.get(at["authorization_endpoint"], query_string=bare))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    proof = {"client_id": rp.client_id, "client_secret": rp.secret}
    tokens = client.post(at["token_endpoint"], data=form | proof).get_json()
    keys = KeySet.import_key_set(client.get(at["jwks_uri"].removeprefix(PUBLIC_URL)).get_json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["acr"]) == (f"{PUBLIC_URL}/vneid/{profile}", "LoA2")
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert client.post(at["userinfo_endpoint"], headers=bearer).get_json()["SoDinhDanh"] == number
    assert ("refresh_token" in tokens) is (profile == "dvcqg-wso2")
    assert sorted(seen.findings(session.id)) == [("required", "/code_challenge"), ("required", "/nonce")]
    findings = [finding for _, _, finding in seen.national.journal.findings(session.id)]
    assert all(finding.assumed for finding in findings)
    assert [fact.get("rule") for fact in seen.facts("leniency", session.id)] == ["pkce", "nonce"]
    (login,) = seen.facts("identity_login", session.id)
    assert (login.get("profile"), login.get("acr"), login.get("auth_level")) == (profile, "LoA2", 2)


def test_a_challenge_that_was_sent_binds_also_where_it_is_optional(client: FlaskClient, register: Register) -> None:
    rp = registered(register, client, profile="dvcqg-wso2")
    at = metadata_of(client, "dvcqg-wso2")

    def token(verifier: str | None, **changes: str | None) -> Any:
        asked = rp.request(prompt="none", login_hint=NUMBER, **changes)
        code = query_of(client.get(at["authorization_endpoint"], query_string=asked))["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        sent = {**form, "code_verifier": verifier} if verifier else form
        return client.post(at["token_endpoint"], data=sent, auth=(rp.client_id, rp.secret)).get_json()

    assert "access_token" in token(VERIFIER)
    assert token(None)["error"] == "invalid_request"
    assert token("c" * 64)["error"] == "invalid_grant"
    unasked = token(VERIFIER, code_challenge=None, code_challenge_method=None)
    assert "had no code_challenge" in unasked["error_description"]


def test_a_client_of_one_profile_is_told_where_to_go_at_another(client: FlaskClient, register: Register) -> None:
    rp = registered(register, client, profile="dvcqg-wso2")
    page = rp.authorize(lang="en")
    assert (page.status_code, "Location" in page.headers) == (400, False)
    assert f"{PUBLIC_URL}/vneid/dvcqg-wso2/oauth2/authorize" in page.text
    refused = rp.token("x")
    assert (refused.status_code, refused.get_json()["error"]) == (401, "invalid_client")
    assert "dvcqg-wso2" in refused.get_json()["error_description"]


def test_the_login_page_of_a_profile_comes_back_to_its_own_paths(client: FlaskClient, register: Register) -> None:
    rp = registered(register, client, profile="dancuquocgia-sso")
    page = client.get("/vneid/dancuquocgia-sso/auth", query_string=rp.request())
    assert 'action="/vneid/dancuquocgia-sso/login?' in page.text
    asked = {"query_string": rp.request(), "data": {"personal_id": NUMBER}}
    chosen = client.post("/vneid/dancuquocgia-sso/login", **asked)
    assert chosen.location.startswith("/vneid/dancuquocgia-sso/auth?")
    assert client.get(chosen.location).location.startswith(CALLBACK)


def test_the_open_mode_overlooks_what_can_be_overlooked_and_says_so(
    client: FlaskClient, register: Register, open_session: Callable[..., Session], seen: Seen
) -> None:
    rp = registered(register, client, mode="open")
    session = open_session(province="other")
    number = session.people["applicant"]["personal_id"]
    asked = {"nonce": None, "code_challenge": None, "code_challenge_method": None, "redirect_uri": CALLBACK + "/2"}
    code = rp.silent_code(number, **asked)
    answer = rp.token(code, code_verifier=None, redirect_uri=CALLBACK + "/2")
    assert answer.status_code == 200
    assert [fact.get("rule") for fact in seen.facts("leniency", session.id)] == ["pkce", "nonce", "redirect_uri"]
    assert ("const", "/redirect_uri") in seen.findings(session.id)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/callback",
        "https://other.example.evil.example/callback",
        "https://other.example@evil.example/",
        "https://other.example:444/callback",
        "javascript://other.example/%0aalert(1)",
        "https://other.example\\@evil.example/",
        "https://other.example/callback#x",
    ],
)
def test_the_open_mode_never_leaves_the_registered_host(client: FlaskClient, register: Register, address: str) -> None:
    rp = registered(register, client, mode="open")
    answer = rp.authorize(prompt="none", login_hint=NUMBER, redirect_uri=address)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


@pytest.mark.parametrize(("asked", "told"), [("LoA1", "LoA1"), ("LoA9 LoA3", "LoA3"), ("LoA4 LoA1", "LoA4")])
def test_a_login_has_the_level_that_was_asked_for(client: FlaskClient, asked: str, told: str) -> None:
    rp = OpenIdClient(client)
    id_token = rp.token(rp.silent_code(NUMBER, acr_values=asked)).get_json()["id_token"]
    keys = KeySet.import_key_set(client.get("/vneid/jwks").get_json())
    claims = jwt.decode(id_token, keys, algorithms=["RS256"]).claims
    assert (claims["acr"], "pwd" in claims["amr"]) == (told, told != "LoA4")


def test_a_login_of_a_lower_level_is_not_enough_and_of_a_higher_one_is(client: FlaskClient) -> None:
    rp = OpenIdClient(client)
    rp.silent_code(NUMBER, acr_values="LoA2")
    assert query_of(rp.authorize(prompt="none", acr_values="LoA3"))["error"] == "unmet_authentication_requirements"
    assert rp.authorize(acr_values="LoA3").status_code == 200
    assert "code" in query_of(rp.authorize(prompt="none", acr_values="LoA1"))
    rp.silent_code(NUMBER, acr_values="LoA3")
    assert "code" in query_of(rp.authorize(acr_values="LoA3"))


def test_an_unknown_profile_is_refused_with_the_near_match(register: Register) -> None:
    with pytest.raises(DataFileError, match="dvcqg-wso2"):
        register("other", "92", openid={"client_id": "x", "profile": "dvcqg-wso"})


def test_only_what_was_read_is_marked_as_seen(catalogue: Catalogue) -> None:
    profiles = catalogue.identity_profiles
    assert {"standard", *LOOSE} <= set(profiles)
    seen = {name for name, mark in profiles["dancuquocgia-sso"].marks.items() if mark is Mark.SEEN}
    assert seen == {"endpoints.authorize", "pkce", "nonce"}
    assert profiles["dvcqg-wso2"].marks["acr"] is Mark.RECALLED
    assert all(profile.marks["endpoints.token"] in Mark for profile in profiles.values())


def test_another_profile_is_one_more_file(tmp_path: Path, contracts: Contracts, clock: FixedClock) -> None:
    shipped = data_folders()
    own = tmp_path / "data" / "contracts" / "vneid" / "profiles" / "so-thu.yaml"
    own.parent.mkdir(parents=True)
    text = shipped.file("contracts/vneid/profiles/standard.yaml").read_text()
    for old, new in (("id: standard", "id: so-thu"), ('path: ""', 'path: "/so-thu"'), ("/token", "/xin/token")):
        assert old in text
        text = text.replace(old, new)
    own.write_text(text.replace("  TechID: {", "  MaThu: {"), encoding="utf-8")
    catalogue = load_catalogue(DataFolders((tmp_path / "data", *shipped.roots)))
    side = open_national(tmp_path / "side", catalogue, contracts, public_url=PUBLIC_URL, clock=clock)
    at = metadata_of(national_app(side).test_client(), "so-thu")
    side.db.close()
    assert at["token_endpoint"] == "/vneid/so-thu/xin/token"
    assert "MaThu" in at["claims_supported"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [('path: "/dvcqg-wso2"', 'path: ""', "standard"), ("/oauth2/token,", "/oauth2/userinfo,", "two operations")],
)
def test_two_answers_at_one_address_are_a_mistake_of_the_file(tmp_path: Path, old: str, new: str, words: str) -> None:
    shipped = data_folders()
    name = "contracts/vneid/profiles/dvcqg-wso2.yaml"
    text = shipped.file(name).read_text()
    assert old in text
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=words):
        load_catalogue(DataFolders((tmp_path, *shipped.roots)))
