"""How the console fares with many exchanges: pages, following live, and scrolling in Chromium.

    python benchmarks/console.py [--exchanges 10000] [--messages 1000]

A journal of so many exchanges is written beforehand. Then: how long pages take (newest, deep, narrowed, a search that
finds nothing); what a message costs the server with no, one and five followers, and how late a follower learns of it;
and, where Playwright and Chromium are (DVCSIM_CHROMIUM or the path), the time to the first row, and the frames of a
page that follows while it is scrolled. All on loopback; Linux only, CPU is read from /proc.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import requests
from growth import cpu_of, started

from simulator.catalogue.catalogue import load_catalogue
from simulator.core.data_folders import data_folders
from simulator.domain.contract_finding import ContractFinding
from simulator.journal.draft import Draft
from simulator.web.national import open_national
from simulator.wire.contracts import load_contracts

CHROMIUM = os.environ.get("DVCSIM_CHROMIUM") or shutil.which("chromium") or ""
LAST_SECONDS = 15
"""How long a follower waits for news before it gives up."""
_FRAMES = """
(step) => new Promise((done) => {
  const gaps = []; let last = performance.now(), way = step;
  const started = last;
  (function frame(now) {
    gaps.push(now - last); last = now;
    window.scrollBy(0, way);
    if (window.scrollY <= 0 || window.innerHeight + window.scrollY >= document.body.scrollHeight) way = -way;
    if (now - started < 6000) requestAnimationFrame(frame);
    else done(gaps.slice(2).sort((a, b) => a - b));
  })(last);
})
"""


def write_journal(folder: Path, count: int) -> None:
    """Write a journal as a run leaves it: every fifth exchange differs from its contract."""
    folders = data_folders(None)
    national = open_national(folder, load_catalogue(folders), load_contracts(folders))
    finding = ContractFinding(
        "portal/DongBoHoSoMC", "/data/0/NgayTiepNhan", "yyyyMMddHHmmss", '"2025-07-01"', "pattern"
    )
    body = '{"service":"DongBoHoSoMC","data":[' + ",".join(f'{{"MaHoSo":"H99-{n}"}}' for n in range(60)) + "]}"
    for start in range(0, count, 500):
        with national.db.write() as tx:
            for number in range(start, min(count, start + 500)):
                draft = Draft(
                    at=national.clock.now(), direction="in", party="portal", operation="portal/DongBoHoSoMC",
                    method="POST", url="http://127.0.0.1:8025/mapi/g", province="demo", status=200, request_body=body,
                    response_body='{"error_code":"0"}', links={f"s-{number // 40}": f"run-{number // 2000}"},
                    findings=[(finding, ())] if number % 5 == 0 else [],
                )  # fmt: skip
                national.journal.append(tx, draft)
    national.db.close()


def timed(fetch: Callable[[], Any], rounds: int = 9) -> float:
    """Median milliseconds."""
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        fetch()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds) * 1000


def show_pages(http: requests.Session, url: str, count: int) -> None:
    places = {
        "newest page": "", "deep page": f"before={count // 10}", "one run": "run=run-1", "one session": "session=s-7",
        "only findings": "findings=1", "nothing of a party": "party=payment", "search, nothing found": "q=khong-co",
    }  # fmt: skip
    for name, query in places.items():
        address = f"{url}/console/exchanges?{query}"
        print(f"  {name:<24}{timed(lambda address=address: http.get(address, timeout=60).raise_for_status()):7.1f} ms")


class Follower(threading.Thread):
    """A page that follows: notes when each piece of news came."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.came: list[float] = []
        self.bytes = 0
        self._answer = requests.get(f"{url}/console/events", stream=True, timeout=LAST_SECONDS)
        self.start()

    def run(self) -> None:
        try:
            for line in self._answer.iter_lines(chunk_size=1):
                self.bytes += len(line) + 1
                if line.startswith(b"event: exchanges"):
                    self.came.append(time.perf_counter())
        except (requests.RequestException, AttributeError):
            return  # it was closed

    def close(self) -> None:
        self._answer.close()


def send(http: requests.Session, url: str, count: int, pause: float = 0.0) -> None:
    for _ in range(count):
        http.post(f"{url}/mapi/login", json={"username": "demo", "password": "wrong"}, timeout=30)
        time.sleep(pause)


def show_following(http: requests.Session, url: str, pid: int, messages: int) -> None:
    for followers in (0, 1, 5):
        with ExitStack() as stack:
            many = [stack.enter_context(closing(Follower(url))) for _ in range(followers)]
            time.sleep(0.5)
            before, begun = cpu_of(pid), time.perf_counter()
            send(http, url, messages)
            seconds = time.perf_counter() - begun
            cpu = (cpu_of(pid) - before) / messages * 1000
            sent, rate = sum(one.bytes for one in many) / 1024, messages / seconds
            print(f"  {followers} followers: {cpu:5.2f} ms CPU a message, {rate:5.0f} a second, {sent:6.0f} KB sent")
        time.sleep(4)  # until the server has noticed that they have gone


def show_latency(http: requests.Session, url: str) -> None:
    with closing(Follower(url)) as follower:
        time.sleep(0.5)
        late = []
        for _ in range(20):
            seen = len(follower.came)
            send(http, url, 1)
            answered = time.perf_counter()
            while len(follower.came) == seen and time.perf_counter() - answered < LAST_SECONDS:
                time.sleep(0.001)
            late.append(follower.came[-1] - answered)
            time.sleep(0.6)
        told = statistics.median(late) * 1000
        print(f"  a single message is told {told:.1f} ms after its answer (median of 20; below 0: before)")


@contextmanager
def page_of(url: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{url}/healthz")
        yield page
        browser.close()


def show_browser(http: requests.Session, url: str, pid: int, messages: int) -> None:
    try:
        import playwright  # noqa: F401
    except ImportError:
        print("  (Playwright is not installed: no figures of a browser)")
        return
    with page_of(url) as page:

        def first_row() -> None:
            page.goto(f"{url}/console/exchanges", wait_until="commit")
            page.locator("#entries > li").first.wait_for()

        print(f"  first row after {timed(first_row, 5):.0f} ms (median of 5)")
        page.locator("#pace", has_text="Đang theo dõi").wait_for()
        show_frames(page, http, url, pid, messages, 0)
        show_frames(page, http, url, pid, messages, 12)


def show_frames(page: Any, http: requests.Session, url: str, pid: int, messages: int, step: int) -> None:
    """Let messages arrive while the page stands at its top (step 0) or is scrolled (pixels a frame)."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    sender = threading.Thread(target=send, args=(http, url, messages, 0.003))
    server, renderer = cpu_of(pid), busy(session)
    sender.start()
    gaps = page.evaluate(_FRAMES, step)
    sender.join()
    page.wait_for_timeout(1000)
    rows, held = page.locator("#entries > li").count(), page.locator("#waiting").is_visible()
    place, spent = "scrolled" if step else "at the top", busy(session) - renderer
    print(
        f"  {place}, {messages} messages: page {spent:.1f} s CPU, server"
        f" {cpu_of(pid) - server:.1f} s; median frame {statistics.median(gaps):.1f} ms, 95th percentile"
        f" {gaps[int(len(gaps) * 0.95)]:.1f} ms; {rows} rows, new ones {'offered' if held else 'shown'}"
    )


def busy(session: Any) -> float:
    """CPU seconds of the page's main thread so far: unlike a frame's time it does not depend on what else runs."""
    return next(
        one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=1_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        write_journal(data, chosen.exchanges)
        with started("serve", "--data", str(data), cwd=Path(folder)) as (pid, url), requests.Session() as http:
            http.trust_env = False
            print(f"pages, {chosen.exchanges} exchanges, median of 9")
            show_pages(http, url, chosen.exchanges)
            print(f"following, {chosen.messages} messages as fast as they go")
            show_following(http, url, pid, chosen.messages)
            show_latency(http, url)
            print("Chromium, 1280 px")
            show_browser(http, url, pid, chosen.messages)


if __name__ == "__main__":
    main()
