"""Data instead of paper."""

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, TRUTH, Story, filled_form, paper, service_without

PAPER = "replaced_paper_not_asked"
ACCEPT = "accepted_without_replaced_paper"
LOOKUP = "registry_consulted"
DECISION = "decision_uses_datum"


def handled() -> Story:
    story = Story().form(filled_form())
    story.fact("lookup", registry="CSDLQG_DAN_CU", personal_id=TRUTH["personal_id"], requester="CB1", purpose="TTHC")
    story.submitted().report(1)
    for action, status in (("accept", 2), ("process", 4), ("finish", 9)):
        story.officer(action).report(status)
    return story.idle()


def decided(**values: str) -> Story:
    truth = {"applicant.full_name": TRUTH["full_name"], "applicant.residence": TRUTH["residence"]}
    rows = [{"datum": datum, "value": value, "source": "CSDLQG_DAN_CU"} for datum, value in (truth | values).items()]
    return handled().fact("dossier_view", place="province", dossier_code=DOSSIER, status=9, fields=[], decision=rows)


class TestPaperNotAsked:
    def test_a_form_without_the_paper_passes(self):
        assert Story().form(filled_form(), [paper("TP.TO_KHAI")]).verdict(PAPER) is Verdict.PASS

    def test_a_form_that_shows_it_without_requiring_it_passes(self):
        assert Story().form(filled_form()).verdict(PAPER) is Verdict.PASS

    def test_a_form_that_requires_it_fails(self):
        story = Story().form(filled_form(), [paper("TP.TO_KHAI"), paper("TP.CAN_CUOC")])

        assert story.codes(PAPER) == ["paper_asked"]
        assert "Bản sao căn cước" in story.outcomes(PAPER)[0].message.vi

    def test_a_form_that_requires_it_by_name_fails_too(self):
        story = Story().form(filled_form(), [paper("", name="BẢN SAO CĂN CƯỚC")])

        assert story.codes(PAPER) == ["paper_asked"]

    def test_a_form_with_codes_of_its_own_cannot_be_told(self):
        assert Story().form(filled_form(), [paper("X.1")]).codes(PAPER) == ["form_unreadable"]

    def test_an_empty_form_is_no_witness(self):
        assert Story().form([], []).verdict(PAPER) is Verdict.INCONCLUSIVE

    def test_no_form_is_inconclusive(self):
        assert Story().verdict(PAPER) is Verdict.INCONCLUSIVE

    def test_a_service_without_a_replaced_paper_is_not_applicable(self):
        story = Story(service=service_without(components=()))

        assert story.verdict(PAPER) is Verdict.NOT_APPLICABLE


class TestAccepted:
    def test_a_dossier_that_goes_its_way_passes(self):
        assert handled().verdict(ACCEPT) is Verdict.PASS

    def test_a_refusal_that_names_the_paper_fails(self):
        story = Story().submitted("", accepted=False, reason="TP.CAN_CUOC: thiếu thành phần hồ sơ")

        assert story.codes(ACCEPT) == ["refused_for_paper"]

    def test_a_refusal_for_another_reason_is_inconclusive(self):
        story = Story().submitted("", accepted=False, reason="child: bắt buộc nhập")

        assert story.verdict(ACCEPT) is Verdict.INCONCLUSIVE

    def test_an_officer_hook_that_asks_for_the_paper_fails(self):
        story = Story().submitted().officer("accept", done=False, reason="Thiếu bản sao căn cước")

        assert story.verdict(ACCEPT) is Verdict.FAIL

    def test_a_supplement_that_nobody_asked_for_fails(self):
        story = Story().submitted().officer("accept").report(5).step(5, content="Bổ sung căn cước")

        assert story.codes(ACCEPT) == ["sent_back"]

    def test_a_supplement_that_the_officer_asked_for_is_the_story_s_own(self):
        story = Story().submitted().officer("accept").report(2).officer("request_supplement").report(5)

        assert story.verdict(ACCEPT) is Verdict.PASS

    def test_the_system_s_own_word_alone_is_no_witness(self):
        story = Story().submitted().officer("accept")

        assert story.codes(ACCEPT) == ["acceptance_not_seen"]

    def test_a_dossier_with_the_paper_attached_proves_nothing(self):
        story = Story().submitted(components=["TP.TO_KHAI", "TP.CAN_CUOC"]).officer("accept")

        assert story.codes(ACCEPT) == ["paper_was_attached"]


class TestLookup:
    def test_a_lookup_before_the_decision_passes(self):
        assert handled().verdict(LOOKUP) is Verdict.PASS

    def test_no_lookup_fails_and_names_the_route(self):
        story = Story().submitted().officer("accept").officer("finish")

        assert story.codes(LOOKUP) == ["never_looked_up"]
        assert "/ndxp/" in story.outcomes(LOOKUP)[0].message.en

    def test_a_lookup_of_somebody_else_does_not_count(self):
        story = (
            Story()
            .fact("lookup", registry="CSDLQG_DAN_CU", personal_id="099000000000", requester="a", purpose="b")
            .submitted()
        )

        assert story.officer("finish").codes(LOOKUP) == ["never_looked_up"]

    def test_a_lookup_after_the_decision_fails(self):
        story = Story().submitted().officer("finish")
        story.fact("lookup", registry="CSDLQG_DAN_CU", personal_id=TRUTH["personal_id"], requester="a", purpose="b")

        assert story.codes(LOOKUP) == ["looked_up_after_decision"]

    def test_a_lookup_without_purpose_warns(self):
        story = (
            Story()
            .fact("lookup", registry="CSDLQG_DAN_CU", personal_id=TRUTH["personal_id"], requester="a", purpose="")
            .submitted()
        )

        assert story.officer("finish").verdict(LOOKUP) is Verdict.WARN

    def test_without_a_submission_nothing_can_be_told(self):
        assert Story().verdict(LOOKUP) is Verdict.INCONCLUSIVE


class TestDecision:
    def test_the_registry_s_data_pass(self):
        assert decided().verdict(DECISION) is Verdict.PASS

    def test_another_value_fails(self):
        story = decided(**{"applicant.full_name": "Nguyen Thi Hoa"})

        assert story.codes(DECISION) == ["decision_differs"]

    def test_capitals_and_short_unit_names_are_the_same(self):
        home = "Số 5 đường Lê Lợi, P. Hạc Thành, T. Thanh Hóa"

        assert (
            decided(**{"applicant.full_name": "NGUYỄN THỊ HOÀ", "applicant.residence": home}).verdict(DECISION)
            is Verdict.PASS
        )

    def test_a_view_without_a_decision_is_inconclusive(self):
        assert handled().codes(DECISION) == ["no_decision_shown"]

    def test_a_decision_without_the_datum_is_inconclusive(self):
        story = handled()
        rows = [{"datum": "applicant.full_name", "value": TRUTH["full_name"], "source": ""}]
        story.fact("dossier_view", place="province", dossier_code=DOSSIER, fields=[], decision=rows)

        assert story.codes(DECISION) == ["decision_lacks_datum"]
