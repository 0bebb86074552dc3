"""A service that others handle: shown, handed over, nothing asked on the way."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.domain.mark import Mark
from simulator.domain.outcome import Verdict
from simulator.domain.service import ProcedureCode
from tests.unit.checks.evidence_builder import PROCEDURE, Story, requirement, service_without

SHOWN, WORKS, ASKS = "relay_shown", "handover_works", "relay_asks_nothing"


def listed(**changes: Any) -> Story:
    row = {"found": True, "procedure_code": PROCEDURE, "name": "x", "role": "relay", "link": "/x", "rows": 3}
    return Story().fact("listing_read", **{**row, **changes})


def handed(landed: str = "portal", claims: tuple[str, ...] = (), **changes: Any) -> Story:
    end = {"link": "/x", "landed": landed, "status": 200, "url": "http://x.example", "service": "thu-nghiem"}
    story = listed().fact("handed_off", **{**end, "asked": [], "readable": True, **changes})
    story.claims = claims
    return story


class TestShown:
    def test_a_listed_service_passes(self):
        assert listed().verdict(SHOWN) is Verdict.PASS

    @pytest.mark.parametrize("code", ["", "1.001193.H99", "1.001193.000.00.00.H99"])
    def test_a_row_without_a_code_or_with_a_localised_one_is_fine(self, code):
        assert listed(procedure_code=code).verdict(SHOWN) is Verdict.PASS

    def test_a_service_that_is_not_listed_fails(self):
        story = Story().fact("listing_read", found=False, rows=7)

        assert story.verdict(SHOWN) is Verdict.FAIL
        assert "7" in story.outcomes(SHOWN)[0].message.en

    def test_a_code_that_is_out_of_use_warns(self):
        old = ProcedureCode("1.000001", "Cũ", None, date(2025, 6, 30), Mark.SEEN)
        story = listed(procedure_code="1.000001")
        story.service = service_without(codes=(*story.service.codes, old))

        assert story.verdict(SHOWN) is Verdict.WARN

    def test_without_a_list_nothing_is_said(self):
        assert Story().verdict(SHOWN) is Verdict.INCONCLUSIVE


class TestHandover:
    @pytest.mark.parametrize("landed", ["portal", "handler"])
    def test_arriving_passes(self, landed):
        assert handed(landed).verdict(WORKS) is Verdict.PASS

    def test_the_page_may_be_known_by_its_code(self):
        assert handed(service="anders", procedure_code=PROCEDURE).verdict(WORKS) is Verdict.PASS

    @pytest.mark.parametrize(
        ("change", "code", "verdict"),
        [
            ({"service": "khai-tu"}, "handed_to_other_service", Verdict.FAIL),
            ({"service": ""}, "handed_to_portal_only", Verdict.WARN),
            ({"landed": "own"}, "not_handed_over", Verdict.FAIL),
            ({"landed": "nowhere", "status": 404}, "link_dead", Verdict.FAIL),
            ({"landed": "elsewhere"}, "handed_elsewhere", Verdict.INCONCLUSIVE),
            ({"landed": "own", "readable": False}, "relay_page_unreadable", Verdict.INCONCLUSIVE),
        ],
    )
    def test_every_other_end_is_named(self, change, code, verdict):
        story = handed(**change)

        assert story.codes(WORKS) == [code]
        assert story.verdict(WORKS) is verdict

    def test_who_takes_dossiers_may_keep_the_citizen(self):
        assert handed("own", claims=("take",)).verdict(WORKS) is Verdict.PASS

    def test_what_is_not_listed_is_blocked_by_that(self):
        assert Story().fact("listing_read", found=False).codes(WORKS) == ["no_row_to_follow"]

    def test_a_row_without_a_link_is_inconclusive(self):
        assert listed(link="").codes(WORKS) == ["no_link"]


class TestAsks:
    def test_a_hand_over_without_questions_passes(self):
        assert handed().verdict(ASKS) is Verdict.PASS

    def test_a_line_to_fill_fails(self):
        story = handed(asked=["ho_ten"])

        assert story.verdict(ASKS) is Verdict.FAIL
        assert story.outcomes(ASKS)[0].found == "ho_ten"

    def test_who_takes_dossiers_may_ask(self):
        assert handed("own", claims=("take",), asked=["ho_ten"]).verdict(ASKS) is Verdict.PASS

    def test_nothing_asked_proves_nothing_when_nobody_arrived(self):
        assert handed("nowhere").codes(ASKS) == ["not_arrived"]

    def test_a_page_that_cannot_be_read_is_inconclusive(self):
        assert handed(readable=False).codes(ASKS) == ["relay_page_unreadable"]

    def test_a_rule_that_is_only_recalled_warns(self):
        assert handed(asked=["x"]).verdict(ASKS, replace(requirement(), mark=Mark.RECALLED)) is Verdict.WARN
