"""The doctor before a live national side, and systems that are broken in one way each."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests

from simulator.core.clock import SystemClock
from simulator.core.exit_status import ExitStatus, most_urgent
from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis, State
from simulator.doctor.examination import EXAMINATIONS, examine
from simulator.doctor.heard import dialect
from simulator.domain.claim_sheet import ClaimSheet
from simulator.stack.app import national_app
from simulator.stack.server import BoundServer
from simulator.web.national import National, open_national
from simulator.web.signing_keys import SCHEMA as KEY_SCHEMA
from tests.apps.live import LiveApp, free_address
from tests.apps.national_fixtures import ready_keys

HOOKS = {"officer": {"path": "/test/officer", "token": "t"}, "whoami": {"path": "/me"}, "listing": {"path": "/list"}}


class System:
    """A system under test that answers each path with one status, by a clock of its own."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.statuses = {"/vi/nps/apply": 200, "/test/officer": 405, "/me": 401, "/list": 200, "/callback": 400}

    def __call__(self, environ: Any, start: Callable[..., Any]) -> list[bytes]:
        date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        start(f"{self.statuses.get(environ['PATH_INFO'], 404)} x", [("Date", date), ("Content-Type", "text/html")])
        return [b"<title>Trang cua tinh</title>"]


@pytest.fixture(scope="module")
def served() -> Iterator[LiveApp]:
    live = LiveApp()
    yield live
    live.stop()


@pytest.fixture
def system(served: LiveApp) -> System:
    served.app = System()
    return served.app


@pytest.fixture(scope="module")
def side(tmp_path_factory, catalogue, contracts) -> Iterator[National]:
    """A national side with every party, by the real clock."""
    server, folder = BoundServer("127.0.0.1", 0, threads=4), tmp_path_factory.mktemp("national")
    side = open_national(folder, catalogue, contracts, public_url=server.url, clock=SystemClock())
    side.db.add_schema(KEY_SCHEMA)
    with side.db.write() as tx:
        for row in ready_keys():
            tx.execute("INSERT INTO vneid_signing_key VALUES (:kid, :algorithm, :state, :jwk)", **row)
    with server.serving(national_app(side)):
        yield side
    side.db.close()


@pytest.fixture
def national(side: National) -> National:
    """The same, having heard nothing yet."""
    with side.db.write() as tx:
        for table in ("exchange", "fact", "finding", "orphan", "portal_session"):
            tx.execute(f"DELETE FROM {table}")
    return side


@pytest.fixture
def sheet(served, system, register, national) -> Callable[..., ClaimSheet]:
    def make(**changes: Any) -> ClaimSheet:
        openid = {"client_id": "p-rp", "client_secret": "s", "redirect_uris": [f"{served.url}/callback"]}
        given = {"base_url": served.url, "openid": openid, "hooks": HOOKS, "services": {"khai-sinh": HANDLER}}
        return register("p", **{**given, **changes})

    return make


HANDLER = {"role": "handler"}


@pytest.fixture
def lines(national, catalogue) -> Callable[..., dict[str, Diagnosis]]:
    """Examine, and return the worst line of each examination."""

    def look(sheet: ClaimSheet, **given: Any) -> dict[str, Diagnosis]:
        bench = Bench(sheet, catalogue, **{"url": national.public_url, "messages_off": True, **given})
        worst: dict[str, Diagnosis] = {}
        for one in examine(bench):
            rank = list(State).index
            if one.id not in worst or rank(one.state) > rank(worst[one.id].state):
                worst[one.id] = one
        return worst

    return look


def send(national: National, path: str, **body: Any) -> dict[str, Any]:
    """Send what a system would."""
    return requests.post(f"{national.public_url}{path}", json=body, timeout=5).json()


def call(national: National, session: str) -> dict[str, Any]:
    head = {"madonvi": "000.00.00.H92", "service": "LayThuTuc", "maTTHC": "1.001193"}
    return send(national, "/mapi/g", session=session, **head)


def test_a_healthy_pair_has_nothing_to_mend(sheet, lines, national):
    claims = sheet()
    assert call(national, send(national, "/mapi/login", username="p", password="p-password")["session"])
    found = lines(claims)
    assert {name: one.found.en for name, one in found.items() if one.state is not State.FINE} == {}
    assert most_urgent(one.exit_status for one in found.values()) is ExitStatus.OK
    assert {"clock_here", "clock_system", "credentials", "agency", "issuer"} <= set(found)


def test_the_account_is_tried_with_the_routing_code_that_the_sheet_demands(sheet, lines):
    found = lines(sheet(dstcode="VN:GOV:000.00.00.G22:vpcpdvcprovider"))
    assert (found["account"].state, found["agency"].state) == (State.FINE, State.FINE)


@pytest.mark.parametrize("dialect", ["hg-proxy", "lgsp-facade", "opencps-2019", "opencps-2021", "tandan"])
def test_the_account_is_tried_in_every_dialect_and_a_dead_session_known(dialect, sheet, lines, national):
    claims = sheet(dialect=dialect)
    call(national, "kept-since-yesterday")
    found = lines(claims)
    assert (found["account"].state, found["agency"].state) == (State.FINE, State.FINE)
    assert found["dead_session"].state is State.BROKEN


def test_before_the_first_message_it_says_where_to_send_it(sheet, lines, national):
    found = lines(sheet())["heard"]
    assert found.state is State.NOTE
    assert f"{national.public_url}/mapi/login" in found.do.en


def test_the_doctors_own_calls_are_not_the_systems(sheet, lines):
    claims = sheet()
    assert lines(claims)["heard"].state is State.NOTE
    assert lines(claims)["heard"].state is State.NOTE


def test_wrong_credentials_are_named_here_and_by_the_answer(sheet, lines, national):
    claims = sheet()
    answer = send(national, "/mapi/login", username="p", password="of-last-year")
    assert "mật khẩu" in answer["message"]
    found = lines(claims)["credentials"]
    assert (found.state, found.exit_status) == (State.BROKEN, ExitStatus.USAGE)
    assert "wrong password" in found.found.en
    assert "account.password" in found.do.vi
    send(national, "/mapi/login", username="p", password="p-password")
    assert lines(claims)["credentials"].state is State.FINE


def test_an_account_that_nobody_has_is_named_with_the_one_that_was_meant(sheet, lines, national):
    claims = sheet()
    send(national, "/mapi/login", username="P_", password="p-password")
    found = lines(claims)["credentials"]
    assert found.state is State.BROKEN
    assert "logs in as P_" in found.found.en


def test_a_sheet_without_a_password_is_told(sheet, lines):
    assert lines(sheet(account={"name": "p"}))["account"].found.en == "the claim sheet has no password for p"


def test_first_calls_with_a_dead_session_are_named_here_and_by_the_answer(sheet, lines, national):
    claims = sheet()
    assert "session" in call(national, "kept-since-yesterday")["message"]
    found = lines(claims)["dead_session"]
    assert found.state is State.BROKEN
    assert "did not log in again" in found.found.en
    call(national, send(national, "/mapi/login", username="p", password="p-password")["session"])
    assert lines(claims)["dead_session"].state is State.NOTE


@pytest.mark.parametrize(("ahead", "told"), [(timedelta(days=1), True), (timedelta(hours=1), False)])
def test_a_message_that_tells_of_tomorrow_is_named(ahead, told, sheet, lines, national, contracts):
    claims = sheet()
    session = send(national, "/mapi/login", username="p", password="p-password")["session"]
    message = json.loads(json.dumps(contracts["portal/DongBoHoSoMC"].example_request))
    message["data"][0]["NgayTiepNhan"] = f"{SystemClock().now() + ahead:%Y%m%d%H%M%S}"
    send(national, "/mapi/g", **{**message, "session": session, "madonvi": claims.agency})
    found = lines(claims)
    assert ("times" in found) is told
    if told:
        assert found["times"].state is State.BROKEN
        assert "hours after it was sent" in found["times"].found.en


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        ({"proposed": "tandan", "contradicted": True, "seen": 3}, State.NOTE),
        ({"proposed": None, "contradicted": True, "seen": 3}, State.NOTE),
        ({"proposed": None, "contradicted": False, "seen": 3}, State.FINE),
        ({"proposed": None, "contradicted": False, "seen": 0}, None),
    ],
)
def test_the_dialect_of_the_first_messages_is_told(seen, state, sheet, catalogue, national, monkeypatch):
    bench = Bench(sheet(), catalogue, national.public_url)
    monkeypatch.setattr(bench, "admin", lambda _method, _path: {"claimed": "default", **seen})
    assert [one.state for one in dialect(bench)] == ([state] if state else [])


@pytest.mark.parametrize(
    ("ahead", "state", "said"),
    [
        (timedelta(), State.FINE, "apart"),
        (timedelta(minutes=2), State.NOTE, "2 minutes ahead"),
        (timedelta(hours=-7), State.BROKEN, "420 minutes behind"),
        (timedelta(days=1), State.BROKEN, "1 day(s) ahead: the date is set wrongly"),
        (timedelta(days=-1, minutes=10), State.BROKEN, "1 day(s) behind"),
    ],
)
def test_a_clock_that_is_off_is_named(ahead, state, said, sheet, lines, system):
    system.ahead = ahead
    found = lines(sheet())["clock_system"]
    assert found.state is state
    assert said in found.found.en


def test_an_unreachable_callback_is_named_with_its_address(sheet, lines):
    nowhere = free_address()
    openid = {"client_id": "p-rp", "client_secret": "s", "redirect_uris": [f"{nowhere}/callback"]}
    found = lines(sheet(openid=openid))["way_back"]
    assert found.exit_status is ExitStatus.UNREACHABLE
    assert f"openid.redirect_uris[0], {nowhere}/callback" in found.found.en
    assert "nobody listens there" in found.found.en


def test_an_address_where_the_portal_would_call_in_vain_is_named(sheet, national, catalogue, system):
    system.statuses["/x/search/call"] = 405
    claims = sheet(inbound={"lookup": "/x/search/call", "tax_notice": "/x/thue"})
    told = list(examine(Bench(claims, catalogue, national.public_url)))
    (broken,) = [one.found.en for one in told if one.state is State.BROKEN and one.id == "way_back"]
    assert "inbound.tax_notice answers 404" in broken
    assert any("inbound.lookup" in one.found.en for one in told if one.state is State.FINE)


def test_a_silent_system_is_one_line_and_not_one_for_each_address(sheet, lines, national, catalogue):
    claims = sheet(base_url=free_address())
    told = list(examine(Bench(claims, catalogue, national.public_url)))
    broken = [one.found.en for one in told if one.state is State.BROKEN]
    assert len(broken) == 1
    assert "landing" in broken[0]
    same = [one.found.en for one in told if one.id == "way_back" and one.state is State.UNCLEAR]
    assert same == ["not asked, on the same silent host: hooks.officer, hooks.whoami, hooks.listing"]


@pytest.mark.parametrize(
    ("path", "status", "state", "said"),
    [
        ("/test/officer", 404, State.BROKEN, "hooks.officer answers 404"),
        ("/test/officer", 403, State.BROKEN, "to the token of the claim sheet"),
        ("/vi/nps/apply", 404, State.BROKEN, "landing answers 404"),
        ("/callback", 404, State.NOTE, "openid.redirect_uris[0] answers 404"),
        ("/list", 500, State.NOTE, "Trang cua tinh"),
    ],
)
def test_an_address_that_answers_wrongly_is_named(path, status, state, said, sheet, lines, system):
    system.statuses[path] = status
    found = lines(sheet())["way_back"]
    assert found.state is state
    assert said in found.found.en


def test_another_claim_sheet_with_the_same_agency_is_named(sheet, lines, national):
    other = replace(sheet(), id="q")
    other = replace(other, raw={**other.raw, "id": "q"})
    found = lines(other)
    assert found["registration"].state is State.BROKEN
    assert "already belongs to claim sheet p" in found["registration"].found.en
    assert found["way_back"].state is State.UNCLEAR


def test_a_national_side_that_calls_itself_otherwise_is_told(sheet, lines, national, monkeypatch):
    elsewhere = national.public_url.replace("127.0.0.1", "localhost")
    found = lines(sheet(), url=elsewhere)["issuer"]
    assert found.state is State.NOTE
    assert "--public-url" in found.do.en
    real = national.public_url
    monkeypatch.setattr(national, "public_url", free_address())
    assert lines(sheet(), url=real)["issuer"].exit_status is ExitStatus.UNREACHABLE


def test_a_national_side_that_is_not_there_blocks_what_stands_on_it(sheet, lines):
    found = lines(sheet(), url=free_address())
    assert found["tcp"].exit_status is ExitStatus.UNREACHABLE
    assert {found[one.id].state for one in EXAMINATIONS if one.needs} == {State.UNCLEAR}


def test_what_is_there_but_is_not_ours_is_told(sheet, lines, served):
    assert lines(sheet(), url=served.url)["http"].state is State.BROKEN


def test_a_name_that_does_not_resolve_is_told(sheet, lines):
    found = lines(sheet(base_url="http://no-such-host.invalid"), url="http://no-such-host.invalid:8025")
    assert found["name_national"].exit_status is ExitStatus.UNREACHABLE
    assert found["name_system"].state is State.NOTE


@pytest.mark.parametrize(
    ("host", "said", "state", "goes_on"),
    [
        ("mot-cua.tinh.gov.vn", None, State.BROKEN, False),
        ("mot-cua.tinh.gov.vn", False, State.BROKEN, False),
        ("mot-cua.tinh.gov.vn", True, State.FINE, True),
        ("mot-cua.tinh.vn", None, State.UNCLEAR, True),
        ("10.1.2.3", None, State.FINE, True),
        ("mot-cua.example", None, State.FINE, True),
    ],
)
def test_a_host_of_the_state_is_not_called_before_it_is_said_to_be_a_test(host, said, state, goes_on, sheet, catalogue):
    claims = replace(sheet(), base_url=f"https://{host}")
    bench = Bench(claims, catalogue, free_address(), test_system=said)
    first = next(iter(examine(bench)))
    assert (first.id, first.state) == ("production", state)
    assert (len(list(examine(bench))) > 1) is goes_on
