"""For developers: what the client sent, a fault for this one login, and an address that is not the registered one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.catalogue.catalogue import Catalogue
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.provider import Provider
from tests.apps.openid_client import OpenIdClient
from tests.apps.vneid_pages import NUMBER, Citizen, element, has

CALLBACK = "https://other.example/callback"
TITLE = Text("ID token của nhà cung cấp khác", "An ID token of another issuer")
CASE = SimpleNamespace(id="invalid-iss", group="id-token", title=TITLE, does=TITLE, expects="refuse")

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


def test_without_cases_there_is_no_fault_panel(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "identity_cases", (), raising=False)
    assert not has(OpenIdClient(client).authorize(), "fault-panel")


@pytest.mark.parametrize("below", ["", "/password"])
def test_the_chosen_fault_is_armed_once_for_this_person_at_this_client(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    armed: list[tuple[str, str, str]] = []

    def arm(_tx: object, case_id: str, client_id: str, *, personal_id: str) -> None:
        armed.append((case_id, client_id, personal_id))

    monkeypatch.setattr(Catalogue, "identity_cases", (CASE,), raising=False)
    monkeypatch.setattr(Provider, "faults", SimpleNamespace(arm=arm), raising=False)
    citizen = Citizen(OpenIdClient(client))
    assert "ID token của nhà cung cấp khác – phải từ chối (invalid-iss)" in citizen.page().text
    if below:
        assert citizen.log_in(fault="invalid-iss").status_code == 200
    else:
        assert citizen.send(fault="invalid-iss").status_code == 303
    assert armed == [("invalid-iss", "demo-rp", NUMBER)]
    citizen.send(fault="no-such-case")
    citizen.send(fault="")
    assert len(armed) == 1


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
