"""The files to which a dossier points."""

from typing import Any

import pytest

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, Story

FILES = "files_can_be_fetched"
LINK = "https://tinh.example/tep/1"


def named(story: Story, link: str = LINK, purpose: str = "paper") -> Story:
    return story.fact("file_named", dossier_code=DOSSIER, file=link, component="C1", purpose=purpose, link=link)


def fetched(story: Story, problem: str = "", link: str = LINK, **data: Any) -> Story:
    known = {
        "dossier_code": DOSSIER,
        "file": link,
        "component": "C1",
        "purpose": "paper",
        "link": link,
        "status": 200,
        "attempt": 1,
    }
    return story.fact("file_fetched", **{**known, "ok": not problem, "problem": problem, **data})


def test_files_that_came_pass():
    story = fetched(named(Story().submitted()))
    assert story.verdict(FILES) is Verdict.PASS


def test_one_that_did_not_come_is_found():
    story = fetched(named(fetched(named(Story().submitted())), f"{LINK}-2", "result"), "corrupt", f"{LINK}-2")
    assert story.codes(FILES) == ["file_not_fetched"]
    assert story.outcomes(FILES)[0].where == f"{LINK}-2"


@pytest.mark.parametrize("problem", ["http_status", "redirected", "host_not_listed", "empty", "timeout", "unheard-of"])
def test_each_problem_has_its_words(problem: str):
    (outcome,) = fetched(named(Story().submitted()), problem, status=404).outcomes(FILES)
    assert LINK in outcome.message.vi
    assert outcome.found == problem
    assert outcome.remedy.vi


def test_the_last_attempt_counts():
    story = fetched(fetched(named(Story().submitted()), "timeout"), attempt=2)
    assert story.verdict(FILES) is Verdict.PASS


def test_a_dossier_without_files_is_not_judged():
    assert Story().submitted().verdict(FILES) is Verdict.NOT_APPLICABLE


def test_a_file_that_was_not_asked_for_yet_settles_nothing():
    story = named(fetched(named(Story().submitted())), f"{LINK}-2")
    assert story.codes(FILES) == ["file_not_asked_yet"]
    assert story.verdict(FILES) is Verdict.INCONCLUSIVE


def test_without_a_dossier_nothing_can_be_told():
    assert Story().verdict(FILES) is Verdict.INCONCLUSIVE
