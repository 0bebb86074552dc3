"""What becomes of wrong answers, changed keys, refreshes and logouts at a believing client and at a careful one.

Part of `make mutants`: some two hundred logins of two clients are too long for every run of the suite.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from tests.acceptance.processes import started
from tests.relying_parties.test_verdicts import Judged, having, tried

pytestmark = pytest.mark.proof
GROUPS = ("token-answer", "userinfo", "keys", "refresh", "logout", "back-channel")
CASES = {one.id: one for one in load_catalogue(data_folders()).identity_cases.values() if one.group in GROUPS}
WAITS_FOR_VNEID = {"logout-vneid-down", "logout-vneid-cut", "logout-address-unknown", "logout-question-left"}
"""A client that ends its session only on the way back from VNeID never ends it here."""
LENIENT = {"token-wrong-type", "token-huge", "userinfo-wrong-type", "keys-huge"}
"""What Authlib's client lets pass: it looks at no content type and reads whatever comes."""


def test_the_suite_tells_a_believing_client_from_a_careful_one(tmp_path: Path) -> None:
    """One test, so that workers which share the tests of a module never try the logins twice."""
    with started("serve", "--port", "0", "--data", "national", cwd=tmp_path) as national, ThreadPoolExecutor(2) as pool:
        bare, authlib = pool.map(lambda kind: tried(kind, national.url, tmp_path, GROUPS), ("bare", "authlib"))
    every_case_gets_a_verdict_of_its_own(bare)
    every_case_gets_a_verdict_of_its_own(authlib)
    what_has_to_be_refused_fails(bare)
    assert having(authlib, "FAIL") == set()
    assert having(authlib, "WARN") == LENIENT
    for outcomes in (bare, authlib):
        assert {one.id for one in CASES.values() if one.expects == "take"} <= having(outcomes, "PASS")


def every_case_gets_a_verdict_of_its_own(judged: Judged) -> None:
    assert judged.keys() == CASES.keys()
    assert {check["verdict"] for check in judged.values()} <= {"PASS", "WARN", "FAIL"}


def what_has_to_be_refused_fails(judged: Judged) -> None:
    """Each must-reject case is a FAIL of the client that believes everything, each doubtful one a WARN."""
    must = {one.id for one in CASES.values() if one.can_fail}
    refused = {case for case in must if CASES[case].expects in ("refuse", "stay")} - {"back-channel-nobody"}
    nameless = {case for case in must if CASES[case].expects == "cope" and CASES[case].group == "userinfo"}
    assert having(judged, "FAIL") == refused | nameless | WAITS_FOR_VNEID
    assert {one.id for one in CASES.values() if one.expects == "either"} <= having(judged, "WARN")
