"""Registering claim sheets, asking whether a system is there, and the weather of a system under test."""

import pytest

from tests.apps.control.conftest import PROVINCE, claim, register
from tests.apps.live import closing_server, free_address, silent_server


def put(admin, province=PROVINCE, label="province.yaml", **changes):
    document = claim("http://127.0.0.1:8031", **changes)
    return admin.put(f"/admin/provinces/{province}", json={"document": document, "label": label})


def test_a_claim_sheet_is_registered_and_its_next_edition_takes_its_place(admin, national):
    assert put(admin).status_code == 200
    assert put(admin, version="2").get_json()["version"] == "2"
    listed = admin.get("/admin/provinces").get_json()["provinces"]
    assert [sheet["id"] for sheet in listed] == [PROVINCE, "demo"]
    assert national.provinces.password_ok("tinh-thu", "mat-khau")


def test_secrets_are_never_shown(admin):
    shown = put(admin).text + admin.get("/admin/provinces").text
    for secret in ("mat-khau", "bi-mat", "the-hook"):
        assert secret not in shown


def test_a_shared_account_agency_or_client_is_a_conflict_that_names_the_other_sheet(admin):
    put(admin)
    other = {
        "account": {"name": "khac", "password": "x"},
        "agency": "000.00.00.H97",
        "openid": {"client_id": "khac-rp", "client_secret": "x", "redirect_uris": []},
    }
    for name, shown in (("account", "tinh-thu"), ("agency", "000.00.00.H98"), ("openid", "tinh-thu-rp")):
        changes = {key: value for key, value in other.items() if key != name}
        answer = put(admin, "tinh-khac", "other.yaml", id="tinh-khac", **changes)
        assert answer.status_code == 409, name
        error = answer.get_json()["error"]
        assert error["code"] == "conflict"
        for text in (error["vi"], error["en"]):
            assert shown in text
            assert PROVINCE in text


def test_a_sheet_that_breaks_its_rules_is_refused_with_the_place(admin):
    answer = put(admin, servces={})
    assert answer.status_code == 422
    assert "servces" in answer.get_json()["error"]["en"]


def test_a_sheet_sent_bare_is_told_where_it_goes(admin):
    refused = admin.put(f"/admin/provinces/{PROVINCE}", json=claim("http://127.0.0.1:8031"))
    assert refused.status_code == 400
    assert '{"document": {...}}' in refused.get_json()["error"]["en"]


def test_the_id_in_the_path_and_in_the_sheet_must_agree(admin):
    assert put(admin, "tinh-khac").status_code == 400


def test_a_sheet_from_the_network_cannot_read_our_environment(admin, national, monkeypatch):
    monkeypatch.setenv("DVCSIM_TEST_SECRET", "geheim")
    put(admin, version="${DVCSIM_TEST_SECRET}")
    assert "geheim" not in admin.get("/admin/provinces").text


def test_weather_starts_counts_and_stops(admin, national):
    put(admin)
    path = f"/admin/provinces/{PROVINCE}/disturbances/portal-down"
    assert admin.get(path).get_json() == {"active": False, "refused": 0}
    assert admin.put(path, json={"party": "portal", "status": 503}).get_json() == {"active": True, "refused": 0}
    with national.db.write() as tx:
        national.disturbances.count_refused(tx, PROVINCE, "portal-down")
    assert admin.get(path).get_json() == {"active": True, "refused": 1}
    assert admin.delete(path).get_json() == {"active": False, "refused": 1}


def test_weather_of_one_session_is_told_apart_from_that_of_everybody(admin, national):
    put(admin)
    path = f"/admin/provinces/{PROVINCE}/disturbances/registry-down"
    admin.put(path, json={"party": "registries", "status": 503, "session": "s-1"})
    assert admin.get(path).get_json() == {"active": False, "refused": 0}
    assert admin.get(f"{path}?session=s-1").get_json() == {"active": True, "refused": 0}
    assert national.disturbances.active(national.db.read, PROVINCE, "registries") is None
    assert national.disturbances.active(national.db.read, PROVINCE, "registries", ["s-2"]) is None
    assert national.disturbances.active(national.db.read, PROVINCE, "registries", ["s-1"]) is not None
    assert admin.delete(f"{path}?session=s-1").get_json() == {"active": False, "refused": 0}


def test_weather_of_an_unknown_province_is_404(admin):
    path = "/admin/provinces/nobody/disturbances/portal-down"
    assert admin.put(path, json={"party": "portal", "status": 503}).status_code == 404
    assert admin.get(path).status_code == 404
    assert admin.delete(path).status_code == 404


def probe(admin, national, base_url, **changes):
    register(national, claim(base_url, **changes))
    answer = admin.post(f"/admin/provinces/{PROVINCE}/probe", json={})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize(("landing", "status"), [("form", 302), ("html", 200), ("error", 404)])
def test_any_answer_of_the_landing_page_means_that_somebody_is_there(story, landing, status):
    story.system.landing = landing
    found = story.admin.post(f"/admin/provinces/{PROVINCE}/probe", json={}).get_json()
    assert (found["reachable"], found["status"]) == (True, status)
    assert "problem" not in found
    kept = story.national.journal.latest(1)[0]
    assert (kept.operation, kept.direction, kept.sessions) == ("province/probe", "out", ())
    assert kept.id == found["position"]


def test_without_an_answer_the_probe_names_the_place_and_what_was_seen(admin, national):
    found = probe(admin, national, nobody := free_address())
    assert (found["reachable"], found["status"]) == (False, None)
    assert found["problem"]["url"] == f"{nobody}/vi/nps/apply"
    assert found["problem"]["kind"] == "refused"
    with closing_server() as url:
        assert probe(admin, national, url)["problem"]["kind"] == "closed"
    with silent_server() as url:
        late = probe(admin, national, url, limits={"connect_seconds": 1, "read_seconds": 0.2})
    assert late["problem"]["kind"] == "timeout"
    assert 0.1 < late["seconds"] < 2


def test_a_province_that_nobody_registered_cannot_be_probed(admin):
    assert admin.post("/admin/provinces/nobody/probe", json={}).status_code == 404
