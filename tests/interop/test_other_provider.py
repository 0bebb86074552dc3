"""What logs in with our provider logs in with another one too: the fault is a system's only if both see it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from simulator.core.clock import SystemClock
from simulator.province.config import CALLBACK, ProvinceConfig
from simulator.province.defects.login import without
from simulator.province.identity.vneid import VNeID
from simulator.province.store import Store
from tests.interop.installed import installed_folder, lacks, needing
from tests.relying_parties.browsing import CITIZEN, Citizen
from tests.relying_parties.starting import RelyingParty, relying_party

SCRIPT = Path(__file__).with_name("other_provider.mjs")
PERSON = {"sub": CITIZEN["tech_id"], "SoDinhDanh": CITIZEN["personal_id"], "HoVaTen": CITIZEN["full_name"]}

pytestmark = pytest.mark.skipif(
    lacks("oidc-provider"), reason="oidc-provider is not installed: run `make interop` where there is node"
)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the other provider."""
    folder = tmp_path_factory.mktemp("provider")
    (folder / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    (folder / "node_modules").symlink_to(installed_folder() / "node_modules")
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(
            ["node", SCRIPT.name, json.dumps(PERSON)], cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (folder / "provider.log").read_text(encoding="utf-8")
        yield str(json.loads(line)["url"])
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("kind", needing("bare", "authlib", "openid-client", "openid-client-strict", "idpyoidc"))
def test_each_relying_party_logs_in_and_refreshes(kind: str, provider: str, tmp_path: Path) -> None:
    with relying_party(kind, provider, tmp_path, issuer=f"{provider}/vneid") as party:
        tell(provider, client_of(party))
        citizen = Citizen(party, known=False)
        assert citizen.log_in("?return_to=/%3Fback").url == f"{party.url}/?back", party.log.read_text(encoding="utf-8")
        found = citizen.who().json()
        assert (found["personal_id"], found["name"]) == (PERSON["SoDinhDanh"], PERSON["HoVaTen"])
        renewed = citizen.browser.post(f"{party.url}/refresh", timeout=20)
        assert renewed.status_code == 200, party.log.read_text(encoding="utf-8")


def test_the_reference_province_logs_in(provider: str, tmp_path: Path) -> None:
    config = ProvinceConfig(
        simulator_url=provider, data_dir=tmp_path, base_url="http://127.0.0.1:9", issuer=f"{provider}/vneid"
    )
    tell(provider, client(config.client_id, config.client_secret, [config.base_url + CALLBACK]))
    # The other provider knows no levels of authentication; every other rule of the login is kept.
    relying = VNeID(config, Store(tmp_path), SystemClock(), without("acr")())
    address = relying.authorization_url("/back", "the-browser", 2)
    with requests.Session() as browser:
        browser.trust_env = False
        while address.startswith(provider):
            address = browser.get(address, allow_redirects=False, timeout=10).headers["Location"]
            address = provider + address if address.startswith("/") else address
    logged_in, return_to = relying.finish(dict(parse_qsl(urlsplit(address).query)), "the-browser")
    relying.close()
    assert (logged_in.claims["SoDinhDanh"], return_to) == (PERSON["SoDinhDanh"], "/back")


def client_of(party: RelyingParty) -> dict[str, Any]:
    openid = party.document["openid"]
    return client(openid["client_id"], openid["client_secret"], openid["redirect_uris"])


def client(client_id: str, secret: str, redirects: list[str]) -> dict[str, Any]:
    grants = ["authorization_code", "refresh_token"]
    # The bare client puts its secret into the form, the libraries into the header.
    method = "client_secret_post" if client_id == "rp-bare" else "client_secret_basic"
    known = {"client_id": client_id, "client_secret": secret, "redirect_uris": redirects, "grant_types": grants}
    return known | {"token_endpoint_auth_method": method}


def tell(provider: str, known: dict[str, Any]) -> None:
    assert requests.post(f"{provider}/clients", json=[known], timeout=10).status_code == 204
