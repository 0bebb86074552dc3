"""`/admin` of a fresh national side; for journeys also a live one, with a system under test to travel to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.control.blueprint import blueprint
from simulator.domain.fact import Fact
from simulator.web.national import National
from tests.apps.control.fakes import FakeSystem, fake_portal
from tests.apps.live import LiveApp

PROVINCE = "tinh-thu"


def claim(base_url: str, **changes: Any) -> dict[str, Any]:
    """A claim sheet that claims one service and offers every hook."""
    return {
        "format": 1,
        "id": PROVINCE,
        "name": {"vi": "Tỉnh Thử", "en": "Trial province"},
        "kind": "province",
        "province_code": "99",
        "agency": "000.00.00.H98",
        "receiving_agency": "H98.12",
        "version": "1",
        "base_url": base_url,
        "national_side": {"url": "http://127.0.0.1:8025"},
        "dialect": "default",
        "account": {"name": "tinh-thu", "password": "mat-khau"},
        "openid": {"client_id": "tinh-thu-rp", "client_secret": "bi-mat", "redirect_uris": [f"{base_url}/cb"]},
        "landing": "/vi/nps/apply",
        "services": {"khai-sinh": {"role": "handler", "intake": "redirect", "driver": "api"}},
        "hooks": {
            "officer": {"path": "/test/officer", "token": "the-hook"},
            "idle": {"path": "/test/idle"},
            "clock": {"path": "/test/clock"},
        },
        "test_clock": "per_dossier",
        "limits": {"connect_seconds": 1, "read_seconds": 5},
        **changes,
    }


def register(national: National, document: dict[str, Any]) -> None:
    sheet = claim_sheet_of(document, "province.yaml", national.catalogue)
    with national.db.write() as tx:
        national.provinces.register(tx, sheet)


def admin_app(national: National) -> Flask:
    app = Flask("admin")
    app.register_blueprint(blueprint(national))
    return app


@pytest.fixture
def admin(national: National) -> FlaskClient:
    return admin_app(national).test_client()


def session_body(request_id: str = "r-open", **changes: Any) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "run": "run-1",
        "province": PROVINCE,
        "service": "khai-sinh",
        "scenario": "tracking/every-status",
        "weather": "calm",
        "seed": 7,
        "people": {},
        "as_of": "2025-07-01",
        **changes,
    }


@pytest.fixture(scope="session")
def live_national() -> Iterator[LiveApp]:
    server = LiveApp()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_system() -> Iterator[LiveApp]:
    server = LiveApp()
    yield server
    server.stop()


@dataclass
class Story:
    """A session in a system under test, and `/admin` to move it."""

    national: National
    admin: FlaskClient
    system: FakeSystem
    dossiers: dict[str, Any]
    portal: LiveApp
    id: str

    def post(self, hand: str, **body: Any) -> dict[str, Any]:
        answer = self.admin.post(f"/admin/sessions/{self.id}/{hand}", json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.get_json()
        return result

    def apply(self, request_id: str = "r-apply", **body: Any) -> dict[str, Any]:
        return self.post("citizen", request_id=request_id, action="apply", **body)

    def facts(self, kind: str) -> list[Fact]:
        return [fact for fact in self.national.journal.facts(self.id) if fact.kind == kind]

    def use(self, base_url: str, **changes: Any) -> None:
        """Register another edition of the claim sheet."""
        register(self.national, claim(base_url, **changes))


@pytest.fixture
def story(national: National, admin: FlaskClient, live_national: LiveApp, live_system: LiveApp) -> Story:
    national.public_url = live_national.url
    system = FakeSystem(live_national.url)
    system.url, live_system.app = live_system.url, system.app
    dossiers: dict[str, Any] = {}
    live_national.app = fake_portal(live_system.url, dossiers)
    register(national, claim(live_system.url))
    opened = admin.post("/admin/sessions", json=session_body()).get_json()
    return Story(national, admin, system, dossiers, live_national, opened["session"])
