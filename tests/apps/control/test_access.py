"""Who may use `/admin`, and that every refusal has one form."""

import pytest

from tests.apps.control.conftest import admin_app

REMOTE = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture
def guarded(national):
    national.admin_token = "mã-bí-mật"
    return admin_app(national).test_client()


def test_without_a_token_only_this_machine_is_served(admin):
    assert admin.get("/admin/status").status_code == 200
    answer = admin.get("/admin/status", environ_overrides=REMOTE)
    assert answer.status_code == 403
    assert "--admin-token" in answer.get_json()["error"]["vi"]


def test_a_foreign_name_for_this_machine_is_refused(admin):
    assert admin.get("/admin/status", headers={"Host": "evil.example:8025"}).status_code == 403
    assert admin.get("/admin/status", headers={"Host": "[::1]:8025"}).status_code == 200


def test_with_a_token_it_must_be_shown_from_anywhere(guarded):
    assert guarded.get("/admin/status").status_code == 401
    wrong = {"Authorization": "Bearer no"}
    assert guarded.get("/admin/status", headers=wrong, environ_overrides=REMOTE).status_code == 401
    assert guarded.get("/admin/status", auth=("anybody", "no")).status_code == 401


def test_the_token_opens_as_bearer_and_as_password(guarded, national):
    national.admin_token = "token-1"
    bearer = {"Authorization": "Bearer token-1"}
    assert guarded.get("/admin/status", headers=bearer, environ_overrides=REMOTE).status_code == 200
    assert guarded.get("/admin/status", auth=("anybody", "token-1"), environ_overrides=REMOTE).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Basic", "Basic !!!", "Digest a=b", ""])
def test_a_broken_header_is_no_token(guarded, header):
    assert guarded.get("/admin/status", headers={"Authorization": header}).status_code == 401


def test_a_change_that_is_not_json_is_refused(admin):
    answer = admin.post("/admin/sessions", data='{"run": "r"}', content_type="text/plain")
    assert answer.status_code == 415


@pytest.mark.parametrize("body", ["[]", "nonsense", "5", '"text"'])
def test_a_body_that_is_no_object_is_refused(admin, body):
    answer = admin.post("/admin/sessions", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.get_json()["error"]) == {"code", "vi", "en"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/admin/"), ("GET", "/admin/statsu"), ("PATCH", "/admin/status"), ("POST", "/admin/stat/us")],
)
def test_an_unknown_path_gets_the_envelope_with_the_known_ones(admin, method, path):
    answer = admin.open(path, method=method)
    assert answer.status_code in (404, 405)
    assert "/admin/status" in answer.get_json()["error"]["en"]


def test_our_own_fault_is_said_to_be_ours(admin, national, monkeypatch):
    monkeypatch.setattr(national.journal, "after", lambda *_: 1 / 0)
    answer = admin.get("/admin/exchanges")
    assert answer.status_code == 500
    assert "not the fault of the system under test" in answer.get_json()["error"]["en"]


def test_status_names_the_tool_and_what_it_knows(admin):
    status = admin.get("/admin/status").get_json()
    assert (status["tool"], status["provinces"], status["position"]) == ("dvcsim", ["demo"], 0)
