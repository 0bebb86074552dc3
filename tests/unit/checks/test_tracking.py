"""Following a dossier on the portal: what passes, what fails, and what cannot be told."""

import pytest

from simulator.domain.evidence import StepRecord
from simulator.domain.outcome import Owner, Verdict
from tests.unit.checks.evidence_builder import DOSSIER, Story, tracked

STATUSES = "every_status_reaches_portal"
FINAL = "final_state_arrives"
ORDER = "no_older_state_over_newer"
ONCE = "arrives_once"
SYNC = (STATUSES, FINAL, ORDER, ONCE)


@pytest.mark.parametrize("check", SYNC)
def test_a_system_that_reports_everything_passes(check):
    story = tracked()

    assert story.verdict(check) is Verdict.PASS
    assert story.judged(check).witness


@pytest.mark.parametrize("check", SYNC)
def test_without_a_dossier_nothing_can_be_told(check):
    outcome = Story().outcomes(check)[0]

    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)


@pytest.mark.parametrize("check", SYNC)
def test_a_refused_submission_blocks_and_names_the_reason(check):
    story = Story().submitted("", accepted=False, reason="child: thiếu họ tên")

    outcome = story.outcomes(check)[0]

    assert outcome.verdict is Verdict.INCONCLUSIVE
    assert "thiếu họ tên" in outcome.message.vi


@pytest.mark.parametrize(
    ("problem", "owner"),
    [
        ("refused", Owner.NETWORK),
        ("timeout", Owner.NETWORK),
        ("not_json", Owner.PROVINCE),
        ("bad_shape", Owner.PROVINCE),
    ],
)
def test_a_hand_that_failed_says_who_has_to_act(problem, owner):
    story = Story().fact("hand_failed", hand="citizen.apply", problem=problem, detail="<html>", url="http://p/x")

    outcome = story.outcomes(STATUSES)[0]

    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, owner)
    assert "http://p/x" in outcome.message.en


class TestEveryStatus:
    def test_a_status_may_arrive_as_a_processing_step_alone(self):
        story = Story().submitted().report(1).officer("accept").step(2).idle()

        assert story.verdict(STATUSES) is Verdict.PASS

    def test_a_report_that_arrives_before_the_hook_has_answered_counts(self):
        story = Story().submitted().report(2).officer("accept").idle()

        assert story.verdict(STATUSES) is Verdict.PASS

    def test_a_missing_status_fails_and_names_what_was_seen(self):
        story = Story().submitted().report(1).officer("accept").report(2).officer("process").idle()

        outcome = story.outcomes(STATUSES)[0]

        assert outcome.verdict is Verdict.FAIL
        assert (outcome.expected, outcome.found) == ("4", "1, 2")
        assert "Đang xử lý" in outcome.message.vi

    def test_several_missing_statuses_are_one_red_line(self):
        story = Story().submitted().officer("accept").officer("process").idle()

        assert story.codes(STATUSES) == ["nothing_arrived"]

    def test_a_status_that_only_the_portal_refused_is_missing_and_says_so(self):
        story = Story().submitted().report(1).officer("accept").report(2, accepted=False, answer_code="7").idle()

        assert story.codes(STATUSES) == ["status_refused_by_portal"]
        assert "7" in story.outcomes(STATUSES)[0].message.en

    def test_without_claim_and_idle_probe_a_missing_status_is_inconclusive(self):
        story = Story(sync_max_seconds=None).submitted().report(1).officer("accept")

        assert story.verdict(STATUSES) is Verdict.INCONCLUSIVE

    def test_an_idle_word_from_before_the_action_proves_nothing(self):
        story = Story(sync_max_seconds=None).submitted().report(1).idle().officer("accept")

        assert story.verdict(STATUSES) is Verdict.INCONCLUSIVE

    def test_without_a_claim_the_idle_word_is_enough(self):
        story = Story(sync_max_seconds=None).submitted().report(1).officer("accept").idle()

        assert story.verdict(STATUSES) is Verdict.FAIL

    def test_a_session_that_did_not_settle_is_inconclusive(self):
        story = Story(settled=False).submitted().report(1).officer("accept").idle()

        assert story.verdict(STATUSES) is Verdict.INCONCLUSIVE

    def test_later_than_claimed_breaks_the_claim(self):
        story = Story().submitted().report(1).officer("accept").wait(6).report(2).idle()

        assert story.codes(STATUSES) == ["status_late"]

    def test_nobody_is_late_for_the_time_in_which_the_national_side_was_away(self):
        story = Story(sync_max_seconds=5).submitted().report(1).officer("accept").wait(60).fact("restarted").report(2)
        assert story.codes(STATUSES) == []

    def test_a_restart_after_the_arrival_excuses_nothing(self):
        story = Story(sync_max_seconds=5).submitted().report(1).officer("accept").wait(60).report(2).fact("restarted")
        assert story.codes(STATUSES) == ["status_late"]
        assert story.verdict(STATUSES) is Verdict.FAIL

    def test_an_outage_of_the_portal_excuses_a_delay(self):
        story = Story().submitted().report(1).officer("accept").fact("disturbed", weather="portal-down", operation="x")
        story.wait(60).report(2).idle()

        assert story.verdict(STATUSES) is Verdict.PASS

    def test_a_status_made_twice_has_to_arrive_twice(self):
        story = Story().submitted().officer("process").report(4).officer("request_supplement").report(5)
        again = story.officer("process")
        assert again.verdict(STATUSES) is Verdict.FAIL

        assert again.report(4).verdict(STATUSES) is Verdict.PASS

    def test_an_action_that_made_another_status_is_not_blamed_on_the_synchronisation(self):
        story = Story().submitted().report(1).officer("accept", status=5).report(5).idle()

        assert story.codes(STATUSES) == ["action_made_another"]
        assert story.verdict(STATUSES) is Verdict.INCONCLUSIVE

    def test_an_action_that_the_hook_refused_is_inconclusive(self):
        story = Story().submitted().report(1).officer("accept", done=False, reason="không có quyền")

        assert story.codes(STATUSES) == ["officer_refused"]

    def test_another_session_s_dossier_does_not_count(self):
        story = Story().submitted().report(1).officer("accept").report(2, dossier_code="OTHER").idle()

        assert story.verdict(STATUSES) is Verdict.FAIL


class TestFinalState:
    def test_a_final_state_in_the_steps_alone_fails(self):
        story = tracked("process").officer("finish").officer("return_result").step(10).idle()

        assert story.codes(FINAL) == ["final_only_in_progress"]

    def test_a_final_state_that_never_arrived_fails(self):
        assert tracked("process").officer("finish").officer("return_result").idle().codes(FINAL) == [
            "final_state_missing"
        ]

    def test_the_record_needs_time_and_result_code(self):
        story = tracked("process").officer("finish").report(9, finished_at="x").officer("return_result").report(10)

        assert story.codes(FINAL) == ["no_return_time", "no_result_code"]
        assert story.verdict(FINAL) is Verdict.FAIL

    def test_a_later_row_may_bring_what_an_earlier_one_lacked(self):
        story = tracked("process").officer("finish").officer("return_result").report(10)
        story.report(10, returned_at="x", finished_at="x", result_codes=["KQ.1"])

        assert story.verdict(FINAL) is Verdict.PASS

    def test_a_missing_finish_time_beside_the_return_time_only_warns(self):
        story = tracked("process").officer("return_result").report(10, returned_at="x", result_codes=["KQ.1"])

        assert story.verdict(FINAL) is Verdict.WARN

    def test_an_unpublished_result_code_fails(self):
        story = tracked("process").officer("return_result")
        story.report(10, returned_at="x", finished_at="x", result_codes=["KQ.999"])

        assert story.codes(FINAL) == ["unknown_result_code"]

    def test_a_refusal_needs_neither_result_nor_times(self):
        story = Story().submitted().report(1).officer("refuse").report(3).idle()

        assert story.verdict(FINAL) is Verdict.PASS

    def test_an_officer_who_never_ended_it_leaves_nothing_to_judge(self):
        assert tracked("process").codes(FINAL) == ["no_final_action"]


class TestOrder:
    def test_an_older_row_after_a_newer_one_fails(self):
        story = Story().submitted().report(1).officer("accept").report(2).officer("process").report(4).report(2)

        assert story.codes(ORDER) == ["older_over_newer"]
        assert story.outcomes(ORDER)[0].found == "4 → 2"

    def test_equal_repeats_are_fine(self):
        story = Story().submitted().report(1).officer("accept").report(2).report(2)

        assert story.verdict(ORDER) is Verdict.PASS

    def test_an_older_step_that_arrives_late_is_only_history(self):
        assert tracked().step(2, "2025-07-01T08:00:30+07:00").verdict(ORDER) is Verdict.PASS

    def test_an_older_row_that_the_portal_refused_is_fine(self):
        story = tracked("process").report(2, accepted=False)

        assert story.verdict(ORDER) is Verdict.PASS

    def test_back_and_forth_as_the_officer_did_is_fine(self):
        story = Story().submitted().report(1)
        for action, status in (("process", 4), ("request_supplement", 5), ("process", 4)):
            story.officer(action).report(status)
        assert story.verdict(ORDER) is Verdict.PASS

        assert story.report(5).verdict(ORDER) is Verdict.FAIL

    def test_one_old_state_alone_is_no_witness(self):
        story = Story().submitted().report(1).officer("accept").idle()

        assert story.verdict(ORDER) is Verdict.INCONCLUSIVE

    def test_a_system_that_reports_the_newest_state_alone_passes(self):
        story = Story().submitted().officer("accept").officer("process").report(4)

        assert story.verdict(ORDER) is Verdict.PASS


class TestOnce:
    def test_repeats_with_the_same_key_are_fine(self):
        assert tracked().report(10).step(10).verdict(ONCE) is Verdict.PASS

    def test_a_step_with_two_times_fails(self):
        story = tracked().step(2, "2025-07-01T09:30:00+07:00")

        assert story.codes(ONCE) == ["step_doubled"]
        assert story.verdict(ONCE) is Verdict.FAIL

    def test_a_second_step_in_other_words_only_warns(self):
        story = tracked().step(2, "2025-07-01T09:30:00+07:00", content="Tiếp nhận (hệ thống)")

        assert story.verdict(ONCE) is Verdict.WARN

    def test_several_different_steps_while_processing_are_fine(self):
        story = tracked().step(4, "2025-07-01T09:30:00+07:00", content="Trình ký")

        assert story.verdict(ONCE) is Verdict.PASS

    def test_a_synthetic_first_step_is_fine(self):
        story = tracked().step(1, "2025-07-01T08:00:00+07:00").step(1, "2025-07-01T08:00:01+07:00")

        assert story.verdict(ONCE) is Verdict.PASS

    def test_a_second_dossier_for_one_submission_fails(self):
        story = tracked().report(2, dossier_code=f"{DOSSIER[:-1]}9")

        assert story.codes(ONCE) == ["second_dossier"]

    def test_another_procedure_of_the_same_person_is_none_of_this_story(self):
        story = tracked().report(2, dossier_code="OTHER", procedure_code="2.000001")

        assert story.verdict(ONCE) is Verdict.PASS

    def test_a_duplicate_that_the_portal_refused_is_fine(self):
        story = tracked().report(2, dossier_code="OTHER", accepted=False)

        assert story.verdict(ONCE) is Verdict.PASS


@pytest.mark.parametrize("problem", ["selector_gone", "script_stuck"])
def test_a_script_that_does_not_fit_the_page_is_the_testers_to_mend(problem):
    story = Story().fact(
        "hand_failed", hand="citizen.apply", problem=problem, detail="#hoTen", url="http://p/x", screenshot="1.png"
    )
    outcome = story.outcomes(STATUSES)[0]
    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)
    assert outcome.found == f"#hoTen [screenshots/{story.evidence().session}-1.png]"


def test_a_machine_without_a_browser_is_the_testers_to_mend():
    story = Story()
    story.steps.append(StepRecord(0, "call", "citizen.apply", "failed", detail="no Chromium", problem="driver_missing"))
    outcome = story.outcomes(STATUSES)[0]
    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)
    assert "no Chromium" in outcome.message.en
