"""What the portal calls on a system: look-up, promotion notice and amendment, land tax."""

from typing import Any

import pytest

from simulator.domain.dialect import Dialect, Rewrite
from simulator.domain.mark import Mark
from simulator.domain.outcome import Owner, Verdict
from tests.unit.checks.evidence_builder import DOSSIER, PROCEDURE, Story, requirement

LOOK_UP, ONCE, AMENDED = "look_up_agrees", "promotion_taken_once", "promotion_amended"
NOTICE, RECEIPT = "tax_notice_reaches_citizen", "tax_receipt_settles"
PORTAL_CODE = "000.00.00.G22-250701-0000001"
LINES = [{"item": "Lệ phí trước bạ", "amount": 540000}, {"item": "Thuế", "amount": 1250000}]
SHOULD = requirement("SHOULD")


def asked(story: Story, operation: str, code: str = DOSSIER, **data: Any) -> Story:
    """Let the portal call the system, which answers as it should unless told otherwise."""
    known = {"operation": operation, "dossier_code": code, "status": 200, "ok": True, "answer_code": 0, "answer": {}}
    return story.fact("portal_asked", **{**known, "told": {}, "attempt": 1, "faults": [], "problem": "", **data})


def reported(*statuses: int) -> Story:
    story = Story().submitted()
    for status in statuses:
        story.report(status)
    return story


def said(status: Any = 2, procedure: str = PROCEDURE) -> dict[str, Any]:
    return {"found": True, "status": status, "procedure_code": procedure}


def rewriting() -> Dialect:
    return Dialect(
        "x", requirement().title, {}, {}, {}, rewrites=(Rewrite(5, 9, Mark.SEEN, "x"), Rewrite(6, 9, Mark.SEEN, "x"))
    )


class TestLookUp:
    def test_what_was_reported_passes(self):
        told = asked(reported(1, 2), "look_up", answer=said())
        asked(told, "look_up", "H99-99999", ok=False, answer={"found": False})
        assert told.verdict(LOOK_UP) is Verdict.PASS

    def test_an_older_status_is_found(self):
        told = asked(reported(1, 2), "look_up", answer=said(1))
        assert told.codes(LOOK_UP) == ["look_up_behind"]
        assert told.verdict(LOOK_UP, SHOULD) is Verdict.WARN

    def test_a_status_that_is_reported_a_moment_later_is_fine(self):
        assert asked(reported(1, 2), "look_up", answer=said(4)).report(4).codes(LOOK_UP) == []

    def test_a_status_that_is_never_reported_is_found(self):
        assert asked(reported(1, 2), "look_up", answer=said(9)).idle().codes(LOOK_UP) == ["look_up_differs"]

    def test_while_it_may_still_be_reported_nothing_is_settled(self):
        told = asked(reported(1, 2), "look_up", answer=said(9))
        told.settled = False
        assert told.verdict(LOOK_UP) is Verdict.INCONCLUSIVE

    def test_a_status_that_the_family_tells_under_another_number_is_fine(self):
        told = asked(reported(1, 9), "look_up", answer=said(5))
        told.dialect = rewriting()
        assert told.codes(LOOK_UP) == []

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            ({"answer": said("")}, "look_up_without_status"),
            ({"answer": said(procedure="1.000000")}, "look_up_other_procedure"),
            ({"ok": False, "answer": {"found": False}}, "look_up_denies"),
            ({"ok": False, "status": 500, "problem": "http_status"}, "look_up_failed"),
        ],
    )
    def test_other_answers_are_found(self, data, code):
        assert asked(reported(1, 2), "look_up", **data).codes(LOOK_UP) == [code]

    def test_no_answer_is_the_networks_and_settles_nothing(self):
        told = asked(reported(1, 2), "look_up", ok=False, status=None, problem="refused")
        (finding,) = told.judged(LOOK_UP).findings
        assert (finding.owner, finding.settles) == (Owner.NETWORK, False)

    def test_a_dossier_out_of_nothing_is_found(self):
        told = asked(asked(reported(1, 2), "look_up", answer=said()), "look_up", "H99-99999", answer=said())
        assert told.codes(LOOK_UP) == ["look_up_invents"]

    def test_without_a_report_or_a_look_up_there_is_nothing_to_judge(self):
        assert asked(reported(), "look_up", answer=said()).verdict(LOOK_UP) is Verdict.INCONCLUSIVE
        assert reported(1).verdict(LOOK_UP) is Verdict.INCONCLUSIVE
        assert Story().verdict(LOOK_UP) is Verdict.INCONCLUSIVE


def notices(*answers: dict[str, Any], own: tuple[str, ...] = ("H99-1",), operation: str = "promotion") -> Story:
    """The portal sends a notice as often as there are answers; the system tells the status of these dossiers."""
    story = Story()
    for answer in answers:
        asked(story, operation, PORTAL_CODE, **answer)
    for code in own:
        story.fact("status_report", dossier_code=PORTAL_CODE, own_code=code, status=1, accepted=True)
    return story.idle()


class TestPromotion:
    def test_two_sendings_and_one_dossier_pass(self):
        assert notices({}, {"answer_code": 1}).verdict(ONCE) is Verdict.PASS
        assert notices({}, {"answer_code": 0}).verdict(ONCE) is Verdict.PASS
        assert notices({}, own=("",)).verdict(ONCE) is Verdict.PASS

    def test_two_dossiers_are_found(self):
        told = notices({}, {}, own=("H99-1", "H99-2"))
        assert told.codes(ONCE) == ["promotion_doubled"]
        assert told.verdict(ONCE, SHOULD) is Verdict.WARN

    def test_a_repeat_that_is_refused_is_found(self):
        assert notices({}, {"ok": False, "answer_code": -1}).codes(ONCE) == ["promotion_repeat_refused"]

    def test_a_status_that_never_comes_is_found_once_nothing_is_due(self):
        told = notices({}, own=())
        assert told.codes(ONCE) == ["promotion_status_untold"]
        told.settled = False
        assert told.verdict(ONCE) is Verdict.INCONCLUSIVE

    @pytest.mark.parametrize("check", [ONCE, AMENDED])
    @pytest.mark.parametrize(
        ("answer", "code", "verdict"),
        [
            ({"ok": False, "answer_code": -1}, "portal_message_refused", Verdict.WARN),
            ({"ok": False, "status": 500, "answer_code": None, "problem": "bad_shape"}, "portal_answer_unreadable",
             Verdict.WARN),
            ({"ok": False, "status": None, "answer_code": None, "problem": "timeout"}, "portal_not_answered",
             Verdict.INCONCLUSIVE),
        ],
    )  # fmt: skip
    def test_a_notice_that_is_not_taken(self, check, answer, code, verdict):
        told = notices(answer, operation="promotion" if check == ONCE else "amendment")
        assert told.codes(check) == [code]
        assert told.verdict(check, SHOULD) is verdict

    def test_nothing_sent_is_nothing_judged(self):
        assert Story().codes(ONCE) == Story().codes(AMENDED) == ["portal_sent_nothing"]

    def test_an_amendment_passes_with_its_status(self):
        assert notices({}, operation="amendment").verdict(AMENDED) is Verdict.PASS
        assert notices({}, operation="amendment", own=()).codes(AMENDED) == ["promotion_status_untold"]


def taxes(
    shown: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None, *, waits: bool = True, goes_on: bool = True
) -> Story:
    """The notice comes and the citizen looks; the receipt comes and the citizen looks again."""
    story = asked(reported(1, 2, 4), "tax_notice", told={"lines": LINES})
    story = story.report(6) if waits else story
    story.fact("dossier_view", place="province", obligations=shown)
    asked(story, "tax_receipt")
    story = story.report(4) if goes_on else story
    return story.fact("dossier_view", place="province", obligations=after).idle()


def due(paid: bool = False) -> list[dict[str, Any]]:
    return [{**line, "paid": paid} for line in LINES]


class TestLandTax:
    def test_what_reaches_the_citizen_and_is_settled_passes(self):
        told = taxes(due(), due(paid=True))
        assert (told.verdict(NOTICE), told.verdict(RECEIPT)) == (Verdict.PASS, Verdict.PASS)

    def test_other_spacing_and_capitals_are_no_other_item(self):
        shown = [{**one, "item": f" {one['item'].upper()} "} for one in due()]
        assert taxes(shown, due(paid=True)).codes(NOTICE) == []

    def test_a_missing_item_is_found(self):
        told = taxes(due()[:1], due(paid=True)[:1])
        assert told.codes(NOTICE) == ["tax_item_missing"]
        assert told.judged(NOTICE).findings[0].expected == "Thuế: 1250000"

    def test_another_amount_is_a_missing_item(self):
        assert taxes([{**one, "amount": 1} for one in due()], []).codes(NOTICE) == ["tax_item_missing"] * 2

    def test_a_status_that_is_not_told_is_found(self):
        assert taxes(due(), due(paid=True), waits=False).codes(NOTICE) == ["tax_status_untold"]

    def test_a_family_may_tell_it_under_another_number(self):
        told = taxes(due(), due(paid=True), waits=False).report(9)
        told.dialect = rewriting()
        assert told.codes(NOTICE) == []

    def test_a_page_that_says_nothing_settles_nothing(self):
        told = taxes(None, None)
        assert told.codes(NOTICE) == told.codes(RECEIPT) == ["obligations_not_shown"]
        assert told.verdict(NOTICE) is Verdict.INCONCLUSIVE

    def test_what_is_still_due_after_the_receipt_is_found(self):
        assert taxes(due(), due()).codes(RECEIPT) == ["tax_still_due"] * 2

    def test_a_dossier_that_goes_on_waiting_is_found(self):
        assert taxes(due(), due(paid=True), goes_on=False).codes(RECEIPT) == ["tax_status_stays"]

    def test_a_receipt_after_a_refused_notice_cannot_be_judged(self):
        told = asked(reported(1, 4), "tax_notice", ok=False, answer_code=-1, answer={"message": "Thẻ lạ"})
        assert told.codes(NOTICE) == ["portal_message_refused"]
        assert told.codes(RECEIPT) == ["tax_notice_missing"]
        assert told.verdict(RECEIPT) is Verdict.INCONCLUSIVE

    def test_a_refused_receipt_is_found(self):
        told = asked(reported(1, 4), "tax_notice", told={"lines": LINES})
        asked(told, "tax_receipt", ok=False, answer_code=-1)
        assert told.codes(RECEIPT) == ["portal_message_refused"]

    def test_nobody_looked_or_nothing_was_filed(self):
        told = asked(asked(reported(1, 4), "tax_notice", told={"lines": LINES}), "tax_receipt")
        assert told.codes(NOTICE) == told.codes(RECEIPT) == ["no_view_of_taxes"]
        assert Story().codes(NOTICE) == Story().codes(RECEIPT) == ["no_submission"]
