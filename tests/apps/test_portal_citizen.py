"""The citizen API: services, e-forms, the login with VNeID over real HTTP, hand-over, and the own dossiers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.core.clock import FixedClock
from simulator.domain.claim_sheet import ClaimSheet
from simulator.portal.citizen_desk import CitizenDesk
from simulator.portal.citizen_store import CitizenStore
from simulator.portal.procedures import Procedures
from simulator.portal.services import Services, landing_address
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.session.sessions import Session
from simulator.web.national import National
from simulator.web.own_address import reach_itself
from simulator.web.pages import Pages
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.portal_messages import CODE, call, report, step

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]
HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def browser(live: National) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


def log_in(browser: requests.Session, live: National, then: str, number: str = NUMBER) -> requests.Response:
    query = urlencode({"next": then, "login_hint": number})
    return browser.get(f"{live.public_url}/citizen/login?{query}", timeout=10)


def test_services_are_listed_with_code_name_and_who_handles_them(client: FlaskClient, national: National) -> None:
    rows = client.get("/citizen/services").get_json()
    assert {row["id"] for row in rows} == set(national.catalogue.services)
    birth = next(row for row in rows if row["id"] == "khai-sinh")
    assert birth["code"] == "1.001193"
    assert birth["name"] == {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
    assert birth["handled_by"] == "province"
    assert birth["roles"]["province"] == "handler"


@pytest.mark.parametrize("words", ["khai sinh", "KHAI  SINH", "dang ky khai", "birth", "1.001193", "khai-sinh"])
def test_a_search_finds_names_codes_and_ids_without_marks(client: FlaskClient, words: str) -> None:
    rows = client.get("/citizen/services", query_string={"q": words}).get_json()
    assert "khai-sinh" in {row["id"] for row in rows}
    assert client.get("/citizen/services?q=khong-co-gi-ca").get_json() == []


@pytest.mark.parametrize("code", ["1.001193", "1.001193.H99", "1.001193.000.00.00.H99"])
def test_an_e_form_is_public_and_says_what_the_state_knows(client: FlaskClient, national: National, code: str) -> None:
    form = client.get(f"/citizen/procedures/{code}/eform").get_json()
    service = national.catalogue.services["khai-sinh"]
    assert form["procedure"] == "1.001193"
    assert form["subjects"] == dict(service.subjects)
    assert [field["id"] for field in form["fields"]] == [field.key for field in service.fields]
    known = {field["id"]: field["known"] for field in form["fields"]}
    assert known["applicant_personal_id"] == {"to": ["VNEID"], "once": "login"}
    assert {component["code"] for component in form["components"]} == {one.code for one in service.components}
    assert form["deadline"]["unit"] in ("working_day", "day", "hour")
    assert all("data" in result for result in form["results"])


def test_an_e_form_says_what_cannot_be_done_online(client: FlaskClient) -> None:
    marriage, land, exam = (
        client.get(f"/citizen/procedures/{code}/eform").get_json() for code in ("1.000894", "1.013833", "1.005142")
    )
    assert marriage["presence"]["who"] == ["applicant", "partner"]
    assert marriage["presence"]["on"] == "request.appointment"
    assert "presence" not in land
    assert [part["code"] for part in land["components"] if part["kind"] == "original"] == ["DD.GCN"]
    assert exam["deadline"] == {"value": None, "unit": "exam_calendar"}


def test_an_unknown_procedure_has_no_e_form(client: FlaskClient) -> None:
    answer = client.get("/citizen/procedures/9.999999/eform")
    assert answer.status_code == 404
    assert set(answer.get_json()["error"]) == {"code", "vi", "en"}


def test_published_lists_follow_their_contracts(client: FlaskClient, national: National) -> None:
    rows = client.get("/citizen/services").get_json()
    assert national.contracts["portal/services"].check_response(rows) == ()
    for row in rows:
        form = client.get(f"/citizen/procedures/{row['code']}/eform").get_json() if row["code"] else None
        assert form is None or national.contracts["portal/eform"].check_response(form) == (), row["id"]


def test_a_service_without_a_procedure_code_is_listed_but_cannot_be_filed(client: FlaskClient) -> None:
    row = next(row for row in client.get("/citizen/services").get_json() if row["id"] == "nop-phat-nguoi")
    assert (row["code"], row["function"]) == ("", "payment")
    page = client.get("/citizen/services?lang=en", headers=HTML).text
    assert 'data-testid="service-nop-phat-nguoi"' in page
    assert 'data-testid="apply-nop-phat-nguoi-demo"' not in page
    assert "Look-up and payment on the portal; nothing is filed" in page


def test_a_citizen_is_logged_in_silently_and_handed_over(
    browser: requests.Session, live: National, open_session: Callable[..., Session], seen: Seen
) -> None:
    session = open_session()
    number = session.people["applicant"]["personal_id"]
    query = urlencode({"next": "/citizen/services/1.001193/apply?province=demo", "login_hint": number})
    place = f"{live.public_url}/citizen/login?{query}"
    hops = []
    while urlsplit(place).port != 8030:
        answer = browser.get(place, allow_redirects=False, timeout=10)
        hops.append(urlsplit(place).path)
        assert answer.status_code == 302, answer.text
        place = requests.compat.urljoin(place, answer.headers["Location"])
    assert hops == ["/citizen/login", "/vneid/authorize", "/citizen/callback", "/citizen/services/1.001193/apply"]
    assert place.startswith("http://127.0.0.1:8030/vi/nps/apply?")
    assert {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()} == {
        "MaTTHC": "1.001193",
        "MaTTHCDP": "1.001193.H99",
        "MaDVC": "1.001193.01",
        "MaCoQuanThucHien": "H99.12",
        "vneid": "1",
    }
    (handover,) = seen.facts("handover", session.id)
    assert (handover.get("procedure_code"), handover.get("agency")) == ("1.001193", "H99.12")
    (login,) = seen.facts("identity_login", session.id)
    assert login.get("client_id") == "dvcqg-portal"


def test_apply_without_a_login_asks_for_one_and_comes_back(client: FlaskClient) -> None:
    answer = client.get("/citizen/services/1.001193/apply?province=demo")
    assert answer.status_code == 302
    asked = parse_qs(urlsplit(answer.location).query)
    assert asked["next"] == ["/citizen/services/1.001193/apply?province=demo"]


def test_apply_says_which_provinces_there_are(client: FlaskClient, register: Callable[..., ClaimSheet]) -> None:
    register("other", "92")
    answer = client.get("/citizen/services/1.001193/apply?province=nowhere")
    assert answer.status_code == 404
    assert "demo, other" in answer.get_json()["error"]["en"] or "other, demo" in answer.get_json()["error"]["en"]
    assert client.get("/citizen/services/9.999999/apply").status_code == 404


def test_the_citizen_cookie_survives_and_ends(browser: requests.Session, live: National, clock: FixedClock) -> None:
    assert log_in(browser, live, "/citizen/dossiers").json() == []
    assert browser.get(f"{live.public_url}/citizen/dossiers", timeout=10).status_code == 200
    clock.move(timedelta(hours=9))
    assert browser.get(f"{live.public_url}/citizen/dossiers", timeout=10).status_code == 401


def test_a_citizen_can_log_out(browser: requests.Session, live: National) -> None:
    log_in(browser, live, "/citizen/dossiers")
    browser.post(f"{live.public_url}/citizen/logout", timeout=10)
    assert browser.get(f"{live.public_url}/citizen/dossiers", timeout=10).status_code == 401


def test_the_owner_sees_the_dossier_and_nobody_else_does(
    browser: requests.Session,
    live: National,
    client: FlaskClient,
    open_session: Callable[..., Session],
    seen: Seen,
) -> None:
    session = open_session()
    owner = session.people["applicant"]
    row = report(SoGiayToChuHoSo=owner["personal_id"], ChuHoSo=owner["full_name"], SoDienThoai="0500000009")
    assert call(client, "DongBoHoSoMC", isUpdating="False", data=[row])["error_code"] == "0"
    assert call(client, "CapNhatTienDoHoSoMC", data=[step()])["error_code"] == "0"
    dossier = log_in(browser, live, f"/citizen/dossiers/{CODE}", owner["personal_id"]).json()
    assert dossier == {
        "dossier_code": CODE,
        "status": 1,
        "status_name": {"vi": "Mới đăng ký", "en": "newly registered"},
        "procedure_code": "1.001193",
        "owner_name": owner["full_name"],
        "phone": "0500000009",
        "email": "",
        "history": [{"status": 4, "occurred_at": "2025-07-01T09:00:00+07:00", "content": "Thẩm định"}],
    }
    (view,) = seen.facts("dossier_view", session.id)
    assert view.get("place") == "portal"
    assert {field["datum"]: field["value"] for field in view.get("fields")} == {
        "applicant.full_name": owner["full_name"],
        "applicant.personal_id": owner["personal_id"],
        "applicant.phone": "0500000009",
    }
    page = browser.get(f"{live.public_url}/citizen/dossiers/{CODE}", headers=HTML, timeout=10)
    assert "Trạng thái trên Cổng: Mới đăng ký" in page.text
    assert "09:00 01/07/2025" in page.text
    listed = browser.get(f"{live.public_url}/citizen/dossiers?lang=en", headers=HTML, timeout=10)
    assert CODE in listed.text
    assert "newly registered" in listed.text
    stranger = log_in(requests.Session(), live, f"/citizen/dossiers/{CODE}")
    assert (stranger.status_code, stranger.json()["error"]["code"]) == (404, "unknown_dossier")


def test_a_browser_without_login_is_sent_to_it_and_a_program_is_told(client: FlaskClient) -> None:
    assert client.get("/citizen/dossiers", headers=HTML).status_code == 302
    told = client.get(f"/citizen/dossiers/{CODE}")
    assert (told.status_code, told.get_json()["error"]["code"]) == (401, "login_needed")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "", "/\t/evil.example"]
)
def test_a_login_never_leads_to_another_site(client: FlaskClient, target: str) -> None:
    answer = client.get("/citizen/login", query_string={"next": target})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (400, "next_not_own")


def test_a_login_opened_by_another_name_moves_to_the_public_address(client: FlaskClient, national: National) -> None:
    national.public_url = "http://127.0.0.1:8025"
    answer = client.get("/citizen/login?next=/citizen/dossiers")
    assert answer.location == "http://127.0.0.1:8025/citizen/login?next=%2Fcitizen%2Fdossiers&sent_on=1"
    again = client.get(answer.location.removeprefix(national.public_url))
    assert again.location.startswith("http://127.0.0.1:8025/vneid/authorize"), "behind a proxy names may stay different"


def test_a_callback_needs_the_browser_and_the_state_that_began(client: FlaskClient) -> None:
    began = client.get("/citizen/login?next=/citizen/dossiers")
    state = parse_qs(urlsplit(began.location).query)["state"][0]
    stranger = client.application.test_client()
    assert stranger.get(f"/citizen/callback?state={state}&code=x").get_json()["error"]["code"] == "login_state_wrong"
    assert client.get("/citizen/callback?state=other&code=x").status_code == 400
    assert client.get(f"/citizen/callback?state={state}&code=x").status_code == 400, "a state works once"


def test_a_declined_login_is_said(client: FlaskClient) -> None:
    began = client.get("/citizen/login?next=/citizen/dossiers")
    state = parse_qs(urlsplit(began.location).query)["state"][0]
    answer = client.get(f"/citizen/callback?state={state}&error=access_denied")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "login_declined")


def test_a_wrong_code_does_not_log_in(browser: requests.Session, live: National) -> None:
    began = browser.get(f"{live.public_url}/citizen/login?next=/citizen/dossiers", allow_redirects=False, timeout=10)
    state = parse_qs(urlsplit(began.headers["Location"]).query)["state"][0]
    answer = browser.get(f"{live.public_url}/citizen/callback?state={state}&code=forged", timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "login_failed")
    assert browser.get(f"{live.public_url}/citizen/dossiers", timeout=10).status_code == 401


def test_an_unreachable_vneid_is_said_and_not_an_error_of_ours(client: FlaskClient, national: National) -> None:
    began = client.get("/citizen/login?next=/citizen/dossiers")
    state = parse_qs(urlsplit(began.location).query)["state"][0]
    national.public_url = "http://127.0.0.1:9"
    answer = client.get(f"/citizen/callback?state={state}&code=x")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (502, "login_unreachable")


def test_a_public_address_that_this_machine_does_not_reach_is_no_hindrance(live: National) -> None:
    live.own_url, live.public_url = live.public_url, "https://sim.example"
    with requests.Session() as browser:
        browser.trust_env = False
        reach_itself(browser, live)
        query = f"next=/citizen/dossiers&login_hint={CITIZEN['personal_id']}"
        page = browser.get(f"{live.public_url}/citizen/login?{query}", timeout=10)
        assert (page.status_code, page.url.split("?")[0]) == (200, f"{live.public_url}/citizen/dossiers"), page.text


@pytest.mark.parametrize(("lang", "words"), [("vi", "Dịch vụ công"), ("en", "Public services")])
def test_the_service_list_is_a_page_for_a_person(client: FlaskClient, lang: str, words: str) -> None:
    page = client.get(f"/citizen/services?lang={lang}", headers=HTML)
    assert page.mimetype == "text/html"
    assert f"<h1>{words}</h1>" in page.text
    assert 'data-testid="apply-khai-sinh-demo"' in page.text
    nothing: dict[str, Any] = {"q": "<script>alert(1)</script>"}
    assert "<script>" not in client.get("/citizen/services", query_string=nothing, headers=HTML).text


@pytest.mark.parametrize("key", ["1.001193", "2.000528", "1.001193.H99", "khai-sinh"])
def test_the_page_of_a_service_is_found_by_any_code_and_by_id(
    client: FlaskClient, national: National, key: str
) -> None:
    page = client.get(f"/citizen/services/{key}").get_json()
    assert national.contracts["portal/service"].check_response(page) == ()
    assert (page["id"], page["codes"], page["handled_by"]) == ("khai-sinh", ["1.001193", "2.000528"], "province")
    assert page["apply"] == "/citizen/services/1.001193/apply"
    assert client.get(f"/citizen/services/{key}", headers=HTML).status_code == 200


def test_a_service_of_a_ministry_can_be_filed_once_that_ministry_is_connected(
    client: FlaskClient, national: National
) -> None:
    assert client.get("/citizen/services/gplx").get_json()["apply"] is None
    document = {**DEMO_DOCUMENT, "id": "bo", "kind": "ministry", "agency": "000.00.00.G99"}
    document |= {"account": {"name": "bo", "password": "x"}}
    document |= {"openid": {**DEMO_DOCUMENT["openid"], "client_id": "bo-rp"}}
    document["services"] = {"gplx": {"role": "handler", "intake": "redirect", "driver": "api"}}
    with national.db.write() as tx:
        national.provinces.register(tx, claim_sheet_of(document, "bo.yaml", national.catalogue))
    assert client.get("/citizen/services/gplx").get_json()["apply"] == "/citizen/services/3.000347/apply"
    assert "apply-gplx-bo" in client.get("/citizen/services/gplx", headers=HTML).text


def test_a_payment_has_a_page_and_nothing_to_file(client: FlaskClient) -> None:
    page = client.get("/citizen/services/nop-phat-nguoi").get_json()
    assert (page["code"], page["codes"], page["apply"]) == ("", [], None)
    assert client.get("/citizen/services/khong-co").status_code == 404


def test_communes_of_a_province_are_public_with_their_closed_codes(client: FlaskClient, national: National) -> None:
    trial = client.get("/citizen/communes?province=99").get_json()
    assert national.contracts["portal/communes"].check_response(trial) == ()
    assert trial["complete"] is True
    assert {"code": "99003", "name": "Phường Thử Nhì", "district": "991"} in trial["communes"][0]["former"]
    assert {kind: bool(rows) for kind, rows in trial["closed"].items()} == dict.fromkeys(trial["closed"], True)


def test_a_province_whose_list_is_not_there_says_so(client: FlaskClient, national: National) -> None:
    phu_tho = client.get("/citizen/communes?province=25").get_json()
    assert national.contracts["portal/communes"].check_response(phu_tho) == ()
    assert (phu_tho["complete"], phu_tho["communes"]) == (False, [])
    assert [row["code"] for row in phu_tho["closed"]["provinces"]] == ["17", "26"]
    assert client.get("/citizen/communes?province=00").status_code == 404


@pytest.mark.parametrize(("asked", "told"), [("H99.13", "H99.13"), ("h99 13&x=1", "H99.12"), ("", "H99.12")])
def test_an_old_link_names_the_agency_it_was_made_for(national: National, asked: str, told: str) -> None:
    """A link made before a change of units keeps its code; what is no agency code is not passed on."""
    sheet = national.provinces.get("demo")
    assert sheet is not None
    desk = CitizenDesk(national, CitizenStore(national.db), Pages("simulator.portal"))
    services = Services(desk, Procedures(national.catalogue))
    with Flask("test").test_request_context("/citizen/services/1.001193/apply", query_string={"agency": asked}):
        agency = services.asked_agency(sheet)
    query = parse_qs(urlsplit(landing_address(sheet, "1.001193", agency)).query)
    assert query["MaCoQuanThucHien"] == [told]
