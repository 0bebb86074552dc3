"""What a relay claims beyond showing: passed on, and mirrored."""

import pytest

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import TRUTH, Story

PASSED, MIRRORED = "taken_dossier_passed_on", "mirrored_status_true"
OWNER = {"owner_id": TRUTH["personal_id"], "owner_name": TRUTH["full_name"], "phone": TRUTH["phone"]}


class TestPassedOn:
    def test_a_row_under_the_procedure_and_of_the_applicant_passes(self):
        assert Story().submitted().report(1, **OWNER).verdict(PASSED) is Verdict.PASS

    def test_a_row_that_leaves_the_phone_out_is_fine(self):
        assert Story().submitted().report(1, **{**OWNER, "phone": ""}).verdict(PASSED) is Verdict.PASS

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("procedure_code", "9.999999"),
            ("owner_id", "099190000999"),
            ("owner_name", "Ai Đó"),
            ("phone", "0500000000"),
        ],
    )
    def test_a_changed_row_fails(self, name, value):
        told = Story().submitted().report(1, **{**OWNER, name: value})

        assert told.verdict(PASSED) is Verdict.FAIL
        assert told.outcomes(PASSED)[0].where == name

    def test_a_dossier_that_never_arrives_fails(self):
        assert Story().submitted().idle().verdict(PASSED) is Verdict.FAIL

    def test_while_it_may_still_arrive_nothing_is_said(self):
        assert Story(settled=False).submitted().verdict(PASSED) is Verdict.INCONCLUSIVE

    def test_a_refused_submission_is_inconclusive(self):
        assert Story().submitted(accepted=False, dossier_code="").codes(PASSED) == ["submission_refused"]


def looks(*pairs: tuple[int, int], overdue: bool = True) -> Story:
    """The citizen looked at the portal and then at the relay, each time."""
    told = Story()
    for held, shown in pairs:
        told.fact("dossier_view", place="portal", status=held)
        told.fact("dossier_view", place="relay", status=shown, overdue=overdue)
    return told


class TestMirrored:
    def test_the_status_that_the_portal_holds_passes(self):
        assert looks((2, 2), (4, 4)).verdict(MIRRORED) is Verdict.PASS

    def test_a_page_that_catches_up_in_its_own_time_passes(self):
        told = looks((2, 2), (4, 2), overdue=False).fact("dossier_view", place="relay", status=4, overdue=False)

        assert told.verdict(MIRRORED) is Verdict.PASS

    def test_an_older_status_fails_once_the_claimed_time_has_passed(self):
        assert looks((2, 2), (4, 2)).codes(MIRRORED) == ["mirror_behind"]
        assert looks((2, 2), (4, 2)).verdict(MIRRORED) is Verdict.FAIL

    def test_an_older_status_of_who_claims_no_time_is_inconclusive(self):
        assert looks((2, 2), (4, 2), overdue=False).verdict(MIRRORED) is Verdict.INCONCLUSIVE

    def test_a_status_that_never_was_fails_at_once(self):
        assert looks((2, 10), overdue=False).codes(MIRRORED) == ["mirror_invented"]
        assert looks((2, 10), overdue=False).verdict(MIRRORED) is Verdict.FAIL

    def test_without_a_look_nothing_is_said(self):
        assert Story().verdict(MIRRORED) is Verdict.INCONCLUSIVE
