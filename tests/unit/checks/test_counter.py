"""The counter: what may not be asked there, and what proves that it was not."""

from datetime import date
from typing import Any

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS, outcomes
from simulator.core.data_folders import data_folders
from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, Story, filled_form, paper

VNEID, PLACE, ADDRESS = "vneid_not_demanded", "place_names_not_proven", "old_address_accepted"
OLD = "Số 5, Phường Thử Nhì, Quận Thử nghiệm, Tỉnh Thử nghiệm"


def filed(accepted: bool = True, **data: Any) -> Story:
    known = {"dossier_code": DOSSIER if accepted else "", "accepted": accepted, "identified_by": "card"}
    told = {"agency": "H99.12", "typed": {}, "demands": [], "reason": "", "address": OLD, "heirs": []}
    return Story().fact("counter_filing", **{**known, **told, **data})


def refused(demand: str = "", reason: str = "Chưa nhận") -> Story:
    return filed(False, demands=[demand] if demand else [], reason=reason)


class TestVneid:
    def test_a_dossier_that_was_taken_by_card_and_is_at_the_portal_passes(self):
        assert filed().officer("accept").report(2).verdict(VNEID) is Verdict.PASS

    def test_a_demand_of_vneid_is_found_whether_or_not_the_dossier_was_taken(self):
        assert refused("vneid").codes(VNEID) == ["vneid_demanded"]
        assert filed(demands=["vneid"]).report(2).codes(VNEID) == ["vneid_demanded"]

    def test_vneid_may_be_used_by_those_who_want_it(self):
        assert filed(identified_by="vneid", demands=["vneid"]).report(2).verdict(VNEID) is Verdict.INCONCLUSIVE

    def test_a_mere_yes_is_no_witness(self):
        assert filed().codes(VNEID) == ["taken_not_reported"]
        assert filed().verdict(VNEID) is Verdict.INCONCLUSIVE

    def test_a_refusal_for_something_else_proves_nothing(self):
        assert refused(reason="Thiếu chữ ký").verdict(VNEID) is Verdict.INCONCLUSIVE

    def test_without_a_filing_nothing_is_judged(self):
        assert Story().verdict(VNEID) is Verdict.INCONCLUSIVE

    def test_it_warns_until_the_telegram_and_fails_from_that_day_on(self):
        rule = load_catalogue(data_folders()).requirements["COUNTER-VNEID"]

        def on(day: date) -> Verdict:
            (outcome,) = outcomes(CHECKS[VNEID], refused("vneid").evidence(), rule, day)
            return outcome.verdict

        assert on(date(2025, 6, 30)) is Verdict.NOT_APPLICABLE
        assert [on(date(2025, 7, 1)), on(date(2025, 7, 16))] == [Verdict.WARN, Verdict.WARN]
        assert on(date(2025, 7, 17)) is Verdict.FAIL


class TestPlaceNames:
    def test_no_demand_passes_at_the_counter_and_online(self):
        assert filed().report(2).verdict(PLACE) is Verdict.PASS
        assert Story().form(filled_form()).submitted().report(2).verdict(PLACE) is Verdict.PASS

    def test_a_demanded_proof_is_found(self):
        assert refused("place_name_proof").codes(PLACE) == ["place_name_proof_demanded"]

    def test_a_paper_that_the_published_list_does_not_have_warns(self):
        story = Story().form(filled_form(), [paper("TP.TO_KHAI"), paper("XAC-NHAN-DIA-DANH")]).submitted().report(2)
        assert story.codes(PLACE) == ["unpublished_paper"]
        assert story.verdict(PLACE) is Verdict.WARN


class TestOldAddress:
    def test_a_dossier_that_was_taken_passes(self):
        assert filed().officer("accept").report(2).verdict(ADDRESS) is Verdict.PASS

    def test_a_demanded_change_of_the_card_is_found(self):
        assert refused("address_change", "Đề nghị đổi thẻ").codes(ADDRESS) == ["old_address_refused"]

    def test_a_refusal_that_names_the_address_is_found(self):
        assert refused(reason="Địa chỉ không hợp lệ").codes(ADDRESS) == ["old_address_refused"]
        officer = filed().officer("accept", done=False, reason="Nơi cư trú không có trong danh mục")
        assert officer.codes(ADDRESS) == ["old_address_refused"]

    def test_a_proof_of_place_names_is_the_other_check_s_finding(self):
        story = refused("place_name_proof", "Cần xác nhận địa chỉ cũ và mới là một")
        assert story.verdict(ADDRESS) is Verdict.INCONCLUSIVE

    def test_another_refusal_proves_nothing(self):
        assert refused(reason="Thiếu giấy chứng sinh").verdict(ADDRESS) is Verdict.INCONCLUSIVE
        stopped = filed().officer("accept", done=False, reason="Chưa được phép")
        assert stopped.verdict(ADDRESS) is Verdict.INCONCLUSIVE
