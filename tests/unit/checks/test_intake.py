"""What was filed at the portal: taken in, once, with its files, unchanged, and with its status told back."""

import pytest

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, PROCEDURE, Story

TAKEN, ONCE = "portal_dossier_taken_in", "portal_dossier_filed_once"
FILES, INTACT, STATUS = "portal_files_fetched", "portal_data_unchanged", "portal_status_comes_back"
OWN, SECOND = "000.00.12.H99-250701-0009", "000.00.12.H99-250701-0002"


def filed(code: str = DOSSIER, way: str = "pull", story: Story | None = None, **data: object) -> Story:
    known = {"accepted": True, "way": way, "typed": {"applicant.phone": "0500001234"}, "components": ["TP.CAN_CUOC"]}
    return (story or Story()).fact("portal_filing", dossier_code=code, **{**known, "reason": "", **data})


def linked_to(story: Story, own: str = OWN, status: int = 2) -> Story:
    return story.fact("status_report", dossier_code=DOSSIER, own_code=own, status=status, accepted=True)


class TestTaken:
    def test_a_report_under_the_portal_s_code_passes(self):
        assert filed().report(1).idle().verdict(TAKEN) is Verdict.PASS

    def test_a_report_under_an_own_code_that_is_tied_to_it_passes(self):
        assert linked_to(filed()).idle().verdict(TAKEN) is Verdict.PASS

    def test_a_report_under_a_code_that_nothing_ties_to_it_was_still_taken_in(self):
        assert filed().report(1, dossier_code=OWN).idle().verdict(TAKEN) is Verdict.PASS

    def test_nothing_is_a_finding_that_says_how_far_it_came(self):
        story = filed().fact("filing_listed", dossier_code=DOSSIER, way="pull").idle()
        (finding,) = story.judged(TAKEN).findings
        assert finding.code == "filing_not_taken_in"
        assert finding.settles
        assert finding.values["how_far"].en == "listed"

    def test_while_it_may_still_come_nothing_is_said(self):
        assert filed(story=Story(settled=False)).verdict(TAKEN) is Verdict.INCONCLUSIVE

    def test_without_a_claimed_rhythm_and_an_idle_answer_nothing_is_said(self):
        assert filed(story=Story(sync_max_seconds=None)).verdict(TAKEN) is Verdict.INCONCLUSIVE

    def test_one_of_two_is_missed(self):
        story = filed(SECOND, story=filed()).report(1).idle()
        assert [finding.expected for finding in story.judged(TAKEN).findings] == [SECOND]

    def test_later_than_claimed_is_found(self):
        assert filed().wait(30).report(1).idle().codes(TAKEN) == ["filing_taken_late"]

    def test_an_outage_of_ours_excuses_the_delay(self):
        assert filed().fact("restarted").wait(30).report(1).idle().verdict(TAKEN) is Verdict.PASS

    def test_a_linked_dossier_has_to_be_acknowledged(self):
        story = filed(way="poll-linked").report(1).idle()
        assert story.codes(TAKEN) == ["linked_not_acknowledged"]
        assert story.fact("filing_acknowledged", dossier_code=DOSSIER, way="poll-linked").codes(TAKEN) == []

    def test_a_refused_filing_is_inconclusive(self):
        story = filed("", accepted=False, reason="dòng còn trống")
        assert story.codes(TAKEN) == ["submission_refused"]

    def test_nobody_filed(self):
        assert Story().verdict(TAKEN) is Verdict.INCONCLUSIVE


class TestOnce:
    def test_an_update_of_the_portal_s_dossier_passes(self):
        assert filed().report(1).report(2).idle().verdict(ONCE) is Verdict.PASS

    def test_one_own_code_passes(self):
        assert linked_to(filed()).report(2, dossier_code=OWN).idle().verdict(ONCE) is Verdict.PASS

    def test_another_dossier_of_the_service_is_found(self):
        story = filed().report(1).report(1, dossier_code=OWN).report(2, dossier_code=OWN).idle()
        assert story.codes(ONCE) == ["filing_made_another"]

    def test_two_own_codes_are_found(self):
        assert linked_to(linked_to(filed()), SECOND).idle().codes(ONCE) == ["filing_made_another"]

    def test_a_dossier_of_another_procedure_is_nobody_s_twin(self):
        story = filed().report(1).report(1, dossier_code=OWN, procedure_code="9.999999").idle()
        assert story.verdict(ONCE) is Verdict.PASS

    def test_what_was_not_taken_in_is_another_check_s_finding(self):
        assert filed().idle().verdict(ONCE) is Verdict.INCONCLUSIVE


class TestFiles:
    def test_every_file_fetched_passes(self):
        story = filed().report(1).fact("filing_file", dossier_code=DOSSIER, component="TP.CAN_CUOC").idle()
        assert story.verdict(FILES) is Verdict.PASS

    def test_a_file_left_at_the_portal_is_found(self):
        assert filed().report(1).idle().codes(FILES) == ["filing_file_left"]

    @pytest.mark.parametrize("kind", ["", "filing_listed"])
    def test_what_was_never_read_is_another_check_s_finding(self, kind):
        story = filed().fact(kind, dossier_code=DOSSIER, way="pull") if kind else filed()
        assert story.idle().codes(FILES) == ["filing_unheard"]

    def test_a_dossier_without_files_has_nothing_to_be_fetched(self):
        assert filed(components=[]).report(1).idle().verdict(FILES) is Verdict.INCONCLUSIVE


class TestIntact:
    def test_the_same_text_passes(self):
        assert filed().report(1, phone="0500001234").idle().verdict(INTACT) is Verdict.PASS

    def test_a_lost_zero_is_found(self):
        assert filed().report(1, phone="500001234").idle().codes(INTACT) == ["leading_zero_lost"]

    def test_the_portal_s_own_page_proves_nothing(self):
        shown = [{"datum": "applicant.phone", "value": "0500001234"}]
        story = filed().fact("dossier_view", place="portal", dossier_code=DOSSIER, status=1, fields=shown).idle()
        assert story.verdict(INTACT) is Verdict.INCONCLUSIVE


class TestStatus:
    def test_a_row_with_the_status_passes(self):
        assert filed().report(1).officer("accept").report(2).idle().verdict(STATUS) is Verdict.PASS

    @pytest.mark.parametrize(("action", "folded"), [("process", 2), ("finish", 2), ("refuse", 5), ("refuse", 11)])
    def test_a_status_as_known_clients_fold_it_passes(self, action, folded):
        story = linked_to(filed().report(1).officer(action), status=folded)
        assert story.idle().verdict(STATUS) is Verdict.PASS

    def test_only_the_status_message_is_folded(self):
        assert filed().report(1).officer("process").report(2).idle().codes(STATUS) == ["filing_status_untold"]

    def test_a_status_that_is_not_told_is_found(self):
        assert filed().report(1).officer("accept").idle().codes(STATUS) == ["filing_status_untold"]

    def test_an_officer_who_could_not_act_says_nothing_of_the_status(self):
        story = filed().report(1).officer("accept", done=False, reason="không có hồ sơ")
        assert story.codes(STATUS) == ["officer_refused"]

    def test_a_status_of_another_procedure_does_not_count(self):
        story = filed().officer("accept").report(2, dossier_code=OWN, procedure_code=PROCEDURE).idle()
        assert story.codes(STATUS) == ["filing_status_untold"]
