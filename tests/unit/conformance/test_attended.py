"""How much a person's word weighs, and how a dossier gets its code where nobody told it."""

from typing import Any

import pytest

from simulator.checks import CHECKS
from simulator.checks.asks import asks, only_people_see, rest_on_pages, rest_on_typing
from simulator.conformance.attested import by_people
from simulator.conformance.dossiers import Dossiers
from simulator.conformance.told_codes import with_codes
from simulator.core.text import Text
from simulator.domain.evidence import StepRecord
from simulator.domain.outcome import CheckOutcome, Owner, Verdict
from tests.unit.checks.evidence_builder import DOSSIER, Story

ASK = "known_data_not_asked"


def answered(story: Story, **data: Any) -> Story:
    known = {"item": "w-1", "action": "citizen.apply", "by": "Lan", "result": "done", "reason": "", "answers": {}}
    return story.fact("work_done", **{**known, "screenshot": "", **data})


def weighed(story: Story, check: str) -> CheckOutcome:
    outcome = story.outcomes(check)[0]
    return by_people(outcome, story.evidence())


@pytest.mark.parametrize(
    ("answers", "file", "verdict", "owner"),
    [
        ({ASK: "yes"}, "a.png", Verdict.ATTESTED, Owner.NOBODY),
        ({ASK: "yes"}, "", Verdict.NOT_RUN, Owner.TESTER),
        ({ASK: "no"}, "a.png", Verdict.WARN, Owner.PROVINCE),
        ({ASK: "no"}, "", Verdict.WARN, Owner.PROVINCE),
        ({}, "a.png", Verdict.NOT_RUN, Owner.TESTER),
    ],
)
def test_a_page_that_only_a_person_saw(answers: dict[str, str], file: str, verdict: Verdict, owner: Owner) -> None:
    outcome = weighed(answered(Story(), answers=answers, screenshot=file), ASK)
    assert (outcome.verdict, outcome.owner) == (verdict, owner)
    assert (outcome.attested is not None) == (verdict is Verdict.ATTESTED or (verdict is Verdict.WARN and bool(file)))


def test_the_latest_answer_counts() -> None:
    story = answered(answered(Story(), answers={ASK: "no"}), answers={ASK: "yes"}, screenshot="b.png", by="Minh")
    outcome = weighed(story, ASK)
    assert outcome.attested is not None
    assert (outcome.verdict, outcome.attested.by, outcome.attested.file) == (Verdict.ATTESTED, "Minh", "b.png")


def test_whom_the_system_stopped_is_inconclusive() -> None:
    story = Story().fact("hand_failed", hand="citizen.apply", problem="cannot", detail="Lan: trang lỗi", url="")
    outcome = weighed(story, ASK)
    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)
    assert "trang lỗi" in outcome.message.vi


def test_what_was_seen_on_the_wire_stays() -> None:
    story = answered(Story().submitted().report(1).officer("accept").report(2))
    assert weighed(story, "every_status_reaches_portal").verdict is Verdict.PASS
    late = answered(Story().submitted().report(1).officer("accept").idle())
    assert weighed(late, "every_status_reaches_portal").verdict is Verdict.FAIL


def test_a_pass_on_a_persons_word_needs_her_file() -> None:
    check = "accepted_without_replaced_paper"
    story = Story().submitted().officer("accept").report(2)
    assert weighed(answered(story), check).verdict is Verdict.NOT_RUN
    vouched = answered(story, answers={check: "yes"}, screenshot="a.png")
    assert weighed(vouched, check).verdict is Verdict.ATTESTED


def test_a_pass_that_rests_on_answers_alone_is_no_pass() -> None:
    story = answered(Story())
    words = Text("x", "x")
    passed = CheckOutcome("x", "RULE", "MUST", Verdict.PASS, Owner.NOBODY, words, words, exchanges=(1,))
    assert by_people(passed, story.evidence()).verdict is Verdict.NOT_RUN
    with_file = answered(Story(), screenshot="a.png")
    assert by_people(passed, with_file.evidence()).verdict is Verdict.ATTESTED


def test_what_she_denies_is_a_warning_although_the_wire_was_right() -> None:
    check = "typed_data_unchanged"
    story = Story().submitted(typed={"applicant.phone": "0507654321"}).report(1, phone="0507654321")
    assert weighed(answered(story), check).verdict is Verdict.PASS
    assert weighed(answered(story, answers={check: "no"}), check).verdict is Verdict.WARN


def test_a_slip_of_the_keyboard_fails_nobody() -> None:
    story = answered(Story().submitted(typed={"applicant.phone": "0507654321"}).report(1, phone="0507654322"))
    assert story.verdict("typed_data_unchanged") is Verdict.FAIL
    assert weighed(story, "typed_data_unchanged").verdict is Verdict.WARN


def test_a_reason_that_only_a_page_could_show_is_not_missing() -> None:
    check, why = "reason_reaches_citizen", "Thiếu thông tin về nơi sinh của trẻ"
    story = Story().submitted().report(1).officer("refuse", reason=why).report(3)
    assert story.verdict(check) is Verdict.FAIL
    assert weighed(answered(story), check).verdict is Verdict.NOT_RUN
    assert weighed(answered(story, answers={check: "yes"}, screenshot="a.png"), check).verdict is Verdict.ATTESTED


def test_every_question_belongs_to_a_check() -> None:
    assert set(asks()) <= set(CHECKS)
    assert only_people_see() | rest_on_typing() | rest_on_pages() <= set(asks())


class TestCodes:
    def test_a_report_brings_the_code_that_nobody_told(self) -> None:
        story = Story().submitted("", began=0).report(1).officer("accept", dossier_code="", began=1)
        assert {fact.get("dossier_code") for fact in with_codes(story.facts)} == {DOSSIER}

    def test_a_mistyped_code_gives_way_to_the_reported_one(self) -> None:
        story = Story().report(1).submitted("H99-tay", began=0)
        assert with_codes(story.facts)[1].get("dossier_code") == DOSSIER

    def test_two_dossiers_take_their_codes_in_order(self) -> None:
        story = Story().submitted("", began=0).submitted("", began=1).report(1).report(1, dossier_code="B")
        assert [fact.get("dossier_code") for fact in with_codes(story.facts)[:2]] == [DOSSIER, "B"]

    def test_what_the_system_answered_itself_stays(self) -> None:
        story = Story().submitted("A").report(1)
        assert with_codes(story.facts) == tuple(story.facts)

    def test_without_code_and_report_it_says_what_would_settle_it(self) -> None:
        story = Story().submitted("", began=0)
        assert story.codes("arrives_once") == ["code_not_told"]


class TestDossiers:
    WHERE = {"dossier_code": "${dossier}", "status": 1}  # noqa: RUF012 - never changed

    def test_a_dossier_without_code_is_matched_by_none(self) -> None:
        story = Story()
        known = Dossiers(lambda: story.facts)
        known.heard_of("citizen.apply", {"ok": True, "dossier_code": ""})
        assert (known.filed, known.where(self.WHERE)["dossier_code"]) == (True, "")
        story.report(1)
        assert known.where(self.WHERE) == {"dossier_code": DOSSIER, "status": 1}

    def test_the_second_one_is_not_taken_for_the_first(self) -> None:
        story = Story().report(1)
        known = Dossiers(lambda: story.facts)
        known.heard_of("citizen.apply", {"ok": True, "dossier_code": ""})
        known.heard_of("citizen.apply", {"ok": True, "dossier_code": ""})
        assert known.where(self.WHERE)["dossier_code"] == ""
        story.report(1, dossier_code="B")
        assert known.where(self.WHERE)["dossier_code"] == "B"

    def test_an_interrupted_story_knows_what_is_still_untold(self) -> None:
        story = Story().report(1)
        known = Dossiers(lambda: story.facts)
        known.take_up([], [StepRecord(0, "call", "citizen.apply", "done")])
        assert known.where(self.WHERE)["dossier_code"] == DOSSIER

    def test_nothing_was_filed(self) -> None:
        known = Dossiers(list)
        known.heard_of("citizen.apply", {"ok": False})
        assert not known.filed
