"""What a family's messages have no field for is a warning when it is missing; a field left empty is a failure."""

import pytest

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.dialect import Dialect
from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import Story

FINAL = "final_state_arrives"
TIMES = {"finished_at": "2025-07-01T10:00:00+07:00", "returned_at": "2025-07-01T11:00:00+07:00"}


@pytest.fixture(scope="module")
def dialects() -> dict[str, Dialect]:
    return load_catalogue(data_folders()).dialects


def returned(dialect: Dialect, **told: object) -> Story:
    story = Story(dialect=dialect).submitted().report(2).officer("accept").officer("finish").officer("return_result")
    return story.report(10, **told).idle()


@pytest.mark.parametrize(
    ("dialect", "told", "verdict"),
    [
        ("default", TIMES, Verdict.FAIL),
        ("tandan", TIMES, Verdict.FAIL),
        ("opencps-2019", TIMES, Verdict.WARN),
        ("opencps-2021", TIMES, Verdict.WARN),
        ("lgsp-facade", TIMES, Verdict.WARN),
        ("hg-proxy", TIMES, Verdict.WARN),
        ("hg-proxy", {}, Verdict.WARN),
    ],
)
def test_the_end_without_the_code_of_its_result(dialects, dialect, told, verdict):
    assert returned(dialects[dialect], **told).verdict(FINAL) is verdict


def test_a_time_that_has_a_field_is_not_excused_with_it(dialects):
    found = {outcome.verdict for outcome in returned(dialects["opencps-2021"]).outcomes(FINAL)}
    assert found == {Verdict.FAIL, Verdict.WARN}
