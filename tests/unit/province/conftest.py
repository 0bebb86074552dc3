"""One province on a fake national side, driven without sockets and without waiting."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import responses
from flask.testing import FlaskClient

from simulator.core.clock import VIETNAM, FixedClock
from simulator.province.app import create_app, system_of
from simulator.province.config import ProvinceConfig
from simulator.province.seams import Seams
from tests.unit.province.fakes import URL, FakeNationalSide

START = datetime(2025, 7, 1, 8, 0, tzinfo=VIETNAM)
LANDING = "/vi/nps/apply?MaTTHC=9.000001&MaTTHCDP=9.000001.H99&MaDVC=9.000001.01&MaCoQuanThucHien=H99.12&vneid=1"
JSON = {"Accept": "application/json"}


class Citizen:
    """A browser of one person, and the officer who handles what it files."""

    def __init__(self, client: FlaskClient, national: FakeNationalSide, token: str) -> None:
        self.client = client
        self.national = national
        self.officer_headers = {"Authorization": f"Bearer {token}"}
        self.requests = 0

    def land(self, url: str = LANDING) -> Any:
        answer = self.client.get(url, headers=JSON)
        if answer.status_code != 302:
            return answer
        callback = self.client.get("/vneid/callback", query_string=self.national.authorize(answer.location))
        assert callback.status_code == 302, callback.text
        return self.client.get(callback.location, headers=JSON)

    def form(self) -> dict[str, dict[str, Any]]:
        return {field["id"]: field for field in self.land().json["fields"]}

    def submit(self, submission_id: str = "s-1", **changes: Any) -> Any:
        body = {
            "submission_id": submission_id,
            "procedure": "9.000001",
            "agency": "H99.12",
            "values": {"why": "Lý do thử", "phone": "0500000123"},
            "components": [{"code": "T.GIAY", "name": "giay.txt", "content_type": "text/plain", "content": "eA=="}],
        }
        return self.client.post("/ho-so", json=body | changes)

    def file(self, **changes: Any) -> str:
        self.land()
        answer = self.submit(**changes)
        assert answer.status_code == 201, answer.text
        return str(answer.json["dossier_code"])

    def officer(self, code: str, action: str, **more: Any) -> Any:
        self.requests += 1
        body = {"request_id": f"r-{self.requests}", "dossier_code": code, "action": action, "reason": ""}
        return self.client.post("/test/officer", json=body | more, headers=self.officer_headers)

    def set_clock(self, code: str, now: str) -> Any:
        self.requests += 1
        body = {"request_id": f"r-{self.requests}", "dossier_code": code, "now": now}
        return self.client.post("/test/clock", json=body, headers=self.officer_headers)


class World:
    """Everything of one test."""

    def __init__(self, config: ProvinceConfig, national: FakeNationalSide) -> None:
        self.config = config
        self.clock = FixedClock(START)
        self.national = national
        self.app = create_app(config, self.clock)
        self.system = system_of(self.app)
        self.citizen = Citizen(self.app.test_client(), national, config.hook_token)

    def sync(self) -> float | None:
        return self.system.sync.run_due()

    def settle(self) -> None:
        """Sync until nothing is open, moving the clock over each wait."""
        for _ in range(40):
            wait = self.sync()
            if wait is None:
                return
            self.clock.move(timedelta(seconds=wait))
        raise AssertionError("the outbox does not empty")


@pytest.fixture
def national() -> Iterator[FakeNationalSide]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield FakeNationalSide(mock)


@pytest.fixture
def make_world(tmp_path: Path, national: FakeNationalSide) -> Iterator[Callable[..., World]]:
    worlds: list[World] = []

    def make(*defects: str, **changes: Any) -> World:
        values = {"simulator_url": URL, "base_url": "http://province.example", "data_dir": tmp_path, "defects": defects}
        worlds.append(World(ProvinceConfig(**(values | changes)), national))
        return worlds[-1]

    yield make
    for world in worlds:
        world.system.stop()


@pytest.fixture
def with_seams(make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Seams]], World]:
    """Make a world whose province has the seams of one defect."""

    def make(seams: type[Seams]) -> World:
        monkeypatch.setattr("simulator.province.system.build_seams", lambda _ids: seams())
        return make_world()

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()
