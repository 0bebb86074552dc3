"""A claim sheet that changes while sessions of its system are open."""

import pytest

from tests.apps.control.conftest import PROVINCE, session_body
from tests.apps.control.test_province_routes import put


@pytest.fixture
def begun(admin):
    """A sheet, and a session that is open under it."""
    assert put(admin).status_code == 200
    return admin.post("/admin/sessions", json=session_body()).get_json()["session"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"sync": {"max_seconds": 9}}, "sync"),
        ({"receiving_agency": "H98.99"}, "receiving_agency"),
        ({"services": {"khai-sinh": {"role": "relay"}}}, "services.khai-sinh"),
        ({"landing": "/khac"}, "landing"),
    ],
)
def test_another_claim_is_refused_with_what_differs_and_whose_sessions_are_open(admin, begun, changes, named):
    answer = put(admin, **changes)
    assert answer.status_code == 409
    error = answer.get_json()["error"]
    assert error["code"] == "sheet_changed"
    for text in (error["vi"], error["en"]):
        assert named in text
        assert "run-1" in text
        assert "--end-open-sessions" in text


def test_what_says_only_where_the_system_is_now_may_change(admin, begun):
    assert (
        put(admin, version="2", national_side={"url": "http://127.0.0.1:9"}, limits={"concurrency": 1}).status_code
        == 200
    )


def test_once_the_sessions_are_closed_the_next_edition_takes_its_place(admin, begun):
    open_now = admin.get(f"/admin/sessions?status=open&province={PROVINCE}").get_json()["sessions"]
    assert [one["session"] for one in open_now] == [begun]
    assert admin.get("/admin/sessions?status=open&province=demo").get_json()["sessions"] == []
    admin.post(f"/admin/sessions/{begun}/close", json={})
    assert put(admin, sync={"max_seconds": 9}).status_code == 200
