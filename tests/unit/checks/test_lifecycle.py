"""Between filing and result: the reason, the supplement, the withdrawal, and the next dossier."""

import pytest

from simulator.domain.outcome import Owner, Verdict
from tests.unit.checks.evidence_builder import (
    DOSSIER,
    Story,
    filled_form,
    form_field,
    line,
    service_without,
)

REASON, SUPPLEMENT, WITHDRAW = "reason_reaches_citizen", "supplement_asked_once", "withdrawal_honoured"
LEARNT, STATUSES, FINAL = "learnt_not_asked", "every_status_reaches_portal", "final_state_arrives"
ORDER, ONCE, INTACT = "no_older_state_over_newer", "arrives_once", "typed_data_unchanged"
WHY = "Thiếu văn bản ủy quyền của người yêu cầu; đề nghị bổ sung."


def view(story: Story, **data: object) -> Story:
    known = {"place": "province", "dossier_code": DOSSIER, "status": 5, "fields": [], "decision": None, "history": []}
    return story.fact("dossier_view", **{**known, "asked": None, "supplement": None, "withdraw": None, **data})


def asked(components: list[str], fields: list[str] | None = None, reason: str = WHY) -> dict[str, object]:
    return {"reason": reason, "components": components, "fields": fields or []}


def supplemented(story: Story, **data: object) -> Story:
    known = {"dossier_code": DOSSIER, "accepted": True, "typed": {}, "components": ["TP.UY_QUYEN"], "reason": ""}
    return story.fact("supplement", **{**known, **data})


def sent_back(**data: object) -> Story:
    """Return a story in which everything went right up to the request for a supplement."""
    known = {"reason": WHY, "components": ["TP.UY_QUYEN"], "fields": ["child"], **data}
    story = Story().submitted().report(1).officer("request_supplement", **known).report(5)
    return story.step(5, content=f"Yêu cầu bổ sung hồ sơ: {WHY}")


def withdrawn(**data: object) -> Story:
    story = Story().submitted().report(1).officer("accept").report(2).step(2)
    return story.fact("withdrawal", **{"dossier_code": DOSSIER, "accepted": True, "reason": "", "status": 7, **data})


@pytest.mark.parametrize("check", [REASON, SUPPLEMENT, WITHDRAW, LEARNT])
def test_without_a_dossier_nothing_can_be_told(check):
    outcome = Story().outcomes(check)[0]

    assert (outcome.verdict, outcome.owner) == (Verdict.INCONCLUSIVE, Owner.TESTER)


@pytest.mark.parametrize("check", [REASON, SUPPLEMENT, WITHDRAW, LEARNT])
def test_a_story_without_the_act_leaves_nothing_to_judge(check):
    assert Story().submitted().report(1).idle().verdict(check) is Verdict.INCONCLUSIVE


class TestReason:
    def refused(self) -> Story:
        return Story().submitted().report(1).officer("refuse", reason=WHY).report(3)

    def test_a_reason_in_the_progress_step_is_told(self):
        story = self.refused().step(3, content=f"Từ chối: {WHY.upper()}").idle()

        assert story.verdict(REASON) is Verdict.PASS

    @pytest.mark.parametrize("shown", [{"history": [{"status": 3, "at": "", "content": WHY}]}, {"asked": asked([])}])
    def test_a_reason_on_the_system_s_own_page_is_told(self, shown):
        assert view(self.refused().step(3), **shown).idle().verdict(REASON) is Verdict.PASS

    def test_a_reason_that_was_cut_short_is_still_told(self):
        assert self.refused().step(3, content=WHY[:50]).idle().verdict(REASON) is Verdict.PASS

    def test_a_reason_that_nobody_can_read_is_a_finding(self):
        story = view(self.refused().step(3, content="Từ chối tiếp nhận")).idle()

        assert story.codes(REASON) == ["reason_not_told"]
        assert story.outcomes(REASON)[0].found == "Từ chối tiếp nhận"

    def test_what_may_still_arrive_is_not_missing(self):
        story = Story(sync_max_seconds=None).submitted().officer("refuse", reason=WHY)

        assert story.verdict(REASON) is Verdict.INCONCLUSIVE

    def test_a_page_of_another_dossier_tells_nothing(self):
        story = view(self.refused(), dossier_code="OTHER", asked=asked([])).idle()

        assert story.codes(REASON) == ["reason_not_told"]

    def test_an_action_without_a_reason_is_not_judged(self):
        assert Story().submitted().officer("refuse").report(3).idle().codes(REASON) == ["no_reason_given"]


class TestSupplement:
    def test_one_complete_request_and_a_supplement_that_is_taken_pass(self):
        story = view(sent_back(), asked=asked(["TP.UY_QUYEN"], ["child"]))

        assert supplemented(story).verdict(SUPPLEMENT) is Verdict.PASS

    def test_a_request_in_words_alone_passes(self):
        assert supplemented(view(sent_back(), asked=asked([]))).verdict(SUPPLEMENT) is Verdict.PASS

    def test_a_supplement_that_is_refused_is_a_finding(self):
        story = supplemented(sent_back(), accepted=False, reason="không nhận")

        assert story.codes(SUPPLEMENT) == ["supplement_refused"]

    def test_a_supplement_that_is_taken_at_the_second_try_is_taken(self):
        story = supplemented(supplemented(sent_back(), accepted=False, reason="bận"))

        assert story.verdict(SUPPLEMENT) is Verdict.PASS

    def test_another_number_is_a_finding(self):
        assert supplemented(sent_back(), dossier_code="OTHER").codes(SUPPLEMENT) == ["number_changed_by_supplement"]

    def test_a_second_request_in_other_words_is_a_finding(self):
        story = supplemented(sent_back()).step(5, "2025-07-01T09:00:00+07:00", content="Nộp thêm sổ hộ khẩu")

        assert story.codes(SUPPLEMENT) == ["asked_twice"]

    def test_the_same_request_sent_again_is_another_check_s_business(self):
        story = supplemented(sent_back()).step(5, "2025-07-01T09:00:00+07:00", content=f"Yêu cầu bổ sung hồ sơ: {WHY}")

        assert story.verdict(SUPPLEMENT) is Verdict.PASS

    def test_a_request_that_leaves_something_out_is_a_finding(self):
        story = supplemented(view(sent_back(), asked=asked(["TP.UY_QUYEN"])))

        assert story.codes(SUPPLEMENT) == ["demand_incomplete"]
        assert "child" in story.outcomes(SUPPLEMENT)[0].message.en

    def test_a_request_for_what_was_handed_in_is_a_finding(self):
        story = supplemented(view(sent_back(), asked=asked(["TP.UY_QUYEN", "TP.TO_KHAI"], ["child"])))

        assert story.codes(SUPPLEMENT) == ["given_asked_again"]

    def test_a_page_that_knows_no_supplement_cannot_be_judged(self):
        story = sent_back().fact("hand_failed", hand="citizen.supplement", problem="bad_shape", detail="x", url="u")

        assert story.verdict(SUPPLEMENT) is Verdict.INCONCLUSIVE

    def test_what_was_stated_anew_takes_the_place_of_what_was_typed(self):
        story = Story().submitted(typed={"child.full_name": "Hoà"})
        before = [{"id": "child", "datum": "child.full_name", "value": "Hoà"}]
        story = supplemented(view(story, fields=before), typed={"child.full_name": "Hoà Thuỷ"})
        after = view(story, fields=[{**before[0], "value": "Hoà Thuỷ"}])
        assert after.verdict(INTACT) is Verdict.PASS

        assert view(after, fields=before).codes(INTACT) == ["typed_changed"]


class TestWithdrawal:
    @pytest.mark.parametrize("status", [7, 8])
    def test_a_withdrawal_that_ends_everything_passes(self, status):
        story = withdrawn(status=status).report(status).step(status).idle()

        for check in (WITHDRAW, STATUSES, FINAL, ORDER, ONCE):
            assert story.verdict(check) is Verdict.PASS, check

    def test_the_portal_may_hear_the_other_word_for_it(self):
        story = withdrawn(status=8).report(7).idle()

        for check in (WITHDRAW, STATUSES, FINAL):
            assert story.verdict(check) is Verdict.PASS, check

    def test_a_refused_withdrawal_fails(self):
        story = withdrawn(accepted=False, reason="không được", status=None).idle()

        assert story.codes(WITHDRAW) == ["withdrawal_refused"]
        assert story.verdict(WITHDRAW) is Verdict.FAIL

    def test_after_the_decision_a_refusal_is_right(self):
        story = Story().submitted().officer("accept").officer("finish").report(9)
        story.fact("withdrawal", dossier_code=DOSSIER, accepted=False, reason="đã có kết quả", status=None)

        assert story.verdict(WITHDRAW) is Verdict.PASS

    def test_a_withdrawal_that_the_portal_never_hears_of_fails(self):
        story = withdrawn().idle()

        assert story.codes(WITHDRAW) == ["withdrawal_not_reported"]
        assert story.codes(STATUSES) == ["status_missing"]
        assert story.codes(FINAL) == ["final_state_missing"]

    def test_what_may_still_arrive_is_not_missing(self):
        story = Story(sync_max_seconds=None).submitted().report(1)
        story.fact("withdrawal", dossier_code=DOSSIER, accepted=True, reason="", status=7)

        assert story.codes(WITHDRAW) == ["withdrawal_not_reported_yet"]

    def test_an_officer_who_can_go_on_fails(self):
        story = withdrawn().report(7).officer("finish").report(9).idle()

        assert story.codes(WITHDRAW) == ["processed_after_withdrawal"]

    def test_a_system_that_goes_on_by_itself_fails(self):
        assert withdrawn().report(7).report(4).idle().codes(WITHDRAW) == ["processed_after_withdrawal"]

    def test_an_officer_who_is_refused_is_as_it_should_be(self):
        story = withdrawn().report(7).officer("finish", done=False, status=None, refusable=True, reason="đã rút").idle()

        assert story.verdict(WITHDRAW) is Verdict.PASS
        assert story.verdict(STATUSES) is Verdict.PASS

    def test_an_older_step_that_arrives_late_is_only_history(self):
        assert withdrawn().report(7).step(4).report(2).idle().verdict(WITHDRAW) is Verdict.PASS


class TestLearnt:
    PHONE = "applicant.phone"

    def two_forms(self, *rows: dict[str, object], typed: dict[str, str] | None = None) -> Story:
        story = Story().form([line(self.PHONE)]).submitted(typed=typed or {self.PHONE: "0500005678"})
        return story.form([*(row for row in filled_form() if row["datum"] != self.PHONE), *rows])

    @pytest.mark.parametrize("state", ["editable", "locked"])
    def test_what_was_typed_is_filled_in(self, state):
        assert self.two_forms(line(self.PHONE, "0500005678", state)).verdict(LEARNT) is Verdict.PASS

    def test_a_form_that_leaves_it_out_does_not_ask(self):
        assert self.two_forms().verdict(LEARNT) is Verdict.PASS

    def test_an_empty_line_fails_and_shows_what_had_been_typed(self):
        story = self.two_forms(line(self.PHONE))

        assert story.codes(LEARNT) == ["asked_though_learnt"]
        assert "0500005678" in story.outcomes(LEARNT)[0].message.vi
        assert story.verdict(LEARNT) is Verdict.FAIL

    def test_what_is_said_of_somebody_else_may_be_asked_again(self):
        story = self.two_forms(line("child.full_name"), typed={"child.full_name": "Hoà", self.PHONE: "0500005678"})

        assert story.verdict(LEARNT) is Verdict.PASS

    def test_what_only_others_typed_teaches_nothing(self):
        assert self.two_forms(typed={"child.full_name": "Hoà"}).codes(LEARNT) == ["nothing_learnt"]

    def test_without_a_second_form_nothing_can_be_told(self):
        story = Story().form([line(self.PHONE)]).submitted(typed={self.PHONE: "0500005678"})

        assert story.codes(LEARNT) == ["no_second_form"]

    def test_a_second_form_that_binds_nothing_is_inconclusive(self):
        story = Story().submitted(typed={self.PHONE: "0500005678"}).form([line("", id="x")])

        assert story.codes(LEARNT) == ["form_binds_nothing"]

    def test_a_submission_that_was_refused_taught_nothing(self):
        story = Story().submitted("", accepted=False, typed={self.PHONE: "0500005678"}).form([line(self.PHONE)])
        story.submitted(typed={})

        assert story.verdict(LEARNT) is Verdict.INCONCLUSIVE

    def test_another_part_of_the_form_that_happens_to_be_the_citizen_is_not_judged(self):
        service = service_without(subjects={"applicant": "applicant", "mother": "applicant"})
        story = self.two_forms(line("mother.full_name"), typed={"mother.full_name": "Hoà", self.PHONE: "0500005678"})
        story.service = service

        assert story.verdict(LEARNT) is Verdict.PASS

    def test_a_form_without_an_applicant_s_part_learns_from_the_citizen_s_parts(self):
        service = service_without(
            subjects={"male": "applicant"}, fields=(form_field("count", "male.marriage_count", known_once=""),)
        )
        story = Story(service=service).submitted(typed={"male.marriage_count": "1"}).form([line("male.marriage_count")])

        assert story.codes(LEARNT) == ["asked_though_learnt"]
        assert story.verdict(LEARNT) is Verdict.WARN  # such a statement may have to be made anew

    def test_a_service_in_which_the_citizen_types_nothing_of_their_own_is_not_applicable(self):
        story = Story(service=service_without(fields=(form_field("name", "applicant.full_name"),)))

        assert story.verdict(LEARNT) is Verdict.NOT_APPLICABLE


class TestTwoDossiers:
    OTHER = f"{DOSSIER[:-1]}2"

    def test_two_submissions_may_make_two_dossiers_and_the_later_one_is_judged(self):
        story = Story().submitted().report(1).submitted(self.OTHER).report(1, dossier_code=self.OTHER)
        story.officer("accept", dossier_code=self.OTHER).report(2, dossier_code=self.OTHER).idle()

        assert story.verdict(STATUSES) is Verdict.PASS

    def test_what_was_typed_for_the_first_is_not_looked_for_in_the_second(self):
        story = Story().submitted(typed={"child.full_name": "Hoà"})
        story.submitted(self.OTHER, typed={"child.full_name": "Thuỷ"})
        shown = [{"datum": "child.full_name", "value": "Thuỷ"}]

        assert view(story, dossier_code=self.OTHER, fields=shown).verdict(INTACT) is Verdict.PASS
