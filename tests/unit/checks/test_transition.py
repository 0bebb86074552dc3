"""The change to two tiers: dossiers of the districts, and closed codes."""

from dataclasses import replace
from typing import Any

from simulator.checks import CHECKS
from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import LevelBefore
from tests.unit.checks.evidence_builder import DOSSIER, PROCEDURE, SERVICE, Story

NUMBER, UNIT, DEADLINE, CODES = "number_kept", "handed_to_right_commune", "deadline_kept", "closed_code_not_used"
DISTRICT = "Bộ phận Một cửa quận Thử nghiệm"
KIEM = "Trung tâm Phục vụ hành chính công phường Kiểm thử"
DUE = "2025-07-03T17:00:00+07:00"
LATER = "2025-07-17T17:00:00+07:00"
HEIRS = [
    {"code": "99005", "name": "Phường Kiểm thử", "agency": "H99.14"},
    {"code": "99009", "name": "Phường Giả định", "agency": "H99.16"},
]
CLOSED = {"code": "H99.13", "name": "Ủy ban nhân dân phường Thử Nhì",
          "successors": [{"code": "99001", "name": "Phường Thử nghiệm", "agency": "H99.12"}]}  # fmt: skip
OURS = "Trung tâm Phục vụ hành chính công phường Thử nghiệm"


def handed_over(unit: str = KIEM, due: str = DUE, mark: Mark = Mark.SEEN, **report: Any) -> Story:
    story = Story(service=replace(SERVICE, before_2025_07=LevelBefore("district", mark, "")))
    story.fact("counter_filing", dossier_code=DOSSIER, accepted=True, demands=[], address="ở cũ", heirs=HEIRS)
    story.report(1, agency_name=DISTRICT, due_at="2025-07-02T17:00:00+07:00")
    story.officer("accept").report(2, agency_name=DISTRICT, due_at=DUE)
    story.fact("clock_advance", session_time="2025-07-02T08:00:00+07:00", done=True)
    return story.officer("process").report(4, **{"agency_name": unit, "due_at": due, **report})


class TestHandedOver:
    def test_the_right_commune_with_number_and_day_passes(self):
        for check in (NUMBER, UNIT, DEADLINE):
            assert handed_over().verdict(check) is Verdict.PASS

    def test_each_part_of_a_split_ward_is_right(self):
        assert handed_over("UBND PHƯỜNG GIẢ ĐỊNH").verdict(UNIT) is Verdict.PASS

    def test_another_commune_and_the_district_itself_are_wrong(self):
        for unit in ("Đặc khu Thử nghiệm", DISTRICT):
            assert handed_over(unit).codes(UNIT) == ["handed_to_other_unit"]
            assert handed_over(unit).verdict(UNIT) is Verdict.FAIL

    def test_only_the_last_word_counts(self):
        story = handed_over(DISTRICT).officer("finish").report(9, agency_name=KIEM, due_at=DUE)
        assert story.verdict(UNIT) is Verdict.PASS

    def test_where_the_district_s_part_is_only_recalled_it_warns(self):
        assert handed_over(DISTRICT, mark=Mark.RECALLED).verdict(UNIT) is Verdict.WARN
        story = handed_over(mark=Mark.RECALLED, dossier_code="khác")
        assert story.verdict(NUMBER) is Verdict.WARN

    def test_a_report_without_a_unit_cannot_be_judged(self):
        assert handed_over("").codes(UNIT) == ["unit_not_told"]
        assert handed_over("").verdict(UNIT) is Verdict.INCONCLUSIVE

    def test_another_number_fails(self):
        assert handed_over(dossier_code="000.00.12.H99-250702-0001").codes(NUMBER) == ["number_changed"]

    def test_a_refused_report_under_another_number_is_none(self):
        story = handed_over().report(9, dossier_code="khác", accepted=False)
        assert story.verdict(NUMBER) is Verdict.PASS

    def test_a_later_day_is_found_and_an_earlier_one_is_fine(self):
        assert handed_over(due=LATER).codes(DEADLINE) == ["deadline_moved"]
        assert handed_over(due="2025-07-02T17:00:00+07:00").verdict(DEADLINE) is Verdict.PASS

    def test_no_day_cannot_be_compared(self):
        assert handed_over(due="").codes(DEADLINE) == ["no_due_date"]

    def test_a_dossier_that_waited_for_a_supplement_has_no_promise_yet(self):
        story = handed_over(due=LATER)
        story.facts = [one for one in story.facts if not (one.kind == "dossier_report" and one.get("status") == 2)]
        assert story.codes(DEADLINE) == ["no_due_date"]

    def test_nothing_is_judged_before_the_change(self):
        story = Story(service=replace(SERVICE, before_2025_07=LevelBefore("district", Mark.SEEN, "")))
        story.fact("counter_filing", dossier_code=DOSSIER, accepted=True, demands=[], heirs=HEIRS).officer("accept")
        assert story.report(2, agency_name=DISTRICT).codes(UNIT) == ["clock_not_moved"]
        story.fact("clock_advance", session_time="", done=True).officer("process")
        for check in (NUMBER, UNIT, DEADLINE):
            assert story.codes(check) == ["nothing_reported_since"]
            assert story.verdict(check) is Verdict.INCONCLUSIVE

    def test_a_service_that_no_district_had_is_not_concerned(self):
        for check in (NUMBER, UNIT, DEADLINE):
            assert CHECKS[check].unsuited(SERVICE) == "no_district_had_it"


def handed_with_closed_code() -> Story:
    return Story().fact("handover", procedure_code=PROCEDURE, agency="H99.13", landed=True, closed=CLOSED)


class TestClosedCodes:
    def test_a_dossier_with_the_successor_passes(self):
        story = handed_with_closed_code().submitted().report(1, agency_name=OURS)
        story.fact("dossier_view", place="province", dossier_code=DOSSIER, unit={"code": "H99.12", "name": OURS})
        assert story.verdict(CODES) is Verdict.PASS

    def test_the_closed_code_in_the_number_fails_once(self):
        code = "000.00.13.H99-250701-0001"
        story = handed_with_closed_code().submitted(code).report(1, dossier_code=code, agency_name=CLOSED["name"])
        assert story.codes(CODES) == ["closed_code_used"]
        assert story.verdict(CODES) is Verdict.FAIL

    def test_the_closed_unit_in_a_report_or_on_the_page_fails(self):
        story = handed_with_closed_code().submitted().report(1, agency_name="ỦY BAN NHÂN DÂN PHƯỜNG THỬ NHÌ")
        assert story.codes(CODES) == ["closed_code_used"]
        story = handed_with_closed_code().submitted().report(1, agency_name=OURS)
        story.fact("dossier_view", place="province", dossier_code=DOSSIER, unit={"code": "H99.13", "name": ""})
        assert story.codes(CODES) == ["closed_code_used"]

    def test_a_refusal_that_names_the_successor_passes(self):
        said = "Mã H99.13 đã đóng; mời nộp tại Phường Thử nghiệm"
        story = handed_with_closed_code().submitted("", accepted=False, reason=said)
        assert story.verdict(CODES) is Verdict.PASS
        story = handed_with_closed_code().fact("hand_failed", hand="citizen.apply", problem="http_status", detail=said)
        assert story.verdict(CODES) is Verdict.PASS

    def test_a_refusal_without_the_successor_warns(self):
        story = handed_with_closed_code().submitted("", accepted=False, reason="Mã H99.13 không hợp lệ")
        assert story.verdict(CODES) is Verdict.WARN

    def test_a_refusal_for_something_else_proves_nothing(self):
        story = handed_with_closed_code().submitted("", accepted=False, reason="Thiếu giấy chứng sinh")
        assert story.codes(CODES) == ["closed_code_refused_otherwise"]
        assert story.verdict(CODES) is Verdict.INCONCLUSIVE

    def test_a_dossier_that_never_reaches_the_portal_proves_nothing(self):
        assert handed_with_closed_code().submitted().verdict(CODES) is Verdict.INCONCLUSIVE

    def test_without_a_closed_code_nothing_is_judged(self):
        assert Story().submitted().report(1).codes(CODES) == ["no_closed_handover"]
