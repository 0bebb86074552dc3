"""The officer, the clock and the idle probe of a system under test."""

import pytest

from tests.apps.control.conftest import claim
from tests.apps.live import free_address


@pytest.fixture
def applied(story):
    story.apply()
    story.system.calls.clear()
    return story


def officer(story, action="accept", request_id="r-officer", **body):
    return story.post("officer", request_id=request_id, action=action, **body)


def test_an_officer_acts_with_the_dossier_the_session_time_and_the_token(applied):
    result = officer(applied, reason="Đủ giấy tờ")
    ((_, body),) = applied.system.calls
    assert (result["ok"], result["status"]) == (True, 2)
    assert body == {
        "request_id": "r-officer",
        "dossier_code": "H99.12-250701-0001",
        "action": "accept",
        "reason": "Đủ giấy tờ",
        "session_time": "2025-07-01T08:00:00+07:00",
    }
    assert applied.system.tokens[-1] == "Bearer the-hook"
    (fact,) = applied.facts("officer_action")
    assert (fact.get("action"), fact.get("status"), fact.get("done")) == ("accept", 2, True)


def test_the_hook_token_is_not_kept_in_the_journal(applied):
    officer(applied)
    (fact,) = applied.facts("officer_action")
    exchange = applied.national.journal.exchange(fact.exchange)
    assert "the-hook" not in str(exchange)
    assert exchange.operation == "province/officer"


def test_an_action_that_is_refused_is_a_fact_with_its_reason(applied):
    applied.system.officer_status = 409
    result = officer(applied)
    assert result["problem"]["kind"] == "http_status"
    (fact,) = applied.facts("officer_action")
    assert fact.get("done") is False
    assert fact.get("reason") == "Chưa được phép từ trạng thái này"


def test_a_hook_that_breaks_is_a_failed_hand_and_no_action(applied):
    applied.system.officer_status = 500
    assert officer(applied)["ok"] is False
    assert applied.facts("officer_action") == []
    assert [fact.get("hand") for fact in applied.facts("hand_failed")] == ["officer.accept"]


def test_a_repeated_action_is_not_done_twice(applied):
    assert officer(applied) == officer(applied)
    assert len(applied.system.calls) == 1


def test_without_a_dossier_there_is_nothing_to_act_on(story):
    assert officer(story)["problem"]["kind"] == "no_dossier"


def test_a_hook_that_the_claim_sheet_does_not_offer_is_said_to_be_missing(applied):
    applied.use(applied.system.url, hooks={}, test_clock="none")
    result = officer(applied)
    assert result["problem"]["kind"] == "not_offered"
    assert "hooks.officer" in result["problem"]["detail"]


def test_an_unknown_action_names_the_known_ones(applied):
    body = {"request_id": "r", "action": "acept"}
    answer = applied.admin.post(f"/admin/sessions/{applied.id}/officer", json=body)
    assert answer.status_code == 400
    assert "did you mean accept" in answer.get_json()["error"]["en"]


def test_session_time_moves_by_working_days_and_the_system_is_told(applied):
    result = applied.post("clock", request_id="r-clock", working_days=4)
    assert result["ok"]
    assert result["session_now"] == "2025-07-07T08:00:00+07:00"
    ((name, body),) = applied.system.calls
    assert (name, body["now"]) == ("clock", "2025-07-07T08:00:00+07:00")
    assert body["request_id"] == "r-clock/clock"
    assert applied.admin.get(f"/admin/sessions/{applied.id}").get_json()["session_now"] == result["session_now"]


def test_session_time_moves_once_even_when_the_request_is_done_again(applied):
    applied.post("clock", request_id="r-clock", hours=5, minutes=30)
    with applied.national.db.write() as tx:
        tx.execute("UPDATE hand SET result = NULL")
    result = applied.post("clock", request_id="r-clock", hours=5, minutes=30)
    assert result["session_now"] == "2025-07-01T13:30:00+07:00"


def test_without_a_test_clock_only_session_time_moves(applied):
    applied.use(applied.system.url, hooks={}, test_clock="none")
    result = applied.post("clock", request_id="r-clock", hours=1)
    assert (result["ok"], result["session_now"]) == (True, "2025-07-01T09:00:00+07:00")
    assert applied.system.calls == []


def test_a_clock_hook_that_fails_is_named_beside_the_new_time(applied):
    applied.use(free_address())
    result = applied.post("clock", request_id="r-clock", hours=1)
    assert (result["ok"], result["problem"]["kind"]) == (False, "refused")
    assert result["session_now"] == "2025-07-01T09:00:00+07:00"
    assert [fact.get("done") for fact in applied.facts("clock_advance")] == [True, False]


def test_a_clock_that_cannot_be_set_does_not_undo_the_submission(story):
    story.use(story.system.url, hooks={"clock": {"path": "/khong-co"}})
    result = story.apply()
    assert result["ok"] is True
    assert result["dossier_code"]
    assert result["problem"]["kind"] == "http_status"


def test_moving_the_clock_by_nothing_is_refused(story):
    answer = story.admin.post(f"/admin/sessions/{story.id}/clock", json={"request_id": "r"})
    assert answer.status_code == 400


@pytest.mark.parametrize("answer", [{"idle": True, "pending": 0}, {"idle": False, "pending": 3}])
def test_the_idle_probe_is_passed_on(applied, answer):
    applied.system.idle = answer
    result = applied.post("idle")
    assert (result["idle"], result["pending"]) == (answer["idle"], answer["pending"])
    (fact,) = applied.facts("idle")
    assert fact.data == answer


def test_an_idle_probe_that_says_nothing_useful_is_neither_idle_nor_busy(applied):
    applied.system.idle = {"busy": 1}
    result = applied.post("idle")
    assert (result["idle"], result["problem"]["kind"]) == (None, "bad_shape")


def test_no_idle_probe_is_neither_idle_nor_busy(applied):
    applied.use(applied.system.url, hooks={"officer": claim("x")["hooks"]["officer"]}, test_clock="none")
    result = applied.post("idle")
    assert (result["idle"], result["problem"]["kind"]) == (None, "not_offered")


def test_a_closed_session_does_nothing_more(applied):
    applied.admin.post(f"/admin/sessions/{applied.id}/close")
    answer = applied.admin.post(f"/admin/sessions/{applied.id}/officer", json={"request_id": "r", "action": "accept"})
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "session_closed"
