"""Data of several registries: the three routes, missing records, and an outage."""

from dataclasses import replace
from typing import Any

import pytest

from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import Component
from tests.unit.checks.evidence_builder import (
    DOSSIER,
    KNOWN_TO,
    SERVICE,
    TRUTH,
    Story,
    filled_form,
    form_field,
    paper,
    text,
)

INSURANCE = "CSDLQG_BAO_HIEM"
LOOKUP = "registry_consulted"
PAPER = "replaced_paper_not_asked"
MISMATCH = "paper_asked_with_reason"
LOST = "nothing_lost_while_registry_down"
RECORDED = "outage_recorded"

_BOOK = Component("TP.SO_BHXH", text("Sổ bảo hiểm xã hội"), "always", "paper", (INSURANCE,), "", Mark.SEEN)
_FIELD = replace(form_field("bhxh", "applicant.insurance_no", "identified"), known_to=(INSURANCE,))
WITH_BOOK = replace(SERVICE, components=(*SERVICE.components, _BOOK), fields=(*SERVICE.fields, _FIELD))
HELD = {**KNOWN_TO, INSURANCE: ("insurance_no",)}
SHOWN = [paper("TP.TO_KHAI"), paper("TP.CAN_CUOC", False), paper("TP.SO_BHXH", False)]


def story(known_to: dict[str, tuple[str, ...]] | None = None, data_route: str = "lookup") -> Story:
    applicant = {**TRUTH, "insurance_no": "9900000101"}
    return Story(service=WITH_BOOK, applicant=applicant, known_to=known_to or HELD, data_route=data_route)


def looked_up(told: Story, registry: str, **data: Any) -> Story:
    known = {"personal_id": TRUTH["personal_id"], "requester": "CB1", "purpose": "TTHC", "found": True, "refused": ""}
    return told.fact("lookup", registry=registry, **{**known, **data})


def finished(told: Story) -> Story:
    for action in ("accept", "process", "finish"):
        told.officer(action)
    return told


class TestLookedUp:
    def test_every_registry_in_time_passes_and_says_how(self):
        told = finished(looked_up(looked_up(story(), "CSDLQG_DAN_CU"), INSURANCE).submitted())

        (outcome,) = told.outcomes(LOOKUP)
        assert outcome.verdict is Verdict.PASS
        assert "route: look-up" in outcome.message.en
        assert INSURANCE in outcome.message.en

    def test_a_registry_whose_power_was_not_read_only_warns(self):
        told = finished(looked_up(story(), "CSDLQG_DAN_CU").submitted())

        (outcome,) = told.outcomes(LOOKUP)
        assert outcome.verdict is Verdict.WARN
        assert outcome.expected == f"POST /ndxp/{INSURANCE}/TraCuuDuLieu"

    def test_a_refused_look_up_is_none(self):
        told = finished(looked_up(looked_up(story(), "CSDLQG_DAN_CU"), INSURANCE, refused="004").submitted())

        assert told.codes(LOOKUP) == ["never_looked_up"]

    def test_one_cause_is_told_once(self):
        told = story().submitted(accepted=False, reason="thiếu", code="")

        assert told.codes(LOOKUP) == ["submission_refused"]

    def test_a_registry_without_a_record_need_not_be_asked(self):
        assert finished(looked_up(story(KNOWN_TO), "CSDLQG_DAN_CU").submitted()).verdict(LOOKUP) is Verdict.PASS


class TestPushed:
    def login(self, *attributes: str) -> Story:
        told = story(KNOWN_TO, "pushed").fact("identity_login", personal_id="x", attributes=list(attributes))
        return finished(told.submitted())

    def test_what_the_login_carried_needs_no_look_up(self):
        (outcome,) = self.login("full_name", "residence").outcomes(LOOKUP)

        assert outcome.verdict is Verdict.PASS
        assert "route: pushed" in outcome.message.en

    def test_what_it_did_not_carry_cannot_be_told(self):
        (outcome,) = self.login("full_name").outcomes(LOOKUP)

        assert outcome.verdict is Verdict.INCONCLUSIVE
        assert "applicant.residence" in outcome.message.en

    def test_the_same_login_without_the_claim_is_no_route(self):
        told = story(KNOWN_TO).fact("identity_login", personal_id="x", attributes=["full_name", "residence"])

        assert finished(told.submitted()).verdict(LOOKUP) is Verdict.FAIL


class TestOfficer:
    def decided(self, datum: str, value: str, typed: dict[str, str] | None = None) -> Story:
        told = story(KNOWN_TO, "officer").fact("identity_login", personal_id="x", attributes=["full_name"])
        rows = [{"datum": datum, "value": value, "source": ""}]
        finished(told.submitted(typed=typed))
        return told.fact("dossier_view", place="province", dossier_code=DOSSIER, status=9, fields=[], decision=rows)

    def test_a_decision_with_what_nobody_told_is_the_witness(self):
        (outcome,) = self.decided("applicant.residence", TRUTH["residence"]).outcomes(LOOKUP)

        assert outcome.verdict is Verdict.PASS
        assert "route: officer" in outcome.message.en

    @pytest.mark.parametrize(
        ("datum", "value", "typed"),
        [
            ("applicant.residence", TRUTH["residence"], {"applicant.residence": TRUTH["residence"]}),
            ("applicant.residence", "Nơi khác", None),
            ("applicant.full_name", TRUTH["full_name"], None),
        ],
    )
    def test_what_was_typed_is_wrong_or_came_with_the_login_shows_nothing(self, datum, value, typed):
        told = self.decided(datum, value, typed)

        assert told.codes(LOOKUP) == ["officer_lookup_not_seen"]
        assert told.verdict(LOOKUP) is Verdict.INCONCLUSIVE


class TestPaperOfAnotherRegistry:
    def test_it_warns_where_the_power_was_not_read(self):
        told = story().form(filled_form(), [*SHOWN[:2], paper("TP.SO_BHXH")])

        assert told.verdict(PAPER) is Verdict.WARN

    def test_it_may_be_asked_for_where_there_is_no_record(self):
        told = story(KNOWN_TO).form(filled_form(), [*SHOWN[:2], paper("TP.SO_BHXH")])

        assert told.verdict(PAPER) is Verdict.PASS


class TestMismatch:
    def form(self, **data: Any) -> Story:
        return story(KNOWN_TO).form(filled_form(), [*SHOWN[:2], paper("TP.SO_BHXH", **data)])

    @pytest.mark.parametrize("named", [INSURANCE, f"nguồn {INSURANCE.lower()}"])
    def test_a_reason_that_names_the_registry_passes(self, named: str):
        assert self.form(reason=f"{named} không có thông tin khớp").verdict(MISMATCH) is Verdict.PASS

    @pytest.mark.parametrize("reason", ["", "Theo quy định"])
    def test_without_such_a_reason_it_is_found(self, reason: str):
        assert self.form(reason=reason).codes(MISMATCH) == ["paper_asked_without_reason"]

    def test_a_paper_that_is_not_asked_for_passes_and_says_so(self):
        (outcome,) = story(KNOWN_TO).form(filled_form(), SHOWN).outcomes(MISMATCH)

        assert outcome.verdict is Verdict.PASS
        assert "asks for no paper" in outcome.message.en

    def test_where_every_record_is_there_nothing_can_be_told(self):
        assert story().form(filled_form(), SHOWN).codes(MISMATCH) == ["every_record_there"]

    def test_no_form_and_a_form_in_other_words_are_no_witness(self):
        assert story(KNOWN_TO).verdict(MISMATCH) is Verdict.INCONCLUSIVE
        assert story(KNOWN_TO).form(filled_form(), [paper("X.1")]).codes(MISMATCH) == ["form_unreadable"]

    def test_a_service_without_such_a_paper_is_not_applicable(self):
        assert Story(service=replace(SERVICE, components=())).verdict(MISMATCH) is Verdict.NOT_APPLICABLE


class TestOutage:
    def told(self, note: str = f"{INSURANCE} không trả lời", again: bool = True, demanded: bool = False) -> Story:
        told = story().fact("disturbed", weather="registry-down", operation="x", registry=INSURANCE)
        told.form(filled_form(), [*SHOWN[:2], paper("TP.SO_BHXH", demanded)])
        told.submitted().officer("accept").officer("process")
        if again:
            looked_up(told, INSURANCE)
        told.officer("finish")
        notes = [note] if note else []
        return told.fact("dossier_view", place="province", dossier_code=DOSSIER, status=9, fields=[], notes=notes)

    def test_a_dossier_that_is_taken_and_looked_up_again_passes(self):
        assert self.told().verdict(LOST) is Verdict.PASS
        assert self.told().verdict(RECORDED) is Verdict.PASS

    def test_what_is_never_asked_again_is_lost(self):
        assert self.told(again=False).codes(LOST) == ["never_asked_again"]

    def test_a_refusal_is_a_loss_and_leaves_nothing_to_record(self):
        told = story().fact("disturbed", weather="registry-down", operation="x", registry=INSURANCE)
        told.submitted("", accepted=False, reason="Mời nộp lại sau")

        assert told.codes(LOST) == ["turned_away_in_outage"]
        assert told.verdict(RECORDED) is Verdict.INCONCLUSIVE

    def test_an_officer_who_cannot_go_on_is_a_loss(self):
        told = story().fact("disturbed", weather="registry-down", operation="x", registry=INSURANCE)

        assert told.submitted().officer("finish", done=False, reason="503").codes(LOST) == ["stuck_after_outage"]

    def test_a_note_in_a_processing_step_counts(self):
        told = self.told(note="").step(2, content=f"Chờ {INSURANCE} hoạt động lại")

        assert told.verdict(RECORDED) is Verdict.PASS

    @pytest.mark.parametrize("note", ["", "Lỗi hệ thống"])
    def test_a_dossier_that_does_not_name_the_registry_is_found(self, note: str):
        assert self.told(note).codes(RECORDED) == ["outage_not_recorded"]

    def test_a_paper_asked_for_because_of_the_outage_is_found(self):
        assert self.told(demanded=True).codes(RECORDED) == ["paper_asked_in_outage"]

    def test_without_a_refused_look_up_nothing_can_be_told(self):
        calm = story().form(filled_form(), SHOWN).submitted()

        assert calm.codes(LOST) == ["no_registry_missed"]
        assert calm.codes(RECORDED) == ["no_registry_missed"]
