"""Following the list live: over a real port, because the test client knows no open answer."""

import re
import time
from contextlib import closing

import pytest
import requests

from simulator.console import events
from simulator.domain.contract_finding import ContractFinding
from tests.apps.console.conftest import append

WRONG = ContractFinding("portal/DongBoHoSoMC", "/data/0/MaHoSo", "a text", "7")


class Follower:
    """Reads one stream block by block, as a browser does."""

    def __init__(self, served, query="", **headers):
        self.answer = requests.get(f"{served}/console/events?{query}", headers=headers, stream=True, timeout=10)
        self._lines = self.answer.iter_lines(chunk_size=1, decode_unicode=True)

    def block(self):
        lines = []
        for line in self._lines:
            if not line and lines:
                return lines
            if line:
                lines.append(line)
        return lines

    def news(self):
        """The next block that holds lines of the list; None when the stream is over."""
        while block := self.block():
            if "event: exchanges" in block:
                return block
        return None

    def close(self):
        self.answer.close()


def shown(block):
    return [int(number) for number in re.findall(r'id="x([0-9]+)"', "\n".join(block))]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(events, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(events, "GAP_SECONDS", 0.01)


def test_what_arrives_is_sent_with_its_position_and_findings(served, national, clock):
    append(national, clock)
    with closing(Follower(served, "after=1")) as follower:
        assert follower.answer.headers["Content-Type"].startswith("text/event-stream")
        assert follower.block() == ["retry: 1000"]
        assert follower.block() == ["event: pace", "data: live"]
        append(national, clock, findings=[(WRONG, ())], operation="x\n\nevent: fake\ndata: <script>")
        block = follower.news()
    assert shown(block) == [2]
    assert "id: 2" in block
    text = "\n".join(block)
    assert "/data/0/MaHoSo" in text
    assert "<script>" not in text
    assert "event: fake" not in block


def test_a_browser_that_comes_back_goes_on_where_it_was(served, national, clock):
    for _ in range(3):
        append(national, clock)
    with closing(Follower(served, "after=0", **{"Last-Event-ID": "2"})) as follower:
        assert shown(follower.news()) == [3]


def test_a_filter_holds_for_the_stream_and_its_position_moves_all_the_same(served, national, clock):
    with closing(Follower(served, "after=0&party=vneid&lang=en")) as follower:
        append(national, clock)
        assert follower.block() == ["retry: 1000"]
        assert follower.block() == ["event: pace", "data: live"]
        while (block := follower.block()) == [":"]:
            continue
        assert block == ["id: 1"]
        append(national, clock, party="vneid", status=None, error="timeout")
        block = follower.news()
    assert shown(block) == [2]
    assert "no answer (timeout)" in "\n".join(block)


def test_of_a_flood_the_newest_are_sent_and_the_rest_is_told(served, national, clock, monkeypatch):
    monkeypatch.setattr(events, "BATCH", 5)
    for _ in range(8):
        append(national, clock)
    with closing(Follower(served, "after=0")) as follower:
        block = follower.news()
    assert shown(block) == [8, 7, 6, 5, 4]
    assert "một số không hiện" in "\n".join(block)


def test_a_stream_ends_after_its_time_and_frees_its_place(served, national, clock, monkeypatch):
    monkeypatch.setattr(events, "LASTS_SECONDS", 0.0)
    for _ in range(events.FOLLOWERS + 2):
        with closing(Follower(served)) as follower:
            assert follower.block() == ["retry: 1000"]
            assert follower.news() is None


def test_beyond_the_places_a_browser_is_served_in_steps(served, national, clock):
    append(national, clock)
    followers = [Follower(served) for _ in range(events.FOLLOWERS)]
    try:
        assert all(one.block() == ["retry: 1000"] for one in followers)
        with closing(Follower(served, "after=0")) as late:
            assert late.block() == ["retry: 5000"]
            assert late.block() == ["event: pace", "data: steps"]
            assert shown(late.news()) == [1]
            assert late.block() == []
    finally:
        for one in followers:
            one.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with closing(Follower(served)) as again:
            if again.block() == ["retry: 1000"]:
                return
    pytest.fail("places of browsers that have gone are not given back")


def test_the_end_of_the_process_ends_every_stream_at_once(served, national):
    with closing(Follower(served)) as follower:
        assert follower.block() == ["retry: 1000"]
        national.db.end_waiting()
        assert follower.news() is None
