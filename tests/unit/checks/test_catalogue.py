"""Codes in their time, the fee and the deadline as published."""

from datetime import date
from typing import Any

import pytest

from simulator.domain.fact import Fact
from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import Deadline, Fee, ProcedureCode
from tests.unit.checks.evidence_builder import OPENED, PROCEDURE, Story, service_without

REACH, DEAD, DUE, FEE = "service_reachable", "dead_code_refused", "promised_in_time", "fee_as_published"
NAME = {"id": "name", "datum": "applicant.full_name"}
COUNTER = "commune_has_one_counter"
SECOND = ProcedureCode("2.000528", "Mã thứ hai", None, None, Mark.SEEN)
OLD = ProcedureCode("1.010385", "Mã cũ", None, date(2025, 6, 30), Mark.SEEN)
ONE_DAY = Deadline(1, "working_day", Mark.SEEN)
COMING = ProcedureCode("3.000722", "Mã mới", date(2026, 1, 1), None, Mark.SEEN, from_mark=Mark.ASSUMED)


def story(*more: ProcedureCode, **changes: Any) -> Story:
    codes = (ProcedureCode(PROCEDURE, "Thử", None, None, Mark.SEEN), *more)
    return Story(service=service_without(codes=codes, **changes))


def came(told: Story, code: str, shown: str | None = None, fields: Any = (NAME,), **seen: Any) -> Story:
    """The citizen came with a code, and saw the form of one, or what the page answered."""
    told.fact("handover", procedure_code=code, agency="H99.12", landed=shown is not None, **seen)
    if shown is not None:
        form = {"procedure_code": shown, "fields": fields, "components": [], "fee": 0}
        told.facts.append(Fact("form_read", told.facts[-1].exchange, OPENED, form))
    return told


class TestReachable:
    def test_every_code_that_opens_passes(self):
        told = came(came(story(SECOND), PROCEDURE, PROCEDURE), SECOND.code, SECOND.code)

        assert told.verdict(REACH) is Verdict.PASS

    def test_the_usual_code_that_opens_nothing_fails(self):
        told = came(story(), PROCEDURE, status=404, reason="Không tiếp nhận", problem="http_status")

        assert told.verdict(REACH) is Verdict.FAIL
        assert "Không tiếp nhận" in told.outcomes(REACH)[0].message.vi

    def test_a_further_code_that_opens_nothing_warns(self):
        told = came(came(story(SECOND), PROCEDURE, PROCEDURE), SECOND.code, status=404, problem="http_status")

        assert told.verdict(REACH) is Verdict.WARN

    def test_a_usual_code_that_is_only_recalled_warns(self):
        codes = (ProcedureCode(PROCEDURE, "Thử", None, None, Mark.RECALLED),)
        told = came(Story(service=service_without(codes=codes)), PROCEDURE, status=404, problem="http_status")

        assert told.verdict(REACH) is Verdict.WARN

    def test_a_form_that_binds_nothing_could_be_any_page(self):
        assert came(story(), PROCEDURE, PROCEDURE, fields=()).codes(REACH) == ["form_binds_nothing"]

    def test_nobody_came(self):
        assert story().verdict(REACH) is Verdict.INCONCLUSIVE

    def test_no_answer_says_nothing_of_the_code(self):
        told = came(story(), PROCEDURE, status=None, problem="timeout")
        told.fact("hand_failed", hand="citizen.open", problem="timeout", detail="x", url="u")

        assert told.codes(REACH) == ["hand_timeout"]


class TestDead:
    def test_a_refusal_with_a_reason_passes(self):
        assert came(story(OLD), OLD.code, status=404, reason="Mã đã bãi bỏ").verdict(DEAD) is Verdict.PASS

    def test_leading_on_to_the_code_in_use_passes(self):
        assert came(story(OLD), OLD.code, PROCEDURE).verdict(DEAD) is Verdict.PASS

    def test_a_form_under_the_dead_code_fails(self):
        assert came(story(OLD), OLD.code, OLD.code).verdict(DEAD) is Verdict.FAIL

    def test_a_day_that_is_only_assumed_warns(self):
        assert came(story(COMING), COMING.code, COMING.code).verdict(DEAD) is Verdict.WARN

    def test_a_refusal_without_a_reason_warns(self):
        assert came(story(OLD), OLD.code, status=404, reason="").codes(DEAD) == ["dead_code_without_reason"]

    def test_a_broken_page_is_no_refusal(self):
        assert came(story(OLD), OLD.code, status=500, reason="x").verdict(DEAD) is Verdict.INCONCLUSIVE

    @pytest.mark.parametrize("codes", [(), (SECOND,)])
    def test_a_service_without_such_a_code_is_not_applicable(self, codes):
        assert story(*codes).verdict(DEAD) is Verdict.NOT_APPLICABLE


class TestDeadline:
    @staticmethod
    def promised(due: str, deadline: Deadline = ONE_DAY, **row: Any) -> Story:
        told = Story(service=service_without(deadline=deadline)).submitted().officer("accept")
        return told.report(2, received_at="2025-07-01T15:30:00+07:00", due_at=due, **row)

    @pytest.mark.parametrize("due", ["2025-07-01T17:00:00+07:00", "2025-07-02T17:00:00+07:00"])
    def test_within_the_time_or_sooner_passes(self, due):
        assert self.promised(due).verdict(DUE) is Verdict.PASS

    def test_later_warns_for_the_numbers_were_read_in_2026(self):
        assert self.promised("2025-07-03T08:00:00+07:00").verdict(DUE) is Verdict.WARN

    def test_later_than_a_time_that_is_only_recalled_warns(self):
        recalled = Deadline(1, "working_day", Mark.RECALLED)

        assert self.promised("2025-07-03T08:00:00+07:00", recalled).verdict(DUE) is Verdict.WARN

    @pytest.mark.parametrize(
        ("deadline", "due", "verdict"),
        [
            (Deadline(4, "working_day", Mark.SEEN), "2025-07-07T17:00:00+07:00", Verdict.PASS),
            (Deadline(4, "working_day", Mark.SEEN), "2025-07-08T08:00:00+07:00", Verdict.WARN),
            (Deadline(4, "day", Mark.SEEN), "2025-07-05T17:00:00+07:00", Verdict.PASS),
            (Deadline(4, "day", Mark.SEEN), "2025-07-06T08:00:00+07:00", Verdict.WARN),
            (Deadline(4, "hour", Mark.SEEN), "2025-07-01T19:30:00+07:00", Verdict.PASS),
            (Deadline(4, "hour", Mark.SEEN), "2025-07-01T19:31:00+07:00", Verdict.WARN),
        ],
    )
    def test_days_are_counted_as_they_are_published(self, deadline, due, verdict):
        assert self.promised(due, deadline).verdict(DUE) is verdict

    @pytest.mark.parametrize("due", ["", "20250702170000"])
    def test_without_a_promise_nothing_is_said(self, due):
        assert self.promised(due).codes(DUE) == ["no_promise"]

    @pytest.mark.parametrize(
        "deadline", [Deadline(None, "working_day", Mark.UNSURE), Deadline(0, "instant", Mark.SEEN),
                     Deadline(None, "exam_calendar", Mark.SEEN)]
    )  # fmt: skip
    def test_what_is_not_counted_is_not_applicable(self, deadline):
        assert self.promised("2025-07-30T08:00:00+07:00", deadline).verdict(DUE) is Verdict.NOT_APPLICABLE


class TestFee:
    def test_the_published_fee_passes(self):
        assert came(story(), PROCEDURE, PROCEDURE).verdict(FEE) is Verdict.PASS

    def test_another_fee_fails(self):
        told = came(story(fee=Fee(8000, 4000, Mark.SEEN)), PROCEDURE, PROCEDURE)

        assert told.verdict(FEE) is Verdict.FAIL
        assert (told.outcomes(FEE)[0].expected, told.outcomes(FEE)[0].found) == ("4000", "0")

    def test_a_fee_that_is_only_recalled_warns(self):
        assert came(story(fee=Fee(0, 1, Mark.RECALLED)), PROCEDURE, PROCEDURE).verdict(FEE) is Verdict.WARN

    def test_a_form_without_a_fee_is_inconclusive(self):
        assert Story().form([]).codes(FEE) == ["fee_not_shown"]

    def test_a_fee_that_varies_is_not_applicable(self):
        assert story(fee=Fee(None, None, Mark.SEEN)).verdict(FEE) is Verdict.NOT_APPLICABLE


class TestCounters:
    COMMUNES = ({"code": "99001", "name": "Phường Một"}, {"code": "99005", "name": "Xã Hai"})

    def read(self, *served: str, closed: str = "", communes: Any = COMMUNES) -> Story:
        rows = [{"code": "H99.12", "name": "Quầy", "commune_code": code, "active": True} for code in served]
        rows += [{"code": "H99.9", "name": "Quầy cũ", "commune_code": closed, "active": False}] if closed else []
        return Story().fact("counters_read", procedure_code=PROCEDURE, communes=communes, counters=rows)

    def test_one_at_work_for_each_passes(self):
        assert self.read("99001", "99005", closed="99001").verdict(COUNTER) is Verdict.PASS

    def test_a_commune_without_one_fails_and_is_named(self):
        told = self.read("99001", closed="99005")

        assert told.verdict(COUNTER) is Verdict.FAIL
        assert "Xã Hai (99005)" in told.outcomes(COUNTER)[0].message.vi

    def test_several_in_one_commune_warn(self):
        assert self.read("99001", "99001", "99005").codes(COUNTER) == ["commune_with_counters"]
        assert self.read("99001", "99001", "99005").verdict(COUNTER) is Verdict.WARN

    def test_one_at_work_under_a_strange_code_warns(self):
        told = self.read("99001", "99005", "99003")

        assert told.codes(COUNTER) == ["counter_of_no_commune"]
        assert told.verdict(COUNTER) is Verdict.WARN

    def test_without_a_list_of_communes_nothing_is_said(self):
        assert self.read("99001", communes=None).codes(COUNTER) == ["communes_unknown"]
        assert Story().verdict(COUNTER) is Verdict.INCONCLUSIVE
