"""A notice for each status."""

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, Story

NOTICES = "every_status_noticed"


def notice(story: Story, status: int, dossier: str = DOSSIER) -> Story:
    return story.fact("notice_sent", dossier_code=dossier, status=str(status), repeated=False)


def handled() -> Story:
    return notice(Story().submitted(), 1).officer("accept").officer("process")


def test_a_notice_for_each_status_passes():
    assert notice(notice(handled(), 2), 4).idle().verdict(NOTICES) is Verdict.PASS


def test_a_status_without_a_notice_is_found_with_the_others_beside_it():
    story = notice(handled(), 2).idle()
    outcome = story.outcomes(NOTICES)[0]
    assert story.codes(NOTICES) == ["status_not_noticed"]
    assert (outcome.expected, outcome.found) == ("4", "1, 2")


def test_a_notice_of_another_dossier_counts_for_nothing():
    assert notice(notice(handled(), 2), 4, "another").idle().codes(NOTICES) == ["status_not_noticed"]


def test_what_may_still_come_is_not_missing():
    story = handled()
    story.settled = False
    assert story.verdict(NOTICES) is Verdict.INCONCLUSIVE


def test_without_a_dossier_nothing_can_be_told():
    assert Story().verdict(NOTICES) is Verdict.INCONCLUSIVE
