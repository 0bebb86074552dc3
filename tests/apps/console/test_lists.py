"""Lists: what narrows them, how they are paged, what a search reads, and what a line tells."""

import json
import re

import pytest

from simulator.console.exchanges import SHOWN
from simulator.domain.contract_finding import ContractFinding
from simulator.journal import listing
from tests.apps.console.conftest import append
from tests.apps.control.conftest import PROVINCE, claim, register, session_body

WRONG = ContractFinding("portal/DongBoHoSoMC", "/data/0/MaHoSo", "a text", "7", "type")


def positions(page):
    return [int(number) for number in re.findall(r'id="x([0-9]+)"', page)]


@pytest.fixture
def opened(admin, national):
    register(national, claim("http://127.0.0.1:8031"))
    return admin.post("/admin/sessions", json=session_body()).get_json()["session"]


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("", [6, 5, 4, 3, 2, 1]),
        ("party=vneid", [2]),
        ("operation=token", [2]),
        ("direction=out", [3]),
        ("status=refused", [4]),
        ("status=broken", [5]),
        ("status=none", [3]),
        ("findings=1", [6]),
        (f"province={PROVINCE}", [6, 5, 4, 3, 1]),
        ("run=run-9", [6]),
        ("session=s-9", [6]),
        ("session=s-9&run=other", []),
        ("party=vneid&direction=out", []),
        ("status=nonsense", [6, 5, 4, 3, 2, 1]),
    ],
)
def test_each_filter_narrows(console, national, clock, narrowed, expected):
    append(national, clock)
    append(national, clock, party="vneid", operation="vneid/token", province=None)
    append(national, clock, direction="out", status=None, error="timeout")
    append(national, clock, status=404)
    append(national, clock, status=503)
    append(national, clock, links={"s-9": "run-9"}, findings=[(WRONG, ("s-9",))])
    assert positions(console.get(f"/console/exchanges?{narrowed}").text) == expected


@pytest.mark.parametrize("narrowed", ["", "run=run-1", f"province={PROVINCE}", "q=Ho%C3%A0"])
def test_pages_lead_to_the_oldest_without_gap_or_double(console, national, clock, narrowed):
    for _ in range(SHOWN * 2 + 3):
        append(national, clock, links={"s-1": "run-1", "s-2": "run-1"})
    seen, address = [], f"/console/exchanges?{narrowed}"
    while address:
        page = console.get(address).text
        seen += positions(page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == list(range(SHOWN * 2 + 3, 0, -1))


def test_a_search_reads_addresses_and_bodies_in_any_case_and_in_ascii_json(console, national, clock):
    append(national, clock, request_body='{"ChuHoSo":"NGUYỄN THỊ HOÀ"}')
    append(national, clock, request_body=json.dumps({"ChuHoSo": "Nguyễn Thị Hoà"}))
    append(national, clock, request_body="{}", response_body='{"ma":"H98.12-7"}')
    append(national, clock, request_body="{}", url="http://x.example/ho-so/H98.12-7")
    assert positions(console.get("/console/exchanges?q=Nguyễn Thị Hoà").text) == [2, 1]
    assert positions(console.get("/console/exchanges?q=h98.12-7").text) == [4, 3]
    assert "Không có lượt trao đổi nào khớp" in console.get("/console/exchanges?q=100%25_").text


def test_a_long_search_stops_and_offers_to_go_on(console, national, clock, monkeypatch):
    monkeypatch.setattr(listing, "SEARCHED_EXCHANGES", 100)
    append(national, clock, request_body="needle")
    for _ in range(150):
        append(national, clock)
    page = console.get("/console/exchanges?q=needle").text
    assert positions(page) == []
    assert "Đã tìm ngược đến lượt 52" in page
    assert positions(console.get("/console/exchanges?q=needle&before=52").text) == [1]


def test_a_line_says_what_was_wrong_and_what_the_answer_said(console, national, clock):
    refused = '{"error_code":"-1","message":"Thiếu \\u0022MaHoSo\\u0022","result":[]}'
    append(national, clock, findings=[(WRONG, ())], response_body=refused)
    page = console.get("/console/exchanges").text
    for words in (
        "<code>/data/0/MaHoSo</code>",
        "Cần: <b>a text</b>",
        "Thấy: <b>7</b>",
        "error_code -1: Thiếu &#34;MaHo",
    ):
        assert words in page
    assert "curl --request POST" in console.get("/console/exchanges/1/curl").text
    assert console.get("/console/exchanges/9/curl").status_code == 404


def test_an_exchange_leads_to_its_neighbours_and_its_session(console, national, clock):
    for links in ({"s-1": "r"}, {}, {"s-1": "r"}, {}, {"s-1": "r"}):
        append(national, clock, links=links)
    page = console.get("/exchanges/3").text
    for address in ("/exchanges/2", "/exchanges/4", "/exchanges/1", "/exchanges/5", "/console/sessions/s-1"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize("address", ["before=x", "before=-1", "before=" + "9" * 40, "q=" + "a" * 5000])
def test_nonsense_in_the_address_breaks_nothing(console, national, clock, address):
    append(national, clock)
    assert console.get(f"/console/exchanges?{address}").status_code == 200
    assert console.get(f"/console/events?{address}", buffered=False).status_code == 200


def test_runs_and_sessions_are_counted_and_lead_to_their_exchanges(console, national, clock, opened):
    append(national, clock, links={opened: "run-1"}, findings=[(WRONG, (opened,))])
    append(national, clock, links={opened: "run-1"})
    runs = console.get("/console/runs").text
    assert "1 phiên, 1 đang mở" in runs
    assert 'href="/console/exchanges?run=run-1&amp;findings=1">! 1<' in runs
    run = console.get("/console/runs/run-1").text
    assert f'href="/console/sessions/{opened}"' in run
    assert "2 lượt" in run
    assert opened not in console.get("/console/runs/run-1?status=closed").text
    session = console.get(f"/console/sessions/{opened}").text
    applicant = national.sessions.get(opened).people["applicant"]
    assert applicant["full_name"] in session
    assert console.get("/console/runs/none").status_code == 404
    assert console.get("/console/sessions/none").status_code == 404


def test_orphans_show_where_the_nearest_differs(console, national, clock, opened):
    phone = national.sessions.get(opened).people["applicant"]["phone"]
    append(national, clock, orphans=[(0, [("phone", f"{phone[:4]}{phone[5:]}")]), (1, [("phone", "zzz")])])
    page = console.get("/console/orphans").text
    marked = re.search(r"<code>([0-9]*)<mark>([0-9]+)</mark>([0-9]*)</code>", page)
    assert "".join(marked.groups()) == phone
    assert len(marked[2]) == 1
    assert f'href="/console/sessions/{opened}"' in page
    assert "không có gì giống" in page


def test_orphans_of_one_batch_are_paged_too(console, national, clock):
    append(national, clock, orphans=[(row, [("phone", f"05{row:03}")]) for row in range(30)])
    first = console.get("/console/orphans").text
    older = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    rows = re.findall(r"<code>(05[0-9]{3})</code>", first + console.get(older).text)
    assert sorted(set(rows)) == [f"05{row:03}" for row in range(30)]
