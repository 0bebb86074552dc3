"""The suite tells a client that believes everything from one that a careful integrator built on a library.

Part of `make mutants`: some two hundred logins of two clients are too long for every run of the suite.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from tests.acceptance.processes import run, started
from tests.relying_parties.starting import relying_party

pytestmark = pytest.mark.proof
GROUPS = ("id-token", "signature", "callback", "level")
"""Groups with cases that have to be refused."""
CASES = {one.id: one for one in load_catalogue(data_folders()).identity_cases.values() if one.group in GROUPS}
SENDS_NONE = {"state-missing", "state-other", "state-replayed", "nonce-invalid", "nonce-missing"}
"""Cases about what the bare client never sends, so that nobody can change it."""
OTHER_PROFILES = {"nonce-stripped", "plus-unencoded"}
LENIENT = {"aud-of-nobody", "aud-several-with-azp", "code-repeated", "state-repeated"}
"""What Authlib's client lets pass: a client of its own cannot well do better, so it is a warning."""

Judged = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Judged]]:
    """The outcome of each case, by relying party; both are tried at the same time."""
    folder = tmp_path_factory.mktemp("verdicts")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as national, ThreadPoolExecutor(2) as pool:
        kinds = ("bare", "authlib")
        yield dict(zip(kinds, pool.map(lambda kind: tried(kind, national.url, folder), kinds), strict=True))


def tried(kind: str, national: str, folder: Path, groups: tuple[str, ...] = GROUPS) -> Judged:
    with relying_party(kind, national, folder, own_issuer=True) as party:
        wanted = [word for group in groups for word in ("--scenario", f"identity/{group}")]
        where = ("--simulator", national, "--service", "khai-sinh", "--output", kind)
        run("check", str(party.sheet), *where, *wanted, cwd=folder)
    cells = json.loads((folder / kind / "results.json").read_text(encoding="utf-8"))["cells"]
    return {check["case"]: check for cell in cells for check in cell["checks"] if check["case"]}


def having(judged: Judged, verdict: str) -> set[str]:
    return {case for case, check in judged.items() if check["verdict"] == verdict}


def test_every_case_gets_a_verdict_of_its_own(judged: dict[str, Judged]) -> None:
    for outcomes in judged.values():
        assert outcomes.keys() == CASES.keys()
        assert not having(outcomes, "INCONCLUSIVE") | having(outcomes, "ERROR")


def test_a_client_that_believes_everything_fails_whatever_has_to_be_refused(judged: dict[str, Judged]) -> None:
    must = {one.id for one in CASES.values() if one.expects == "refuse"} - SENDS_NONE - OTHER_PROFILES
    led_away = {"return-to-elsewhere", "return-to-two-slashes"}
    assert having(judged["bare"], "FAIL") == must | led_away
    for case in must:
        told = judged["bare"][case]
        assert CASES[case].title.en in told["message"]["en"]
        assert CASES[case].article in told["message"]["vi"]
        assert told["remedy"] == CASES[case].remedy.to_json()


def test_a_client_that_believes_everything_is_warned_of_every_doubtful_login(judged: dict[str, Judged]) -> None:
    doubtful = {one.id for one in CASES.values() if one.expects == "either"}
    assert doubtful - having(judged["bare"], "WARN") == {"state-repeated", "auth-time-stale", "auth-time-missing"}


def test_what_was_never_sent_cannot_be_judged(judged: dict[str, Judged]) -> None:
    left_out = having(judged["bare"], "NOT_APPLICABLE")
    assert left_out >= SENDS_NONE | OTHER_PROFILES
    assert having(judged["authlib"], "NOT_APPLICABLE") == OTHER_PROFILES | {"auth-time-stale", "auth-time-missing"}


def test_a_client_on_a_maintained_library_never_fails(judged: dict[str, Judged]) -> None:
    assert having(judged["authlib"], "FAIL") == set()
    assert having(judged["authlib"], "WARN") == LENIENT
