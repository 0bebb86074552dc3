"""Stories with people: they wait without a thread, all at once, and a run that was stopped goes on with them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from simulator.conformance import RunOptions, StopSignal
from simulator.conformance.people import Estimate, estimate
from simulator.conformance.plan import plan
from simulator.core.exit_status import ExitStatus
from simulator.domain.claim_sheet import Attended, ServiceClaim
from simulator.domain.outcome import Verdict
from tests.unit.conformance.conftest import catalogue, claims, scenario, several, sheet
from tests.unit.conformance.fake_national import FakeNational

SERVICES = several(30)
WITH_PEOPLE = ("api", "attended")


@dataclass
class NationalWithPeople(FakeNational):
    """Hands of the listed services make items; `answer` lets a person do one."""

    items: dict[str, Callable[[], dict[str, Any]]] = field(default_factory=dict)
    asked: dict[tuple[str, str], str] = field(default_factory=dict)
    attended: frozenset[str] = frozenset()
    asked_again: int = 0

    def hand(self, session: str, body: dict[str, Any], work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        key = (session, body["request_id"])
        if self.sessions[session]["service"] not in self.attended or key in self.answered:
            return super().hand(session, body, work)
        self.asked_again += key in self.asked
        item = self.asked.setdefault(key, f"w-{len(self.asked) + 1}")
        self.items.setdefault(item, lambda: self._done(session, key, item, work))
        return {"ok": False, "waiting": {"item": item, "began": len(self.exchanges)}, "position": 0}

    def answer(self, item: str) -> None:
        """Do what the item says, and tell that it is done."""
        self.items.pop(item)()

    def _done(
        self, session: str, key: tuple[str, str], item: str, work: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        self.answered[key] = {**work(), "position": len(self.exchanges)}
        data = {"item": item, "action": "x", "by": "Lan", "answers": {}, "screenshot": ""}
        self.add(session, "out", {"kind": "work_done", "data": data})
        return {}


@pytest.fixture
def fake() -> FakeNational:
    return NationalWithPeople(attended=frozenset(service.id for service in SERVICES))


def book() -> Any:
    told = scenario(drivers=WITH_PEOPLE, weathers=("calm",))
    return catalogue(told, services=SERVICES)


def claimed(**changes: Any) -> dict[str, Any]:
    services = {service.id: ServiceClaim("handler", "redirect", "attended") for service in SERVICES}
    return {"services": services, "hooks": {}, "concurrency": 2, "sync_max_seconds": 0.3, **changes}


@pytest.fixture
def people(fake: NationalWithPeople) -> Iterator[threading.Event]:
    """A person who answers whatever waits, until told to rest."""
    rest = threading.Event()

    def work() -> None:
        position = 0
        while not rest.is_set():
            for item in list(fake.items):
                fake.answer(item)
            position = fake.wait(position, 0.05)["position"]

    thread = threading.Thread(target=work)
    thread.start()
    yield rest
    rest.set()
    thread.join(5)


def test_waiting_stories_end_with_their_verdicts(run, people):
    record = run(book(), claimed=claimed())

    assert {cell.verdict for cell in record.cells.values()} == {Verdict.PASS}
    assert {cell.driven_by for cell in record.cells.values()} == {"human"}
    assert record.exit_status() is ExitStatus.OK


def stopped_when(stop: StopSignal, met: Callable[[], bool]) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event["event"] == "people_awaited" and met():
            stop.request()

    return listen


def test_all_sessions_open_at_once_and_hold_no_thread(run, fake):
    stop = StopSignal()
    seen: list[int] = []

    def enough() -> bool:
        seen.append(sum(thread.name.startswith("conformance-people") for thread in threading.enumerate()))
        return len(fake.items) == len(SERVICES)

    record = run(book(), listen=stopped_when(stop, enough), stop=stop, claimed=claimed())

    assert fake.most_at_once == len(SERVICES)
    assert max(seen) == 2
    assert {session["status"] for session in fake.sessions.values()} == {"open"}
    assert record.exit_status() is ExitStatus.INTERRUPTED


def test_stopped_run_goes_on_with_the_same_items(run, fake, tmp_path):
    stop = StopSignal()
    all_asked = stopped_when(stop, lambda: len(fake.items) == len(SERVICES))
    run(book(), listen=all_asked, stop=stop, claimed=claimed(), output=tmp_path / "run")
    before = list(fake.items)
    for item in before[:10]:
        fake.answer(item)

    def answer_what_is_asked(event: Any) -> None:
        for item in list(fake.items) if event["event"] == "people_awaited" else ():
            fake.answer(item)

    record = run(book(), listen=answer_what_is_asked, claimed=claimed(), output=tmp_path / "run", resume=True)
    assert {cell.verdict for cell in record.cells.values()} == {Verdict.PASS}
    assert len(fake.sessions) == len(SERVICES)
    assert len(fake.asked) == 3 * len(SERVICES)


def test_news_of_the_session_does_not_ask_for_an_item_again(run, fake, people):
    people.set()
    stop = StopSignal()

    def listen(event: Any) -> None:
        if event["event"] != "people_awaited" or not event["items"]:
            return
        if len(fake.items) == len(SERVICES):
            for session in fake.sessions:
                fake.add(session, "in", {"kind": "identity_login", "data": {}})
            stop.request()

    run(book(), listen=listen, stop=stop, claimed=claimed())
    assert fake.asked_again == 0


def test_others_are_told_beside_and_those_that_are_alone_before(run, fake, people):
    fake.attended = frozenset(service.id for service in SERVICES[:3])
    drivers = claims(SERVICES[:6]) | {one: ServiceClaim("handler", "redirect", "attended") for one in fake.attended}
    together = scenario(drivers=WITH_PEOPLE, weathers=("calm",))
    alone = scenario("tracking/alone", alone=True, weathers=("calm",))
    finished: list[str] = []

    def listen(event: Any) -> None:
        if event["event"] == "cell_finished":
            finished.append(event["cell"]["scenario"])

    hooks = sheet().hooks
    record = run(
        catalogue(together, alone, services=SERVICES[:6]),
        listen=listen,
        claimed=claimed(services=drivers, hooks=hooks),
        ladder=False,
    )
    assert [cell.verdict for cell in record.cells.values() if cell.driven_by == "api"] == [Verdict.PASS] * 6
    assert finished[:3] == ["tracking/alone"] * 3


def test_what_never_comes_is_waited_for_as_long_as_claimed(run, fake, people):
    fake.sut.reports = lambda session, status: status != 4
    steps = claimed(sync_max_seconds=None, sync_steps={"officer.accept": 4, "officer.process": 4})
    book = catalogue(scenario(drivers=WITH_PEOPLE, weathers=("calm",)), services=SERVICES[:1])
    record = run(book, claimed=steps, patience=0.05)
    assert [cell.verdict for cell in record.cells.values()] == [Verdict.FAIL]


def test_estimate_counts_items_log_ins_and_minutes(tmp_path):
    claim = sheet(**claimed(attended=Attended(citizen_minutes=10, officer_minutes=2)))
    cells = plan(claim, book(), RunOptions(output=tmp_path))
    assert estimate(cells, claim) == Estimate(3 * 30, 30 + 1, 30 * (10 + 2 * 2))
    with_hook = sheet(**{**claimed(), "hooks": sheet().hooks})
    assert estimate(plan(with_hook, book(), RunOptions(output=tmp_path)), with_hook) == Estimate(30, 30, 180)
