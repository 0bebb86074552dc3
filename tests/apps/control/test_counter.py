"""The counter's hand, over real HTTP: what it tells the hook, and what it makes of the answer."""

from tests.apps.control.conftest import session_body

HOOKS = {
    "counter": {"path": "/test/counter", "token": "the-hook"},
    "officer": {"path": "/test/officer"},
    "clock": {"path": "/test/clock"},
}


def file(story, request_id="r-file", **told):
    return story.post("counter", request_id=request_id, action="file", typed={}, **told)


def test_a_filing_belongs_to_the_session_and_the_officer_goes_on_with_it(story):
    story.use(story.system.url, hooks=HOOKS)
    result = file(story)
    assert result["ok"], result
    assert story.national.sessions.keys(story.id, "dossier_code") == (result["dossier_code"],)
    fact = story.facts("counter_filing")[0]
    person = story.national.sessions.get(story.id).people["applicant"]
    assert (fact.get("accepted"), fact.get("identified_by"), fact.get("agency")) == (True, "card", "H98.12")
    assert (fact.get("address"), fact.get("heirs")) == (person["residence"], [])
    assert fact.get("typed")["applicant.full_name"] == person["full_name"]
    assert story.post("officer", request_id="r-2", action="accept")["ok"]


def test_the_hook_is_told_who_stands_there_and_with_which_papers(story):
    story.use(story.system.url, hooks=HOOKS)
    file(story, identified_by="vneid")
    name, body = story.system.calls[0]
    person = story.national.sessions.get(story.id).people["applicant"]
    assert name == "counter"
    assert story.system.tokens[0] == "Bearer the-hook"
    assert story.national.contracts["province/counter"].check_request(body) == ()
    assert body["person"]["personal_id"] == person["personal_id"]
    assert body["identified_by"] == "vneid"
    assert body["session_time"] == "2025-07-01T08:00:00+07:00"
    service = story.national.catalogue.services["khai-sinh"]
    wanted = [one.code for one in service.components if one.required == "always" and not one.replaced_by]
    assert [paper["code"] for paper in body["components"]] == [code for code in wanted if code != "KS.TO_KHAI"]


def test_a_district_of_before_is_the_one_of_the_old_address(story):
    story.use(story.system.url, hooks=HOOKS)
    file(story, agency="district", address="former")
    (_, body), fact = story.system.calls[0], story.facts("counter_filing")[0]
    trial = story.national.catalogue.communes["99"]
    old = body["person"]["commune_on_card"]
    district = next(one for one in trial.districts if one.agency == body["agency"])
    assert district.name in body["person"]["address_on_card"]
    assert [heir["code"] for heir in fact.get("heirs")] == [one.code for one in trial.heirs(old)]


def test_a_demand_is_a_fact_and_stops_the_story(story):
    story.use(story.system.url, hooks=HOOKS)
    story.system.counter_errors = [{"demand": "vneid", "message": "Mở VNeID"}]
    result = file(story)
    assert not result["ok"]
    assert "Mở VNeID" in result["problem"]["detail"]
    fact = story.facts("counter_filing")[0]
    assert (fact.get("accepted"), fact.get("demands"), fact.get("dossier_code")) == (False, ["vneid"], "")


def test_a_system_without_the_hook_and_a_province_without_a_list_are_named(story):
    assert file(story)["problem"]["kind"] == "not_offered"
    story.use(story.system.url, hooks=HOOKS, province_code="25")
    problem = file(story, "r-2", address="former")["problem"]
    assert problem["kind"] == "no_list"
    assert "contracts/codes/communes.yaml" in problem["detail"]


def test_an_unknown_way_to_stand_at_a_counter_is_refused(story):
    story.use(story.system.url, hooks=HOOKS)
    body = {"request_id": "r", "action": "file", "identified_by": "passport"}
    assert story.admin.post(f"/admin/sessions/{story.id}/counter", json=body).status_code == 400


def test_a_closed_agency_travels_in_the_hand_over_and_the_submission(story):
    result = story.apply(agency="closed")
    assert result["ok"], result
    assert story.system.submissions[0]["agency"] == "H99.13"
    handover = story.facts("handover")[0]
    assert handover.get("agency") == "H99.13"
    assert [heir["agency"] for heir in handover.get("closed")["successors"]] == ["H99.12"]


def test_the_agency_of_a_closed_province_is_another_one(story):
    assert story.apply(agency="of_closed_province")["ok"]
    handover = story.facts("handover")[0]
    assert handover.get("agency") == "H98.02"
    assert [heir["agency"] for heir in handover.get("closed")["successors"]] == ["H99.16"]


def test_a_story_can_start_before_the_change(story):
    body = session_body("r-june", starts_on="2025-06-25")
    opened = story.admin.post("/admin/sessions", json=body).get_json()
    assert opened["session_now"].startswith("2025-06-25T08:00")
