"""Two hundred people log in at the same time through one client, each with a fault of her own or none."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import local
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from simulator.core.clock import VIETNAM
from simulator.session.login_faults import Scope
from simulator.session.sessions import NewSession
from simulator.stack.server import BoundServer
from simulator.vneid.malformed import parts_of
from simulator.web.national import National
from simulator.world.people import person
from tests.apps.national_fixtures import national_app
from tests.apps.openid_client import REDIRECT, VERIFIER, challenge

PEOPLE = 200
_OF_THREAD = local()

FAULTS: list[Callable[[str], dict[str, Any]]] = [
    lambda _own: {},
    lambda own: {"token": {"answer": {"status": 503, "body": own}}},
    lambda own: {"token": {"set": {"token_type": own}}},
    lambda own: {"id_token": {"set": {"nonce": own}}},
    lambda own: {"userinfo": {"set": {"HoVaTen": own}}},
    lambda own: {"userinfo": {"answer": {"status": 403, "body": own}}},
    lambda own: {"callback": {"set": {"state": own}}},
    lambda own: {"authorize": {"error": "server_error", "description": own}},
]
"""What each person's login is to see; `own` is a mark that is hers alone."""


@pytest.fixture
def crowd(national: National) -> Iterator[dict[str, str]]:
    """Personal number -> name of people that one open session owns."""
    people = {f"p{number}": person(11, number) for number in range(PEOPLE)}
    starts_at = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)
    new = NewSession("crowd", "r1", "demo", "khai-sinh", "tracking/every-status", "calm", 11, people, starts_at)
    with national.db.write() as tx:
        national.sessions.open(tx, new)
    server = BoundServer("127.0.0.1", 0, threads=16)
    national.public_url = server.url
    with server.serving(national_app(national)):
        yield {one["personal_id"]: one["full_name"] for one in people.values()}


def test_each_of_two_hundred_logins_at_once_sees_its_own_fault_only(national: National, crowd: dict[str, str]) -> None:
    assert len(crowd) == PEOPLE
    kinds = {number: place % len(FAULTS) for place, number in enumerate(crowd)}
    with national.db.write() as tx:
        for number, kind in kinds.items():
            stages = FAULTS[kind](f"own-{number}")
            if stages:
                national.login_faults.arm(tx, Scope("demo-rp", personal_id=number), stages)
    with ThreadPoolExecutor(16) as pool:
        seen = dict(zip(crowd, pool.map(lambda number: log_in(national.public_url, number), crowd), strict=True))
    for number, name in crowd.items():
        assert seen[number] == expected(kinds[number], f"own-{number}", name), number
    assert all(fault.scope.logins == 0 for fault in national.login_faults.all())


def expected(kind: int, own: str, name: str) -> dict[str, Any]:
    """What a login of that kind sees, as `log_in` tells it."""
    if kind == 7:
        return {"error": own}
    if kind == 1:
        return {"state": "the-state", "token": (503, own)}
    return {
        "state": own if kind == 6 else "the-state",
        "type": own if kind == 2 else "Bearer",
        "nonce": own if kind == 3 else "the-nonce",
        "userinfo": (403, own) if kind == 5 else own if kind == 4 else name,
    }


def log_in(base: str, number: str) -> dict[str, Any]:
    """Log one person in silently; return what came back at each step, as far as it goes."""
    http = _session()
    http.cookies.clear()
    asked = {"response_type": "code", "client_id": "demo-rp", "redirect_uri": REDIRECT, "scope": "openid"}
    asked |= {
        "state": "the-state",
        "nonce": "the-nonce",
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    asked |= {"prompt": "none", "login_hint": number}
    back = http.get(f"{base}/vneid/authorize", params=asked, allow_redirects=False, timeout=20)
    query = {name: values[0] for name, values in parse_qs(urlsplit(back.headers["Location"]).query).items()}
    if "error" in query:
        return {"error": query["error_description"]}
    form = {"grant_type": "authorization_code", "code": query["code"], "redirect_uri": REDIRECT}
    tokens = http.post(
        f"{base}/vneid/token",
        data={**form, "code_verifier": VERIFIER},
        auth=("demo-rp", "demo-rp-secret"),
        timeout=20,
    )
    if tokens.status_code != 200:
        return {"state": query["state"], "token": (tokens.status_code, tokens.text)}
    given = tokens.json()
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    who = http.get(f"{base}/vneid/userinfo", headers=headers, timeout=20)
    return {
        "state": query["state"],
        "type": given["token_type"],
        "nonce": parts_of(given["id_token"])[1]["nonce"],
        "userinfo": who.json()["HoVaTen"] if who.status_code == 200 else (who.status_code, who.text),
    }


def _session() -> requests.Session:
    if not hasattr(_OF_THREAD, "http"):
        _OF_THREAD.http = requests.Session()
        _OF_THREAD.http.trust_env = False
    http: requests.Session = _OF_THREAD.http
    return http
