"""Each emulated system runs its whole dialogue against one national side; the journal shows every word of it."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from posixpath import commonpath
from urllib.parse import urlsplit

import pytest
import yaml

from simulator.domain.exchange import Exchange
from simulator.session.sessions import Session
from simulator.web.national import National
from tests.emulators.adapter import SESSION_SECONDS
from tests.emulators.families.opencps import OpenCps
from tests.emulators.ring import lodged, nothing_is_wrong
from tests.emulators.store import Dossier, Step
from tests.emulators.system import System
from tests.emulators.traits import TRAITS

DIALOGUE = yaml.safe_load(Path(__file__).with_name("dialogue.yaml").read_text(encoding="utf-8"))


class Heard:
    """What the journal has heard of one system since the last look."""

    def __init__(self, live: National, system: System) -> None:
        self._live = live
        self._province = f"field-{system.config.family}"
        self._known = 0

    def all(self) -> list[Exchange]:
        return [one for one in reversed(self._live.journal.latest(500)) if one.province == self._province]

    def lines(self) -> list[str]:
        """Return what was new, as `dialogue.yaml` writes it."""
        new = self.all()[self._known :]
        self._known += len(new)
        return [line_of(one) for one in new]


def line_of(exchange: Exchange) -> str:
    body = json.loads(exchange.request_body or "{}") if exchange.method == "POST" else {}
    rows = body if isinstance(body, list) else body.get("data", ())
    query = dict(part.partition("=")[::2] for part in urlsplit(exchange.url).query.split("&"))
    updating = body.get("isUpdating", "") if isinstance(body, dict) else query.get("isUpdating", "")
    if not updating and isinstance(body, list) and exchange.operation == "portal/DongBoHoSoMC":
        updating = "True" if urlsplit(exchange.url).path.endswith("CapNhat") else "False"
    words = [exchange.operation.removeprefix("portal/"), str(len(rows)) if rows else "", updating]
    code = json.loads(exchange.response_body or "{}")["error_code"]
    return f"{' '.join(word for word in words if word)} = {code}"


def work(system: System, dossier: Dossier, *actions: str) -> None:
    for action in actions:
        system.office.act(dossier.code, action, "canbo", "")


def note(system: System, dossier: Dossier, times: int) -> None:
    """Let officers write so many steps more, of the status that the dossier has."""
    kept = system.store.find(dossier.code)
    assert kept is not None
    kept.steps += [Step(kept.status, f"202607010800{n:02}", "canbo", f"Bước {n}") for n in range(1, times + 1)]
    system.store.save(kept)


def told(system: System, session: Session, heard: Heard, now: list[float]) -> dict[str, list[str]]:
    """Bring a dossier from its citizen to its result; return what the portal heard of it on the way."""
    dossier = lodged(system, session)
    system.sync.run_once()
    lines = {"filed": heard.lines()}
    work(system, dossier, "accept", "process")
    note(system, dossier, 10)
    system.sync.run_once()
    lines["worked"] = heard.lines()
    now[0] += SESSION_SECONDS + 60
    work(system, dossier, "finish", "return_result")
    system.sync.run_once()
    return {**lines, "returned": heard.lines()}


def test_five_families_tell_one_national_side_of_their_dossiers_at_once(
    at_portal: Callable[..., System], live: National, open_session: Callable[..., Session]
) -> None:
    clocks = {family: [1_000_000.0] for family in TRAITS}
    systems = {family: at_portal(family, clock=partial(clocks[family].__getitem__, 0)) for family in TRAITS}
    heard = {family: Heard(live, system) for family, system in systems.items()}
    sessions = {family: open_session(f"field-{family}") for family in TRAITS}
    with ThreadPoolExecutor(len(TRAITS)) as pool:
        runs = {one: pool.submit(told, systems[one], sessions[one], heard[one], clocks[one]) for one in TRAITS}
    spoken = {family: {part: DIALOGUE[family][part] for part in ("filed", "worked", "returned")} for family in TRAITS}
    assert {family: run.result() for family, run in runs.items()} == spoken
    assert [system.store.untold() for system in systems.values()] == [[]] * len(TRAITS)
    for family in TRAITS:
        nothing_is_wrong(heard[family].all())
        assert reached(heard[family].all(), live) == (DIALOGUE[family]["prefix"], DIALOGUE[family]["routed"])
        assert {owner for one in heard[family].all() for owner in one.sessions} == {sessions[family].id}
    kept = live.db.read("SELECT province, status FROM portal_dossier")
    assert sorted((row["province"], row["status"]) for row in kept) == sorted((f"field-{one}", 10) for one in TRAITS)


def reached(exchanges: list[Exchange], live: National) -> tuple[str, str]:
    """Return where the calls went, up to the name of the operation, and how they were routed."""
    ids = {one.id for one in exchanges}
    routed = [fact.data for fact in live.journal.facts("") if fact.kind == "routing" and fact.exchange in ids]
    where = {"nameless" if one["nameless"] else str(one["where"]) for one in routed} or {"nowhere"}
    return commonpath([urlsplit(one.url).path for one in exchanges]), " ".join(sorted(where))


@pytest.mark.parametrize("family", ["opencps-2019", "opencps-2021"])
def test_services_questions_and_satisfaction_are_told_beside_dossiers(
    family: str, at_portal: Callable[..., System], live: National
) -> None:
    system = at_portal(family)
    talker, heard = system.talker, Heard(live, system)
    assert isinstance(talker, OpenCps)
    beside = talker.beside
    assert {row["MATTHC"] for row in beside.online_services()} >= {"1.001193"}
    question = str(beside.questions()[0]["HOIDAPID"])
    assert beside.answer(question, "Nộp tại bộ phận một cửa.", "20260305093000")
    assert [row["NOIDUNGTRALOI"] for row in beside.answer_of(question)] == ["Nộp tại bộ phận một cửa."]
    assert beside.own_question("700001", "G01-TP01", "Khi nào có kết quả?")
    assert beside.satisfaction("3-2026", "1.001193")
    nothing_is_wrong(heard.all())
