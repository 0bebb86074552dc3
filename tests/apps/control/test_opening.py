"""The citizen comes with one procedure code after the other and submits nothing, over real HTTP."""

import pytest


def opened(story, code=""):
    return story.post("citizen", request_id="r-open", action="open", **({"code": code} if code else {}))


def came(story):
    return [(fact.get("procedure_code"), fact.get("landed"), fact.get("status")) for fact in story.facts("handover")]


def test_the_usual_code_opens_the_form_and_nothing_is_submitted(story):
    assert opened(story)["ok"]
    assert came(story) == [("1.001193", True, None)]
    assert len(story.facts("form_read")) == 1
    assert story.system.submissions == []


def test_a_code_that_opens_nothing_does_not_keep_the_others_from_being_tried(story):
    answer = opened(story, "every")
    assert answer["problem"]["kind"] == "http_status"
    assert came(story) == [("1.001193", True, None), ("2.000528", False, 404)]
    assert story.facts("hand_failed") == []


def test_a_form_and_its_hand_over_are_told_by_one_exchange(story):
    opened(story)
    (handover,), (form,) = story.facts("handover"), story.facts("form_read")
    assert handover.exchange == form.exchange


def test_a_service_whose_codes_are_all_in_use_has_no_dead_one_to_try(story):
    assert opened(story, "dead")["ok"]
    assert came(story) == []


def test_why_a_code_was_turned_away_is_kept(story):
    story.system.landing = "error"
    opened(story)
    (handover,) = story.facts("handover")
    assert (handover.get("status"), handover.get("reason")) == (404, "Thủ tục chưa mở")


@pytest.mark.parametrize(("landing", "kind"), [("html", "not_json"), ("loop", "redirect_loop")])
def test_a_page_that_is_no_form_is_a_problem(story, landing, kind):
    story.system.landing = landing
    assert opened(story)["problem"]["kind"] == kind
    assert [fact.get("problem") for fact in story.facts("hand_failed")] == [kind]
