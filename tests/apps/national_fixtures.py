"""A national side in a temporary folder, with Flask's test client and, where parties call each other, a real server."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import claim_sheet_of
from simulator.core.clock import VIETNAM, FixedClock
from simulator.core.data_folders import data_folders
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.exchange import Exchange
from simulator.domain.fact import Fact
from simulator.journal.database import Database
from simulator.payment.blueprint import blueprint as payment
from simulator.portal.blueprint import blueprint as portal
from simulator.registries.blueprint import blueprint as registries
from simulator.session.provinces import DEMO_DOCUMENT
from simulator.session.sessions import NewSession, Session
from simulator.stack.server import BoundServer
from simulator.vneid.blueprint import blueprint as vneid
from simulator.web.national import National, open_national
from simulator.web.signing_keys import SCHEMA as KEY_SCHEMA
from simulator.web.signing_keys import SigningKeys
from simulator.wire.contracts import Contracts, load_contracts
from simulator.world.people import person

PUBLIC_URL = "http://localhost"
NOW = datetime(2026, 3, 5, 9, 30, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folders())


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return load_contracts(data_folders())


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@cache
def ready_keys() -> list[dict[str, str]]:
    """VNeID's keys as it would make them, made once: an RSA key costs more than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "keys.sqlite3")
        SigningKeys(db)
        rows = [dict(row) for row in db.read("SELECT * FROM vneid_signing_key")]
        db.close()
    return rows


@pytest.fixture
def national(tmp_path: Path, catalogue: Catalogue, contracts: Contracts, clock: FixedClock) -> Iterator[National]:
    side = open_national(tmp_path / "data", catalogue, contracts, public_url=PUBLIC_URL, clock=clock)
    side.db.add_schema(KEY_SCHEMA)
    with side.db.write() as tx:
        for row in ready_keys():
            tx.execute("INSERT INTO vneid_signing_key VALUES (:kid, :algorithm, :state, :jwk)", **row)
    yield side
    side.db.close()


def national_app(side: National) -> Flask:
    """The parties that a province meets, on one app."""
    app = Flask("national")
    app.testing = True
    for party in (portal, payment, vneid, registries):
        app.register_blueprint(party(side))
    return app


@pytest.fixture
def app(national: National) -> Flask:
    return national_app(national)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def live(national: National) -> Iterator[National]:
    """The same national side behind a real port, for journeys in which the portal calls VNeID."""
    server = BoundServer("127.0.0.1", 0, threads=6)
    national.public_url = server.url
    with server.serving(national_app(national)):
        yield national


@pytest.fixture
def register(national: National) -> Callable[..., ClaimSheet]:
    """Register a province of its own: account, agency and client named after its id."""

    def make(name: str, code: str = "92", **changes: Any) -> ClaimSheet:
        document = {
            **DEMO_DOCUMENT,
            "id": name,
            "province_code": code,
            "agency": f"000.00.00.H{code}",
            "receiving_agency": f"H{code}.12",
            "account": {"name": name, "password": f"{name}-password"},
            "openid": {
                "client_id": f"{name}-rp",
                "client_secret": f"{name}-secret",
                "redirect_uris": [f"https://{name}.example/callback"],
            },
            **changes,
        }
        sheet = claim_sheet_of(document, f"{name}.yaml", national.catalogue)
        with national.db.write() as tx:
            national.provinces.register(tx, sheet)
        return sheet

    return make


@pytest.fixture
def open_session(national: National) -> Callable[..., Session]:
    """Open a session whose applicant is one person of the country 7."""
    numbers = itertools.count(500)

    def make(province: str = "demo", without: tuple[str, ...] = ()) -> Session:
        number = next(numbers)
        applicant = person(7, number)
        kept = {name: value for name, value in applicant.attributes.items() if name not in without}
        people = {"applicant": type(applicant)(number, kept, applicant.known_to)}
        starts_at = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)
        new = NewSession(
            f"open-{number}", "r1", province, "khai-sinh", "tracking/every-status", "calm", 7, people, starts_at
        )
        with national.db.write() as tx:
            opened = national.sessions.open(tx, new)
        found = national.sessions.get(opened)
        assert found is not None
        return found

    return make


@dataclass
class Seen:
    """What the journal holds."""

    national: National

    def last(self) -> Exchange:
        return self.national.journal.latest(1)[0]

    def facts(self, kind: str, session: str = "") -> list[Fact]:
        return [fact for fact in self.national.journal.facts(session) if fact.kind == kind]

    def findings(self, session: str) -> list[tuple[str, str]]:
        return [(one.keyword, one.pointer) for _, _, one in self.national.journal.findings(session)]

    def count(self, table: str) -> int:
        return int(self.national.db.read(f"SELECT count(*) AS n FROM {table}")[0]["n"])


@pytest.fixture
def seen(national: National) -> Seen:
    return Seen(national)
