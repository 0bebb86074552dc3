"""Ask once: not asked again, true, and unchanged."""

import unicodedata

import pytest

from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import DOSSIER, TRUTH, Story, filled_form, form_field, line, service_without

ASK = "known_data_not_asked"
TRUE = "prefilled_data_true"
INTACT = "typed_data_unchanged"


def with_line(datum: str, value: str, state: str = "locked", **data: object) -> Story:
    others = [row for row in filled_form() if row["datum"] != datum]
    return Story().form([*others, line(datum, value, state, **data)])


class TestNotAsked:
    def test_a_prefilled_form_passes(self):
        assert Story().form(filled_form()).verdict(ASK) is Verdict.PASS

    def test_an_empty_input_for_a_known_datum_fails(self):
        story = with_line("applicant.residence", "", "input")

        assert story.codes(ASK) == ["asked_again"]
        assert "CSDLQG_DAN_CU" in story.outcomes(ASK)[0].message.en

    def test_an_empty_editable_field_fails_too(self):
        assert with_line("applicant.residence", "", "editable").verdict(ASK) is Verdict.FAIL

    @pytest.mark.parametrize("state", ["editable", "input"])
    def test_a_field_that_is_filled_but_may_be_changed_is_fine(self, state):
        assert with_line("applicant.residence", TRUTH["residence"], state).verdict(ASK) is Verdict.PASS

    def test_a_datum_that_nobody_knows_may_be_asked(self):
        story = with_line("applicant.phone", "", "input")
        story.applicant = {name: value for name, value in TRUTH.items() if name != "phone"}

        assert story.verdict(ASK) is Verdict.PASS

    def test_a_form_that_leaves_the_datum_out_does_not_ask(self):
        rows = [row for row in filled_form() if row["datum"] != "applicant.residence"]

        assert Story().form(rows).verdict(ASK) is Verdict.PASS

    def test_a_form_that_binds_no_datum_is_inconclusive(self):
        assert Story().form([line("", id="x")]).codes(ASK) == ["form_binds_nothing"]

    def test_a_line_without_a_datum_that_carries_the_label_warns(self):
        story = Story().form([*filled_form(), line("", id="x", label="NHÃN  home")])

        assert story.verdict(ASK) is Verdict.WARN

    def test_a_service_that_knows_nothing_at_login_is_not_applicable(self):
        story = Story(service=service_without(fields=()))

        assert story.verdict(ASK) is Verdict.NOT_APPLICABLE

    def test_no_form_is_inconclusive(self):
        assert Story().verdict(ASK) is Verdict.INCONCLUSIVE


class TestTrue:
    def test_true_values_pass(self):
        assert Story().form(filled_form()).verdict(TRUE) is Verdict.PASS

    @pytest.mark.parametrize("shown", ["02/05/1990", "19900502", "1990-05-02", "2/5/1990", "1990-05-01T17:00:00+00:00"])
    def test_a_date_in_any_usual_order_is_the_same(self, shown):
        assert with_line("applicant.birth_date", shown).verdict(TRUE) is Verdict.PASS

    @pytest.mark.parametrize(
        ("datum", "shown"),
        [
            ("applicant.full_name", "NGUYỄN THỊ  HOÀ"),
            ("applicant.full_name", unicodedata.normalize("NFD", "Nguyễn Thị Hoà")),
            ("applicant.phone", "+84 507 654 321"),
            ("applicant.personal_id", "099 190 000 101"),
            ("applicant.residence", "Số 5, đường Lê Lợi, phường Hạc Thành, Tỉnh Thanh Hóa"),
        ],
    )
    def test_another_way_of_writing_is_no_untruth(self, datum, shown):
        assert with_line(datum, shown).verdict(TRUE) is Verdict.PASS

    @pytest.mark.parametrize(
        ("datum", "shown"),
        [
            ("applicant.full_name", "Trần Văn Khác"),
            ("applicant.birth_date", "1970-01-01"),
            ("applicant.residence", "Số 1 ngõ 2, Phường Cũ, tỉnh Khác"),
        ],
    )
    def test_somebody_else_s_value_fails(self, datum, shown):
        assert with_line(datum, shown).codes(TRUE) == ["prefilled_wrong"]

    def test_a_shortened_address_warns(self):
        assert with_line("applicant.residence", "Phường Hạc Thành, tỉnh Thanh Hóa").verdict(TRUE) is Verdict.WARN

    def test_a_code_is_not_judged(self):
        assert with_line("applicant.gender", "Nữ").verdict(TRUE) is Verdict.PASS

    def test_a_form_that_prefills_nothing_is_inconclusive(self):
        story = Story().form([line("applicant.full_name", "", "input")])

        assert story.codes(TRUE) == ["nothing_prefilled"]


class TestUnchanged:
    def typed(self, datum: str, typed: str, shown: str) -> Story:
        story = Story().submitted(typed={datum: typed})
        fields = [{"datum": datum, "value": shown}]
        return story.fact("dossier_view", place="province", dossier_code=DOSSIER, fields=fields, decision=None)

    def test_the_same_text_passes(self):
        assert self.typed("child.full_name", "Hoà Thuỷ", "Hoà Thuỷ").verdict(INTACT) is Verdict.PASS

    def test_a_name_in_capitals_passes(self):
        assert self.typed("child.full_name", "Hoà Thuỷ", "HOÀ THUỶ").verdict(INTACT) is Verdict.PASS

    @pytest.mark.parametrize(
        ("datum", "typed", "shown", "code"),
        [
            ("child.full_name", "Hoà Thuỷ", unicodedata.normalize("NFD", "Hoà Thuỷ"), "not_nfc"),
            ("child.full_name", "Hoà Thuỷ", unicodedata.normalize("NFD", "HOÀ THUỶ"), "not_nfc"),
            ("child.full_name", "Hoà Thuỷ", "Hòa Thủy", "marks_changed"),
            ("child.full_name", "Đỗ Hoà", "Do Hoa", "marks_changed"),
            ("child.full_name", "Hoà", "Ho?", "typed_changed"),
            ("child.full_name", "Hoà", "", "typed_lost"),
            ("applicant.phone", "0500001234", "500001234", "leading_zero_lost"),
        ],
    )
    def test_a_change_fails_and_is_called_by_its_name(self, datum, typed, shown, code):
        story = self.typed(datum, typed, shown)

        assert story.codes(INTACT) == [code]
        assert story.verdict(INTACT) is Verdict.FAIL

    def test_a_phone_in_its_international_form_warns(self):
        assert self.typed("applicant.phone", "0500001234", "+84500001234").verdict(INTACT) is Verdict.WARN

    def test_an_address_with_other_punctuation_warns(self):
        typed, shown = "1 Lê Lợi, Phường Hạc Thành", "1 Lê Lợi - phường Hạc Thành"

        assert self.typed("child.birth_place", typed, shown).verdict(INTACT) is Verdict.WARN

    def test_code_points_are_shown_where_the_eye_sees_no_difference(self):
        outcome = self.typed("child.full_name", "Hoà", unicodedata.normalize("NFD", "Hoà")).outcomes(INTACT)[0]

        assert "U+00E0" in outcome.expected
        assert "U+0300" in outcome.found

    def test_the_dossier_row_is_a_place_too(self):
        story = Story().submitted(typed={"applicant.phone": "0500001234"}).report(1, phone="500001234")

        assert story.codes(INTACT) == ["leading_zero_lost"]

    def test_what_the_row_brought_to_the_portal_s_page_is_told_once(self):
        story = Story().submitted(typed={"applicant.phone": "0500001234"}).report(1, phone="500001234")
        story.fact("dossier_view", place="portal", dossier_code=DOSSIER, phone="500001234", fields=[], decision=None)

        assert len(story.codes(INTACT)) == 1

    def test_a_date_in_another_order_passes(self):
        service = service_without()
        story = self.typed("child.birth_date", "2025-06-28", "28/06/2025")
        story.service = service

        assert story.verdict(INTACT) is Verdict.PASS

    @pytest.mark.parametrize(
        ("kind", "typed", "shown", "verdict"),
        [
            ("date", "2025-06-15", "15/06/2025", Verdict.PASS),
            ("date", "2025-06-15", "16/06/2025", Verdict.FAIL),
            ("address2", "Phường Hạc Thành, tỉnh Thanh Hóa", "Hạc Thành - Thanh Hóa", Verdict.WARN),
            ("address2", "Phường Hạc Thành, tỉnh Thanh Hóa", "Phường Ba Đình", Verdict.FAIL),
            ("string", "TH 000001", "TH 1", Verdict.FAIL),
        ],
    )
    def test_an_attribute_of_its_own_is_compared_by_the_type_of_its_field(self, kind, typed, shown, verdict):
        story = self.typed("child.other", typed, shown)
        story.service = service_without(fields=(form_field("other", "child.other", known_once="", kind=kind),))

        assert story.verdict(INTACT) is verdict

    def test_a_time_of_day_is_not_judged_by_its_code_points(self):
        story = self.typed("child.other", "2025-06-29 05:30", "05 giờ 30, 29/06/2025")
        story.service = service_without(fields=(form_field("other", "child.other", known_once="", kind="datetime"),))

        assert story.codes(INTACT) == ["nothing_typed"]

    def test_a_place_that_does_not_show_it_proves_nothing(self):
        story = Story().submitted(typed={"child.full_name": "Hoà"}).report(1)

        assert story.codes(INTACT) == ["typed_not_shown"]

    def test_a_chosen_code_is_not_judged(self):
        assert Story().submitted(typed={"applicant.gender": "2"}).codes(INTACT) == ["nothing_typed"]
