"""What becomes of wrong answers, changed keys, refreshes and logouts at a believing client and at a careful one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from tests.acceptance.processes import started
from tests.relying_parties.test_verdicts import Judged, having, tried

GROUPS = ("token-answer", "userinfo", "keys", "refresh", "logout", "back-channel")
CASES = {one.id: one for one in load_catalogue(data_folders()).identity_cases.values() if one.group in GROUPS}
WAITS_FOR_VNEID = {"logout-vneid-down", "logout-vneid-cut", "logout-address-unknown", "logout-question-left"}
"""A client that ends its session only on the way back from VNeID never ends it here."""
LENIENT = {"token-wrong-type", "token-huge", "userinfo-wrong-type", "keys-huge"}
"""What Authlib's client lets pass: it looks at no content type and reads whatever comes."""


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Judged]]:
    """The outcome of each case, by relying party; both are tried at the same time."""
    folder = tmp_path_factory.mktemp("answers")
    with started("serve", "--port", "0", "--data", "national", cwd=folder) as national, ThreadPoolExecutor(2) as pool:
        kinds = ("bare", "authlib")
        outcomes = pool.map(lambda kind: tried(kind, national.url, folder, GROUPS), kinds)
        yield dict(zip(kinds, outcomes, strict=True))


def test_every_case_gets_a_verdict_of_its_own(judged: dict[str, Judged]) -> None:
    for outcomes in judged.values():
        assert outcomes.keys() == CASES.keys()
        assert {check["verdict"] for check in outcomes.values()} <= {"PASS", "WARN", "FAIL"}


def test_a_client_that_believes_everything_fails_whatever_has_to_be_refused(judged: dict[str, Judged]) -> None:
    must = {one.id for one in CASES.values() if one.can_fail}
    refused = {case for case in must if CASES[case].expects in ("refuse", "stay")} - {"back-channel-nobody"}
    nameless = {case for case in must if CASES[case].expects == "cope" and CASES[case].group == "userinfo"}
    assert having(judged["bare"], "FAIL") == refused | nameless | WAITS_FOR_VNEID
    doubtful = {one.id for one in CASES.values() if one.expects == "either"}
    assert doubtful - having(judged["bare"], "WARN") == set()


def test_a_client_on_a_maintained_library_never_fails(judged: dict[str, Judged]) -> None:
    assert having(judged["authlib"], "FAIL") == set()
    assert having(judged["authlib"], "WARN") == LENIENT


def test_a_right_login_is_taken_by_both_whatever_is_unusual_in_it(judged: dict[str, Judged]) -> None:
    right = {one.id for one in CASES.values() if one.expects == "take"}
    for outcomes in judged.values():
        assert right <= having(outcomes, "PASS")
