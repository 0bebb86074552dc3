"""Paying a fee: what passes, what does not, and what cannot be told."""

from dataclasses import replace
from typing import Any

import pytest

from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import Fee
from tests.unit.checks.evidence_builder import DOSSIER, SERVICE, Story, requirement

VND = 115_000
COSTLY = replace(SERVICE, fee=Fee(135_000, VND, Mark.SEEN))
RECALLED = requirement(mark=Mark.RECALLED)
OWN = {"dossier_code": DOSSIER}


class Paying(Story):
    """A story of a service with a fee."""

    def asked(self, problem: str = "", reference: str = "r1") -> "Paying":
        self.fact("payment_asked", **OWN, amount=VND, reference=reference, url="u", status=201, problem=problem)
        return self

    def started(self, amount: int = VND, reference: str = "r1", accepted: bool = True) -> "Paying":
        told = {"reference": reference, "amount": amount, "accepted": accepted, "answer_code": "00"}
        self.fact("payment_started", **OWN, **told)
        return self

    def decided(self, state: str = "paid", reference: str = "r1") -> "Paying":
        self.fact("payer_decided", **OWN, reference=reference, amount=VND, state=state)
        return self

    def told(self, genuine: bool = True, ok: bool = True, faults: tuple[str, ...] = ()) -> "Paying":
        answer = "00" if ok else "99"
        self.fact("payment_callback", **OWN, amount=VND, genuine=genuine, ok=ok, faults=faults, answer_code=answer)
        return self

    def view(self, state: str = "paid", paid: int | None = VND, **more: Any) -> "Paying":
        shown = {"amount": VND, "paid": paid, "state": state, "pay": "", "receipt": "", **more}
        self.fact("dossier_view", **OWN, place="province", status=2, payment=shown)
        return self

    def done(self) -> "Paying":
        self.idle()
        return self


def accepted(**changes: Any) -> Paying:
    story = Paying(service=COSTLY, **changes)
    story.submitted().report(1).officer("accept").report(2, paid_online="3")
    return story


def begun() -> Paying:
    return accepted().asked().started()


def paid() -> Paying:
    return begun().decided().told()


class TestFee:
    def test_the_published_fee_passes(self) -> None:
        assert begun().verdict("paid_fee_as_published") is Verdict.PASS

    def test_another_amount_fails(self) -> None:
        story = accepted().asked().started(VND + 20_000)
        assert story.codes("paid_fee_as_published") == ["paid_fee_differs"]
        assert story.verdict("paid_fee_as_published") is Verdict.FAIL

    def test_a_fee_that_is_not_sure_warns(self) -> None:
        service = replace(COSTLY, fee=Fee(0, VND, Mark.RECALLED))
        story = accepted().asked().started(1)
        story.service = service
        assert story.verdict("paid_fee_as_published") is Verdict.WARN

    def test_nothing_started_tells_nothing(self) -> None:
        assert accepted().verdict("paid_fee_as_published") is Verdict.INCONCLUSIVE


class TestCounting:
    def test_one_payment_passes(self) -> None:
        assert paid().view().verdict("payment_counted_once", RECALLED) is Verdict.PASS

    def test_a_page_without_numbers_passes_by_its_state(self) -> None:
        assert paid().view(paid=None).verdict("payment_counted_once", RECALLED) is Verdict.PASS

    def test_twice_the_money_is_found(self) -> None:
        assert paid().told().view(paid=2 * VND).codes("payment_counted_once") == ["payment_counted_twice"]

    def test_a_payment_that_is_not_counted_is_found(self) -> None:
        story = paid().view("due", 0).done()
        assert story.codes("payment_counted_once") == ["payment_not_counted"]
        assert story.verdict("payment_counted_once", RECALLED) is Verdict.WARN

    def test_a_fee_that_cannot_be_paid_is_found(self) -> None:
        story = accepted().asked("the page offers no way to pay")
        assert story.codes("payment_counted_once") == ["payment_impossible"]
        assert story.codes("forged_payment_refused") == ["payment_not_started"]

    @pytest.mark.parametrize("story", [paid(), begun(), accepted(), Paying(service=COSTLY)])
    def test_what_was_not_seen_cannot_be_told(self, story: Paying) -> None:
        assert story.verdict("payment_counted_once", RECALLED) is Verdict.INCONCLUSIVE


class TestForgery:
    def forged(self, ok: bool = False, faults: tuple[str, ...] = ("wrong_signature",)) -> Paying:
        return begun().decided().told(genuine=False, ok=ok, faults=faults)

    def test_refused_and_the_true_one_taken_passes(self) -> None:
        assert self.forged().told().verdict("forged_payment_refused", RECALLED) is Verdict.PASS

    def test_refused_and_found_out_by_asking_passes(self) -> None:
        assert self.forged().view().verdict("forged_payment_refused", RECALLED) is Verdict.PASS

    @pytest.mark.parametrize("fault", ["wrong_signature", "wrong_amount"])
    def test_a_forgery_that_is_taken_is_found(self, fault: str) -> None:
        assert self.forged(True, (fault,)).told().codes("forged_payment_refused") == [f"{fault}_taken"]

    def test_who_refuses_everything_passes_nothing(self) -> None:
        assert self.forged().told(ok=False).codes("forged_payment_refused") == ["true_payment_not_taken"]

    def test_without_a_forgery_nothing_is_judged(self) -> None:
        assert paid().verdict("forged_payment_refused") is Verdict.INCONCLUSIVE


class TestLostResult:
    def test_asked_for_passes(self) -> None:
        story = begun().decided()
        story.fact("payment_query", **OWN, state="paid", accepted=True)
        assert story.verdict("lost_payment_found", RECALLED) is Verdict.PASS

    def test_never_asked_is_found_once_nothing_more_is_due(self) -> None:
        story = begun().decided().view("started", 0)
        assert story.codes("lost_payment_found") == ["payment_never_asked_for"]
        assert story.done().verdict("lost_payment_found", RECALLED) is Verdict.WARN

    def test_a_result_that_arrived_was_not_lost(self) -> None:
        assert paid().verdict("lost_payment_found") is Verdict.INCONCLUSIVE


class TestFailure:
    def failed(self) -> Paying:
        return begun().decided("failed").told()

    def test_unpaid_and_paid_again_passes(self) -> None:
        story = self.failed().view("due", 0).asked(reference="r2").started(reference="r2").decided(reference="r2")
        for check in ("unpaid_not_shown_paid", "payment_tried_again"):
            assert story.verdict(check, RECALLED) is Verdict.PASS

    def test_shown_as_paid_is_found(self) -> None:
        assert self.failed().view().codes("unpaid_not_shown_paid") == ["shown_paid_without_payment"]

    def test_reported_as_paid_is_found(self) -> None:
        story = self.failed().view("due", 0)
        story.report(2, paid_online="1")
        assert story.codes("unpaid_not_shown_paid") == ["shown_paid_without_payment"]

    def test_no_second_attempt_is_found(self) -> None:
        assert self.failed().asked("no way to pay").codes("payment_tried_again") == ["second_payment_refused"]

    def test_who_is_shown_as_paid_is_not_blamed_twice(self) -> None:
        story = self.failed().view().asked("no way to pay")
        assert story.codes("payment_tried_again") == ["shown_paid_not_tried"]

    def test_a_reference_of_before_is_named(self) -> None:
        story = self.failed().started(accepted=False).asked("refused")
        assert story.codes("payment_tried_again") == ["reference_reused"]

    @pytest.mark.parametrize("check", ["unpaid_not_shown_paid", "payment_tried_again"])
    def test_what_was_not_tried_cannot_be_told(self, check: str) -> None:
        for story in (accepted(), self.failed()):
            assert story.verdict(check) is Verdict.INCONCLUSIVE


class TestTelling:
    def test_the_portal_heard_of_it(self) -> None:
        story = paid()
        story.report(2, paid_online="1")
        assert story.verdict("payment_told_to_portal") is Verdict.PASS

    def test_the_portal_was_told_otherwise(self) -> None:
        story = paid()
        story.report(2, paid_online="3")
        assert story.done().codes("payment_told_to_portal") == ["payment_told_otherwise"]
        assert story.verdict("payment_told_to_portal") is Verdict.FAIL

    def test_the_portal_heard_nothing(self) -> None:
        assert paid().done().codes("payment_told_to_portal") == ["payment_untold"]

    def test_a_receipt_is_there(self) -> None:
        story = paid().view(receipt="/ket-qua/1")
        story.fact("receipt_read", **OWN, status=200, problem="")
        assert story.verdict("receipt_reaches_citizen", RECALLED) is Verdict.PASS

    def test_a_receipt_that_cannot_be_opened_is_found(self) -> None:
        story = paid().view(receipt="/ket-qua/1")
        story.fact("receipt_read", **OWN, status=404, problem="HTTP 404")
        assert story.codes("receipt_reaches_citizen") == ["receipt_broken"]

    def test_no_receipt_is_found(self) -> None:
        assert paid().view().codes("receipt_reaches_citizen") == ["receipt_not_fetched"]
        story = paid()
        story.fact("bill_read", **OWN, form="json")
        assert story.view().codes("receipt_reaches_citizen") == ["receipt_not_shown"]


class TestLookUp:
    def looked(self, before: Any, amount: Any, after: Any) -> Paying:
        story = accepted()
        story.fact("fee_asked", **OWN, due=before, amount=amount, ok=True)
        story.asked().started().decided().told()
        story.fact("fee_asked", **OWN, due=after, amount=VND if after else None, ok=True)
        return story

    def test_true_before_and_after(self) -> None:
        assert self.looked(True, VND, False).verdict("fee_lookup_true", RECALLED) is Verdict.PASS

    @pytest.mark.parametrize("told", [(False, None, False), (True, 1, False), (True, VND, True), (None, None, False)])
    def test_untrue_is_found(self, told: tuple[Any, Any, Any]) -> None:
        assert self.looked(*told).codes("fee_lookup_true") == ["fee_lookup_wrong"]

    def test_without_an_address_it_is_left_out(self) -> None:
        assert paid().verdict("fee_lookup_true") is Verdict.NOT_APPLICABLE


class TestFreeService:
    CHECK = "free_service_asks_nothing"

    def test_nothing_asked_passes(self) -> None:
        story = Paying().submitted().officer("accept").report(2)
        assert story.verdict(self.CHECK) is Verdict.PASS

    def test_a_charge_fails(self) -> None:
        story = Paying()
        story.submitted().officer("accept").report(2)
        assert story.view("due", 0).codes(self.CHECK) == ["free_service_charged"]
        assert story.verdict(self.CHECK) is Verdict.FAIL

    def test_a_dossier_that_is_not_accepted_tells_nothing(self) -> None:
        assert Paying().submitted().report(1).verdict(self.CHECK) is Verdict.INCONCLUSIVE

    def test_a_service_with_a_fee_is_not_judged(self) -> None:
        assert accepted().verdict(self.CHECK) is Verdict.NOT_APPLICABLE
