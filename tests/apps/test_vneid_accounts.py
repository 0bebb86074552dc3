"""Who logs in: personas by id, accounts of organisations, and accounts that open nothing or not enough."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator.web.national import National
from simulator.wire.identity import claims_of as told
from tests.apps.openid_client import OpenIdClient, query_of


def number_of(national: National, persona: str) -> str:
    return national.personas.people[persona]["personal_id"]


def claims_of(client: FlaskClient, persona: str, **asked: str) -> dict[str, Any]:
    rp = OpenIdClient(client)
    token = rp.token(rp.silent_code(persona, **asked)).get_json()["access_token"]
    claims: dict[str, Any] = client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {token}"}).get_json()
    return claims


def test_a_hint_and_a_button_take_the_id_of_a_persona(client: FlaskClient, national: National) -> None:
    assert claims_of(client, "mother")["SoDinhDanh"] == number_of(national, "mother")
    rp = OpenIdClient(client)
    chosen = client.post("/vneid/login", query_string=rp.request(), data={"personal_id": "father"})
    assert chosen.status_code == 303
    token = rp.token(query_of(client.get(chosen.location))["code"]).get_json()["access_token"]
    told = client.get("/vneid/userinfo", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert told["SoDinhDanh"] == number_of(national, "father")


def test_a_second_silent_login_by_id_goes_on_with_the_first(client: FlaskClient) -> None:
    rp = OpenIdClient(client)
    rp.silent_code("mother")
    assert "Set-Cookie" not in rp.authorize(prompt="none", login_hint="mother").headers


def test_an_organisation_is_told_by_its_tax_code_and_has_no_personal_number(client: FlaskClient) -> None:
    claims = claims_of(client, "organisation")
    assert claims["LoaiTaiKhoan"] == "2"
    assert claims["MaSoThue"] == claims["MaSoDoanhNghiep"] == "9900000016"
    assert claims["TenDoanhNghiep"] == "Công ty TNHH Mẫu Thử Nghiệm"
    assert not {"SoDinhDanh", "NgayThangNamSinh", "SoCMND"} & set(claims)


def test_a_citizen_has_no_claims_of_an_organisation(client: FlaskClient) -> None:
    claims = claims_of(client, "nine-digit-id")
    assert claims["LoaiTaiKhoan"] == "1"
    assert claims["SoCMND"] == "099000017"
    assert not {"MaSoThue", "TenDoanhNghiep", "DiaChi"} & set(claims)


def test_an_organisation_is_nobody_in_the_population_database(client: FlaskClient) -> None:
    asked = {"SoDinhDanh": "9900000016", "HoVaTen": "CONGTYTNHHMAUTHUNGHIEM", "NgayThangNamSinh": "19900101"}
    answer = client.post("/ndxp/csdlqgdc/TraCuuThongTinCongDan", json=asked, auth=("demo", "demo"))
    assert answer.status_code < 500


@pytest.mark.parametrize("persona", ["account-locked", "deceased"])
def test_an_account_that_opens_nothing_is_refused_and_the_client_hears_it(client: FlaskClient, persona: str) -> None:
    rp = OpenIdClient(client)
    silent = query_of(rp.authorize(prompt="none", login_hint=persona))
    assert silent["error"] == "access_denied"
    assert silent["state"] == "the-state"
    page = client.post("/vneid/login", query_string=rp.request(), data={"personal_id": persona})
    assert page.status_code == 403
    assert "vneid_sso" not in str(page.headers)
    back = page.text.split('data-testid="back-to-client"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert query_of(client.get(back.replace("&amp;", "&")))["error"] == "access_denied"


def test_the_page_says_why_in_both_languages(client: FlaskClient) -> None:
    asked = OpenIdClient(client).request()
    data = {"personal_id": "deceased"}
    assert "đã được khai tử" in client.post("/vneid/login", query_string=asked, data=data).text
    assert "death" in client.post("/vneid/login", query_string={**asked, "lang": "en"}, data=data).text


@pytest.mark.parametrize("persona", ["account-level-1", "account-lowered", "under-14"])
def test_an_account_of_level_1_logs_in_at_level_1_and_at_no_other(client: FlaskClient, persona: str) -> None:
    rp = OpenIdClient(client)
    assert "code" in query_of(rp.authorize(prompt="none", login_hint=persona))
    other = OpenIdClient(client.application.test_client())
    refused = query_of(other.authorize(prompt="none", login_hint=persona, acr_values="LoA2"))
    assert refused["error"] == "unmet_authentication_requirements"
    page = other.http.post("/vneid/login", query_string=other.request(acr_values="LoA2"), data={"personal_id": persona})
    assert page.status_code == 403
    assert "mức 2" in page.text


def test_the_envelope_tells_type_and_level_of_the_account(national: National) -> None:
    names = national.catalogue.identity_profiles["vneid-envelope"].claims
    assert told(national.personas.people["account-lowered"], names)["accountLevel"] == "1"
    assert told(national.personas.people["organisation"], names)["accountType"] == "2"
