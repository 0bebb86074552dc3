"""The shipped cases of the relying-party suite: whole, told in both languages, and judged by a scenario."""

from collections import Counter
from dataclasses import replace

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.identity_case import NEEDS, PLAIN, IdentityCase
from tests.unit.catalogue.conftest import Folder

CATALOGUE = load_catalogue(data_folders())
CASES = CATALOGUE.identity_cases
GROUPS = sorted({case.group for case in CASES.values()})
JUDGED_BY = {
    "refuse": "forged_login_refused",
    "take": "right_login_taken",
    "either": "doubtful_login_refused",
    "cope": "login_trouble_told",
    "ask": "login_asks_well",
    "end": "logout_ends_session",
    "stay": "forged_logout_refused",
}
SIGNING_JUDGED_BY = {
    "refuse": "forged_webhook_ignored",
    "either": "forged_webhook_ignored",
    "take": "signing_told",
}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def _check_of(case: IdentityCase) -> str:
    return (SIGNING_JUDGED_BY if case.signing else JUDGED_BY)[case.expects]


@pytest.mark.parametrize("group", GROUPS)
def test_the_scenario_of_a_group_checks_exactly_what_its_cases_expect(group: str) -> None:
    story = CATALOGUE.scenarios[f"identity/{group}"]
    expected = {_check_of(case) for case in CASES.values() if case.group == group}
    assert set(story.checks) == expected


@each_case
def test_every_sentence_of_a_case_is_told_in_two_languages(case: IdentityCase) -> None:
    for told in (case.title, case.does, case.remedy):
        assert told.vi.strip(), case.label
        assert told.en.strip(), case.label
        assert told.vi != told.en, case.label


@each_case
def test_a_case_of_a_wrong_thing_makes_something_wrong(case: IdentityCase) -> None:
    """Only what asks for nothing or takes the login as it is may come without a fault and without a trick."""
    assert case.fault or case.browser or case.signing or case.expects == "take"


@each_case
def test_only_a_case_that_looks_at_requests_says_what_they_have_to_be(case: IdentityCase) -> None:
    assert (case.expects == "ask") == ("asks" in case.browser)


def test_no_two_cases_follow_the_same_public_test() -> None:
    names = Counter(case.modelled_on for case in CASES.values() if case.modelled_on)
    assert [name for name, count in names.items() if count > 1] == []


def test_what_certified_libraries_let_pass_in_the_code_flow_never_fails_a_province() -> None:
    lenient = ("sig-broken", "kid-unknown", "key-of-stranger", "iat-a-day-ahead", "at-hash-wrong", "acr-missing")
    assert {CASES[one].expects for one in lenient} == {"either"}
    assert not any(CASES[one].can_fail for one in lenient)


def test_cases_about_the_id_token_are_left_out_where_there_is_none() -> None:
    for group in ("id-token", "signature", "level"):
        for case in (case for case in CASES.values() if case.group == group):
            assert case.lacks(frozenset({*NEEDS, PLAIN}), "vneid-envelope") == "vneid-envelope", case.id


def test_a_case_without_profiles_means_something_in_each() -> None:
    assert replace(CASES["state-other"], needs=()).lacks(frozenset({PLAIN}), "vneid-envelope") == ""


@pytest.mark.parametrize(
    ("label", "old", "new", "told"),
    [
        ("asks", "{state: ", "{stat: ", "did you mean state?"),
        ("asks", "token.verifier: ", "token.verified: ", "token.verifier"),
        ("level", "level: 3, only_if_asked: acr_values", "level: 3, only_if_asked: acr_value", "acr_values"),
        ("signature", "profiles: [standard, dvcqg-wso2, dancuquocgia-sso]", "profiles: [standart]", "standard"),
        ("signature", "group: signature", "group: signatures", "signature"),
        ("signature", "id: sig-none", "id: header-unknown", "stands twice"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_what_was_meant(
    folder: Folder, label: str, old: str, new: str, told: str
) -> None:
    folder.change(f"contracts/vneid/cases/{label}.yaml", old, new)
    problems = [problem.text() for problem in folder.problems()]
    assert any(told in problem and f"{label}.yaml" in problem for problem in problems), problems
