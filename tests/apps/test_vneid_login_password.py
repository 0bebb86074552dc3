"""Logging in by number, password and one-time code: what a citizen types, and what happens when it is wrong."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from simulator.core.clock import FixedClock
from simulator.vneid.pages.passwords import PASSWORD
from simulator.world.people import demo_people
from tests.apps.national_fixtures import Seen
from tests.apps.openid_client import OpenIdClient, query_of
from tests.apps.vneid_pages import NUMBER, Citizen, action_of, element, has, shown

OTHER = demo_people()[1]["personal_id"]


@pytest.fixture
def citizen(client: FlaskClient) -> Citizen:
    return Citizen(OpenIdClient(client))


def test_password_and_code_lead_to_the_client_with_two_factors(citizen: Citizen) -> None:
    assert shown(citizen.page(), "demo-password") == PASSWORD
    back = citizen.decide(citizen.log_in(), "agree", "phone", "email")
    assert back.location.startswith(citizen.rp.redirect_uri)
    tokens = citizen.rp.token(query_of(back)["code"]).get_json()
    assert citizen.rp.userinfo(tokens["access_token"]).get_json()["SoDinhDanh"] == NUMBER


def test_at_level_one_the_password_is_enough(citizen: Citizen, seen: Seen) -> None:
    answer = citizen.send("/password", password=PASSWORD, level="1")
    assert answer.location.startswith("/vneid/authorize?")
    citizen.decide(citizen.http.get(answer.location), "agree")
    assert [fact.data["auth_level"] for fact in seen.facts("identity_login")] == [1]


def test_the_level_that_the_client_asks_for_is_chosen_beforehand(citizen: Citizen) -> None:
    for acr, level in (("LoA3", "3"), ("LoA4 LoA2", "4"), ("", "2"), ("unheard-of", "2")):
        citizen.asked = citizen.rp.request(acr_values=acr)
        page = citizen.page()
        assert [n for n in "1234" if "checked" in element(page, f"level-{n}")] == [level]


def test_a_login_below_the_asked_level_is_told_to_step_up(citizen: Citizen) -> None:
    citizen.send(level="1")
    citizen.asked = citizen.rp.request(acr_values="LoA3")
    assert "mức 1; hệ thống yêu cầu mức 3" in shown(citizen.page(), "notice")


def test_a_wrong_password_is_said_at_the_field_and_what_was_typed_stays(citizen: Citizen) -> None:
    page = citizen.send("/password", password="no", level="3")
    assert page.status_code == 422
    assert 'href="#password"' in page.text
    assert "Còn 4 lần" in page.text
    assert 'aria-invalid="true"' in element(page, "password")
    assert "value" not in element(page, "password")
    assert f'value="{NUMBER}"' in element(page, "personal-id")
    assert "checked" in element(page, "level-3")


@pytest.mark.parametrize(("persona", "said"), [("account-locked", "đang bị khóa"), ("deceased", "đã chết")])
@pytest.mark.parametrize("below", ["", "/password"])
def test_a_closed_account_is_said_at_the_field_and_silently_to_the_client(
    citizen: Citizen, persona: str, said: str, below: str
) -> None:
    citizen.number = persona
    page = citizen.send(below, password=PASSWORD)
    assert (page.status_code, "Set-Cookie" in page.headers) == (403, False)
    assert 'href="#personal_id"' in page.text
    assert page.text.count(said) == 2
    assert query_of(citizen.rp.authorize(prompt="none", login_hint=persona))["error"] == "access_denied"


def test_a_number_of_nobody_is_said_at_the_field(citizen: Citizen) -> None:
    for number in ("", "099000000000", '"><b>', f"{NUMBER}\x00", "٠٩٩"):
        citizen.number = number
        page = citizen.send("/password", password=PASSWORD)
        assert page.status_code == 422
        assert 'href="#personal_id"' in page.text
        assert "<b>" not in page.text


def test_five_wrong_passwords_lock_for_fifteen_minutes_and_say_until_when(citizen: Citizen, clock: FixedClock) -> None:
    answers = [citizen.send("/password", password="no") for _ in range(5)]
    assert [one.status_code for one in answers] == [422, 422, 422, 422, 429]
    clock.move(timedelta(minutes=5))
    locked = citizen.send("/password", password=PASSWORD)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "600"
    assert "09:45:00" in shown(locked, "locked")
    clock.move(timedelta(minutes=10))
    assert citizen.send("/password", password=PASSWORD).status_code == 303


def test_a_locked_person_locks_nobody_else_and_not_the_testers_button(citizen: Citizen) -> None:
    for _ in range(5):
        citizen.send("/password", password="no")
    assert citizen.send().status_code == 303
    citizen.number = OTHER
    assert citizen.send("/password", password=PASSWORD).status_code == 303


def test_a_right_password_clears_the_count_and_so_does_time(citizen: Citizen, clock: FixedClock) -> None:
    for _ in range(4):
        citizen.send("/password", password="no")
    citizen.send("/password", password=PASSWORD)
    assert "Còn 4 lần" in citizen.send("/password", password="no").text
    clock.move(timedelta(minutes=15))
    assert "Còn 4 lần" in citizen.send("/password", password="no").text


def test_five_wrong_codes_lock_too_and_a_right_password_does_not_buy_more(citizen: Citizen) -> None:
    page = citizen.otp_page()
    answers = [citizen.http.post(action_of(page), data={"otp": "no"}) for _ in range(3)]
    page = citizen.otp_page()
    answers += [citizen.http.post(action_of(page), data={"otp": "no"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 422, 422, 422, 429]
    right = {"otp": shown(page, "otp-shown")}
    assert citizen.http.post(action_of(page), data=right).status_code == 429


def test_a_wrong_code_is_said_at_the_field_and_spaces_are_overlooked(citizen: Citizen) -> None:
    page = citizen.otp_page()
    code = shown(page, "otp-shown")
    wrong = citizen.http.post(action_of(page), data={"otp": code[::-1] + "0"})
    assert wrong.status_code == 422
    assert 'href="#otp"' in wrong.text
    assert "Còn 4 lần" in wrong.text
    right = citizen.http.post(action_of(page), data={"otp": f" {code[:3]} {code[3:]} "})
    assert right.status_code == 303


def test_a_code_expires_by_the_clock_and_another_takes_its_place(citizen: Citizen, clock: FixedClock) -> None:
    page = citizen.otp_page()
    old = {"otp": shown(page, "otp-shown")}
    assert "Còn 120 giây" in page.text
    clock.move(timedelta(seconds=120))
    expired = citizen.http.post(action_of(page), data=old)
    assert expired.status_code == 422
    assert "hết hạn" in shown(expired, "problem") + expired.text
    assert not has(expired, "otp-shown")
    again = citizen.http.post(action_of(page).replace("/otp?", "/otp/again?"))
    new = citizen.http.get(again.location)
    assert citizen.http.post(action_of(page), data=old).status_code == 410
    assert citizen.http.post(action_of(new), data={"otp": shown(new, "otp-shown")}).status_code == 303


def test_a_finished_login_cannot_be_finished_again(citizen: Citizen) -> None:
    page = citizen.otp_page()
    code = {"otp": shown(page, "otp-shown")}
    citizen.http.post(action_of(page), data=code)
    assert citizen.http.post(action_of(page), data=code).status_code == 410
    assert has(citizen.http.get("/vneid/login/otp?login_step=x"), "start-again")


def test_every_control_has_a_stable_name(citizen: Citizen) -> None:
    page = citizen.page()
    names = ("personal-id", "password", "log-in-password", "log-in", "log-in-qr", "sent-panel", "persona-citizen")
    assert [name for name in names if not has(page, name)] == []


def test_another_profile_logs_in_below_its_own_path(citizen: Citizen) -> None:
    asked = citizen.rp.request(nonce=None)
    typed = {"personal_id": NUMBER, "password": PASSWORD}
    sent = citizen.http.post("/vneid/dvcqg-wso2/login/password", query_string=asked, data=typed)
    assert sent.location.startswith("/vneid/dvcqg-wso2/login/otp?")
    page = citizen.http.get(sent.location)
    onward = citizen.http.post(action_of(page), data={"otp": shown(page, "otp-shown")})
    assert onward.location.startswith("/vneid/dvcqg-wso2/oauth2/authorize?")


def test_the_code_page_has_names_and_the_words_that_phones_and_password_stores_know(citizen: Citizen) -> None:
    page = citizen.page()
    assert 'autocomplete="username"' in element(page, "personal-id")
    assert 'inputmode="numeric"' in element(page, "personal-id")
    assert 'autocomplete="current-password"' in element(page, "password")
    otp = citizen.otp_page()
    assert 'autocomplete="one-time-code"' in element(otp, "otp")
    assert 'role="status"' in element(otp, "time-limit")
    assert all(has(otp, name) for name in ("confirm-otp", "otp-again", "start-again"))


def test_english_stays_through_every_step(citizen: Citizen) -> None:
    citizen.http.get("/vneid/login?lang=en")
    assert "The password is wrong. You have 4 more tries" in citizen.send("/password", password="no").text
    page = citizen.otp_page()
    assert "Enter the one-time code" in page.text
    assert "The code is wrong" in citizen.http.post(action_of(page), data={"otp": "no"}).text
    for _ in range(5):
        last = citizen.send("/password", password="no")
    assert last.status_code == 429
    assert "Paused after too many wrong tries" in last.text


def test_neither_password_nor_code_nor_the_name_of_the_step_is_in_the_journal(citizen: Citizen, seen: Seen) -> None:
    page = citizen.otp_page()
    step = action_of(page).partition("login_step=")[2]
    citizen.http.post(action_of(page), data={"otp": "031415"})
    kept = "".join(
        f"{one.url} {one.request_body} {one.response_headers} {one.request_headers}"
        for one in seen.national.journal.latest(20)
    )
    assert step
    assert all(secret not in kept for secret in (step, PASSWORD, "031415"))
