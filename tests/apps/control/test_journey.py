"""The citizen's journey, over real HTTP, and every way in which a system under test can stop it."""

import base64
from unicodedata import normalize

import pytest

from tests.apps.control.conftest import admin_app
from tests.apps.control.fakes import fake_portal
from tests.apps.live import closing_server, free_address, silent_server


def test_the_citizen_applies_and_the_dossier_belongs_to_the_session(story):
    result = story.apply()
    assert result["ok"], result
    assert result["dossier_code"] == "H99.12-250701-0001"
    assert story.national.sessions.keys(story.id, "dossier_code") == ("H99.12-250701-0001",)
    assert [fact.get("landed") for fact in story.facts("handover")] == [True]
    assert story.facts("hand_failed") == []


def test_locked_values_stay_empty_fields_are_filled_and_prefilled_ones_are_sent_as_they_are(story):
    story.apply()
    people = story.national.sessions.get(story.id).people
    assert story.system.submissions[0]["values"] == {
        "dien_thoai": people["applicant"]["phone"],
        "thu": "co.san@dancu.example",
        "noi_o": people["applicant"]["residence"],
        "ghi_chu": "Không có ghi chú thêm",
    }


def test_what_was_typed_is_kept_code_point_for_code_point_in_nfc(story):
    wanted = normalize("NFD", "12 đường Hoà Bình, Phường Thuỷ Xuân, thành phố Huế")
    story.apply(typed={"applicant.residence": wanted, "applicant.phone": "0500000123"})
    typed = story.facts("submission")[0].get("typed")
    assert typed == {"applicant.phone": "0500000123", "applicant.residence": normalize("NFC", wanted)}
    assert story.system.submissions[0]["values"]["noi_o"] == typed["applicant.residence"]


def test_required_papers_are_attached_and_what_the_story_leaves_out_is_not(story):
    story.apply()
    attached = story.system.submissions[0]["components"]
    assert [paper["code"] for paper in attached] == ["GIAY-CHUNG-SINH", "GIAY-CU-TRU"]
    assert base64.b64decode(attached[0]["content"]).startswith(b"%PDF-")
    assert story.facts("submission")[0].get("components") == ["GIAY-CHUNG-SINH", "GIAY-CU-TRU"]
    story.apply("r-again", leave_out=["GIAY-CHUNG-SINH"])
    assert [paper["code"] for paper in story.system.submissions[1]["components"]] == ["GIAY-CU-TRU"]


def test_the_form_is_a_fact_with_its_fields_and_components(story):
    story.apply()
    form = story.facts("form_read")[0]
    assert form.get("procedure_code") == "1.001193"
    assert [field["state"] for field in form.get("fields")] == ["locked", "input", "editable", "editable", "input"]
    assert form.get("components")[1]["replaced_by"] == ["CSDLQG_DAN_CU"]


def test_hops_to_the_system_are_recorded_and_hops_to_ourselves_are_left_to_their_receiver(story):
    story.apply()
    exchanges = story.national.journal.exchanges(story.id)
    assert all(exchange.url.startswith(story.system.url) for exchange in exchanges)
    assert {exchange.direction for exchange in exchanges} == {"out"}
    paths = [exchange.url.removeprefix(story.system.url).split("?")[0] for exchange in exchanges]
    assert paths == ["/vi/nps/apply", "/vneid/callback", "/vi/nps/apply", "/ho-so", "/test/clock"]


def test_the_new_dossier_is_brought_into_session_time(story):
    story.apply()
    ((name, body),) = story.system.calls
    assert name == "clock"
    assert body["now"] == "2025-07-01T08:00:00+07:00"
    assert story.facts("clock_advance")[0].get("done") is True


def test_a_repeated_request_answers_the_stored_result_and_submits_nothing(story):
    first = story.apply()
    assert story.apply() == first
    assert len(story.system.submissions) == 1


def test_a_request_that_never_finished_is_done_again_with_the_same_submission_id(story):
    first = story.apply()
    with story.national.db.write() as tx:
        tx.execute("UPDATE hand SET result = NULL")
    assert story.apply()["dossier_code"] == first["dossier_code"]
    assert [one["submission_id"] for one in story.system.submissions] == ["r-apply", "r-apply"]


def test_a_request_id_that_was_used_for_something_else_is_refused(story):
    story.apply("r-1")
    body = {"request_id": "r-1", "action": "view"}
    answer = story.admin.post(f"/admin/sessions/{story.id}/citizen", json=body)
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "request_id_reused"


def test_a_refused_submission_is_a_fact_with_its_reason_and_not_a_failed_hand(story):
    story.system.refuse = "Thiếu giấy xác nhận cư trú"
    result = story.apply()
    assert result["ok"] is False
    assert "Thiếu giấy xác nhận cư trú" in result["problem"]["detail"]
    submission = story.facts("submission")[0]
    assert submission.get("accepted") is False
    assert submission.get("reason") == "GIAY-CU-TRU: Thiếu giấy xác nhận cư trú"
    assert story.facts("hand_failed") == []


@pytest.mark.parametrize(
    ("landing", "kind", "says"),
    [
        ("html", "not_json", "Cổng dịch vụ công"),
        ("loop", "redirect_loop", "/vi/nps/apply"),
        ("error", "http_status", "404, expected 200 with the form: Thủ tục chưa mở"),
        ("no_location", "http_status", "Location"),
        ("no_fields", "bad_shape", "fields"),
    ],
)
def test_a_landing_page_that_is_no_form_is_named(story, landing, kind, says):
    story.system.landing = landing
    result = story.apply()
    assert result["ok"] is False
    assert result["problem"]["kind"] == kind
    assert says in result["problem"]["detail"]
    (failed,) = story.facts("hand_failed")
    assert failed.get("problem") == kind
    assert failed.get("hand") == "citizen.apply"
    shown = story.national.journal.exchange(failed.exchange)
    assert shown is not None
    assert shown.url.startswith(f"{story.system.url}/vi/nps/apply")


def test_a_form_of_a_wrong_shape_keeps_what_the_contract_says(story):
    story.system.landing = "no_fields"
    story.apply()
    findings = story.national.journal.findings(story.id)
    assert any(finding.pointer == "/fields" for _, _, finding in findings)
    assert all(finding.assumed for _, _, finding in findings)


def test_a_page_that_hangs_up_is_named(story):
    with closing_server() as address:
        _land_at(story, address)
        assert story.apply()["problem"]["kind"] == "closed"


def test_a_page_that_never_answers_is_named(story):
    with silent_server() as address:
        _land_at(story, address, limits={"connect_seconds": 1, "read_seconds": 0.2})
        assert story.apply()["problem"]["kind"] == "timeout"


def test_a_page_where_nobody_listens_is_named_and_did_not_land(story):
    _land_at(story, free_address())
    result = story.apply()
    assert result["problem"]["kind"] == "refused"
    assert [fact.get("landed") for fact in story.facts("handover")] == [False]


def test_a_journey_that_stays_at_the_national_side_says_so(story, live_national):
    live_national.app = _login_page
    result = story.apply()
    assert result["problem"]["kind"] == "http_status"
    assert "did not reach the province" in result["problem"]["detail"]
    assert "Chọn một người" in result["problem"]["detail"]


def test_the_citizen_views_the_dossier_at_the_province(story):
    story.apply()
    result = story.post("citizen", request_id="r-view", action="view")
    assert result["ok"], result
    view = story.facts("dossier_view")[0]
    assert view.get("place") == "province"
    assert view.get("fields") == [{"id": "noi_o", "datum": "applicant.residence", "value": "Huế"}]
    assert view.get("decision") is None


def test_a_browser_that_was_lost_logs_in_again_before_it_views(story, national):
    story.apply()
    story.admin = admin_app(national).test_client()
    assert story.post("citizen", request_id="r-view", action="view")["ok"]


def test_the_citizen_follows_the_dossier_on_the_portal(story):
    code = story.apply()["dossier_code"]
    before = story.post("citizen", request_id="r-1", action="follow")
    story.dossiers[code] = {"dossier_code": code, "status": 4}
    after = story.post("citizen", request_id="r-2", action="follow")
    assert (before["ok"], before["found"]) == (True, False)
    assert (after["ok"], after["found"], after["status"]) == (True, True, 4)


def test_a_browser_that_was_lost_logs_in_again_before_it_follows(story, national):
    code = story.apply()["dossier_code"]
    story.dossiers[code] = {"dossier_code": code, "status": 4}
    story.admin = admin_app(national).test_client()
    assert story.post("citizen", request_id="r-follow", action="follow")["found"]


def test_viewing_without_a_dossier_says_that_there_is_none(story):
    result = story.post("citizen", request_id="r-view", action="view")
    assert result["problem"]["kind"] == "no_dossier"


def _land_at(story, address, **changes):
    story.use(address, **changes)
    story.portal.app = fake_portal(address, {})


def _login_page(_environ, start):
    start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return ["<title>Chọn một người</title>".encode()]
