"""How long an expectation waits."""

import pytest

from simulator.conformance.story import matches
from simulator.conformance.waiting import Limit, limit_of, sure_seconds
from simulator.domain.fact import Fact
from tests.unit.checks.evidence_builder import OPENED
from tests.unit.conformance.conftest import sheet


@pytest.mark.parametrize(
    ("arguments", "claimed", "expected"),
    [
        ({}, 5.0, Limit(10.0, "claim")),
        ({}, None, Limit(40.0, "patience")),
        ({"patience": {"seconds": 3}}, 5.0, Limit(6.0, "patience")),
        ({"patience": {"minutes": 1}}, 5.0, Limit(120.0, "patience")),
        ({"within": {"seconds": 4}}, 5.0, Limit(8.0, "within")),
        ({"within": {"working_days": 1}}, 5.0, Limit(10.0, "claim")),
    ],
)
def test_the_limit_is_the_story_s_the_claim_s_or_ours(arguments, claimed, expected):
    assert limit_of(arguments, sheet(sync_max_seconds=claimed), patience=2.0) == expected


@pytest.mark.parametrize(("claimed", "expected"), [(None, 0.2), (0.01, 0.2), (60.0, 120.0)])
def test_nothing_is_missing_before_the_system_had_a_beat_of_its_own_rhythm(claimed, expected):
    assert sure_seconds(sheet(sync_every_seconds=claimed), patience=2.0) == expected


def report(**data) -> Fact:
    return Fact("dossier_report", 1, OPENED, {"status": 2, "dossier_code": "A", "accepted": True, **data})


def test_a_fact_matches_by_equality():
    assert matches(report(), "dossier_report", {"status": 2, "dossier_code": "A"})
    assert not matches(report(status=4), "dossier_report", {"status": 2})
    assert not matches(report(), "progress_report", {})


def test_a_report_that_the_portal_refused_has_not_arrived():
    assert not matches(report(accepted=False), "dossier_report", {"status": 2})
