"""The citizen supplements and withdraws through the paths that the dossier's page offers, over real HTTP."""

import pytest

CODE = "H99.12-250701-0001"
TAKEN = {"dossier_code": CODE, "status": 5}


def offered(**page):
    return {"supplement": f"/ho-so/{CODE}/bo-sung", "withdraw": f"/ho-so/{CODE}/rut", **page}


def supplement(story, request_id="r-supplement", **body):
    return story.post("citizen", request_id=request_id, action="supplement", **body)


def withdraw(story, request_id="r-withdraw", **body):
    return story.post("citizen", request_id=request_id, action="withdraw", **body)


def test_what_the_page_asks_for_is_brought(story):
    story.apply()
    story.system.page = offered(asked={"reason": "Thiếu", "components": ["GIAY-KHAC"], "fields": ["noi_o"]})
    result = supplement(story)
    assert (result["ok"], result["dossier_code"], result["status"]) == (True, CODE, 5)
    ((path, body),) = story.system.changes
    assert path == f"{CODE}/bo-sung"
    assert body["supplement_id"] == "r-supplement"
    assert body["values"] == {"noi_o": "Huế"}
    assert [paper["code"] for paper in body["components"]] == ["GIAY-KHAC"]
    (fact,) = story.facts("supplement")
    assert fact.data == {
        "dossier_code": CODE,
        "accepted": True,
        "typed": {"applicant.residence": "Huế"},
        "components": ["GIAY-KHAC"],
        "reason": "",
    }
    (view,) = story.facts("dossier_view")
    assert view.get("asked")["reason"] == "Thiếu"
    assert view.get("supplement") == f"/ho-so/{CODE}/bo-sung"


def test_a_story_may_want_other_texts_and_papers(story):
    story.apply()
    story.system.page = offered(asked={"reason": "", "components": ["GIAY-KHAC"], "fields": []})
    supplement(story, typed={"applicant.residence": "Đà Nẵng"}, attach=["GIAY-RIENG", "asked"])
    ((_, body),) = story.system.changes
    assert body["values"] == {"noi_o": "Đà Nẵng"}
    assert [paper["code"] for paper in body["components"]] == ["GIAY-RIENG", "GIAY-KHAC"]


def test_a_repeated_supplement_answers_the_stored_result(story):
    story.apply()
    story.system.page = offered(asked={"reason": "", "components": [], "fields": ["noi_o"]})
    assert supplement(story) == supplement(story)
    assert len(story.system.changes) == 1


@pytest.mark.parametrize("status", [409, 422])
def test_a_refused_supplement_is_a_fact_with_its_reason(story, status):
    story.apply()
    story.system.page = offered()
    story.system.changed = ({"errors": [{"component": "K", "message": "thiếu"}], "message": "không"}, status)
    result = supplement(story)
    assert result["ok"] is False
    (fact,) = story.facts("supplement")
    assert (fact.get("accepted"), fact.get("reason")) == (False, "K: thiếu")
    assert story.facts("hand_failed") == []


def test_an_answer_that_nobody_agreed_on_is_a_failed_hand(story):
    story.apply()
    story.system.page = offered()
    story.system.changed = ({"message": "hỏng"}, 500)
    assert supplement(story)["problem"]["kind"] == "http_status"
    assert story.facts("supplement") == []
    story.system.changed = ({"status": 5}, 200)
    assert supplement(story, "r-again")["problem"]["kind"] == "bad_shape"


def test_the_citizen_withdraws_with_a_reason(story):
    story.apply()
    story.system.page = offered()
    story.system.changed = ({"dossier_code": CODE, "status": 7}, 200)
    assert withdraw(story, reason="Nộp lại sau")["status"] == 7
    assert story.system.changes == [(f"{CODE}/rut", {"request_id": "r-withdraw", "reason": "Nộp lại sau"})]
    (fact,) = story.facts("withdrawal")
    assert fact.data == {"dossier_code": CODE, "accepted": True, "reason": "", "status": 7}


@pytest.mark.parametrize(("action", "kind"), [("supplement", "supplement"), ("withdraw", "withdrawal")])
def test_a_page_that_says_not_now_is_taken_at_its_word(story, action, kind):
    story.apply()
    story.system.page = {"supplement": None, "withdraw": None}
    result = story.post("citizen", request_id="r", action=action)
    assert result["problem"]["kind"] == "not_offered"
    (fact,) = story.facts(kind)
    assert fact.get("accepted") is False
    assert story.system.changes == []


@pytest.mark.parametrize("action", ["supplement", "withdraw"])
def test_a_page_that_knows_no_such_thing_proves_nothing(story, action):
    story.apply()
    result = story.post("citizen", request_id="r", action=action)
    assert result["problem"]["kind"] == "not_offered"
    assert action in result["problem"]["detail"]
    assert story.facts("supplement") == story.facts("withdrawal") == []
    assert len(story.facts("dossier_view")) == 1


def test_a_repeat_after_a_crash_finds_the_dossier_withdrawn(story):
    story.apply()
    story.system.page = {"withdraw": None, "supplement": None, "status": 7}
    assert withdraw(story)["ok"]
    (fact,) = story.facts("withdrawal")
    assert (fact.get("accepted"), fact.get("status")) == (True, 7)


def test_an_officer_asks_for_a_typed_line_and_a_paper_by_its_code(story):
    story.apply()
    words = ["typed_line", "KS.UY_QUYEN"]
    story.post("officer", request_id="r-ask", action="request_supplement", reason="Chưa rõ", ask=words)
    body = next(body for name, body in story.system.calls if name == "officer")
    assert body["components"] == ["KS.UY_QUYEN"]
    assert body["fields"] == ["dien_thoai"]
    (fact,) = story.facts("officer_action")
    assert (fact.get("components"), fact.get("fields")) == (["KS.UY_QUYEN"], ["dien_thoai"])


def test_a_missing_paper_is_one_that_only_some_need_and_data_do_not_replace(story):
    story.apply()
    story.post("officer", request_id="r-ask", action="request_supplement", reason="x", ask=["missing_paper"])
    body = next(body for name, body in story.system.calls if name == "officer")
    assert body["components"] == ["KS.BIEN_BAN_BO_ROI"]


def test_an_officer_who_only_tries_is_not_stopped_by_a_refusal(story):
    story.apply()
    story.system.officer_status = 409
    result = story.post("officer", request_id="r-try", action="finish", refusable=True)
    assert result["ok"] is True
    (fact,) = story.facts("officer_action")
    assert (fact.get("done"), fact.get("refusable")) == (False, True)
    assert story.facts("hand_failed") == []


def test_an_officer_who_is_not_only_trying_is_stopped(story):
    story.apply()
    story.system.officer_status = 409
    assert story.post("officer", request_id="r-act", action="finish")["ok"] is False
    assert len(story.facts("hand_failed")) == 1
