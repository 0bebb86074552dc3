"""The national side without a socket, as a supplier's unit tests use it."""

import base64
import hashlib
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
import responses

from simulator.core.clock import VIETNAM
from simulator.core.errors import ConfigurationError
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.testing import MountedNationalSide, national_side
from tests.apps.portal_messages import CODE, report

CALLBACK = "http://127.0.0.1:8030/vneid/callback"
VERIFIER = "b" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def national() -> Iterator[MountedNationalSide]:
    with national_side() as side:
        yield side


def call(national: MountedNationalSide, service: str, **parts: Any) -> requests.Response:
    """What a supplier's client does: log in, then one operation."""
    name, password = national.account
    session = requests.post(
        f"{national.url}/mapi/login", json={"username": name, "password": password}, timeout=5
    ).json()["session"]
    body = {"session": session, "madonvi": national.agency, "service": service, **parts}
    return requests.post(f"{national.url}/mapi/g", json=body, timeout=5)


def link(national: MountedNationalSide) -> str:
    query = {
        "response_type": "code",
        "client_id": national.client_id,
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "state": "s",
        "nonce": "n",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return f"{national.issuer}/authorize?{urlencode(query)}"


def tokens(national: MountedNationalSide, personal_id: str) -> dict[str, Any]:
    back = national.log_in(link(national), personal_id)
    assert back.startswith(CALLBACK)
    code = parse_qs(urlsplit(back).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    proof = (national.client_id, national.client_secret)
    answer = requests.post(f"{national.issuer}/token", data=form, auth=proof, timeout=5)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_dossier_arrives_and_can_be_read(national: MountedNationalSide) -> None:
    answer = call(national, "DongBoHoSoMC", isUpdating="False", data=[report()])
    assert answer.json()["error_code"] == "0"
    assert [one.operation for one in national.exchanges()] == ["portal/login", "portal/DongBoHoSoMC"]
    (fact,) = national.facts("dossier_report")
    assert (fact.data["dossier_code"], fact.data["accepted"]) == (CODE, True)
    assert national.findings() == ()


def test_a_wrong_message_has_a_finding(national: MountedNationalSide) -> None:
    call(national, "DongBoHoSoMC", isUpdating="False", data=[report(NgayTiepNhan="2025-07-01")])
    assert [finding.pointer for finding in national.findings()] == ["/data/0/NgayTiepNhan"]
    (exchange,) = national.exchanges("portal/DongBoHoSoMC")
    assert "2025-07-01" in exchange.request_body


def test_a_citizen_logs_in_with_vneid(national: MountedNationalSide) -> None:
    discovery = requests.get(f"{national.issuer}/.well-known/openid-configuration", timeout=5).json()
    assert discovery["issuer"] == national.issuer
    citizen = national.personas["citizen"]
    bearer = {"Authorization": f"Bearer {tokens(national, citizen['personal_id'])['access_token']}"}
    claims = requests.get(f"{national.issuer}/userinfo", headers=bearer, timeout=5).json()
    assert citizen["personal_id"] in claims.values()
    assert national.facts("identity_login")[0].data["personal_id"] == citizen["personal_id"]


def test_a_stranger_is_not_sent_back_with_a_code(national: MountedNationalSide) -> None:
    assert "error=" in national.log_in(link(national), "099000000000")
    with pytest.raises(AssertionError, match="did not send the citizen back"):
        national.log_in(f"{national.issuer}/authorize?client_id=nobody", "099000000000")


def test_the_population_database_answers(national: MountedNationalSide) -> None:
    url = f"{national.url}/ndxp/csdlqgdc/TraCuuThongTinCongDan"
    answer = requests.post(url, json={}, auth=national.account, timeout=5)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert national.exchanges()[-1].party == "registries"


def test_a_disturbed_party_answers_its_status_until_it_is_calm(national: MountedNationalSide) -> None:
    national.disturb("portal", 502)
    login = {"username": "demo", "password": "demo"}
    assert requests.post(f"{national.url}/mapi/login", json=login, timeout=5).status_code == 502
    national.calm()
    assert requests.post(f"{national.url}/mapi/login", json=login, timeout=5).status_code == 200


def test_an_armed_case_spoils_one_login(national: MountedNationalSide) -> None:
    def issuer(token: str) -> str:
        payload = token.split(".")[1]
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()

    personal_id = national.personas["citizen"]["personal_id"]
    national.arm("invalid-iss")
    assert "nha-cung-cap-khac" in issuer(tokens(national, personal_id)["id_token"])
    assert national.issuer in issuer(tokens(national, personal_id)["id_token"])
    national.arm(id_token={"set": {"iss": "https://x.example"}})
    national.calm()
    assert national.issuer in issuer(tokens(national, personal_id)["id_token"])


def start_payment(national: MountedNationalSide, reference: str = "dvc1") -> requests.Response:
    names = (
        "LoaiBanTin PhienBan MaDoiTac MaThamChieu SoTien LoaiHinhThanhToan MaKenhThanhToan MaThietBi NgonNgu MaTienTe"
        " MaNganHang ThongTinGiaoDich ThoiGianGD Ip"
    )
    values = f"INIT 1.0.6 DEMO {reference} 50000 PAY 1 1 vi-VN VND PAYMENT LEPHI 20260305101500 192.0.2.1".split()
    signed = hashlib.sha256("|".join([*values, "demo-payment-secret"]).encode()).hexdigest()
    message = dict(zip(names.split(), values, strict=True)) | {"MaXacThuc": signed, "ThongTinBienLai": {}}
    return requests.post(f"{national.url}/paymentplatform", json=message, timeout=5)


@pytest.mark.parametrize(("forged", "amount"), [("", 50000), ("wrong_signature", 50000), ("wrong_amount", 51000)])
def test_a_payment_is_made_and_its_result_handed_over(national: MountedNationalSide, forged: str, amount: int) -> None:
    told = national.pay(start_payment(national).json()["UrlThanhToan"], forged=forged)
    order = "LoaiBanTin MaLoi MaDoiTac MaThamChieu SoTien MaTienTe MaGiaoDich MaNganHang ThoiGianGD ThongTinGiaoDich"
    written = "|".join([*(str(told[name]) for name in order.split()), "demo-payment-secret"])
    genuine = told["MaXacThuc"] == hashlib.sha256(written.encode()).hexdigest()
    assert (told["MaLoi"], told["SoTien"], genuine) == ("00", amount, forged != "wrong_signature")
    assert [fact.kind for fact in national.facts()] == ["payment_started", "payer_decided"]


def test_the_payment_platform_can_be_away(national: MountedNationalSide) -> None:
    national.disturb("payment", 503)
    assert start_payment(national).status_code == 503
    assert [fact.kind for fact in national.facts()] == ["disturbed"]
    national.calm()
    with pytest.raises(AssertionError, match="not decided"):
        national.pay(f"{national.url}/paymentplatform/pay/nobody")
    assert start_payment(national).json()["MaLoi"] == "00"


def test_the_portal_logs_its_own_citizens_in_through_the_same_door(national: MountedNationalSide) -> None:
    """The portal calls VNeID over HTTP too: a call within a call."""
    with requests.Session() as browser:
        query = urlencode({"next": "/citizen/dossiers", "login_hint": national.personas["citizen"]["personal_id"]})
        page = browser.get(f"{national.url}/citizen/login?{query}", timeout=5)
    assert page.status_code == 200
    assert page.url == f"{national.url}/citizen/dossiers"
    assert [fact.data["client_id"] for fact in national.facts("identity_login")] == ["dvcqg-portal"]


@pytest.mark.usefixtures("national")
def test_no_other_address_is_reached() -> None:
    with pytest.raises(requests.ConnectionError):
        requests.get("http://other.example/", timeout=1)
    with pytest.raises(requests.ConnectionError):
        requests.get("http://portal.example.other.example/", timeout=1)


def test_calls_of_the_suite_itself_go_through_its_own_mock() -> None:
    with responses.RequestsMock() as mock:
        mock.get("http://other.example/", body="theirs")
        with national_side(mock=mock) as national:
            assert requests.get("http://other.example/", timeout=1).text == "theirs"
            assert requests.get(f"{national.issuer}/jwks", timeout=1).status_code == 200
        with pytest.raises(requests.ConnectionError):
            requests.get(f"{national.issuer}/jwks", timeout=1)


def test_the_account_is_that_of_the_claim_sheet_and_the_clock_stands() -> None:
    own = {
        **DEMO_DOCUMENT,
        "id": "own",
        "agency": "000.00.00.H92",
        "receiving_agency": "H92.12",
        "province_code": "92",
        "account": {"name": "own", "password": "own-password"},
        "openid": {"client_id": "own-rp", "client_secret": "s", "redirect_uris": [CALLBACK]},
    }
    noon = datetime(2025, 7, 1, 12, tzinfo=VIETNAM)
    with national_side("https://cong.example/", claim_sheet=own, now=noon) as national:
        assert call(national, "LayDanhMucLinhVuc").json()["error_code"] == "0"
        assert (national.url, national.account[0]) == ("https://cong.example", "own")
        assert national.exchanges()[0].at == noon


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda side: side.facts("dossier_reports"), "did you mean dossier_report"),
        (lambda side: side.disturb("portals"), "did you mean portal"),
        (lambda side: side.arm("invalid-is"), "did you mean invalid-iss"),
        (lambda side: side.arm(), "names neither a case nor a stage"),
        (lambda side: side.arm(no_such_stage={}), "no_such_stage"),
    ],
)
def test_a_mistake_says_what_was_meant(national: MountedNationalSide, mistake: Any, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        mistake(national)


@pytest.mark.parametrize("url", ["portal.example", "ftp://portal.example", "http://portal.example/mapi", "http://"])
def test_what_is_no_base_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no base address"), national_side(url):
        pass


def test_a_second_one_is_fresh_and_quick() -> None:
    with national_side() as first:
        call(first, "LayDanhMucLinhVuc")
    began = time.perf_counter()
    with national_side() as second:
        assert second.exchanges() == ()
    assert time.perf_counter() - began < 2
