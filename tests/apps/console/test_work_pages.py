"""The work list on the console: what an item tells, taking it, answering it, with forms alone."""

import io
import re

import pytest

from simulator.console.entering import form_token
from tests.apps.control.conftest import claim, register, session_body

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PEOPLE = {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "attended"}}


@pytest.fixture
def session(admin, national):
    attended = {"minutes": {"citizen": 7, "officer": 2}, "unit": "Bộ phận <b>một cửa</b>"}
    register(national, claim("http://127.0.0.1:9", services=PEOPLE, hooks={}, test_clock="none", attended=attended))
    body = session_body(scenario="once/known-not-asked")
    return admin.post("/admin/sessions", json=body).get_json()["session"]


def made(admin, session, request_id="r1", hand="citizen", **body):
    told = admin.post(f"/admin/sessions/{session}/{hand}", json={"request_id": request_id, **body}).get_json()
    return told["waiting"]["item"]


@pytest.fixture
def item(admin, session):
    return made(admin, session, action="apply")


def send(console, national, address, **fields):
    return console.post(address, data={"form_token": form_token(national), **fields})


def test_the_list_groups_items_by_log_in_with_an_estimate(console, national, admin, session, item):
    page = console.get("/console/work").text
    person = national.sessions.get(session).people["applicant"]
    assert "Còn 1 việc, 1 lần đăng nhập, khoảng 7 phút." in page
    assert person["full_name"] in page
    assert f'href="/console/work/{item}"' in page
    assert item not in console.get("/console/work?status=done").text
    assert item not in console.get("/console/work?province=other").text
    assert console.get("/console/work?status=nonsense").status_code == 200


def test_an_item_tells_everything(console, national, session, item):
    page = console.get(f"/console/work/{item}").text
    person = national.sessions.get(session).people["applicant"]
    for words in (
        person["personal_id"], f'href="{national.public_url}/citizen/services/1.001193/apply?province=tinh-thu"',
        "Nhà nước đã biết", 'name="answers.known_data_not_asked"', 'enctype="multipart/form-data"', "khoảng 7 phút",
    ):  # fmt: skip
        assert words in page
    assert console.get("/console/work/w-none").status_code == 404


def test_taking_names_who_and_giving_back_frees(console, national, item):
    assert send(console, national, f"/console/work/{item}/take", by=" ").status_code == 400
    assert send(console, national, f"/console/work/{item}/take", by="Ca sáng").status_code == 303
    assert "Ca sáng" in console.get("/console/work").text
    refused = send(console, national, f"/console/work/{item}/take", by="Ca chiều")
    assert refused.status_code == 409
    assert "Ca sáng đang làm việc" in refused.text
    assert send(console, national, f"/console/work/{item}/release").status_code == 303
    assert national.work.get(item).status == "waiting"


def test_an_answer_with_a_file_is_kept_and_shown(console, national, session, item):
    answer = {
        "result": "done", "by": "Lan", "dossier_code": "H98.12-1", "answers.known_data_not_asked": "yes",
        "answers.prefilled_data_true": "", "note": "<i>ổn</i>", "screenshot": (io.BytesIO(PNG), "form.png"),
    }  # fmt: skip
    sent = send(console, national, f"/console/work/{item}/answer", **answer)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/console/work?answered={item}")
    assert "Đã ghi câu trả lời" in console.get(sent.headers["Location"]).text
    kept = national.work.get(item)
    assert (kept.status, kept.answer["answers"]) == ("done", {"known_data_not_asked": "yes"})
    page = console.get(f"/console/work/{item}").text
    for words in ("H98.12-1", "&lt;i&gt;ổn&lt;/i&gt;", "form.png", "Có, đúng như vậy"):
        assert words in page
    file = console.get(f"/console/work/{item}/screenshot")
    assert (file.data, file.mimetype) == (PNG, "image/png")
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_the_next_item_of_the_same_log_in_follows(console, national, admin, session, item):
    send(console, national, f"/console/work/{item}/answer", result="done", by="Lan", dossier_code="H98.12-1")
    first = made(admin, session, "r2", "officer", action="accept")
    second = made(admin, session, "r3", "officer", action="process")
    assert "Bộ phận &lt;b&gt;một cửa&lt;/b&gt;" in console.get("/console/work").text
    sent = send(console, national, f"/console/work/{first}/answer", result="done", by="Lan")
    assert sent.headers["Location"] == f"/console/work/{second}?answered={first}"
    assert "việc tiếp theo của cùng lần đăng nhập" in console.get(sent.headers["Location"]).text


def test_what_cannot_be_taken_says_why_and_keeps_what_was_typed(console, national, item):
    page = send(console, national, f"/console/work/{item}/answer", result="cannot", by="Lan", note="máy hỏng")
    assert page.status_code == 400
    assert "reason" in page.text
    assert "máy hỏng" in page.text
    assert re.search(r'value="cannot" checked', page.text)
    assert national.work.get(item).status == "waiting"


def test_the_first_answer_stays(console, national, item):
    send(console, national, f"/console/work/{item}/answer", result="done", by="Lan")
    again = send(console, national, f"/console/work/{item}/answer", result="done", by="Minh")
    assert again.status_code == 409
    assert "đã được Lan trả lời" in again.text
    assert national.work.get(item).answer["by"] == "Lan"


def test_an_item_of_a_closed_session_is_not_answered(console, national, admin, session, item):
    admin.post(f"/admin/sessions/{session}/close", json={})
    assert send(console, national, f"/console/work/{item}/answer", result="done", by="Lan").status_code == 409


@pytest.mark.parametrize("act", ["take", "release", "answer"])
def test_a_form_of_another_site_changes_nothing(console, national, item, act):
    fields = {"result": "done", "by": "Mallory"}
    assert console.post(f"/console/work/{item}/{act}", data=fields).status_code == 403
    assert console.post(f"/console/work/{item}/{act}", data={**fields, "form_token": "x"}).status_code == 403
    assert national.work.get(item).status == "waiting"
