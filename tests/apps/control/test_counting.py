"""The citizen looks for the counter of each commune: the portal's list, and the system's own."""

import pytest
from flask import jsonify, request

COUNTER = {"code": "H98.12", "name": "Quầy", "commune_code": "99001", "active": True}


@pytest.fixture
def find(story):
    def run(complete=True):
        asked = []
        published = {"province": "99", "complete": complete, "communes": [{"code": "99001", "name": "Phường"}]}
        story.portal.app.add_url_rule("/citizen/communes", view_func=lambda: jsonify(published))

        def counters():
            asked.append(request.args["procedure"])
            return jsonify({"counters": [COUNTER]})

        story.system.app.add_url_rule("/quay", view_func=counters)
        story.use(story.system.url, hooks={"counters": {"path": "/quay"}}, test_clock="none")
        story.answer = story.post("citizen", request_id="r-1", action="find_counters")
        return asked

    return run


def test_both_lists_are_kept_for_the_services_code(story, find):
    assert find() == ["1.001193"]
    (fact,) = story.facts("counters_read")
    assert fact.get("communes") == [{"code": "99001", "name": "Phường"}]
    assert fact.get("counters") == [COUNTER]


def test_a_province_without_a_list_is_told_apart_from_one_without_communes(story, find):
    find(complete=False)
    assert next(iter(story.facts("counters_read"))).get("communes") is None


def test_without_the_hook_there_is_nothing_to_read(story):
    story.portal.app.add_url_rule("/citizen/communes", view_func=lambda: jsonify({"complete": False}))
    answer = story.post("citizen", request_id="r-1", action="find_counters")
    assert answer["problem"]["kind"] == "not_offered"
