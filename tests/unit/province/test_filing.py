"""From the landing to a dossier: login, form, submission and view."""

import io
import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.unit.province.conftest import JSON, LANDING, World
from tests.unit.province.fakes import NAME, NUMBER


def test_landing_without_a_login_goes_to_vneid_with_pkce_state_and_nonce(world: World) -> None:
    answer = world.citizen.client.get(LANDING)
    query = world.national.authorize(answer.location)
    assert answer.location.startswith("http://national.example/vneid/rp/demo-rp/authorize?")
    assert world.national.authorization["code_challenge_method"] == "S256"
    assert world.national.authorization["redirect_uri"] == "http://province.example/vneid/callback"
    assert query["state"]


def test_after_the_login_the_browser_is_back_at_the_landing(world: World) -> None:
    answer = world.citizen.land()
    assert answer.status_code == 200
    assert answer.json["procedure"] == "9.000001"
    assert answer.json["submit"] == "/ho-so"
    assert len(world.national.token_form["code_verifier"]) >= 43


@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "another"}, {"iss": "http://other.example"}, {"aud": "somebody"}, {"exp": 1}, {"sub": "tech-2"}],
)
def test_an_id_token_that_is_not_for_this_login_is_refused(world: World, wrong: dict[str, object]) -> None:
    world.national.id_token = wrong
    client = world.citizen.client
    query = world.national.authorize(client.get(LANDING).location)
    assert client.get("/vneid/callback", query_string=query).status_code == 403
    assert client.get(LANDING, headers=JSON).status_code == 302


def test_a_callback_in_another_browser_or_a_second_time_is_refused(world: World) -> None:
    query = world.national.authorize(world.citizen.client.get(LANDING).location)
    assert world.app.test_client().get("/vneid/callback", query_string=query).status_code == 403
    assert world.citizen.client.get("/vneid/callback", query_string=query).status_code == 403


def test_an_unknown_procedure_is_404_with_a_message(world: World) -> None:
    answer = world.citizen.client.get("/vi/nps/apply?MaTTHC=7.777777", headers=JSON)
    assert answer.status_code == 404
    assert "7.777777" in answer.json["message"]


def test_a_procedure_added_at_the_portal_is_offered_without_a_change(world: World) -> None:
    world.citizen.land()
    world.national.services.append(
        {"id": "moi", "code": "9.000002", "name": {"vi": "Mới", "en": "new"}, "handled_by": "province"}
    )
    world.national.eforms["9.000002"] = world.national.eforms["9.000001"]
    answer = world.citizen.land("/vi/nps/apply?MaTTHC=9.000002.000.00.00.H99")
    assert answer.json["procedure"] == "9.000002"


def test_what_the_state_knows_is_locked_with_its_source(world: World) -> None:
    form = world.citizen.form()
    shown = {key: (field["state"], field["value"], field["source"]) for key, field in form.items()}
    assert shown["name"] == ("locked", NAME, "CSDLQG_DAN_CU")
    assert shown["number"] == ("locked", NUMBER, "VNEID")
    assert shown["birth"] == ("locked", "1990-05-17", "CSDLQG_DAN_CU")
    assert shown["phone"] == ("input", "", "")
    assert shown["father"] == ("input", "", "")
    assert shown["why"] == ("input", "", "")


def test_a_phone_that_vneid_knows_is_locked(world: World) -> None:
    world.national.claims["SoDienThoai"] = "0500000999"
    assert world.citizen.form()["phone"]["value"] == "0500000999"


def test_without_the_population_database_its_lines_are_open(world: World) -> None:
    world.national.registry_down = True
    form = world.citizen.form()
    assert form["home"]["state"] == "input"
    assert form["name"]["value"] == NAME


def test_the_look_up_says_who_asks_for_what_and_why(world: World) -> None:
    world.citizen.land()
    (query,) = world.national.look_ups
    assert query["HoVaTen"] == "DOTHIHOA"
    assert query["NgayThangNam"] == "19900517"
    assert query["MaCanBo"]
    assert query["MucDich"]
    assert query["MaDVC"] == "9.000001.01"


def test_a_paper_that_data_replace_is_not_demanded(world: World) -> None:
    components = {part["code"]: part["required"] for part in world.citizen.land().json["components"]}
    assert components == {"T.TO_KHAI": False, "T.CAN_CUOC": False, "T.GIAY": True}


def test_a_submission_makes_one_dossier_however_often_it_is_sent(world: World) -> None:
    world.citizen.land()
    first, second = world.citizen.submit(), world.citizen.submit()
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert first.json["dossier_code"] == "000.00.12.H99-250701-0001"
    assert first.json["status"] == 1
    assert world.system.outbox.pending() == 1


def test_dossier_codes_count_per_day(world: World) -> None:
    assert world.citizen.file(submission_id="a").endswith("-250701-0001")
    assert world.citizen.file(submission_id="b").endswith("-250701-0002")


def test_what_is_missing_or_unknown_is_named(world: World) -> None:
    world.citizen.land()
    answer = world.citizen.submit(values={"phone": "0500000123", "what": "x", "father": "12"}, components=[])
    assert answer.status_code == 422
    named = {error.get("field") or error.get("component") for error in answer.json["errors"]}
    assert named == {"why", "what", "father", "T.GIAY"}


def test_a_locked_value_cannot_be_overwritten(world: World) -> None:
    code = world.citizen.file(values={"why": "x", "name": "Người Khác"})
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert {field["datum"]: field["value"] for field in view["fields"]}["applicant.full_name"] == NAME


@pytest.mark.parametrize("text", ["Hoà Bình", unicodedata.normalize("NFD", "Hoà Bình"), "  hai  dấu cách "])
def test_typed_text_is_kept_code_point_for_code_point(world: World, text: str) -> None:
    code = world.citizen.file(values={"why": text})
    view = world.citizen.client.get(f"/ho-so/{code}", headers=JSON).json
    assert {field["id"]: field["value"] for field in view["fields"]}["why"] == text
    assert view["decision"] is None


def test_a_dossier_exists_for_its_owner_only(world: World) -> None:
    code = world.citizen.file()
    assert world.app.test_client().get(f"/ho-so/{code}", headers=JSON).status_code == 401
    assert world.citizen.client.get("/ho-so/000.00.12.H99-250701-0099", headers=JSON).status_code == 404


def test_a_login_ends_after_two_hours(world: World) -> None:
    world.citizen.land()
    world.clock.move(timedelta(hours=3))
    assert world.citizen.submit().status_code == 401


def test_a_person_can_use_the_pages(world: World) -> None:
    world.citizen.land()
    page = world.citizen.client.get(LANDING)
    assert "Nộp hồ sơ" in page.text
    sent = world.citizen.client.post(
        "/ho-so",
        data={"submission_id": "p-1", "procedure": "9.000001", "field.why": "Lý do", "agency": "H99.12"},
    )
    assert sent.status_code == 422
    assert "Thiếu: Giấy khác" in sent.text
    sent = world.citizen.client.post(
        "/ho-so",
        data={
            "submission_id": "p-1",
            "procedure": "9.000001",
            "field.why": "Lý do",
            "component.T.GIAY": (io.BytesIO(b"x"), "giay.pdf"),
        },
    )
    assert sent.status_code == 303
    assert "Mới đăng ký" in world.citizen.client.get(sent.location).text
    assert "9.000001" in world.citizen.client.get("/").text
    assert "Thủ tục thử" in world.citizen.client.get("/ho-so").text


@pytest.mark.parametrize(
    ("body", "status"),
    [([], 400), ({"procedure": "9.000001"}, 422), ({"procedure": "1.1"}, 404), ({"submission_id": "x"}, 404)],
)
def test_a_malformed_submission_is_refused(world: World, body: object, status: int) -> None:
    world.citizen.land()
    assert world.citizen.client.post("/ho-so", json=body).status_code == status


def test_a_component_that_is_not_base64_is_named(world: World) -> None:
    world.citizen.land()
    answer = world.citizen.submit(components=[{"code": "T.GIAY", "name": "a", "content": "@@"}])
    assert answer.json["errors"] == [{"component": "T.GIAY", "message": "Nội dung tệp không phải base64."}]


def test_one_system_offers_only_what_its_kind_handles(make_world: Callable[..., World]) -> None:
    ministry = make_world(role="ministry")
    assert [service.id for service in ministry.system.offer.services()] == ["bo"]


@pytest.mark.parametrize("broken", [{"fields": [{}]}, {"fields": 3}, []])
def test_a_form_that_is_not_as_published_is_the_national_sides_fault(world: World, broken: object) -> None:
    world.national.eforms["9.000001"] = broken or [1]
    assert world.citizen.client.get(LANDING, headers=JSON).status_code == 503


def test_what_a_citizen_sent_is_a_download_and_never_a_page(world: World) -> None:
    page = {"code": "T.GIAY", "name": "a.html", "content_type": "text/html\r\nX: y", "content": "PGI+"}
    dossier = world.system.archive.find(world.citizen.file(components=[page]))
    assert dossier is not None
    answer = world.app.test_client().get(f"/tep/{dossier.papers[0].id}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_logging_out_ends_the_session(world: World) -> None:
    world.citizen.land()
    assert world.citizen.client.post("/dang-xuat").status_code == 302
    assert world.citizen.submit().status_code == 401
