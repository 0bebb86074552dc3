"""For developers: what the client sent, a fault for this one login, and an address that is not the registered one."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National
from tests.apps.national_fixtures import PUBLIC_URL
from tests.apps.openid_client import OpenIdClient, query_of
from tests.apps.vneid_pages import NUMBER, Citizen, element, has

CALLBACK = "https://other.example/callback"
CASE = "invalid-iss"

Register = Callable[..., ClaimSheet]


def client_of(register: Register, client: FlaskClient, **openid: Any) -> OpenIdClient:
    told = {"client_id": "other-rp", "client_secret": "other-secret", "redirect_uris": [CALLBACK], **openid}
    register("other", "92", openid=told)
    return OpenIdClient(client, "other-rp", "other-secret", CALLBACK)


def test_every_parameter_is_shown_and_a_whole_request_has_no_remark(register: Register, client: FlaskClient) -> None:
    rp = client_of(register, client)
    page = rp.authorize()
    for name in rp.request():
        assert has(page, f"sent-{name}")
    assert "đủ theo hồ sơ kết nối standard" in page.text
    assert "Tài khoản dùng thử (other-rp)" in page.text


def test_what_an_older_profile_lets_pass_is_named_with_its_rule(register: Register, client: FlaskClient) -> None:
    rp = client_of(register, client, profile="dvcqg-wso2")
    asked = rp.request(state=None, nonce=None, code_challenge=None, code_challenge_method=None)
    page = client.get("/vneid/dvcqg-wso2/oauth2/authorize", query_string={**asked, "lang": "en"})
    assert all(has(page, f"sent-{name}") for name in ("state", "nonce", "code_challenge"))
    assert "3 to look at" in page.text
    assert all(rule in page.text for rule in ("RFC 6749, 10.12", "Core, 15.5.2", "RFC 9700, 2.1.1"))


def test_the_open_mode_says_what_it_overlooks(register: Register, client: FlaskClient) -> None:
    rp = client_of(register, client, mode="open")
    page = rp.authorize(nonce=None, redirect_uri="https://other.example/elsewhere")
    assert page.text.count("chế độ open") == 2


def test_unknown_words_and_parameters_are_pointed_out_and_escaped(client: FlaskClient) -> None:
    page = OpenIdClient(client).authorize(scope="openid vi", acr_values="LoA9", display="page", hu_cau="<b>")
    assert "Không biết và bỏ qua: vi." in page.text
    assert "Không biết và bỏ qua: LoA9." in page.text
    assert has(page, "sent-hu_cau")
    assert "<b>" not in page.text


@pytest.mark.parametrize("below", ["", "/password"])
def test_the_chosen_fault_touches_this_login_once(client: FlaskClient, national: National, below: str) -> None:
    citizen = Citizen(OpenIdClient(client))
    case = national.catalogue.identity_cases[CASE]
    assert f"{case.title.vi} – phải từ chối ({CASE})" in citizen.page().text
    if below:
        page = citizen.log_in(fault=CASE)
        assert national.login_faults.all()[0].active is False
        back = citizen.decide(page, "agree")
    else:
        back = client.get(citizen.send(fault=CASE).location)
    assert issuer_told(citizen, query_of(back)["code"]) == case.fault["id_token"]["set"]["iss"]
    assert issuer_told(citizen, citizen.rp.silent_code(NUMBER)) == f"{PUBLIC_URL}/vneid"
    assert [one.scope.personal_id for one in national.login_faults.all()] == [NUMBER]


def issuer_told(citizen: Citizen, code: str) -> str:
    token = citizen.rp.token(code).get_json()["id_token"]
    payload = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["iss"])


def test_no_fault_and_an_unknown_one_arm_nothing(client: FlaskClient, national: National) -> None:
    citizen = Citizen(OpenIdClient(client))
    for word in ("", "no-such-case", "<b>"):
        citizen.send(fault=word)
    assert national.login_faults.all() == []


def test_only_what_vneid_alone_can_do_to_this_client_is_offered(
    register: Register, client: FlaskClient, national: National
) -> None:
    shown = client_of(register, client).authorize().text
    for case in national.catalogue.identity_cases.values():
        here = not case.profiles or "standard" in case.profiles
        alone = bool(case.fault) and "own_issuer" not in case.needs and here
        assert (f'<option value="{case.id}">' in shown) is alone, case.id


def test_a_login_for_nobody_has_no_fault_panel(client: FlaskClient) -> None:
    assert not has(client.get("/vneid/login"), "fault-panel")


@pytest.mark.parametrize(
    ("asked", "letters"),
    [
        ("https://other.example/callback/", ("/", "∅")),
        ("https://other.example/callbac", ("∅", "k")),
    ],
)
def test_two_addresses_stand_one_below_the_other_with_the_letter_marked(
    register: Register, client: FlaskClient, asked: str, letters: tuple[str, str]
) -> None:
    page = client_of(register, client).authorize(redirect_uri=asked)
    assert (page.status_code, "Location" in page.headers) == (400, False)
    marked = [f'<mark data-testid="difference">{letter}</mark>' for letter in letters]
    assert [page.text.index(one) for one in marked] == sorted(page.text.index(one) for one in marked)
    assert f'data-address="{asked}"' in element(page, "address-asked")
    assert f'data-address="{CALLBACK}"' in element(page, "address-registered")


def test_an_address_in_the_page_is_escaped(register: Register, client: FlaskClient) -> None:
    page = client_of(register, client).authorize(redirect_uri='https://other.example/"><script>')
    assert "<script>" not in page.text


def test_the_pattern_of_the_demo_client_is_shown_but_not_compared(client: FlaskClient) -> None:
    page = OpenIdClient(client).authorize(redirect_uri="https://tinh.example/cb")
    assert page.status_code == 400
    assert "http://127.0.0.1:*/*" in page.text
    assert not has(page, "difference")
