"""A parent who has logged in types nothing about themself again in the part for the parents."""

from dataclasses import replace

from simulator.checks.own_part import has_no_own_part
from simulator.domain.outcome import Verdict
from tests.unit.checks.evidence_builder import SERVICE, TRUTH, Story, filled_form, form_field, line

PARENT = "parent_not_typed_again"
BIRTH = replace(
    SERVICE,
    subjects={**SERVICE.subjects, "mother": "applicant"},
    fields=(*SERVICE.fields, form_field("mother", "mother.full_name", "identified", "person_name")),
)


def read(**shown: str) -> Story:
    return Story(service=BIRTH).form([*filled_form(), line("mother.full_name", **shown)])


def test_a_line_that_is_filled_in_passes_also_when_it_can_be_changed():
    assert read(value=TRUTH["full_name"], state="editable").verdict(PARENT) is Verdict.PASS
    assert read(value=TRUTH["full_name"], state="locked").verdict(PARENT) is Verdict.PASS


def test_an_empty_line_is_typed_again():
    story = read()
    assert story.codes(PARENT) == ["parent_typed_again"]
    assert TRUTH["full_name"] in story.outcomes(PARENT)[0].expected


def test_what_nobody_knows_of_the_parent_may_be_asked():
    story = read()
    story.applicant = {name: text for name, text in TRUTH.items() if name != "full_name"}
    assert story.verdict(PARENT) is Verdict.INCONCLUSIVE


def test_a_form_that_binds_no_line_of_the_parent_cannot_be_judged():
    story = Story(service=BIRTH).form(filled_form())
    assert story.codes(PARENT) == ["parent_part_not_bound"]
    assert story.verdict(PARENT) is Verdict.INCONCLUSIVE


def test_a_form_without_such_a_part_has_nothing_to_judge():
    assert has_no_own_part(SERVICE) == "no_own_part"
    assert has_no_own_part(BIRTH) == ""
