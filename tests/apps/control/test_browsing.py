"""The citizen looks for a service in the system's own list and follows its link, over real HTTP."""

from typing import Any

import pytest
from flask import jsonify, redirect

LISTING = {"listing": {"path": "/dich-vu"}}


@pytest.fixture
def browse(story):
    """Serve a list with one row, pages of the system and a portal page; return what the citizen met."""

    def run(link: str = "", pages: dict[str, Any] | None = None, **row: Any) -> Any:
        rows = [{"procedure": "1.001193", "name": "Khai sinh", "role": "relay", "link": link, **row}]
        story.system.app.add_url_rule("/dich-vu", view_func=lambda: jsonify({"services": rows}))
        for path, answer in (pages or {}).items():
            story.system.app.add_url_rule(path, endpoint=path, view_func=lambda answer=answer: answer())
        story.portal.app.add_url_rule("/citizen/services/<key>", view_func=_portal_page)
        story.use(story.system.url, hooks=LISTING, test_clock="none")
        story.answer = story.post("citizen", request_id="r-browse", action="browse")
        return next((fact.data for fact in story.facts("handed_off")), None)

    return run


def _portal_page(key: str) -> Any:
    if key == "gone":
        return jsonify({"error": {}}), 404
    return jsonify({"id": "khai-sinh", "code": key, "handled_by": "province"})


def test_a_link_to_the_portal_ends_at_its_page(story, browse):
    handed = browse(f"{story.portal.url}/citizen/services/1.001193")
    assert (handed["landed"], handed["service"], handed["hops"], handed["asked"]) == ("portal", "khai-sinh", 1, [])
    assert story.answer["ok"]
    assert next(iter(story.facts("listing_read"))).get("found") is True


def test_a_page_that_asks_first_is_read_and_left(story, browse):
    lines = [
        {"id": "ho_ten", "label": "Họ tên", "state": "input", "value": ""},
        {"id": "so", "label": "Số", "state": "locked", "value": ""},
    ]
    asking = {"fields": lines, "handover": f"{story.portal.url}/citizen/services/1.001193"}
    handed = browse("/di", {"/di": lambda: jsonify(asking)})
    assert (handed["landed"], handed["asked"], handed["hops"], handed["readable"]) == ("portal", ["ho_ten"], 2, True)


def test_a_page_for_people_cannot_be_read(browse):
    handed = browse("/di", {"/di": lambda: "<p>Chuyển đến bộ</p>"})
    assert (handed["landed"], handed["readable"]) == ("own", False)


def test_a_form_of_its_own_is_no_hand_over(browse):
    own = {"fields": [{"id": "x", "label": "x", "state": "input", "value": ""}], "submit": "/nop"}
    handed = browse("/di", {"/di": lambda: jsonify(own)})
    assert (handed["landed"], handed["asked"]) == ("own", ["x"])


@pytest.mark.parametrize("place", ["own", "portal"])
def test_a_dead_link_leads_nowhere(story, browse, place):
    handed = browse("/khong-co" if place == "own" else f"{story.portal.url}/citizen/services/gone")
    assert (handed["landed"], handed["status"]) == ("nowhere", 404)


@pytest.mark.parametrize("direct", [True, False])
def test_a_link_out_of_the_test_is_noted_and_not_followed(browse, direct):
    away = "https://bo.example/dich-vu"
    handed = browse(away if direct else "/di", {"/di": lambda: redirect(away)})
    assert (handed["landed"], handed["url"]) == ("elsewhere", away)


def test_a_way_in_circles_is_a_problem(story, browse):
    assert browse("/di", {"/di": lambda: redirect("/di")}) is None
    assert story.answer["problem"]["kind"] == "redirect_loop"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"procedure": "1.001193.H98"}, True),
        ({"procedure": "", "id": "khai-sinh"}, True),
        ({"procedure": "", "name": "ĐĂNG KÝ  KHAI SINH"}, True),
        ({"procedure": "9.999999", "name": "Khác"}, False),
    ],
)
def test_a_row_is_known_by_code_id_or_name(story, browse, row, found):
    browse("/khong-co", **row)
    assert [fact.get("found") for fact in story.facts("listing_read")] == [found]


def test_without_the_hook_there_is_nothing_to_read(story):
    answer = story.post("citizen", request_id="r-browse", action="browse")
    assert answer["problem"]["kind"] == "not_offered"
