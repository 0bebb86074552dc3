"""Each relying party of the development environment logs a citizen in, refreshes and logs out at our provider."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.acceptance.processes import started
from tests.relying_parties.browsing import Citizen, connect, whole_login
from tests.relying_parties.starting import KINDS, RelyingParty, relying_party

Parties = dict[str, RelyingParty]


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parties]:
    folder = tmp_path_factory.mktemp("parties")
    with ExitStack() as running:
        national = running.enter_context(started("serve", "--port", "0", "--data", "national", cwd=folder))
        found = {}
        for kind in (kind for kind in KINDS if not KINDS[kind].needs):
            found[kind] = running.enter_context(relying_party(kind, national.url, folder))
            connect(found[kind], national.url)
        yield found


@pytest.mark.parametrize("kind", ["bare", "authlib"])
def test_a_citizen_logs_in_refreshes_and_logs_out(kind: str, parties: Parties) -> None:
    whole_login(parties[kind])


@pytest.mark.parametrize(("kind", "status"), [("bare", 200), ("authlib", 401)])
def test_only_the_bare_client_takes_a_login_that_began_elsewhere(kind: str, status: int, parties: Parties) -> None:
    attacker, victim = Citizen(parties[kind]), Citizen(parties[kind])
    victim.open(attacker.callback())
    assert victim.who().status_code == status


@pytest.mark.parametrize(("kind", "target"), [("bare", "https://evil.example/"), ("authlib", "/")])
def test_only_the_bare_client_sends_the_browser_wherever_it_is_told(kind: str, target: str, parties: Parties) -> None:
    citizen = Citizen(parties[kind])
    callback = citizen.callback("?return_to=https://evil.example/")
    ended = citizen.browser.get(parties[kind].url + callback, allow_redirects=False, timeout=10)
    assert ended.headers["Location"] == target


def test_a_login_of_a_lower_level_is_not_taken_for_the_higher_one(parties: Parties) -> None:
    citizen = Citizen(parties["authlib"])
    page = citizen.log_in("?level=3")
    assert page.url.startswith(parties["authlib"].issuer), "VNeID asks for a login of the higher level"
    assert citizen.who().status_code == 401
