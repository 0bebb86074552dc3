"""What a family of systems is known to tell in its own way is no failure; what it leaves out still is."""

from typing import Any

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.dialect import Dialect
from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import Story, tracked

STATUSES = "every_status_reaches_portal"
FINAL = "final_state_arrives"
ORDER = "no_older_state_over_newer"
ONCE = "arrives_once"
WITHDRAWN = "withdrawal_honoured"
PAPERS = "accepted_without_replaced_paper"
ENDED = {"finished_at": "2025-07-01T10:00:00+07:00"}


@pytest.fixture(scope="module")
def dialects() -> dict[str, Dialect]:
    return load_catalogue(data_folders()).dialects


def supplemented(dialect: Dialect | None, told: int = 9) -> Story:
    """Return the story of a supplement; what the officer asks for is told under that number."""
    story = Story(dialect=dialect).submitted().report(2).officer("accept")
    story.officer("request_supplement").report(told).officer("process").report(4)
    return story.officer("finish").report(9, **ENDED).idle()


def stopped(dialect: Dialect | None) -> Story:
    return Story(dialect=dialect).submitted().report(2).officer("accept").officer("stop").report(9, **ENDED).idle()


@pytest.mark.parametrize("check", [STATUSES, FINAL, ORDER, ONCE])
@pytest.mark.parametrize("dialect", [None, "default", "opencps-2019", "opencps-2021", "tandan", "hg-proxy"])
def test_a_system_that_tells_everything_passes_in_every_dialect(
    dialects: dict[str, Dialect], dialect: str | None, check: str
) -> None:
    story = tracked()
    story.dialect = dialects[dialect] if dialect else None
    assert story.verdict(check) is Verdict.PASS


@pytest.mark.parametrize(
    ("check", "dialect", "verdict"),
    [
        (STATUSES, "tandan", Verdict.WARN),
        (STATUSES, "default", Verdict.FAIL),
        (STATUSES, "lgsp-facade", Verdict.FAIL),
        (ORDER, "tandan", Verdict.PASS),
        (FINAL, "tandan", Verdict.PASS),
        (ONCE, "tandan", Verdict.PASS),
    ],
)
def test_a_supplement_told_as_the_end(dialects: dict[str, Dialect], check: str, dialect: str, verdict: Verdict) -> None:
    assert supplemented(dialects[dialect]).verdict(check) is verdict


@pytest.mark.parametrize(
    ("check", "dialect", "verdict"),
    [
        (STATUSES, "tandan", Verdict.WARN),
        (FINAL, "tandan", Verdict.PASS),
        (STATUSES, "default", Verdict.FAIL),
        (FINAL, "default", Verdict.FAIL),
    ],
)
def test_a_stop_told_as_the_end(dialects: dict[str, Dialect], check: str, dialect: str, verdict: Verdict) -> None:
    assert stopped(dialects[dialect]).verdict(check) is verdict


def test_the_warning_names_both_numbers(dialects: dict[str, Dialect]) -> None:
    outcome = supplemented(dialects["tandan"]).outcomes(STATUSES)[0]
    assert "(5)" in outcome.message.en
    assert "(9)" in outcome.message.en
    assert "phương ngữ" in outcome.message.vi


def test_an_end_that_was_never_told_is_missing_although_a_supplement_looked_like_it(
    dialects: dict[str, Dialect],
) -> None:
    story = Story(dialect=dialects["tandan"]).submitted().report(2).officer("accept")
    story.officer("request_supplement").report(9).officer("process").report(4).officer("finish").idle()
    assert "status_missing" in story.codes(STATUSES)
    assert story.codes(FINAL) == ["final_state_missing"]


def test_a_supplement_that_was_told_in_no_way_is_missing(dialects: dict[str, Dialect]) -> None:
    story = Story(dialect=dialects["tandan"]).submitted().report(2).officer("accept")
    story.officer("request_supplement").officer("process").report(4).step(9).idle()
    assert story.codes(STATUSES) == ["status_missing"]


@pytest.mark.parametrize(("dialect", "verdict"), [("tandan", Verdict.WARN), ("default", Verdict.FAIL)])
def test_a_step_that_a_family_adds_anew_each_time(dialects: dict[str, Dialect], dialect: str, verdict: Verdict) -> None:
    story = Story(dialect=dialects[dialect]).submitted().report(2).officer("accept")
    for minute in ("01", "02", "03"):
        story.step(2, f"2025-07-01T09:{minute}:00+07:00")
    assert story.idle().verdict(ONCE) is verdict


@pytest.mark.parametrize(("dialect", "verdict"), [("tandan", Verdict.INCONCLUSIVE), ("default", Verdict.PASS)])
def test_a_step_of_its_own_accord_shows_no_acceptance(
    dialects: dict[str, Dialect], dialect: str, verdict: Verdict
) -> None:
    story = Story(dialect=dialects[dialect]).submitted().step(2).step(9).idle()
    assert story.verdict(PAPERS) is verdict


def test_a_stop_by_the_citizen_may_be_told_as_the_end(dialects: dict[str, Dialect]) -> None:
    def story(dialect: str) -> Story:
        told: dict[str, Any] = {
            "accepted": True,
            "status": 8,
            "reason": "",
            "dossier_code": "000.00.12.H99-250701-0001",
        }
        return Story(dialect=dialects[dialect]).submitted().report(2).fact("withdrawal", **told).report(9).idle()

    assert story("tandan").verdict(WITHDRAWN) is Verdict.PASS
    assert story("default").verdict(WITHDRAWN) is Verdict.FAIL
