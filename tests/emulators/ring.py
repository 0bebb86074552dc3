"""An emulated system with its pages open beside a whole national side, both over real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.domain.exchange import Exchange
from simulator.domain.fact import Fact
from simulator.session.sessions import Session
from simulator.stack.app import national_app
from simulator.stack.server import BoundServer
from simulator.web.national import National
from tests.emulators.adapter import browser
from tests.emulators.config import Config
from tests.emulators.run import serve
from tests.emulators.sheets import addresses, claim_sheet
from tests.emulators.store import Dossier
from tests.emulators.system import System

OPENCPS, TANDAN = "opencps-2021", "tandan"
CALLED = ("opencps-2019", OPENCPS, TANDAN)


FASTEST_TIME_OUT = 6.0
"""Seconds that the least patient family waits."""


@dataclass
class Ring:
    """A system whose pages are open, and a developer at the national side who lets the portal call it."""

    national: National
    system: System
    url: str

    def call(self, operation: str, **told: Any) -> dict[str, Any]:
        """Let the portal call the system, and return what came of it."""
        url = f"{self.national.public_url}/admin/provinces/field-{self.system.config.family}/inbound/{operation}"
        return dict(browser().post(url, json=told, timeout=30).json())

    def exchanges(self) -> list[Exchange]:
        return list(reversed(self.national.journal.latest(200)))

    def notices(self) -> list[Dossier]:
        return [one for one in self.system.store.all() if one.portal_code]

    def facts(self) -> list[Fact]:
        """Return what came of the portal's calls, the oldest first."""
        return [fact for fact in self.national.journal.facts("") if fact.kind == "portal_asked"]

    def told(self, operation: str) -> list[dict[str, Any]]:
        """Return what the system sent of an operation of the adapter."""
        found = [one for one in self.exchanges() if one.operation == operation and one.direction == "in"]
        return [dict(json.loads(one.request_body)) for one in found]


Make, Open = Callable[..., Ring], Callable[..., Session]


def lodged(system: System, session: Session, *papers: dict[str, str]) -> Dossier:
    """File a dossier as the citizen of a session, as the system's pages do it."""
    person = session.people["applicant"]
    number = person["personal_id"]
    owner = {"name": person["full_name"], "number": number, "tech_id": system.talker.tech_id(number), "address": ""}
    owner |= {"phone": person["phone"], "email": person["email"]}
    return system.office.take("1.001193", system.config.unit, owner, "Họ tên con: Nguyễn Thị Hoà", list(papers))


def nothing_is_wrong(exchanges: list[Exchange]) -> None:
    for one in exchanges:
        assert [found for found in one.findings if not found.assumed] == [], one.operation
        assert one.seconds < FASTEST_TIME_OUT, one.operation


@pytest.fixture
def side(national: National) -> Iterator[National]:
    """The whole national side behind a real port."""
    server = BoundServer("127.0.0.1", 0, threads=8)
    national.public_url = server.url
    with server.serving(national_app(national)):
        yield national


@pytest.fixture
def ring(side: National, tmp_path: Path) -> Iterator[Callable[..., Ring]]:
    with ExitStack() as open_systems:

        def make(family: str, **settings: Any) -> Ring:
            config = Config(family, side.public_url, tmp_path / family, **settings)
            server, system = serve(config, 0)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            open_systems.callback(thread.join, 10)
            open_systems.callback(server.shutdown)
            url = f"http://127.0.0.1:{server.port}"
            sheet = claim_sheet(config, url, ["khai-sinh"], **addresses(config))
            with side.db.write() as tx:
                side.provinces.register(tx, claim_sheet_of(sheet, f"{family}.yaml", side.catalogue))
            return Ring(side, system, url)

        yield make
