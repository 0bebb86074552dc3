"""The reference province and VNeID as two servers: login, refresh and logout over HTTP, in every profile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.core.clock import FixedClock
from simulator.province.app import create_app, system_of
from simulator.province.claim import claim_sheet
from simulator.province.config import ProvinceConfig
from simulator.stack.server import BoundServer
from simulator.web.national import National
from simulator.world.people import demo_people
from tests.apps.live import silent_server
from tests.apps.national_fixtures import Seen

NUMBER = demo_people()[0]["personal_id"]
PROFILES = ("standard", "dvcqg-wso2", "dancuquocgia-sso", "vneid-envelope")

Serve = Callable[..., Any]


@pytest.fixture
def serve(live: National, clock: FixedClock, tmp_path: Path) -> Serve:
    """Serve a province that introduced itself to the national side."""

    @contextmanager
    def make(**changes: Any) -> Iterator[str]:
        server = BoundServer("127.0.0.1", 0, threads=4)
        given = {"simulator_url": live.public_url, "data_dir": tmp_path / "province", "base_url": server.url}
        config = ProvinceConfig(**{**given, "client_id": "tinh-rp", "client_secret": "tinh:bí mật", **changes})
        app = create_app(config, clock)
        sheet = claim_sheet_of(claim_sheet(config) | {"services": {}}, "province.yaml", live.catalogue)
        with live.db.write() as tx:
            live.provinces.register(tx, sheet)
        try:
            with server.serving(app):
                yield server.url
        finally:
            system_of(app).stop()

    return make


def citizen_at(live: National, profile: str = "standard") -> requests.Session:
    """A browser that is logged in at VNeID."""
    browser = requests.Session()
    issuer = f"{live.public_url}/vneid/rp/tinh-rp" + ("" if profile == "standard" else f"/{profile}")
    chosen = browser.post(
        f"{issuer}/login",
        data={"personal_id": NUMBER},
        allow_redirects=False,
        timeout=5,
    )
    assert chosen.status_code == 303
    return browser


def get(browser: requests.Session, url: str) -> requests.Response:
    return browser.get(url, timeout=5)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_login_in_every_profile(live: National, serve: Serve, profile: str) -> None:
    with serve(vneid_profile=profile) as province:
        browser = citizen_at(live, profile)
        assert get(browser, f"{province}/dang-nhap/toi").status_code == 401
        landed = get(browser, f"{province}/dang-nhap?return_to=/diem-tiep-nhan")
        assert landed.url == f"{province}/diem-tiep-nhan"
        told = get(browser, f"{province}/dang-nhap/toi").json()
    assert told["personal_id"] == NUMBER
    level = ("", None) if profile == "vneid-envelope" else ("LoA2", 2)
    assert (told["acr"], told["level"]) == level


def test_an_es256_client_logs_in(live: National, serve: Serve) -> None:
    with serve(id_token_alg="ES256") as province:
        browser = citizen_at(live)
        get(browser, f"{province}/dang-nhap")
        assert get(browser, f"{province}/dang-nhap/toi").json()["personal_id"] == NUMBER


def test_tokens_are_refreshed_and_rotated(live: National, serve: Serve, clock: FixedClock) -> None:
    with serve() as province:
        browser = citizen_at(live)
        get(browser, f"{province}/dang-nhap")
        for _ in range(2):
            refreshed = browser.post(f"{province}/dang-nhap/lam-moi", timeout=5)
            assert (refreshed.status_code, refreshed.json()["personal_id"]) == (200, NUMBER)


def test_a_logout_goes_through_vneid_and_back_and_tells_nobody_else(live: National, serve: Serve, seen: Seen) -> None:
    with serve() as province:
        browser, other = citizen_at(live), citizen_at(live)
        for one in (browser, other):
            get(one, f"{province}/dang-nhap")
        left = get(browser, f"{province}/dang-xuat")
        assert (left.status_code, urlsplit(left.url).path) == (200, "/dang-xuat/xong")
        assert get(browser, f"{province}/dang-nhap/toi").status_code == 401
        assert get(other, f"{province}/dang-nhap/toi").status_code == 200
    assert [fact.get("ok") for fact in seen.facts("logout_done") if fact.get("by") == "back_channel"] == [True]


def test_a_logout_at_vneid_ends_the_session_of_that_login(live: National, serve: Serve) -> None:
    with serve() as province:
        browser, other = citizen_at(live), citizen_at(live)
        for one in (browser, other):
            get(one, f"{province}/dang-nhap")
        ended = browser.post(f"{live.public_url}/vneid/rp/tinh-rp/logout", timeout=5, allow_redirects=False)
        assert ended.status_code == 303
        assert get(browser, f"{province}/dang-nhap/toi").status_code == 401
        assert get(other, f"{province}/dang-nhap/toi").status_code == 200


def test_a_wrapped_code_survives_a_plus_that_became_a_space(live: National, serve: Serve) -> None:
    with serve(vneid_profile="vneid-envelope") as province:
        browser = citizen_at(live, "vneid-envelope")
        asked = browser.get(f"{province}/dang-nhap", allow_redirects=False, timeout=5).headers["Location"]
        callback = browser.get(asked, allow_redirects=False, timeout=5).headers["Location"]
        browser.get(callback.replace("%2B", "+"), timeout=5)
        assert get(browser, f"{province}/dang-nhap/toi").json()["personal_id"] == NUMBER


@pytest.mark.parametrize("wrong", ["key", "padding", "plain", "letters"])
def test_an_envelope_that_cannot_be_opened_opens_no_session(live: National, serve: Serve, wrong: str) -> None:
    with serve(vneid_profile="vneid-envelope") as province:
        browser = citizen_at(live, "vneid-envelope")
        asked = browser.get(f"{province}/dang-nhap", allow_redirects=False, timeout=5).headers["Location"]
        callback = browser.get(asked, allow_redirects=False, timeout=5).headers["Location"]
        query = dict(parse_qsl(urlsplit(callback).query))
        query |= {
            "key": {"encrypt_key": "AAAA"},
            "padding": {"code": query["code"][:-8] + "AAAAAAA="},
            "plain": {"code": "a-code", "encrypt_key": ""},
            "letters": {"code": "%%%"},
        }[wrong]
        page = browser.get(f"{province}/vneid/callback", params=query, timeout=5)
        assert page.status_code in (502, 503)
        assert "Đăng nhập lại" in page.text
        assert get(browser, f"{province}/dang-nhap/toi").status_code == 401


def test_a_vneid_that_never_answers_is_given_up(live: National, serve: Serve) -> None:
    with silent_server() as silent, serve(issuer=f"{silent}/vneid", read_seconds=0.2) as province:
        page = requests.get(f"{province}/dang-nhap", timeout=5)
        assert page.status_code == 503
        assert "VNeID chưa trả lời" in page.text
