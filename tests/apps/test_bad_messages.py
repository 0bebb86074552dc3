"""Every malformed message gets its documented answer and finding over HTTP, and changes nothing that is not said."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from simulator.catalogue.catalogue import Catalogue
from simulator.console.blueprint import blueprint as console
from simulator.core.clock import FixedClock
from simulator.domain.dialect import ANSWERS
from simulator.portal.blueprint import blueprint as portal
from simulator.stack.server import BoundServer
from simulator.web.national import National, open_national
from simulator.wire.contracts import Contracts
from tests.apps.bad_messages import STORED, body_of, cases, sent
from tests.apps.national_fixtures import NOW
from tests.apps.portal_messages import call, log_in, report, step

CASES = [pytest.param(case, id=case["id"], marks=[pytest.mark.proof] if case.get("proof") else []) for case in cases()]
TABLES = ("portal_dossier", "portal_content", "portal_step", "portal_step_more")
Rows = dict[str, list[tuple[Any, ...]]]


class Side:
    """One national side behind a port, with a session and a dossier that is stored."""

    def __init__(self, national: National, app: Flask, url: str) -> None:
        self.national = national
        self.client = app.test_client()
        self.url = url
        self.session = log_in(self.client)

    def fresh(self) -> None:
        """Leave nothing but one finished dossier with one step."""
        with self.national.db.write() as tx:
            for table in TABLES:
                tx.execute(f"DELETE FROM {table}")
        row = report(MaHoSo=STORED, TrangThaiHoSo="9")
        assert call(self.client, "DongBoHoSoMC", self.session, isUpdating="False", data=[row])["error_code"] == "0"
        call(self.client, "CapNhatTienDoHoSoMC", self.session, data=[step(ChucDanh="Chuyên viên", TrangThai="2")])

    def rows(self) -> Rows:
        read = self.national.db.read
        return {table: [tuple(row) for row in read(f"SELECT * FROM {table} ORDER BY 1, 2, 3")] for table in TABLES}


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, contracts: Contracts) -> Iterator[Side]:
    folder = tmp_path_factory.mktemp("bad")
    national = open_national(
        folder / "data", catalogue, contracts, public_url="http://x.example", clock=FixedClock(NOW)
    )
    app = Flask("national", static_folder=None)
    for party in (portal, console):
        app.register_blueprint(party(national))
    server = BoundServer("127.0.0.1", 0, threads=6)
    with server.serving(app):
        yield Side(national, app, server.url)
        national.db.end_waiting()
    national.db.close()


@pytest.mark.parametrize("case", CASES)
def test_a_bad_message_gets_its_answer_and_its_findings(side: Side, case: dict[str, Any]) -> None:
    side.fresh()
    before, expect = side.rows(), case["expect"]
    body = body_of(case["send"], side.session)
    status, envelope = sent(side.url, case["send"], body)
    dialect = side.national.catalogue.dialects["default"]
    assert (status, envelope["error_code"]) == (expect.get("status", 200), dialect.code(expect["answer"])), envelope
    start = dialect.messages[expect["answer"]].partition("{")[0].strip()
    assert envelope["message"].startswith(start), envelope["message"]
    assert ("thành công" in envelope["message"].lower()) == (expect["answer"] == "ok"), "known clients read the text"
    for words in expect.get("has", ()):
        assert words in envelope["message"]
    assert len(envelope["result"]) == expect.get("rows", len(expect.get("refused", {})))
    refused = {row["row"]: row["error_code"] for row in envelope["result"] if "row" in row}
    assert refused == {row: dialect.code(name) for row, name in expect.get("refused", {}).items()}
    _check_record(side, expect)
    _check_stored(before, side.rows(), expect.get("stored", {}))
    if "shown" in expect:
        _check_page(side, expect)
    assert call(side.client, "TraCuuHoSo", side.session, mahoso=STORED)["result"], "it answers a good message still"


def _check_record(side: Side, expect: dict[str, Any]) -> None:
    exchange = side.national.journal.latest(1)[0]
    if "operation" in expect or expect["answer"] == "malformed":
        assert exchange.operation == expect.get("operation", "portal/unknown")
    found = [[one.pointer, one.keyword] for one in exchange.findings]
    if "findings_kept" in expect:
        assert len(found) == expect["findings_kept"]
        assert found[-1] == ["", "more"]
    else:
        assert sorted(found) == sorted(expect.get("findings", []))
    assert side.session not in exchange.request_body


def _check_stored(before: Rows, after: Rows, stored: dict[str, Any]) -> None:
    """Nothing that was there is gone or other, and exactly what is said has been added."""
    if not stored.get("changed"):
        for table in TABLES:
            assert set(before[table]) <= set(after[table])
    for table, name in (("portal_dossier", "dossiers"), ("portal_content", "dossiers"), ("portal_step", "steps")):
        assert len(after[table]) - len(before[table]) == stored.get(name, 0), table


def _check_page(side: Side, expect: dict[str, Any]) -> None:
    exchange = side.national.journal.latest(1)[0].id
    code = f"{STORED[:-1]}8"
    page = side.client.get(f"/console/dossiers/demo/{code}").text
    assert expect["shown"] in page
    for address in ("/console/dossiers", f"/console/dossiers/demo/{code}", f"/exchanges/{exchange}"):
        answer = side.client.get(address)
        assert answer.status_code == 200
        assert [words for words in expect["not_shown"] if words in answer.text] == []


def test_two_sessions_of_one_account_are_both_alive(side: Side) -> None:
    side.fresh()
    other = log_in(side.client)
    for session in (side.session, other, side.session):
        assert call(side.client, "TraCuuHoSo", session, mahoso=STORED)["result"]


def test_the_cases_are_many_and_each_has_a_name_of_its_own() -> None:
    ids = [case["id"] for case in cases()]
    assert len(ids) == len(set(ids)) >= 60
    assert {case["expect"]["answer"] for case in cases()} <= set(ANSWERS)
    assert all(case["title"] for case in cases())
