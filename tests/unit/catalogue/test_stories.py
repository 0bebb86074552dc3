"""A story that nothing can bring about, or that is slower than the published deadline, is told with its line."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.domain.causes import CALL_CAUSES
from simulator.domain.scenario import CALLS
from tests.unit.catalogue.conftest import Folder

LABEL = "scenarios/trial/one-story.yaml"
STORY = """\
id: trial/one-story
title: {vi: Một câu chuyện, en: One story}
summary: {vi: Để thử, en: For a test}
applies: {roles: [handler], intakes: [redirect], drivers: [api], needs: [officer], services: [khai-sinh]}
weathers: [calm]
steps:
  - call: citizen.apply
  - officer: accept
  - expect: dossier_report
    where: {dossier_code: "${dossier}", status: 2}
  - advance: {working_days: 1}
  - officer: finish
  - expect: progress_report
    where: {status: 9}
  - check: [every_status_reaches_portal]
"""


def told(folder: Folder, *changes: tuple[str, str]) -> list[str]:
    text = STORY
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    folder.write(LABEL, text)
    return [problem.text() for problem in folder.problems()]


def test_a_story_that_can_come_about_has_no_problem(folder: Folder) -> None:
    assert told(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("status: 2", "status: 4", 10, ("cause status 4 (being processed)", "`officer: process`", "2 (acc")),
        ("status: 9", "status: 10", 14, ("10 (result returned)", "`officer: return_result`", "one of: 1 (newly")),
        ("status: 2", "status: 6", 10, ("6 (payment requested)", "`call: portal.send_tax_notice`")),
        ("status: 2", "status: 11", 10, ("a status that a step of a story can cause",)),
        ("expect: progress_report\n    where: {status: 9}", "expect: dossier_view", 13,
         ("nothing before it in the story can cause dossier_view", "call: citizen.view", "add the trigger")),
        ("- call: citizen.apply", "- call: citizen.view", 8, ("nothing before it makes the dossier", "citizen.apply")),
        ("working_days: 1", "working_days: 2", 11,
         ("48 hours have passed", "the deadline of khai-sinh", "no more than 24", "correct the deadline in services/")),
    ],
)  # fmt: skip
def test_a_story_that_cannot_is_told_with_its_line(
    folder: Folder, old: str, new: str, line: int, said: tuple[str, ...]
) -> None:
    found = told(folder, (old, new))
    first = found[0]
    assert first.startswith(f"{LABEL}:{line}: "), found
    assert all(words in first for words in said), first


def test_what_the_system_does_by_itself_needs_no_trigger(folder: Folder) -> None:
    assert told(folder, ("- call: citizen.apply\n", "- expect: catalogue_read\n  - call: citizen.apply\n")) == []


def test_a_story_for_every_service_may_be_late_for_some(folder: Folder) -> None:
    everyone = ("services: [khai-sinh]", 'services: ["*"]')
    assert told(folder, everyone, ("working_days: 1", "working_days: 2")) == []


def test_a_story_with_a_day_of_its_own_lives_by_that_day(folder: Folder) -> None:
    own_day = ("weathers: [calm]", 'weathers: [calm]\nstarts_on: "2025-06-25"')
    assert told(folder, own_day, ("working_days: 1", "working_days: 5")) == []


def test_a_service_without_a_number_of_days_is_never_late(folder: Folder) -> None:
    assert told(folder, ("[khai-sinh]", "[lt-khai-sinh]"), ("working_days: 1", "working_days: 90")) == []


def test_every_hand_has_its_causes(folder: Folder) -> None:
    assert set(CALLS) == set(CALL_CAUSES)
    assert load_catalogue(folder.folders).scenarios
