"""The door of the adapter and its route are one: the same answers, and the same on record."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from simulator.catalogue.catalogue import Catalogue
from simulator.core.clock import FixedClock
from simulator.web.doors import preparing, with_doors
from simulator.web.national import National, open_national
from simulator.wire.contracts import Contracts
from tests.apps.national_fixtures import PUBLIC_URL, national_app
from tests.apps.portal_messages import AGENCY, CODE, report

JSON = {"Content-Type": "application/json"}
TABLES = ("exchange", "fact", "finding", "orphan", "portal_dossier", "portal_step", "exchange_session")


def said(service: str, **parts: Any) -> bytes:
    body = {"session": "@", "madonvi": AGENCY, "service": service, **parts}
    return json.dumps(body, ensure_ascii=False).encode()


def synchronised(*rows: dict[str, Any], **parts: Any) -> bytes:
    return said("DongBoHoSoMC", **{"isUpdating": "False", "data": list(rows), **parts})


MESSAGES: list[tuple[str, dict[str, str], bytes]] = [
    ("/mapi/g", JSON, synchronised(report())),
    ("/mapi/g", JSON, synchronised(report())),
    ("/mapi/g?dstcode=A%2FB&providerurl=x", {**JSON, "X-Word": "e"}, synchronised(report(), isUpdating="True")),
    ("/mapi/g?nameless", {**JSON, "dstcode": "A%2FB"}, synchronised(report(MaHoSo=CODE + "1", Kode=1))),
    ("/VXPAdapter/RestService/forward/mapi/g", JSON, synchronised(report(MaHoSo=CODE + "2"), report())),
    ("/mapi/g", JSON, b"\xef\xbb\xbf" + synchronised(report(MaHoSo=CODE + "3", SoGiayToChuHoSo="001090000017"))),
    ("/mapi/g", {}, synchronised({"MaHoSo": 1, "NgayTiepNhan": None})),
    ("/mapi/g", JSON, synchronised(session="nobody")),
    ("/mapi/g", JSON, synchronised(madonvi="000.00.00.H11")),
    ("/mapi/g", JSON, said("LayDanhMucLinhVuc")),
    ("/mapi/g", JSON, said("TraCuuHoSo", mahoso=CODE)),
    ("/mapi/g", JSON, said("DanhSachHoSo")),
    ("/mapi/g", JSON, said("CapNhatTienDoHoSoMC", data=[{"MaHoSo": CODE, "TrangThai": "4"}])),
    ("/mapi/g", JSON, said("KhongCo")),
    ("/mapi/g", JSON, b"[" * 100_000),
    ("/mapi/g", JSON, b'"\\ud800"'),
    ("/mapi/g", JSON, b"\xff"),
    ("/mapi/g", JSON, b""),
]


@contextmanager
def side(folder: Path, catalogue: Catalogue, contracts: Contracts, at: FixedClock) -> Iterator[National]:
    national = open_national(folder, catalogue, contracts, public_url=PUBLIC_URL, clock=FixedClock(at.now()))
    yield national
    national.db.close()


def kept(national: National) -> dict[str, list[dict[str, Any]]]:
    return {table: [dict(row) for row in national.db.read(f"SELECT * FROM {table}")] for table in TABLES}


def examples(contracts: Contracts) -> list[tuple[str, dict[str, str], bytes]]:
    """One message of each operation of the adapter."""
    found = [one.example_request for one in contracts if one.service_key]
    own = {"session": "@", "madonvi": AGENCY}
    return [("/mapi/g", JSON, json.dumps({**one, **own}, ensure_ascii=False).encode()) for one in found]


def asked(client: Client, contracts: Contracts) -> list[tuple[int, list[tuple[str, str]], bytes]]:
    account = {"username": "demo", "password": "demo"}
    session = json.loads(client.post("/mapi/login", json=account).data)["session"].encode()
    found = []
    for path, headers, body in (*MESSAGES, *examples(contracts)):
        answer = client.post(
            path, base_url=PUBLIC_URL, headers=headers, data=body.replace(b'"@"', b'"' + session + b'"')
        )
        found.append((answer.status_code, sorted(answer.headers), answer.data))
    return found


@pytest.mark.parametrize("before", [True, False], ids=["prepared", "at once"])
def test_door_and_route_answer_and_record_the_same(
    before: bool, tmp_path: Path, catalogue: Catalogue, contracts: Contracts, clock: FixedClock
) -> None:
    with (
        side(tmp_path / "a", catalogue, contracts, clock) as one,
        side(tmp_path / "b", catalogue, contracts, clock) as two,
    ):
        by_route = asked(Client(national_app(one)), contracts)
        app = national_app(two)

        def refuse(environ: dict[str, Any], start_response: Any) -> Any:
            assert environ["PATH_INFO"] == "/mapi/login", "a message went by its route"
            return app(environ, start_response)

        door, prepare = with_doors(two, refuse), preparing(two)

        def enter(environ: dict[str, Any], start_response: Any) -> Any:
            if before:
                prepare(environ)
            return door(environ, start_response)

        by_door = asked(Client(enter), contracts)
        assert by_door == by_route
        assert kept(two) == kept(one)


@pytest.mark.parametrize("path", ["/mapi/g", "/any/gateway/mapi/g"])
def test_other_methods_and_gateways_go_by_the_route(national: National, path: str) -> None:
    entered: list[str] = []

    def route(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        entered.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [])
        return []

    client = Client(with_doors(national, route))
    client.get(path)
    client.post("/any/gateway/mapi/g")
    assert entered == ["GET", "POST"]
