"""Values that a program can send and no story needs: each is refused with its name, and nothing breaks or is stored.

Found by sending what the OpenAPI document of /admin allows, and a little more.
"""

import pytest

from tests.apps.control.conftest import PROVINCE, claim, register

ASKED = {"request_id": "r", "run": "r", "service": "khai-sinh", "scenario": "s", "province": PROVINCE}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def opened(admin, national):
    register(national, claim("http://127.0.0.1:9"))
    return admin.post("/admin/sessions", json={**ASKED, "as_of": "2025-07-01"}).get_json()["session"]


def refused(answer, name):
    assert answer.status_code == 400, answer.text
    assert name in answer.get_json()["error"]["vi"]


@pytest.mark.parametrize("day", ["0001-01-01", "1949-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_in_which_no_story_can_play(admin, national, day):
    register(national, claim("http://127.0.0.1:9"))
    refused(admin.post("/admin/sessions", json={**ASKED, "as_of": day}), "as_of")


def test_numbers_that_nothing_could_hold(admin, opened):
    refused(
        admin.post("/admin/sessions", json={**ASKED, "request_id": "r2", "as_of": "2025-07-01", "seed": 2**70}), "seed"
    )
    clock = f"/admin/sessions/{opened}/clock"
    for name in ("working_days", "hours", "minutes"):
        refused(admin.post(clock, json={"request_id": f"c-{name}", name: 10**9}), name)
    fault = {"client_id": "demo-rp", "case": "invalid-iss", "ttl_seconds": 10**15}
    refused(admin.post("/admin/vneid/faults", json=fault), "ttl_seconds")
    assert admin.get(f"/admin/exchanges/{10**30}").status_code == 404


def test_a_session_whose_time_was_moved_to_the_last_year_moves_no_further(admin, opened):
    clock = f"/admin/sessions/{opened}/clock"
    moved = [admin.post(clock, json={"request_id": f"c{n}", "hours": 87_600}).status_code for n in range(9)]
    assert moved == [200] * 8 + [400]


@pytest.mark.parametrize("status", [0, 200, 399, 599])
def test_a_weather_answers_with_an_error_that_http_knows(admin, national, status):
    register(national, claim("http://127.0.0.1:9"))
    place = f"/admin/provinces/{PROVINCE}/disturbances/portal-down"
    refused(admin.put(place, json={"party": "portal", "status": status}), "status")
    assert admin.get(place).get_json() == {"active": False, "refused": 0}


def test_a_status_that_the_ministry_cannot_tell(admin, opened):
    asked = {"request_id": "m", "action": "report", "status": 77}
    refused(admin.post(f"/admin/sessions/{opened}/ministry", json=asked), "status")


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 3000 + "1" + "}" * 3000, '{"request_id": "\\ud800"}'])
def test_bodies_that_can_neither_be_read_nor_kept(admin, body):
    refused(admin.post("/admin/sessions", data=body, headers=JSON), "body")
