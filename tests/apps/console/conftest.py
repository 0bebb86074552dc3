"""The console of a fresh national side, and what is put into its journal."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from simulator.console.blueprint import blueprint
from simulator.core.clock import FixedClock
from simulator.journal.draft import Draft
from simulator.stack.server import BoundServer
from simulator.web.national import National
from tests.apps.control.conftest import PROVINCE, admin

__all__ = ["admin"]


def console_app(national: National) -> Flask:
    app = Flask("console", static_folder=None)
    app.register_blueprint(blueprint(national))
    return app


@pytest.fixture
def console(national: National) -> FlaskClient:
    return console_app(national).test_client()


@pytest.fixture
def served(national: National) -> Iterator[str]:
    """The address of the console behind a real port."""
    server = BoundServer("127.0.0.1", 0, threads=8)
    with server.serving(console_app(national)):
        yield server.url
        national.db.end_waiting()


def append(national: National, clock: FixedClock, **values: Any) -> int:
    draft = Draft(
        at=clock.now(), direction="in", party="portal", operation="portal/DongBoHoSoMC", method="POST",
        url="http://127.0.0.1:8025/mapi/g", province=PROVINCE, status=200,
        request_headers={"Content-Type": "application/json", "Host": "127.0.0.1", "Authorization": "***"},
        request_body='{"service":"DongBoHoSoMC","data":[{"ChuHoSo":"Nguyễn Thị Hoà"}]}',
        response_body='{"error_code":"0"}',
    )  # fmt: skip
    for name, value in values.items():
        setattr(draft, name, value)
    with national.db.write() as tx:
        return national.journal.append(tx, draft)
