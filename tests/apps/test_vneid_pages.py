"""The login page: a person in front of a browser."""

from datetime import timedelta

from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.world.people import demo_people
from tests.apps.openid_client import OpenIdClient, query_of

CITIZEN = demo_people()[0]
NUMBER = CITIZEN["personal_id"]


def test_without_a_login_the_page_offers_everybody_in_vietnamese(client: FlaskClient) -> None:
    page = OpenIdClient(client).authorize()
    assert page.status_code == 200
    assert '<html lang="vi">' in page.text
    assert "Đăng nhập bằng định danh điện tử" in page.text
    for person in demo_people():
        assert person["personal_id"] in page.text
    assert 'data-testid="persona-very-long-name"' in page.text
    assert "Công Tằng Tôn Nữ" in page.text
    assert "Tài khoản mức 1" in page.text


def test_english_is_one_click_away_and_stays(client: FlaskClient) -> None:
    rp = OpenIdClient(client)
    assert "Log in with your electronic identity" in rp.authorize(lang="en").text
    assert '<html lang="en">' in rp.authorize().text
    assert '<html lang="vi">' in rp.authorize(lang="vi").text


def test_choosing_a_person_goes_on_with_what_was_asked(client: FlaskClient) -> None:
    rp = OpenIdClient(client)
    asked = rp.request(prompt="login")
    chosen = client.post("/vneid/login", query_string=asked, data={"personal_id": NUMBER})
    assert chosen.status_code == 303
    assert chosen.location.startswith("/vneid/authorize?")
    assert "prompt" not in chosen.location
    answer = client.get(chosen.location)
    assert answer.location.startswith(rp.redirect_uri)
    assert query_of(answer)["state"] == "the-state"
    assert rp.token(query_of(answer)["code"]).status_code == 200


def test_an_unknown_number_is_said_on_the_page_and_nobody_is_logged_in(client: FlaskClient) -> None:
    page = client.post("/vneid/login", query_string=OpenIdClient(client).request(), data={"personal_id": "<b>"})
    assert page.status_code == 422
    assert "Không có ai mang số" in page.text
    assert "<b>" not in page.text
    assert "vneid_sso" not in str(page.headers)


def test_prompt_login_and_an_old_login_show_the_page_again(client: FlaskClient, clock: FixedClock) -> None:
    rp = OpenIdClient(client)
    rp.silent_code(NUMBER)
    assert rp.authorize(prompt="login").status_code == 200
    assert rp.authorize(max_age="60").status_code == 302
    clock.move(timedelta(minutes=5))
    assert rp.authorize(max_age="60").status_code == 200


def test_a_hint_of_another_person_changes_who_is_logged_in(client: FlaskClient) -> None:
    rp = OpenIdClient(client)
    other = demo_people()[1]["personal_id"]
    rp.silent_code(NUMBER)
    access = rp.tokens(other)["access_token"]
    claims = client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {access}"}).get_json()
    assert claims["SoDinhDanh"] == other


def test_a_person_can_see_who_is_logged_in_and_leave(client: FlaskClient) -> None:
    assert client.post("/vneid/login", data={"personal_id": NUMBER}).location == "/vneid/login"
    assert CITIZEN["full_name"] in client.get("/vneid/login").text
    assert client.post("/vneid/logout").status_code == 303
    assert 'data-testid="log-in"' in client.get("/vneid/login").text
