"""Every inbound exchange is recorded with what it changed, or with nothing when the view broke."""

from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.web.national import National, open_national
from simulator.web.recording import Answer, Inbound, ViewResult, recorded
from simulator.wire.contracts import Contracts


@pytest.fixture
def national(tmp_path: Path) -> National:
    return open_national(tmp_path, load_catalogue(data_folders()), Contracts({}))


@pytest.fixture
def client(national: National) -> FlaskClient:
    app = flask.Flask("test")
    national.db.add_schema("CREATE TABLE IF NOT EXISTS kept (value TEXT)")

    @app.post("/keep")
    @recorded(national, "portal", "test/keep")
    def keep(inbound: Inbound) -> ViewResult:
        assert inbound.tx is not None
        inbound.tx.execute("INSERT INTO kept VALUES (:value)", value=inbound.body.decode())
        inbound.fact("portal_login", account="demo", ok=True)
        if inbound.body == b"break":
            raise ZeroDivisionError
        return Answer({"kept": True})

    @app.post("/call-out")
    @recorded(national, "portal", "test/call-out", transactional=False)
    def call_out(inbound: Inbound) -> ViewResult:
        assert inbound.tx is None
        return Answer("<p>xong</p>", 201)

    @app.post("/json")
    @recorded(national, "portal", "test/json")
    def read_json(inbound: Inbound) -> ViewResult:
        return Answer({"json": inbound.json, "too_large": inbound.too_large})

    return app.test_client()


def kept(national: National) -> list[str]:
    return [row["value"] for row in national.db.read("SELECT value FROM kept")]


def test_answer_state_change_and_exchange_are_there_together(national: National, client: FlaskClient) -> None:
    assert client.post("/keep", data="một").status_code == 200
    exchange = national.journal.exchange(1)
    assert exchange is not None
    assert (exchange.operation, exchange.status, exchange.request_body) == ("test/keep", 200, "một")
    assert exchange.response_body == '{"kept":true}'
    assert kept(national) == ["một"]


def test_a_view_that_breaks_leaves_nothing_but_the_record_of_it(national: National, client: FlaskClient) -> None:
    answer = client.post("/keep", data="break")
    assert answer.status_code == 500
    assert "not your system's fault" in answer.get_json()["message"]
    assert kept(national) == []
    exchange = national.journal.exchange(1)
    assert exchange is not None
    assert exchange.status == 500
    assert national.journal.after(0)[0]["facts"] == []


def test_a_view_that_calls_out_holds_no_transaction(national: National, client: FlaskClient) -> None:
    assert client.post("/call-out").status_code == 201
    exchange = national.journal.exchange(1)
    assert exchange is not None
    assert exchange.response_body == "<p>xong</p>"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b'{"a": 1}', {"a": 1}),
        ('\ufeff{"a": "đ"}'.encode(), {"a": "đ"}),
        (b"{", None),
        (b"\xff\xfe", None),
        (b"", None),
    ],
)
def test_a_body_is_read_as_json_or_is_none(client: FlaskClient, body: bytes, read: object) -> None:
    assert client.post("/json", data=body).get_json()["json"] == read


def test_deep_nesting_is_not_json_and_no_crash(client: FlaskClient) -> None:
    assert client.post("/json", data=b"[" * 200_000).get_json()["json"] is None


def test_a_body_over_the_limit_is_answered(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.web.recording.MAX_BODY_BYTES", 10)
    answer = client.post("/json", data=b'"12345678901234567890"')
    assert answer.get_json() == {"json": None, "too_large": True}


def test_secrets_are_cut_and_possibly_real_numbers_masked(national: National, client: FlaskClient) -> None:
    body = '{"username": "demo", "password": "demo", "SoDinhDanh": "001190000001", "ours": "099190000001"}'
    client.post("/keep", data=body, headers={"Authorization": "Bearer x"})
    exchange = national.journal.exchange(1)
    assert exchange is not None
    assert '"password": "***"' in exchange.request_body
    assert "001190000001" not in exchange.request_body
    assert "099190000001" in exchange.request_body
    assert exchange.request_headers["Authorization"] == "***"
