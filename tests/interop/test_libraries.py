"""A certified library for Node and a Python stack that shares no code with ours go through everything a login needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.processes import client, started
from tests.interop.installed import needing
from tests.relying_parties.browsing import Citizen, connect, whole_login
from tests.relying_parties.starting import RelyingParty, relying_party


@dataclass
class Side:
    """A national side, and what has to be trusted there."""

    url: str
    ca_file: str


@pytest.fixture(scope="module", params=["http", "tls"])
def side(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    folder = tmp_path_factory.mktemp(request.param)
    more = ("--tls",) if request.param == "tls" else ()
    with started("serve", "--port", "0", "--data", "national", *more, cwd=folder) as running:
        yield Side(running.url, str(running.ready.get("ca_file", "")))


@pytest.mark.parametrize("kind", needing("openid-client", "openid-client-strict", "idpyoidc"))
def test_discovery_code_with_pkce_userinfo_refresh_and_logout(kind: str, side: Side, tmp_path: Path) -> None:
    with connected(kind, side, tmp_path) as party:
        whole_login(party, side.ca_file)


# openid-client with signatures checked fetches keys again only when it has not done so for a minute; no test waits.
@pytest.mark.parametrize("kind", needing("openid-client", "idpyoidc"))
def test_keys_that_change_between_two_logins(kind: str, side: Side, tmp_path: Path) -> None:
    with connected(kind, side, tmp_path) as party:
        for _ in range(2):
            citizen = Citizen(party, side.ca_file)
            citizen.log_in()
            assert citizen.who().status_code == 200, party.log.read_text(encoding="utf-8")
            rotated = client().post(f"{side.url}/admin/vneid/rotate", json={}, verify=side.ca_file or True, timeout=10)
            assert rotated.status_code < 300, rotated.text


@contextmanager
def connected(kind: str, side: Side, folder: Path) -> Iterator[RelyingParty]:
    with relying_party(kind, side.url, folder, ca_file=side.ca_file) as party:
        connect(party, side.url, side.ca_file)
        yield party
